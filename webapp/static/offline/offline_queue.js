// @ts-check
// Answers that cannot be sent are kept on this device until the server has said that it has them.
// docs/offline.md tells the format in which they are stored; the messages come with the page.

/**
 * An answer that waits, or that was refused. Some of its fields have shorter names in the device's storage.
 * @typedef {object} Entry
 * @property {string} key where it is stored
 * @property {string} raw as it is stored
 * @property {string} token the signed record token of its reader
 * @property {string} path the page on which it was written
 * @property {string} question the question's id; "" for the whole form of an exam
 * @property {Record<string, string[]>} fields what the form would send
 * @property {number} keptAt in milliseconds since 1970
 * @property {number} secondsOpen how long its page had been open
 * @property {string} [reason] why the server refused it
 */
/** @typedef {HTMLInputElement & Omit<HTMLSelectElement, "type">} Control an input, a select or a text area */
/** @typedef {HTMLFormElement | HTMLFieldSetElement} Box a question's card, or the whole form */
/** @typedef {{ kept?: boolean, location?: string, mine?: boolean, why?: string }} Reply */

const WAITING = "fahm-out ";
const REFUSED = "fahm-not ";
const { record, cached } = document.documentElement.dataset;
const here = location.pathname;
const root = new URL("../..", import.meta.url).pathname;
// Other schools of this host, each under a path of its own, have the same storage.
const ofSchool = root === "/" ? "" : ` ${root}`;
const READER = `fahm-reader${ofSchool}`;
const SWITCH = `fahm-switch${ofSchool}`;
/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-out]");
const sentEach = form?.dataset.out === "each"; // each question by itself
/** @type {HTMLTemplateElement | null} */
const messages = document.querySelector("#offline-messages");
let submitting = false;
let flushing = false;

/** @param {string} question */
const cardOf = (question) => /** @type {HTMLFieldSetElement | null} */ (document.getElementById(`q-${question}`));

/** @returns {NodeListOf<HTMLFieldSetElement>} */
const allCards = () => document.querySelectorAll(".question");

/** @param {Box} box */
const noticeId = (box) => `notice-${box.id || "form"}`;

/**
 * Show a message on a card or on the form, else at the top of the page; with an address, as a link.
 * @param {string} name
 * @param {Box | null} [box]
 * @param {string} [address]
 */
function notify(name, box, address) {
  const id = box ? noticeId(box) : `notice-${name}`;
  document.getElementById(id)?.remove();
  const note = document.createElement("div");
  note.id = id;
  note.className = box ? "here-notice" : "notice";
  note.setAttribute("role", "status");
  const message = messages?.content.querySelector(`[data-name=${name}]`)?.cloneNode(true);
  note.append(...(message?.childNodes ?? []));
  if (address) linkFirst(note, address);
  if (box) box.insertBefore(note, box.querySelector(":scope > .q-actions"));
  else document.querySelector("main")?.prepend(note);
}

/**
 * Make a link of a message's first words, and not of their English beside them.
 * @param {HTMLElement} note
 * @param {string} address
 */
function linkFirst(note, address) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = note.firstChild?.textContent?.trim() ?? "";
  note.firstChild?.replaceWith(link, " ");
}

/**
 * @param {string} key
 * @returns {Entry}
 */
function readEntry(key) {
  const raw = localStorage[key];
  const { token, path, q, fields, when, spent, why } = JSON.parse(raw);
  return { key, raw, token, path, question: q, fields, keptAt: when, secondsOpen: spent, reason: why };
}

/** What is stored on this device, of all readers of this school, the oldest first. */
function readEntries(prefix = WAITING) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix) && key.includes(` ${root}`));
    return keys.map(readEntry).sort((one, other) => one.keptAt - other.keptAt);
  } catch {
    return [];
  }
}
const ownEntries = () => readEntries().filter((entry) => entry.token === record);

/** @param {Control} control */
const isTicked = (control) => /radio|checkbox/.test(control.type);

/**
 * What a control's value says to a reader.
 * @param {Control} control
 */
function inWords(control) {
  if (isTicked(control)) return control.checked && control.labels?.[0]?.innerText;
  return control.selectedOptions?.[0]?.text || control.value;
}

/**
 * A card's or the whole form's fields, and what they say in words.
 * @param {HTMLFormElement} form
 * @param {Box} box
 */
function gather(form, box) {
  /** @type {Record<string, string[]>} */
  const fields = {};
  const all = /** @type {Control[]} */ ([...box.elements]);
  const controls = all.filter((control) => control.name && !/submit|hidden|fieldset/.test(control.type));
  const names = new Set(controls.map((control) => control.name));
  for (const [name, value] of new FormData(form)) {
    if (!names.has(name) && !/^(form|support|had)$/.test(name)) continue;
    (fields[name] ??= []).push(String(value).replace(/\r?\n/g, "\r\n"));
  }
  const words = controls.map(inWords).filter(Boolean).join("، ").replace(/\s+/g, " ");
  return { fields, words, answered: controls.some((control) => (fields[control.name] ?? []).some(Boolean)) };
}

