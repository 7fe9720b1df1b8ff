// @ts-check
// An Arabic keyboard on the screen. Its keys keep their places on an Arabic (101) keyboard, where ض is on Q, at the
// LEFT end: so the rows run from left to right. The hamza forms that need Shift there stand at the end of a row.
// The names of the keys come with the page, in the reader's language (templates/reading/arabic_keyboard.html).

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

const LETTERS = ["ذ١٢٣٤٥٦٧٨٩٠", "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرﻻىةوزظأإآ"];
const FIRST_MARK = 0x64b; // the marks of the template are in the order of Unicode

const template = /** @type {HTMLTemplateElement} */ (document.getElementById("arabic-keyboard"));
const words = /** @type {Record<string, string>} */ (template.dataset);
/** @type {HTMLElement | null} */
let opener = null;
/** @type {Field | null} */
let field = null;
/** @type {string | null} */
let modeBefore = null;

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(string | Node)[]} children
 */
function newElement(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * @param {string} shown
 * @param {() => void} act
 * @param {string} [label] for a key that does not say by itself what it does
 */
function newKey(shown, act, label) {
  const key = newElement("button", { type: "button", tabindex: "-1" }, shown);
  if (label) key.setAttribute("aria-label", label);
  key.addEventListener("click", ({ detail }) => {
    if (document.activeElement !== field) field?.focus();
    act();
    if (!detail && opener) key.focus(); // pressed by the keyboard: the next key is chosen from here
  });
  return key;
}

/** @param {string} text */
const letterKey = (text) => newKey(text, () => type(text));

/**
 * @param {string} name
 * @param {number} index
 */
function markKey(name, index) {
  const mark = String.fromCharCode(FIRST_MARK + index);
  return newKey(`◌${mark}`, () => type(mark), name);
}

const lines = [
  ...LETTERS.map((row) => [...row].map((letter) => letterKey(letter.normalize("NFKC")))), // ﻻ is two letters, lam and alef
  words.marks.split("|").map(markKey),
  [
    newKey("←", () => moveCaret(true), words.left),
    newKey("→", () => moveCaret(false), words.right),
    newKey(words.space, () => type(" ")),
    newKey(words.delete, eraseLast, words.erase),
    newKey(words.close, close, words.closing),
  ],
].map((keys) => newElement("div", {}, ...keys));
const keys = lines.flatMap((line) => /** @type {HTMLElement[]} */ ([...line.children]));
const panel = newElement("div", { class: "keys", dir: "ltr", role: "toolbar", "aria-label": words.keyboard }, ...lines);
keys[0].tabIndex = 0;

// The field keeps the focus under the pointer.
for (const kind of ["pointerdown", "mousedown"]) panel.addEventListener(kind, (event) => event.preventDefault());

panel.addEventListener("keydown", (event) => {
  const key = /** @type {HTMLElement} */ (event.target);
  const line = lines.findIndex((row) => row.contains(key));
  const column = [...lines[line].children].indexOf(key);
  /** @param {HTMLElement | undefined} other */
  const across = (other) => /** @type {HTMLElement} */ (other?.children[column] ?? other?.lastElementChild);
  /** @type {Record<string, HTMLElement | undefined>} */
  const neighbours = {
    ArrowLeft: keys[keys.indexOf(key) - 1],
    ArrowRight: keys[keys.indexOf(key) + 1],
    ArrowUp: across(lines[line - 1]),
    ArrowDown: across(lines[line + 1]),
  };
  const next = neighbours[event.key];
  if (!next) return;
  event.preventDefault();
  key.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

/**
 * Change the field. execCommand is deprecated, but the one way that leaves the field's own undo whole.
 * @param {Field} target
 * @param {"insertText" | "delete"} command
 * @param {number} from
 * @param {number} to
 */
function edit(target, command, from, to, text = "") {
  target.setSelectionRange(from, to);
  if (!document.execCommand(command, false, text)) {
    target.setRangeText(text, from, to, "end");
    target.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  /** @type {HTMLInputElement | null} */
  const support = document.querySelector("input[name=support]");
  if (support && !support.value.split(" ").includes("keyboard")) support.value = `${support.value} keyboard`.trim();
}

/**
 * Where the field's selection begins and ends.
 * @param {Field} target
 */
const selectionOf = (target) => ({ from: target.selectionStart ?? 0, to: target.selectionEnd ?? 0 });

/** @param {string} text */
function type(text) {
  if (!field) return;
  const { from, to } = selectionOf(field);
  const { value, maxLength } = field;
  if (maxLength < 0 || value.length - to + from + text.length <= maxLength) edit(field, "insertText", from, to, text);
}

/** Delete one mark at a time, not the letter with all its marks. */
function eraseLast() {
  if (!field) return;
  const { from, to } = selectionOf(field);
  const last = [...field.value.slice(0, to)].pop()?.length ?? 0;
  if (to) edit(field, "delete", from < to ? from : to - last, to);
}

/**
 * The caret goes where the arrow points, over a letter with its marks. A selection is left at that end of it.
 * @param {boolean} left
 */
function moveCaret(left) {
  if (!field) return;
  const { value } = field;
  const { from, to } = selectionOf(field);
  const forward = left === (getComputedStyle(field).direction === "rtl");
  let caret = forward ? to : from;
  if (from === to) {
    do caret += forward ? 1 : -1;
    while (caret > 0 && caret < value.length && /[\p{M}\uDC00-\uDFFF]/u.test(value[caret]));
  }
  caret = Math.max(caret, 0);
  field.setSelectionRange(caret, caret);
}

/**
 * Type into this field from now on. While the keyboard is open, a phone's own one must not cover it.
 * @param {Field | null} target
 */
function attach(target) {
  if (modeBefore === null) field?.removeAttribute("inputmode");
  else field?.setAttribute("inputmode", modeBefore);
  field = target;
  if (!field) return;
  modeBefore = field.getAttribute("inputmode");
  if (matchMedia("(any-pointer: coarse)").matches) field.setAttribute("inputmode", "none");
}

/**
 * @param {HTMLElement} button
 * @param {Field} target
 */
function open(button, target) {
  opener?.setAttribute("aria-expanded", "false");
  opener = button;
  opener.setAttribute("aria-expanded", "true");
  if (opener.nextSibling !== panel) opener.after(panel);
  attach(target);
  makeRoom(`${panel.offsetHeight + 8}px`);
  target.focus();
  // The button that sends it too, where both have room; the field, where they have not.
  target.closest("fieldset")?.querySelector("button[name=check]")?.scrollIntoView({ block: "nearest" });
  target.scrollIntoView({ block: "nearest" });
}

function close() {
  const last = field;
  opener?.setAttribute("aria-expanded", "false");
  opener = null;
  attach(null);
  panel.remove();
  makeRoom("");
  last?.focus();
}

/**
 * What stands at the end of the page, and what has the focus, is not to lie under the keyboard.
 * @param {string} size
 */
function makeRoom(size) {
  document.body.style.paddingBlockEnd = size;
  document.documentElement.style.setProperty("--keys", size);
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opener) close();
});

await new Promise((loaded) => {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL("arabic_keyboard.css", import.meta.url).href;
  sheet.onload = sheet.onerror = loaded;
  document.head.append(sheet);
});

/**
 * Open the keyboard for a field, or close it where it is open for the same button.
 * @param {HTMLElement} button
 * @param {Field} target
 */
export function toggle(button, target) {
  if (opener === button) close();
  else open(button, target);
}

/**
 * An open keyboard goes along to the field that has the focus now.
 * @param {HTMLElement} button
 * @param {Field} target
 */
export function follow(button, target) {
  if (opener && target !== field) open(button, target);
}
