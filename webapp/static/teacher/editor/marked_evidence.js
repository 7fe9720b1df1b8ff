// @ts-check
// The evidence of a question is marked in the text beside it. Where both are in view, the cards stay where they are and
// the text alone scrolls; on a phone the link leads to the evidence, as it does without this.
const KEY = "fahm-cards";

/** @type {HTMLElement | null} */
const text = document.querySelector(".text-scroll");
const word = text?.querySelector(".is-evidence");
const side = document.querySelector(".text-side");
const isBeside = !!side && getComputedStyle(side).position === "sticky";

addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest('a[href$="#evidence"]');
  if (!link || !isBeside) return;
  try {
    sessionStorage.setItem(KEY, String(scrollY));
  } catch {
    // No storage: then the page begins at the evidence.
  }
});

/** The place of the cards that the page before this one stored, once. */
function takePlace() {
  try {
    const stored = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return stored === null ? null : Number(stored);
  } catch {
    return null;
  }
}

function showBeside() {
  const place = takePlace();
  if (!text || !word || !isBeside) return;
  text.scrollTop += word.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  if (place !== null && location.hash === "#evidence") scrollTo({ top: place, behavior: "instant" });
}

// Behind the browser's own way to the fragment.
if (document.readyState === "complete") showBeside();
else addEventListener("load", () => requestAnimationFrame(showBeside));