/**
 * Keep the answer of the pressed button's question, or the whole form, on this device.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 */
function keep(form, button) {
  const question = sentEach ? (button?.value ?? "") : "";
  const box = (question && cardOf(question)) || form;
  const shownAt = button?.value ? cardOf(button.value) : form;
  const { fields, words, answered } = gather(form, box);
  if (sentEach && !answered) return notify("empty", shownAt);
  const before = ownEntries().find((entry) => entry.path === here && entry.question === question);
  if (before) fields.form = before.fields.form;
  fields.check = [button?.value ?? ""];
  const prompt = box.querySelector(".prompt")?.textContent ?? undefined;
  const times = { when: Date.now(), spent: performance.now() / 1000 };
  const stored = { token: record, path: here, q: question, fields, said: words, prompt, ...times };
  try {
    localStorage.setItem(`${WAITING}${record} ${here} ${question}`, JSON.stringify(stored));
    notify("kept", shownAt);
    flush();
  } catch {
    notify("full", shownAt);
  }
}

/**
 * Our JSON, {} for a page, null when nothing arrived.
 * @param {string} address
 * @param {BodyInit} body
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Reply | null>}
 */
async function post(address, body, headers) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 15000);
  try {
    const sent = { method: "POST", body, headers: { "X-Fahm-Script": "1", ...headers }, signal: stop.signal };
    const reply = await fetch(address, sent);
    if ([502, 503, 504].includes(reply.status)) return null;
    return /json/.test(reply.headers.get("content-type") ?? "") ? await reply.json() : {};
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Open a page, fetched anew even if it is this one at another question.
 * @param {string} address
 */
function openPage(address) {
  if (new URL(address, location.href).pathname !== here) return location.assign(address);
  history.replaceState(null, "", address);
  history.scrollRestoration = "manual";
  location.reload();
}

/**
 * Hand in by script: what cannot be sent is kept.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 */
async function submit(form, button) {
  const aside = sentEach && button?.name !== "check"; // a hint, or keeping what is typed: no answer
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  // What waits goes first: an edit stays an edit, and an exam is handed in whole.
  submitting = aside || !ownEntries().length;
  const reply = submitting ? await post(form.action, data) : null;
  if (reply?.location) {
    const sent = sentEach ? [cardOf(button?.value ?? "")] : allCards();
    if (!aside) for (const card of sent) card?.setAttribute("data-done", "");
    return openPage(reply.location);
  }
  submitting = false;
  delete form.dataset.sent;
  if (reply) {
    // A page came back: the browser shows it, and the form's id keeps it one try.
    const pressed = document.createElement("input");
    form.append(Object.assign(pressed, { type: "hidden", name: button?.name ?? "", value: button?.value ?? "" }));
    form.submit();
  } else if (aside) notify("later", cardOf(button?.value ?? "") ?? form);
  else keep(form, button);
}

document.addEventListener("submit", (event) => {
  if (event.target !== form || !form || event.defaultPrevented || !record) return;
  event.preventDefault();
  if (!submitting) submit(form, /** @type {HTMLButtonElement | null} */ (event.submitter));
});
addEventListener("pageshow", () => {
  submitting = false;
});

// For static/reading/exam_clock.js, which saves an exam by itself.
Object.assign(window, { queue: { keep, ownEntries, post } });

/**
 * An exam is handed in after its answers: does one of them still wait?
 * @param {Entry} entry
 */
function waitsForOthers({ key, token, path }) {
  const folder = path.replace(/review$/, "");
  const isSame = (/** @type {Entry} */ other) => other.token === token && other.path.startsWith(folder);
  return folder !== path && readEntries().some((other) => other.key !== key && isSame(other));
}

/**
 * Send one entry, and take it off the device once the server has recorded or refused it.
 * @param {Entry} entry
 * @returns {Promise<Reply | null>} null when nothing arrived, {} for an entry that stays
 */
async function send({ key, raw, token, path, fields, keptAt, secondsOpen }) {
  const body = JSON.stringify({ token, path, fields, spent: secondsOpen, ago: (Date.now() - keptAt) / 1000 });
  const reply = await post(`${root}sync`, body, { "Content-Type": "application/json" });
  if (!reply || reply.kept === undefined) return reply && {};
  try {
    const refused = { ...JSON.parse(raw), why: reply.why };
    if (!reply.kept) localStorage[`${REFUSED}${keptAt} ${key}`] = JSON.stringify(refused);
  } catch {
    return {};
  }
  // Changed meanwhile: then that is to be sent as well.
  if (localStorage[key] === raw) delete localStorage[key];
  return reply;
}

/** Send everything that waits, the oldest first, and say so. */
async function sendAll() {
  let last = "";
  let isOfThisPage = false;
  for (const entry of readEntries()) {
    if (waitsForOthers(entry)) continue;
    const reply = await send(entry);
    if (!reply) break;
    if (reply.kept === undefined || (entry.token !== record && !reply.mine)) continue;
    if (reply.kept) last = reply.location ?? last;
    if (entry.path !== here) continue;
    isOfThisPage ||= reply.kept;
    const box = entry.question ? cardOf(entry.question) : form;
    if (!box) continue;
    box.dataset.done = "";
    document.getElementById(noticeId(box))?.remove();
  }
  notifyRefused();
  if (!last) return;
  const typing = document.activeElement?.matches("input[type=text], textarea, select");
  if (isOfThisPage && !typing && !submitting) openPage(last);
  else notify("sent", null, last);
}

// One tab at a time where there are locks. On plain http there are none: two tabs may send the same, which is one try.
async function flush() {
  if (flushing || !readEntries().length) return;
  flushing = true;
  const sent = navigator.locks?.request(READER, { ifAvailable: true }, (lock) => lock && sendAll()) ?? sendAll();
  await sent.finally(() => (flushing = false));
}

function notifyRefused() {
  const isShown = (/** @type {Entry} */ { token, reason }) => token === record || reason === "token";
  if (readEntries(REFUSED).some(isShown)) notify("refused", null, `${root}offline`);
}

/**
 * Put the values of a kept answer into a box.
 * @param {Box} box
 * @param {Record<string, string[]>} fields
 */
function fill(box, fields) {
  for (const control of /** @type {Control[]} */ ([...box.elements])) {
    const values = fields[control.name];
    if (isTicked(control)) control.checked = !!values?.includes(control.value);
    else if (values && control.type !== "hidden") control.value = values[0];
  }
}

/** Show on this page what its reader has kept of it. */
function showKept() {
  for (const { path, question, fields } of ownEntries()) {
    if (path !== here || !form) continue;
    const boxes = question ? [cardOf(question)] : [...allCards()];
    for (const box of boxes) {
      if (!box) continue;
      fill(box, fields);
      if (gather(form, box).answered) notify("kept", box);
    }
    if (!boxes.length) notify("kept", form);
  }
}

// What this device holds of a reader goes when it becomes another's, or nobody's. Answers that wait stay: each has its own
// reader's token and is sent for that reader.

/**
 * Tell the service worker, on a first visit as soon as there is one: pages to keep, or the reader whose copies of pages
 * may stay ("" for none).
 * @param {() => unknown} message
 */
const tellWorker = (message) => navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage(message()));

