// @ts-check
// What is typed in a form of the editor outlives a reload, a lost network and an ended session: it is kept on this
// device until its save is known to have gone through, and offered again where the form is next opened.
import { dropEntry, readEntry, writeEntry } from "./kept_entries.js";
import { message, messageText, newButton } from "./messages.js";

/** @typedef {import("./kept_entries.js").Entry} Entry */
/** @typedef {import("./kept_entries.js").Values} Values */
/** @typedef {HTMLInputElement & HTMLSelectElement} Control an input, a select or a text area */

const PAUSE_MS = 400;
const AGAIN_MS = 5000;
const PATIENCE_MS = 8000;
const NOT_TYPED = /^(csrf_token|typed_by|kept|base)$/;

/** @param {Control} control */
const isTicked = (control) => /radio|checkbox/.test(control.type);

/**
 * The fields of a form as they are now.
 * @param {HTMLFormElement} form
 * @returns {Values}
 */
function currentValues(form) {
  /** @type {Values} */
  const values = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !NOT_TYPED.test(name)) values.push([name, value]);
  }
  return values;
}

/**
 * The fields of a form as the page came with them.
 * @param {HTMLFormElement} form
 * @returns {Values}
 */
function drawnValues(form) {
  /** @type {Values} */
  const values = [];
  for (const element of form.elements) {
    const control = /** @type {Control} */ (element);
    const { name, type, disabled } = control;
    if (!name || disabled || NOT_TYPED.test(name) || /^(submit|button|reset|file|fieldset|image)$/.test(type)) continue;
    if (control.options) {
      const options = [...control.options];
      const chosen = options.filter((option) => option.defaultSelected);
      if (!chosen.length && type === "select-one") chosen.push(...options.slice(0, 1));
      for (const option of chosen) values.push([name, option.value]);
    } else if (!isTicked(control)) values.push([name, control.defaultValue]);
    else if (control.defaultChecked) values.push([name, control.value]);
  }
  return values;
}

/**
 * What is typed, to be compared; the values that the form was drawn from are the server's.
 * @param {Values} values
 */
const asText = (values) =>
  JSON.stringify(
    values.filter(([name]) => name !== "drawn_from").map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]),
  );

/** Ask the server for the least that there is. */
async function isNetworkThere() {
  try {
    const signal = AbortSignal.timeout?.(PATIENCE_MS);
    return (await fetch(import.meta.url, { method: "HEAD", cache: "no-store", signal })).ok;
  } catch {
    return false;
  }
}

