// @ts-check
// What a teacher typed and has not saved yet lies on this device: until the save is known to have gone through, until
// the teacher signs out, or until another one signs in. Every page of the desk runs this.

/** @typedef {[name: string, value: string][]} Values a form's fields, in their order */
/**
 * @typedef {object} Entry
 * @property {Values} values
 * @property {string} base the state of the text that the form began from
 * @property {string} id what the server names when the save has gone through
 * @property {boolean} sent it was handed in, and no page has said yet that it is saved
 * @property {string} page address of the form's page
 * @property {string} title
 * @property {number} at in milliseconds since 1970
 * @property {Entry} [older] what was kept before, and neither put back nor dismissed
 */

// Other schools of this host, each under a path of its own, have the same storage.
const root = new URL("../../..", import.meta.url).pathname;
const ofSchool = root === "/" ? " " : ` ${root} `;
const PREFIX = `fahm-kept${ofSchool}`;
const SIGNED_IN = `fahm-desk${ofSchool}`.trim();
/** @type {HTMLElement | null} */
const bar = document.querySelector("[data-teacher]");
const teacher = bar?.dataset.teacher ?? "";
const own = `${PREFIX}${teacher} `;

/** @param {string} prefix */
const keysFrom = (prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix));

/**
 * What is kept of a form; null where nothing is, or where this device lets nothing be read.
 * @param {string} form
 * @returns {Entry | null}
 */
export function readEntry(form) {
  try {
    return JSON.parse(localStorage.getItem(own + form) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Keep what a form holds; false where it cannot be kept. In a window that its teacher left open, nothing is kept after
 * the sign-out.
 * @param {string} form
 * @param {Entry} entry
 */
export function writeEntry(form, entry) {
  try {
    if (!teacher || localStorage.getItem(SIGNED_IN) !== teacher) return false;
    localStorage.setItem(own + form, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} form */
export function dropEntry(form) {
  try {
    localStorage.removeItem(own + form);
  } catch {
    // There is no storage, and so nothing in it.
  }
}

/** Forget what others typed, and what the server says is saved. */
function tidy() {
  localStorage.setItem(SIGNED_IN, teacher);
  for (const key of keysFrom(PREFIX)) if (!key.startsWith(own)) localStorage.removeItem(key);
  const saved = bar?.dataset.saved?.split(" ") ?? [];
  for (const key of keysFrom(own)) {
    if (saved.includes(readEntry(key.slice(own.length))?.id ?? "")) localStorage.removeItem(key);
  }
}

function forgetAll() {
  localStorage.removeItem(SIGNED_IN);
  for (const key of keysFrom(PREFIX)) localStorage.removeItem(key);
}

/** Name the pages whose forms were left before they were saved, where the page has a place for it. */
function listEntries() {
  /** @type {HTMLElement | null} */
  const place = document.querySelector("[data-kept-list]");
  const entries = keysFrom(own).flatMap((key) => readEntry(key.slice(own.length)) ?? []);
  if (!place?.hidden || !entries.length) return;
  const list = document.createElement("ul");
  for (const entry of entries.sort((one, other) => other.at - one.at)) {
    const link = document.createElement("a");
    link.href = entry.page;
    link.textContent = entry.title;
    const row = document.createElement("li");
    row.append(link);
    list.append(row);
  }
  place.append(list);
  const count = place.querySelector("[data-kept-count]");
  if (count) count.textContent = entries.length.toLocaleString(document.documentElement.lang === "ar" ? "ar-EG" : "en");
  place.querySelector("[data-discard-kept]")?.addEventListener("click", () => {
    for (const key of keysFrom(own)) localStorage.removeItem(key);
    place.remove();
  });
  place.hidden = false;
}

if (teacher) {
  try {
    tidy();
    listEntries();
    const door = document.querySelector("[data-sign-out]");
    door?.addEventListener("submit", forgetAll);
  } catch {
    // There is no storage, and so nothing in it.
  }
}
