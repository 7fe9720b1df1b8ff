// @ts-check
// The time of an exam: counts down from what the server said is left, saves what is typed, and ends on the result's page.
// An exam without an end, or with one that is more than a day away, shows no countdown; what is typed is saved there too.
// The device's clock is used for differences only, and one that stands still while the device sleeps would be too slow.
const box = /** @type {HTMLElement} */ (document.querySelector(".exam-clock"));
const timer = box.querySelector("[role=timer]");
const status = box.querySelector("[role=status]");
/** @type {HTMLFormElement | null} */
const form = document.querySelector("form#questions[data-out]");
const digits = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "ar-EG", { minimumIntegerDigits: 2 });
const ends = Date.now() + Number(box.dataset.left ?? Infinity) * 1000;
/** Milliseconds after the last key, and before the end: the last save has to arrive in time. */
const PAUSE = 4000;
const MARGIN = 5000;
const SAID_AT = [300, 60];
/** @type {number | undefined} */
let pause;
let unsaved = false;
let isOver = false;
let last = Number(box.dataset.left ?? Infinity);

/** @param {number} seconds */
function say(seconds) {
  const words = /** @type {HTMLTemplateElement | null} */ (box.querySelector(`template[data-at="${seconds}"]`));
  if (words) status?.replaceChildren(words.content.cloneNode(true));
}

/**
 * What static/offline/offline_queue.js offers: sending, and keeping on this device what cannot be sent.
 * @typedef {object} Queue
 * @property {(form: HTMLFormElement, button: null) => void} keep
 * @property {() => unknown[]} ownEntries
 * @property {(address: string, body: FormData) => Promise<{ location?: string } | null>} post
 */

async function save() {
  clearTimeout(pause);
  const { queue } = /** @type {Window & { queue?: Queue }} */ (window);
  if (!unsaved || !form || !queue || form.dataset.sent || !document.documentElement.dataset.record) return;
  unsaved = false;
  const data = new FormData(form);
  data.append("auto", "1");
  // What waits goes first.
  const reply = queue.ownEntries().length ? null : await queue.post(form.action, data);
  if (!reply) queue.keep(form, null);
  else if (reply.location) noteAnswered();
}

/** @param {Element} control */
function isChanged(control) {
  if (control instanceof HTMLSelectElement) {
    return [...control.options].some((option) => option.selected !== option.defaultSelected) && control.selectedIndex > 0;
  }
  if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)) return false;
  if (control.type === "hidden") return false;
  return /radio|checkbox/.test(control.type)
    ? /** @type {HTMLInputElement} */ (control).checked !== /** @type {HTMLInputElement} */ (control).defaultChecked
    : control.value !== control.defaultValue;
}

/** @param {Element} control */
function isAnswered(control) {
  if (control instanceof HTMLSelectElement) return control.value !== "";
  if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) || control.type === "hidden") return false;
  return /radio|checkbox/.test(control.type) ? /** @type {HTMLInputElement} */ (control).checked : control.value.trim() !== "";
}

/** Note the questions that this page has answered: only these are cleared on the server when their fields are empty. */
function noteAnswered() {
  if (!form) return;
  const noted = new Set(new FormData(form).getAll("had"));
  /** @type {NodeListOf<HTMLFieldSetElement>} */
  const cards = form.querySelectorAll("fieldset.question");
  for (const card of cards) {
    const value = card.id.replace(/^q-/, "");
    if (noted.has(value) || ![...card.elements].some(isAnswered)) continue;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "had", value }));
  }
}

/** The result's page has the last word; without a network this page stays, and asks again. */
async function end() {
  isOver = true;
  status?.classList.remove("visually-hidden");
  say(0);
  save();
  const address = box.dataset.result ?? "";
  const reply = await fetch(address, { headers: { "X-Fahm-Background": "1" }, cache: "no-store" }).catch(() => null);
  if (reply && reply.status < 500) location.assign(address);
  else setTimeout(end, 15000);
}

function tick() {
  const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  if (timer) timer.textContent = (hours ? [hours, minutes, seconds] : [minutes, seconds]).map((part) => digits.format(part)).join(":");
  for (const at of SAID_AT) if (last > at && left <= at) say(at);
  last = left;
  if (left * 1000 <= MARGIN) save();
  if (left === 0 && !isOver) end();
}

function typed() {
  unsaved = true;
  clearTimeout(pause);
  pause = setTimeout(save, PAUSE);
}

for (const kind of ["input", "change"]) form?.addEventListener(kind, typed);
form?.addEventListener("submit", () => clearTimeout(pause));
document.addEventListener("visibilitychange", () => (document.hidden ? save() : tick()));
// What this device had kept of a window that was closed is not saved yet.
if (form && [...form.elements].some(isChanged)) typed();
tick();
setInterval(tick, 1000);
