// @ts-check
// One of a bundle (BUNDLES in webapp/web/framework/http/static_assets.py): a static import would break it.
//
// Reading aloud with the browser's Arabic voice; without one nothing shows.
// After a pause the sentence begins again: resuming is not reliable.

/** @typedef {{ passage: HTMLElement, from: number, end: number, text: string }} Sentence a stretch of a passage */

/** @type {SpeechSynthesis | undefined} */
const synth = globalThis.speechSynthesis;
const html = document.documentElement;
/** @type {HTMLSelectElement | null} */
const speed = document.querySelector(".aloud select");
const highlight = globalThis.Highlight && new Highlight();
if (highlight) CSS.highlights.set("aloud", highlight);

/** The sentences of the text on the page, in order. */
function findSentences() {
  /** @type {NodeListOf<HTMLElement>} */
  const passages = document.querySelectorAll(".sheet .passage:not(.before *)");
  return [...passages].flatMap(sentencesOf);
}

/**
 * @param {HTMLElement} passage
 * @returns {Sentence[]}
 */
function sentencesOf(passage) {
  const whole = passage.textContent ?? "";
  const ends = (passage.dataset.ends ?? "").split(" ").map(Number);
  let end = 0;
  return [...ends, whole.length].flatMap((until) => {
    const text = whole.slice(end, until).trimStart();
    end = Math.max(end, until);
    return text ? { passage, from: end - text.length, end, text } : [];
  });
}

let sentences = findSentences();
document.addEventListener("revowelled", () => {
  sentences = findSentences();
});
/** @type {SpeechSynthesisVoice | undefined} */
let voice;
/** @type {SpeechSynthesisUtterance | null} */
let current = null; // only its events count
let reading = false;
let position = 0; // of the sentence that is read, or read next

/**
 * Note in the form that the reader had this help.
 * @param {string} help
 */
function noteSupport(help) {
  /** @type {HTMLInputElement | null} */
  const field = document.querySelector("input[name=support]");
  if (field && !field.value.split(" ").includes(help)) field.value = `${field.value} ${help}`.trim();
}

/** @param {boolean} on */
function showReading(on) {
  reading = on;
  document.querySelector("[data-aloud]")?.setAttribute("aria-pressed", String(on));
}

function pause() {
  current = null;
  synth?.cancel();
  showReading(false);
}

/**
 * Speak one text, and then go on.
 * @param {string} text
 * @param {() => void} then
 */
function speak(text, then) {
  pause();
  if (!synth || !voice) return;
  for (const audio of document.querySelectorAll("audio")) audio.pause();
  noteSupport("aloud");
  const utterance = new SpeechSynthesisUtterance(text);
  Object.assign(utterance, { voice, lang: voice.lang, rate: speed?.value || 1 });
  utterance.onend = () => current === utterance && then();
  utterance.onerror = () => current === utterance && pause();
  current = utterance;
  synth.speak(utterance);
}

/** Highlight the sentence at the position, and scroll to it if it is not on the screen. */
function showSentence() {
  const { passage, from, end } = sentences[position];
  passage.closest("details")?.setAttribute("open", "");
  const range = rangeOf(passage, from, end);
  highlight?.clear();
  highlight?.add(range);
  const sheet = passage.closest(".sheet");
  if (!sheet) return;
  const { top, bottom } = range.getBoundingClientRect();
  if (top > Math.max(0, sheet.getBoundingClientRect().top) && bottom < innerHeight) return;
  const frame = getComputedStyle(sheet).overflowY === "auto" ? sheet : html;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  frame.scrollBy({ top: top - innerHeight / 4, behavior: calm ? "instant" : "smooth" });
}

/**
 * @param {HTMLElement} passage
 * @param {number} from
 * @param {number} end
 */
function rangeOf(passage, from, end) {
  const range = new Range();
  const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  let start = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = /** @type {Text} */ (node);
    if (from >= start && from < start + length) range.setStart(node, from - start);
    if (end > start && end <= start + length) range.setEnd(node, end - start);
    start += length;
  }
  return range;
}

function read() {
  showSentence();
  speak(sentences[position].text, () => (++position < sentences.length ? read() : stop()));
  showReading(true);
}

function stop() {
  pause();
  position = 0;
  highlight?.clear();
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  /** @type {HTMLElement | null} */
  const word = target.closest("[data-say]");
  if (word && voice) speak(word.dataset.say || (word.textContent ?? ""), pause);
  /** @type {HTMLElement | null} */
  const button = target.closest("[data-aloud]");
  const action = button?.dataset.aloud;
  if (action === "play") {
    if (reading) pause();
    else read();
  } else if (action === "stop") stop();
  else if (action) {
    position = Math.min(Math.max(position + Number(action), 0), sentences.length - 1);
    if (reading) read();
    else showSentence();
  }
});
document.addEventListener("play", () => (pause(), noteSupport("audio")), true);
addEventListener("pagehide", pause);

function chooseVoice() {
  voice = synth?.getVoices().find(({ lang }) => /^ara?([-_]|$)/i.test(lang));
  html.classList.toggle("can-speak", !!voice);
}

if (synth) {
  synth.onvoiceschanged = chooseVoice;
  chooseVoice();
}
if (speed) {
  try {
    speed.value = localStorage.fahmSpeed ?? 1;
    speed.onchange = () => {
      if (reading) read();
      localStorage.fahmSpeed = speed.value;
    };
  } catch {
    // No storage: the speed is chosen anew on each page.
  }
}
