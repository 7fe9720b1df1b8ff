// A word of the text is explained beside it, out of the page of its words: by a tap, or by keyboard.
const LETTER = "[\\p{L}\\p{N}]";
const MARK = "\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed\\u0898-\\u089f\\u08ca-\\u08e1\\u08e3-\\u08ff\\u0640\\u0300-\\u036f";
const UNSEEN = "[\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]";
const WORD = new RegExp(`${LETTER}(?:${LETTER}|[${MARK}]|(?<=\\p{Nd})[.,\\u066b\\u066c](?=\\p{Nd})|${UNSEEN}+(?=${LETTER}))*`, "gu");

/** Where the words of a text begin and end; so does webapp/arabic/tokenizer.py. */
export const spans = (text) => [...text.matchAll(WORD)].map((found) => [found.index, found.index + found[0].length]);

const sheet = document.querySelector(".sheet");
const box = document.createElement("div");
const lit = globalThis.Highlight && new Highlight();
const pages = new Map();
// What the reader is to be told waits for a page that they look at.
const LATER = { headers: { "X-Fahm-Background": "1" } };
let passage, at, asked, pressed;

if (lit) CSS.highlights.set("word", lit);
box.className = "word-box";
box.ariaLive = "polite";
for (const one of sheet.querySelectorAll(".passage")) {
  one.tabIndex = 0;
  one.setAttribute("aria-describedby", "word-keys");
  one.after(box);
}

function range(start, end) {
  const made = new Range();
  const walk = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  let from = 0;
  for (let node; (node = walk.nextNode()); from += node.length) {
    if (start >= from && start < from + node.length) made.setStart(node, start - from);
    if (end > from && end <= from + node.length) made.setEnd(node, end - from);
  }
  return made;
}

function mark(word) {
  lit?.clear();
  const found = word && range(...word);
  if (found) lit?.add(found);
  return found;
}

function close() {
  asked = 0;
  const inside = box.contains(document.activeElement);
  box.replaceChildren();
  mark();
  if (inside) passage.focus({ preventScroll: true });
}

async function show() {
  const here = (asked = {});
  const url = passage.dataset.words;
  const word = mark(spans(passage.textContent)[at]);
  if (!pages.has(url)) pages.set(url, fetch(url, LATER).then((reply) => (reply.ok ? reply.text() : "")).catch(() => ""));
  const page = await pages.get(url);
  if (!page) pages.delete(url);
  if (asked !== here) return;
  const entry = new DOMParser().parseFromString(page, "text/html").getElementById(`w-${at}`);
  const panel = document.getElementById("word-panel").content.cloneNode(true).firstElementChild;
  panel.append(...(entry ? entry.childNodes : [Object.assign(sheet.querySelector(".words-link").cloneNode(true), { href: url })]));
  const found = word.getBoundingClientRect();
  passage.after(box);
  box.replaceChildren(panel);
  const around = sheet.getBoundingClientRect();
  const most = around.width - panel.offsetWidth - 16;
  box.style.setProperty("--down", `${found.bottom - around.top + sheet.scrollTop}px`);
  box.style.setProperty("--in", `${Math.max(16, Math.min(around.right - found.right, most))}px`);
  panel.scrollIntoView({ block: "nearest" });
  scrollBy(0, Math.max(0, word.getBoundingClientRect().bottom - panel.getBoundingClientRect().top - 1));
  const support = document.querySelector("input[name=support]");
  if (support) support.value = `${support.value} word:${url.split("/").pop()}.${at}`.trim();
}

sheet.addEventListener("pointerdown", (event) => (pressed = event));
sheet.addEventListener("click", (event) => {
  const { target, clientX: x, clientY: y } = event;
  if (target.closest(".word-close")) return close();
  const here = target.closest(".passage");
  const drag = pressed && Math.abs(x - pressed.clientX) + Math.abs(y - pressed.clientY) > 6;
  if (!here || drag || target.closest("a") || event.detail > 1 || event.shiftKey) return;
  const caret = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
  const node = caret?.offsetNode ?? caret?.startContainer;
  passage = here;
  if (!here.contains(node)) return close();
  const before = new Range();
  before.setStart(here, 0);
  before.setEnd(node, caret.offset ?? caret.startOffset);
  const place = before.toString().length;
  at = spans(here.textContent).findIndex(([start, end]) => start <= place && place <= end && [...range(start, end).getClientRects()].some(({ left, right }) => left <= x && x <= right));
  if (at < 0) close();
  else show();
});

sheet.addEventListener("keydown", (event) => {
  const { target: here, key } = event;
  if (!here.matches(".passage") || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const words = spans(here.textContent);
  const last = words.length - 1;
  const now = here === passage ? at : -1;
  const opens = key === "Enter" || key === " ";
  const to = opens ? Math.max(now, 0) : { ArrowLeft: Math.min(now + 1, last), ArrowRight: Math.max(now - 1, 0), Home: 0, End: last }[key];
  if (!words[to]) return;
  event.preventDefault();
  passage = here;
  at = to;
  if (opens) return show();
  close();
  const seen = mark(words[at]).getBoundingClientRect();
  const off = Math.min(seen.top - 40, 0) || Math.max(seen.bottom + 40 - innerHeight, 0);
  (sheet.scrollHeight > sheet.clientHeight ? sheet : window).scrollBy(0, off);
});

addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && asked) close();
});
