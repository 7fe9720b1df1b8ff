// @ts-check
// One of a bundle (BUNDLES in webapp/web/framework/http/static_assets.py): a static import would break it.
//
// The bar of a narrow screen: it raises the text over the questions, and goes from one question to the next. Without
// this script its links lead to the text and to the first question without an answer.
const bar = /** @type {HTMLElement | null} */ (document.querySelector(".reading-bar"));
const text = /** @type {HTMLElement | null} */ (document.querySelector(".sheet"));
const opener = /** @type {HTMLAnchorElement | null | undefined} */ (bar?.querySelector("[data-raise]"));
const closer = /** @type {HTMLButtonElement | null | undefined} */ (text?.querySelector(".sheet-close"));
const room = document.createElement("div");

const isRaised = () => text?.classList.contains("is-raised") ?? false;

/** @param {boolean} raised */
function showRaised(raised) {
  if (!text || !opener || !closer) return;
  if (raised) {
    room.style.blockSize = `${text.offsetHeight}px`; // what is behind the text must not move
    text.before(room);
  } else room.remove();
  text.classList.toggle("is-raised", raised);
  opener.ariaExpanded = String(raised);
  closer.hidden = !raised;
  if (raised) text.querySelector("mark")?.scrollIntoView({ block: "center", behavior: "instant" });
}

function lower() {
  const inside = text?.contains(document.activeElement);
  if (history.state?.raised) history.back(); // popstate lowers it
  else showRaised(false);
  if (inside) opener?.focus();
}

if (bar && text && opener && closer) {
  opener.role = "button";
  opener.ariaExpanded = "false";
  // A press keeps the focus in the field that is being filled in, and with it the keyboard of a phone.
  opener.addEventListener("mousedown", (event) => event.preventDefault());
  opener.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    opener.click();
  });
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    if (isRaised()) return lower();
    showRaised(true);
    history.pushState({ raised: true }, "");
    if (!event.detail) closer.focus(); // by keyboard
  });
  closer.addEventListener("click", lower);
  addEventListener("popstate", () => isRaised() && showRaised(false));
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && isRaised() && !text.querySelector(".word-panel")) lower();
  });
  matchMedia("(min-width: 62rem)").addEventListener("change", () => isRaised() && lower());
}

const places = /** @type {HTMLAnchorElement[]} */ ([...(bar?.querySelectorAll("[data-place]") ?? [])]);
const asked = places.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));

/** The question at the middle of the screen, or the last above it. */
function placeOnScreen() {
  const above = asked.filter((card) => card && card.getBoundingClientRect().top < innerHeight / 2);
  return Math.max(above.length - 1, 0);
}

function showPlace() {
  const now = placeOnScreen();
  places.forEach((place, index) => (place.hidden = index !== now));
  for (const step of /** @type {NodeListOf<HTMLAnchorElement>} */ (bar?.querySelectorAll("[data-step]"))) {
    const next = places[now + Number(step.dataset.step)];
    step.ariaDisabled = String(!next);
    step.href = (next ?? places[now]).hash;
  }
  const next = /** @type {HTMLAnchorElement | null | undefined} */ (bar?.querySelector("[data-next]"));
  const left = places.filter((place) => place.dataset.place);
  if (next) next.href = (left.find((place) => places.indexOf(place) > now) ?? left[0]).hash;
}

if (places.length) {
  /** @type {HTMLElement} */ (bar?.querySelector(".bar-steps")).hidden = false;
  let waits = false;
  const follow = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      showPlace();
    });
  };
  addEventListener("scroll", follow, { passive: true });
  addEventListener("resize", follow);
  showPlace();
  // Steps among the questions are no pages to go back through.
  bar?.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!(link instanceof HTMLAnchorElement) || link === opener) return;
    event.preventDefault();
    if (link.ariaDisabled !== "true") location.replace(link.hash);
  });
}
