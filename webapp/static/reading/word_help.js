// @ts-check
// A word of the text is explained beside it, out of the page of its words: by a tap, or by keyboard.

/** @typedef {[start: number, end: number]} Span */

const template = /** @type {HTMLTemplateElement} */ (document.getElementById("word-panel"));
// The pattern of a word comes from webapp/arabic/tokenizer.py, which numbers the words of the page of words.
const WORD = new RegExp(template.dataset.word ?? "", "gu");

/**
 * Where the words of a text begin and end.
 * @param {string} text
 * @returns {Span[]}
 */
export const spans = (text) => [...text.matchAll(WORD)].map(({ index, 0: word }) => [index, index + word.length]);

const sheet = /** @type {HTMLElement} */ (document.querySelector(".sheet"));
const box = document.createElement("div");
const highlight = globalThis.Highlight && new Highlight();
/** @type {Map<string, Promise<string>>} */
const pages = new Map();
// What the reader is to be told waits for a page that they look at.
const IN_BACKGROUND = { headers: { "X-Fahm-Background": "1" } };
/** @type {HTMLElement | null} */
let passage = null;
let current = -1; // the place of the word among those of the passage
/** @type {object | null} */
let request = null; // the last one; an answer to another comes too late
/** @type {PointerEvent | null} */
let pressed = null;

if (highlight) CSS.highlights.set("word", highlight);
box.className = "word-box";
box.ariaLive = "polite";
/** @type {NodeListOf<HTMLElement>} */
const passages = sheet.querySelectorAll(".passage");
for (const element of passages) {
  element.tabIndex = 0;
  element.setAttribute("aria-describedby", "word-keys");
  element.after(box);
}

// That words can be tapped is told until it is dismissed on this device, or a word is explained.
const TOLD = "fahm-words-told";
const tip = /** @type {HTMLElement | null} */ (sheet.querySelector(".word-tip"));
function rememberTold() {
  try {
    localStorage[TOLD] = "yes";
  } catch {
    // No storage: it is told again.
  }
}
if (tip) {
  try {
    if (localStorage[TOLD]) tip.remove();
  } catch {
    // Nothing to read.
  }
  tip.addEventListener("click", () => {
    tip.remove();
    rememberTold();
  });
}

/**
 * @param {HTMLElement} element
 * @param {Span} span
 */
function rangeOf(element, [start, end]) {
  const range = new Range();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let from = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = /** @type {Text} */ (node);
    if (start >= from && start < from + length) range.setStart(node, start - from);
    if (end > from && end <= from + length) range.setEnd(node, end - from);
    from += length;
  }
  return range;
}

/**
 * Highlight a word; its range.
 * @param {HTMLElement} element
 * @param {Span} span
 */
function highlightWord(element, span) {
  const range = rangeOf(element, span);
  highlight?.clear();
  highlight?.add(range);
  return range;
}

function close() {
  request = null;
  const inside = box.contains(document.activeElement);
  box.replaceChildren();
  highlight?.clear();
  if (inside) passage?.focus({ preventScroll: true });
}

/**
 * The page of a paragraph's words, fetched once; "" where it cannot be had.
 * @param {string} address
 */
async function fetchWords(address) {
  const fetched = pages.get(address) ?? fetch(address, IN_BACKGROUND).then((reply) => (reply.ok ? reply.text() : ""));
  const page = fetched.catch(() => "");
  pages.set(address, page);
  const html = await page;
  if (!html) pages.delete(address);
  return html;
}

/**
 * The word's entry in a panel; a link to the page of words where there is no entry.
 * @param {string} html the page of words
 * @param {string} address
 */
function newPanel(html, address) {
  const entry = new DOMParser().parseFromString(html, "text/html").getElementById(`w-${current}`);
  const fragment = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const panel = /** @type {HTMLElement} */ (fragment.firstElementChild);
  const link = sheet.querySelector(".words-link")?.cloneNode(true);
  panel.append(...(entry ? entry.childNodes : [Object.assign(/** @type {HTMLElement} */ (link), { href: address })]));
  return panel;
}

/**
 * Put the panel below the word, within the sheet, without covering the word.
 * @param {HTMLElement} element the word's passage
 * @param {Range} word
 * @param {HTMLElement} panel
 */
