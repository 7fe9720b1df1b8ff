// @ts-check
// Marking by keyboard: J and K or the arrows move, digits give points, Ctrl+Enter saves. Letters by their place.
const form = /** @type {HTMLFormElement} */ (document.getElementById("mark"));
const switchedOff = /** @type {HTMLInputElement} */ (document.getElementById("keys-off"));
const total = /** @type {HTMLElement} */ (form.querySelector(".total"));
const sum = /** @type {HTMLOutputElement} */ (total.querySelector("output"));
/** @type {HTMLElement[]} */
const criteria = [...form.querySelectorAll(".criterion")].map((group) => /** @type {HTMLElement} */ (group));

/**
 * The control that holds a criterion's points.
 * @param {HTMLElement} criterion
 * @returns {HTMLInputElement | null}
 */
const chosenIn = (criterion) => criterion.querySelector(":checked, [type=number]");

switchedOff.checked = localStorage.getItem("marking-keys") === "off";
switchedOff.onchange = () => localStorage.setItem("marking-keys", switchedOff.checked ? "off" : "on");

function showTotal() {
  const points = criteria.reduce((all, criterion) => all + Number(chosenIn(criterion)?.value ?? 0), 0);
  sum.textContent = points.toLocaleString(form.dataset.digits === "arab" ? "ar-EG" : "en");
  total.hidden = false;
}
form.oninput = showTotal;
showTotal();

/**
 * Give points to the criterion that has the focus, else to the first that has none, and go on to the next.
 * @param {number} points
 */
function give(points) {
  /** @type {HTMLElement | null | undefined} */
  const focused = document.activeElement?.closest(".criterion");
  const criterion = focused ?? criteria.find((group) => !chosenIn(group)) ?? criteria[0];
  /** @type {NodeListOf<HTMLInputElement>} */
  const radios = criterion.querySelectorAll("[type=radio]");
  const radio = [...radios].find((button) => Number(button.value) === points);
  if (!radio) return;
  radio.checked = true;
  const next = criteria[criteria.indexOf(criterion) + 1] ?? criterion;
  /** @type {HTMLInputElement | null} */
  const checked = next.querySelector(":checked");
  (checked ?? (next === criterion ? radio : next.querySelector("input")))?.focus();
  showTotal();
}

/** @type {Record<string, string>} */
const NEIGHBOURS = { KeyJ: ".to-next", KeyK: ".to-previous", ArrowLeft: ".to-next", ArrowRight: ".to-previous" };
addEventListener("keydown", (event) => {
  const target = /** @type {HTMLInputElement} */ (event.target);
  const { code } = event;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "Enter") form.requestSubmit();
    return;
  }
  const radio = target.type === "radio";
  const arrow = code.startsWith("Arrow");
  if (event.altKey || (switchedOff.checked && !arrow) || (radio && arrow)) return;
  if (!radio && target.matches("textarea, select, input:not([type=checkbox])")) return;
  if (NEIGHBOURS[code]) {
    /** @type {HTMLElement | null} */
    const link = form.querySelector(NEIGHBOURS[code]);
    link?.click();
  } else if (/^(Digit|Numpad)\d$/.test(code)) give(Number(code.at(-1)));
});