class KeptForm {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.name = form.dataset.keep || (form.getAttribute("action") ?? location.pathname).split("?")[0];
    this.drawn = asText(drawnValues(form));
    this.id = crypto.getRandomValues(new Uint32Array(3)).join("");
    this.sent = this.passing = this.leaving = this.asking = this.failed = false;
    this.timer = this.again = 0;
    /** @type {HTMLElement | null} */
    this.submitter = null;
    this.status = document.createElement("p");
    this.status.setAttribute("role", "status");
    this.status.className = "kept-status";
    form.append(this.status);
    this.listen();
    this.offer(readEntry(this.name));
  }

  listen() {
    const { form } = this;
    form.addEventListener("input", () => this.keepSoon());
    form.addEventListener("change", () => this.keepSoon());
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("pagehide", () => this.keep());
    document.addEventListener("visibilitychange", () => document.hidden && this.keep());
    addEventListener("pageshow", (event) => event.persisted && (this.sent = this.leaving = false));
    addEventListener("online", () => this.again && this.send());
    addEventListener("beforeunload", (event) => {
      this.keep();
      if (this.failed && !this.leaving) event.preventDefault();
    });
  }

  /** @returns {HTMLInputElement | null} */
  get base() {
    return this.form.querySelector("input[name=base]");
  }

  keepSoon() {
    this.sent = this.leaving = false;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.keep(), PAUSE_MS);
  }

  /** Keep what is typed; forget what is as the page came with it, unless it was sent and the outcome is not known. */
  keep() {
    clearTimeout(this.timer);
    const values = currentValues(this.form);
    const entry = this.offered;
    if (asText(values) === this.drawn && !this.sent) {
      this.failed = false;
      const known = readEntry(this.name);
      if (known?.id !== this.id || known.sent) return; // of another window, or not known to be saved
      if (entry) writeEntry(this.name, entry);
      else dropEntry(this.name);
      return;
    }
    const { id, sent } = this;
    const { pathname, search } = location;
    const title = document.title.split(" · ").slice(0, -1).join(" · "); // without the name of the program
    const kept = { values, base: this.base?.value ?? "", id, sent, page: pathname + search, title, at: Date.now() };
    this.failed = !writeEntry(this.name, entry ? { ...kept, older: entry } : kept);
  }

  /**
   * Offer what is kept, unless the form holds the same.
   * @param {Entry | null | undefined} entry
   * @returns {void}
   */
  offer(entry) {
    this.offered = null;
    if (!entry) return;
    if (asText(entry.values) === this.drawn) {
      if (!entry.sent && !entry.older) dropEntry(this.name);
      return this.offer(entry.older);
    }
    this.offered = entry;
    // A save that was refused for its age: the page holds what was typed, and says all that there is to say.
    if (document.querySelector(".stale")) return;
    const box = document.createElement("div");
    box.className = "here-notice kept-offer";
    box.setAttribute("role", "status");
    const text = document.createElement("p");
    text.append(...message(entry.base === this.base?.value ? "kept" : "kept-before-change"));
    const close = () => {
      box.remove();
      this.offered = null;
    };
    const restore = newButton("restore-kept", () => {
      close();
      this.restore(entry);
    });
    restore.classList.remove("quiet");
    const dismiss = newButton("dismiss-kept", () => {
      close();
      if (entry.older) this.offer(entry.older);
      else dropEntry(this.name);
      this.keep();
    });
    const buttons = document.createElement("p");
    buttons.className = "links";
    buttons.append(restore, dismiss);
    box.append(text, buttons);
    this.form.before(box);
  }

  /**
   * Put what was kept into the form, with the state of the text that it began from: the server tells if that is old.
   * @param {Entry} entry
   */
  restore(entry) {
    /** @type {Map<string, string[]>} */
    const byName = new Map();
    for (const [name, value] of entry.values) byName.set(name, [...(byName.get(name) ?? []), value]);
    for (const name of byName.keys()) {
      if (!this.form.elements.namedItem(name)) this.form.dispatchEvent(new CustomEvent("line-wanted", { detail: name }));
    }
    for (const element of this.form.elements) {
      const control = /** @type {Control} */ (element);
      if (!control.name || NOT_TYPED.test(control.name) || /^(submit|button|file|fieldset)$/.test(control.type)) continue;
      const values = byName.get(control.name) ?? [];
      if (isTicked(control)) control.checked = values.includes(control.value);
      else if (control.multiple) for (const option of control.options) option.selected = values.includes(option.value);
      else control.value = values.shift() ?? "";
    }
    for (const [name, values] of byName) for (const value of values) this.addSurplus(name, value);
    if (this.base && entry.base) this.base.value = entry.base;
    dispatchEvent(new Event("restored"));
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    this.form.querySelector("textarea, input:not([type=hidden])")?.scrollIntoView({ block: "nearest" });
  }

  /**
   * A value that the form has no place for any more is shown at its end, and sent along.
   * @param {string} name
   * @param {string} value
   */
  addSurplus(name, value) {
    /** @type {RadioNodeList | Element | null} */
    const known = this.form.elements.namedItem(name);
    const first = known instanceof RadioNodeList ? known[0] : known;
    if (first instanceof HTMLInputElement && isTicked(/** @type {Control} */ (first))) return;
    const field = document.createElement("textarea");
    Object.assign(field, { name, value, rows: 3, hidden: !/\s/.test(value), dir: "auto" });
    field.ariaLabel = messageText("kept");
    this.form.append(field);
  }

  /**
   * Hand in as without a script, once the server answers. Until then the form waits, with what is typed in it.
   * @param {SubmitEvent} event
   */
  submit(event) {
    if (this.passing) return;
    event.preventDefault();
    this.submitter = event.submitter;
    if (this.again && navigator.onLine) this.pass(); // pressed once more: the question may be what failed
    else this.send();
  }

  async send() {
    if (this.asking || this.leaving) return;
    this.asking = true;
    clearTimeout(this.again);
    this.again = 0;
    const there = await isNetworkThere();
    this.asking = false;
    if (there) return this.pass();
    this.keep();
    this.status.replaceChildren(...message(this.failed ? "waits-unkept" : "waits"));
    this.again = window.setTimeout(() => this.send(), AGAIN_MS);
  }

  pass() {
    clearTimeout(this.again);
    this.again = 0;
    const changed = asText(currentValues(this.form)) !== this.drawn;
    /** @type {HTMLInputElement} */
    const mark = this.form.querySelector("input[name=kept]") ?? document.createElement("input");
    Object.assign(mark, { type: "hidden", name: "kept", value: this.id });
    this.form.append(mark);
    this.offered = null; // what is handed in now was preferred to it
    this.sent = changed || !!readEntry(this.name); // a page that came back with what was typed is not changed since
    this.keep();
    this.status.replaceChildren();
    this.passing = this.leaving = true;
    this.form.requestSubmit(this.submitter);
    this.passing = false;
  }
}

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll("form[data-keep]");
for (const form of forms) new KeptForm(form);