function place(element, word, panel) {
  const { bottom, right } = word.getBoundingClientRect();
  element.after(box);
  box.replaceChildren(panel);
  const around = sheet.getBoundingClientRect();
  const most = around.width - panel.offsetWidth - 16;
  box.style.setProperty("--down", `${bottom - around.top + sheet.scrollTop}px`);
  box.style.setProperty("--in", `${Math.max(16, Math.min(around.right - right, most))}px`);
  panel.scrollIntoView({ block: "nearest" });
  const covered = word.getBoundingClientRect().bottom - panel.getBoundingClientRect().top - 1;
  (sheet.matches(".is-raised") ? sheet : window).scrollBy(0, Math.max(0, covered));
}

/**
 * Explain the current word of a passage.
 * @param {HTMLElement} element
 */
async function explain(element) {
  const ours = (request = {});
  rememberTold();
  const address = element.dataset.words ?? "";
  const word = highlightWord(element, spans(element.textContent ?? "")[current]);
  const html = await fetchWords(address);
  if (request !== ours) return;
  place(element, word, newPanel(html, address));
  /** @type {HTMLInputElement | null} */
  const support = document.querySelector("input[name=support]");
  if (support) support.value = `${support.value} word:${address.split("/").pop()}.${current}`.trim();
}

/**
 * The node and the offset under a point of the screen, as either kind of browser tells it.
 * @param {number} x
 * @param {number} y
 * @returns {[Node, number] | null}
 */
function caretAt(x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  if (caret) return [caret.offsetNode, caret.offset];
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? [range.startContainer, range.startOffset] : null;
}

/**
 * The place of the word under a point of the screen; -1 where there is none.
 * @param {HTMLElement} element
 * @param {[Node, number]} caret
 * @param {number} x
 */
function wordAt(element, [node, offset], x) {
  const before = new Range();
  before.setStart(element, 0);
  before.setEnd(node, offset);
  const at = before.toString().length;
  return spans(element.textContent ?? "").findIndex((span) => {
    if (at < span[0] || at > span[1]) return false;
    return [...rangeOf(element, span).getClientRects()].some(({ left, right }) => left <= x && x <= right);
  });
}

sheet.addEventListener("pointerdown", (event) => (pressed = event));
sheet.addEventListener("click", (event) => {
  const { clientX: x, clientY: y } = event;
  const target = /** @type {Element} */ (event.target);
  if (target.closest(".word-close")) return close();
  /** @type {HTMLElement | null} */
  const element = target.closest(".passage");
  const drag = pressed && Math.abs(x - pressed.clientX) + Math.abs(y - pressed.clientY) > 6;
  if (!element || drag || target.closest("a") || event.detail > 1 || event.shiftKey) return;
  passage = element;
  const caret = caretAt(x, y);
  if (!caret || !element.contains(caret[0])) return close();
  current = wordAt(element, caret, x);
  if (current < 0) close();
  else explain(element);
});

/**
 * The word that a key leads to. The text runs to the left.
 * @param {string} key
 * @param {number} now
 * @param {number} last
 */
function wordAfter(key, now, last) {
  /** @type {Record<string, number>} */
  const places = {
    Enter: Math.max(now, 0),
    " ": Math.max(now, 0),
    ArrowLeft: Math.min(now + 1, last),
    ArrowRight: Math.max(now - 1, 0),
    Home: 0,
    End: last,
  };
  return places[key] ?? -1;
}

sheet.addEventListener("keydown", (event) => {
  const element = /** @type {HTMLElement} */ (event.target);
  const { key } = event;
  if (!element.matches(".passage") || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const words = spans(element.textContent ?? "");
  const next = wordAfter(key, element === passage ? current : -1, words.length - 1);
  if (!words[next]) return;
  event.preventDefault();
  passage = element;
  current = next;
  if (key === "Enter" || key === " ") return void explain(element);
  close();
  const { top, bottom } = highlightWord(element, words[current]).getBoundingClientRect();
  const off = Math.min(top - 40, 0) || Math.max(bottom + 40 - innerHeight, 0);
  (sheet.scrollHeight > sheet.clientHeight ? sheet : window).scrollBy(0, off);
});

addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && request) close();
});
