// @ts-check
// One of a bundle (BUNDLES in webapp/web/framework/http/static_assets.py): a static import would break it.
//
// The bar of a narrow screen: it raises the text over the questions, and goes from one question to the next. Without
// this script its links lead to the text and to the first question without an answer.

/**
 * Raise and lower the text. The browser's way back lowers it too.
 * @param {HTMLAnchorElement} opener
 * @param {HTMLElement} text
 * @param {HTMLElement} closer
 */
function raiseText(opener, text, closer) {
  const room = document.createElement("div"); // what is behind the text must not move
  let isRaised = false;
  /** @param {boolean} raised */
  const show = (raised) => {
    isRaised = raised;
    if (raised) {
      room.style.blockSize = getComputedStyle(text).blockSize;
      text.before(room);
    } else room.remove();
    text.classList.toggle("is-raised", raised);
    opener.ariaExpanded = String(raised);
    if (raised) text.querySelector("mark")?.scrollIntoView({ block: "center", behavior: "instant" });
  };
  const lower = () => {
    if (text.contains(document.activeElement)) opener.focus();
    history.back();
  };
  opener.ariaExpanded = "false";
  // A press keeps the focus in the field that is being filled in, and with it the keyboard of a phone.
  opener.addEventListener("mousedown", (event) => event.preventDefault());
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    if (isRaised) return lower();
    show(true);
    history.pushState(0, "");
    if (!event.detail) closer.focus(); // by keyboard
  });
  closer.addEventListener("click", lower);
  addEventListener("popstate", () => isRaised && show(false));
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && isRaised && !text.querySelector(".word-panel")) lower();
  });
}

/**
 * Show which question is on the screen, and let the bar's links lead from there.
 * @param {HTMLElement} bar
 * @param {HTMLAnchorElement[]} places a link to each question, marked where it has no answer
 */
function followPlace(bar, places) {
  const cards = places.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));
  const left = places.filter((place) => place.dataset.place);
  const next = /** @type {HTMLAnchorElement | null} */ (bar.querySelector("[data-next]"));
  const show = () => {
    const above = cards.filter((card) => card && card.getBoundingClientRect().top < innerHeight / 2);
    const now = Math.max(above.length - 1, 0);
    places.forEach((place, index) => (place.hidden = index !== now));
    for (const step of /** @type {NodeListOf<HTMLAnchorElement>} */ (bar.querySelectorAll("[data-step]"))) {
      const place = places[now + Number(step.dataset.step)];
      step.ariaDisabled = String(!place);
      step.href = (place ?? places[now]).hash;
    }
    if (next) next.href = (left.find((place) => places.indexOf(place) > now) ?? left[0]).hash;
  };
  for (const change of ["scroll", "resize"]) addEventListener(change, show, { passive: true });
  show();
}

const bar = /** @type {HTMLElement | null} */ (document.querySelector(".reading-bar"));
if (bar) {
  const [opener, text, closer] = ["[data-raise]", ".sheet", ".sheet-close"].map((name) => document.querySelector(name));
  raiseText(
    /** @type {HTMLAnchorElement} */ (opener),
    /** @type {HTMLElement} */ (text),
    /** @type {HTMLElement} */ (closer),
  );
  const steps = /** @type {HTMLElement | null} */ (bar.querySelector(".bar-steps"));
  if (steps) {
    steps.hidden = false;
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const places = steps.querySelectorAll("[data-place]");
    followPlace(bar, [...places]);
  }
  // Steps among the questions are no pages to go back through.
  bar.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!link || link === opener) return;
    event.preventDefault();
    location.replace(link.hash);
  });
}
