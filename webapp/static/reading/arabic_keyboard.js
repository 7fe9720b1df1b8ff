// An Arabic keyboard on the screen. Its keys keep their places on an Arabic (101) keyboard, where ض is on Q, at the
// LEFT end: so the rows run from left to right. The hamza forms that need Shift there stand at the end of a row.
const rows = ["ذ١٢٣٤٥٦٧٨٩٠", "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرﻻىةوزظأإآ"];
const marks = ["تنوين فتح", "تنوين ضم", "تنوين كسر", "فتحة", "ضمة", "كسرة", "شدّة", "سكون"]; // from U+064B
let opener;
let field;
let modeBefore;

function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function key(shown, act, label) {
  const made = make("button", { type: "button", tabindex: -1, ...(label && { "aria-label": label }) }, shown);
  made.addEventListener("click", ({ detail }) => {
    if (document.activeElement !== field) field.focus();
    act();
    if (!detail && opener) made.focus(); // pressed by the keyboard: the next key is chosen from here
  });
  return made;
}

const letter = (text) => key(text, () => type(text));
const mark = (name, index) => {
  const text = String.fromCharCode(0x64b + index);
  return key(`◌${text}`, () => type(text), name);
};

const lines = [
  ...rows.map((row) => [...row].map((one) => letter(one.normalize("NFKC")))), // ﻻ is two letters, lam and alef
  marks.map(mark),
  [
    key("←", () => move(true), "تحريك المؤشر إلى اليسار"),
    key("→", () => move(false), "تحريك المؤشر إلى اليمين"),
    key("مسافة", () => type(" ")),
    key("حذف", erase, "حذف ما قبل المؤشر"),
    key("إغلاق", close, "إغلاق لوحة المفاتيح"),
  ],
].map((keys) => make("div", {}, ...keys));
const keys = lines.flatMap((line) => [...line.children]);
const panel = make("div", { class: "keys", dir: "ltr", role: "toolbar", "aria-label": "لوحة المفاتيح العربية" }, ...lines);
keys[0].tabIndex = 0;

// The field keeps the focus under the pointer.
for (const kind of ["pointerdown", "mousedown"]) panel.addEventListener(kind, (event) => event.preventDefault());

panel.addEventListener("keydown", (event) => {
  const here = event.target;
  const line = lines.indexOf(here.parentElement);
  const column = [...lines[line].children].indexOf(here);
  const across = (other) => other?.children[column] ?? other?.lastElementChild;
  const next = {
    ArrowLeft: keys[keys.indexOf(here) - 1],
    ArrowRight: keys[keys.indexOf(here) + 1],
    ArrowUp: across(lines[line - 1]),
    ArrowDown: across(lines[line + 1]),
  }[event.key];
  if (!next) return;
  event.preventDefault();
  here.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

// execCommand is deprecated, but the one way that leaves the field's own undo whole.
function edit(command, from, to, text = "") {
  field.setSelectionRange(from, to);
  if (!document.execCommand(command, false, text)) {
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  const support = document.querySelector("input[name=support]");
  if (support && !support.value.split(" ").includes("keyboard")) support.value = `${support.value} keyboard`.trim();
}

function type(text) {
  const { selectionStart: from, selectionEnd: to, value, maxLength } = field;
  if (maxLength < 0 || value.length - to + from + text.length <= maxLength) edit("insertText", from, to, text);
}

// One mark at a time, not the letter with all its marks.
function erase() {
  const { selectionStart: from, selectionEnd: to, value } = field;
  if (to) edit("delete", from < to ? from : to - [...value.slice(0, to)].pop().length, to);
}

// The caret goes where the arrow points, over a letter with its marks. A selection is left at that end of it.
function move(left) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const on = left === (getComputedStyle(field).direction === "rtl");
  let at = on ? to : from;
  if (from === to) {
    do at += on ? 1 : -1;
    while (at > 0 && at < value.length && /[\p{M}\uDC00-\uDFFF]/u.test(value[at]));
  }
  at = Math.max(at, 0);
  field.setSelectionRange(at, at);
}

// While it is open, a phone's own keyboard must not cover it.
function attach(target) {
  if (field && modeBefore === null) field.removeAttribute("inputmode");
  else field?.setAttribute("inputmode", modeBefore);
  field = target;
  if (!field) return;
  modeBefore = field.getAttribute("inputmode");
  if (matchMedia("(any-pointer: coarse)").matches) field.setAttribute("inputmode", "none");
}

function open(button, target) {
  opener?.setAttribute("aria-expanded", "false");
  opener = button;
  opener.setAttribute("aria-expanded", "true");
  if (opener.nextSibling !== panel) opener.after(panel);
  attach(target);
  room(`${panel.offsetHeight + 8}px`);
  field.focus();
  field.scrollIntoView({ block: "nearest" });
}

function close() {
  const last = field;
  opener.setAttribute("aria-expanded", "false");
  opener = null;
  attach(null);
  panel.remove();
  room("");
  last.focus();
}

// What stands at the end of the page, and what has the focus, is not to lie under the keyboard.
function room(size) {
  document.body.style.paddingBlockEnd = size;
  document.documentElement.style.scrollPaddingBlockEnd = size;
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opener) close();
});

await new Promise((done) => {
  const sheet = make("link", { rel: "stylesheet", href: new URL("arabic_keyboard.css", import.meta.url) });
  sheet.onload = sheet.onerror = done;
  document.head.append(sheet);
});

/** Open the keyboard for a field, or close it where it is open for the same button. */
export function toggle(button, target) {
  if (opener === button) close();
  else open(button, target);
}

/** An open keyboard goes along to the field that has the focus now. */
export function follow(button, target) {
  if (opener && target !== field) open(button, target);
}
