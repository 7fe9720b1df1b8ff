// @ts-check
// One of a bundle (BUNDLES in webapp/web/framework/http/static_assets.py): a static import would break it.
//
// Nothing jumps when an answer is marked: the page comes back with the question where it stood on the screen.
const KEY = "fahm-steady";

/** @returns {HTMLElement | null} */
const findSheet = () => document.querySelector(".sheet");

addEventListener("submit", (event) => {
  const card = event.submitter?.closest(".question");
  if (!card) return;
  const position = {
    path: location.pathname,
    id: card.id,
    top: card.getBoundingClientRect().top,
    sheet: findSheet()?.scrollTop,
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(position));
  } catch {
    // No storage: then the browser goes to the question's top, as without this script.
  }
});

/** The position that the page before this one stored, once. */
function takePosition() {
  try {
    const stored = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return JSON.parse(stored ?? "null");
  } catch {
    return null;
  }
}

function restore() {
  const position = takePosition();
  if (position?.path !== location.pathname || location.hash !== `#${position.id}`) return;
  const card = document.getElementById(position.id);
  if (!card) return;
  const sheet = findSheet();
  if (sheet && position.sheet) sheet.scrollTop = position.sheet;
  scrollBy({ top: card.getBoundingClientRect().top - position.top, behavior: "instant" });
  // What is new is the feedback: it must be on the screen.
  const feedback = card.querySelector(".feedback, .here-notice, .hints");
  feedback?.scrollIntoView({ block: "nearest", behavior: "instant" });
}

// After the browser's own scroll to the question, which follows the load of a page with a fragment.
if (document.readyState === "complete") restore();
else addEventListener("load", () => requestAnimationFrame(restore));