// A form of a switch is sent. It may yet be refused (a wrong code), so the next page tells what became of it.
document.addEventListener("submit", ({ target }) => {
  const kind = target instanceof HTMLFormElement && target.dataset.switch;
  if (!(target instanceof HTMLFormElement) || typeof kind !== "string") return;
  tellWorker(() => ({ reader: "" }));
  if (kind && readEntries().some(({ token }) => token !== record)) {
    target.append(Object.assign(document.createElement("input"), { type: "hidden", name: "others", value: "1" }));
  }
  try {
    localStorage[SWITCH] = JSON.stringify({ token: record, deleted: !!kind });
    delete localStorage[READER];
  } catch {
    // No storage: nothing is held.
  }
});

/** Forget the reader before, after a switch. */
function forgetReaderBefore() {
  /** @type {{ token?: string, deleted?: boolean }} */
  const { token, deleted } = JSON.parse(localStorage[SWITCH] ?? "{}");
  delete localStorage[SWITCH];
  if (!token || token === record) return;
  for (const key of Object.keys(localStorage)) {
    const stays = !key.startsWith("fahm-") || (key.startsWith(WAITING) && !deleted);
    if (!stays && key.includes(` ${token} `)) delete localStorage[key];
  }
}

try {
  // The page about the device is the same for every reader, so it names none.
  if (cached === undefined && !document.querySelector("[data-device]")) {
    tellWorker(() => ({ reader: record ?? "" }));
    forgetReaderBefore();
    if (record) localStorage[READER] = record;
    else delete localStorage[READER];
  }
} catch {
  // No storage: said when something should be kept.
}
showKept();
notifyRefused();
if (cached !== undefined) notify("cached");
flush();
setInterval(flush, 30000);
addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.hidden || flush());
// Another tab has kept an answer of this page, or sent it.
addEventListener("storage", ({ key, newValue }) => {
  if (!key?.startsWith(`${WAITING}${record} ${here} `)) return;
  if (newValue) return showKept();
  for (const note of document.querySelectorAll("[id^=notice-q-], #notice-form")) note.remove();
  notify("sent", null, here);
  notifyRefused();
});

// For reading: this page, what it uses, and the open pages of its text.
function pagesToKeep() {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name.slice(location.origin.length));
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll(".trail a, .onward a, .front .actions a, [data-words]");
  return [...loaded, here, ...[...links].map((link) => link.dataset.words || link.pathname), root];
}
navigator.serviceWorker?.register(`${root}sw.js`).catch(() => {});
if (record) tellWorker(pagesToKeep);
