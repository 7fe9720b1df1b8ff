// Nothing jumps when an answer is marked: the page comes back with the question where it stood on the screen.
const KEY = "fahm-steady";
const sheet = () => document.querySelector(".sheet");

addEventListener("submit", (event) => {
  const card = event.submitter?.closest(".question");
  if (!card) return;
  const kept = { path: location.pathname, id: card.id, top: card.getBoundingClientRect().top, sheet: sheet()?.scrollTop };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // No storage: then the browser goes to the question's top, as without this script.
  }
});

function restore() {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
  if (kept?.path !== location.pathname || location.hash !== `#${kept.id}`) return;
  const card = document.getElementById(kept.id);
  if (!card) return;
  if (sheet() && kept.sheet) sheet().scrollTop = kept.sheet;
  const by = card.getBoundingClientRect().top - kept.top;
  scrollBy({ top: by, behavior: "instant" });
  // What is new is the feedback: it must be on the screen.
  const said = card.querySelector(".feedback, .here-notice, .hints");
  said?.scrollIntoView({ block: "nearest", behavior: "instant" });
}

// After the browser's own scroll to the question, which follows the load of a page with a fragment.
if (document.readyState === "complete") restore();
else addEventListener("load", () => requestAnimationFrame(restore));
