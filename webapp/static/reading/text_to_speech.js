// Reading aloud with the browser's Arabic voice; without one nothing shows.
// After a pause the sentence begins again: resuming is not reliable.
const synth = globalThis.speechSynthesis;
const html = document.documentElement;
const speed = document.querySelector(".aloud select");
const lit = globalThis.Highlight && new Highlight();
if (lit) CSS.highlights.set("aloud", lit);
const cut = () => [...document.querySelectorAll(".sheet .passage:not(.before *)")].flatMap((passage) => {
  const text = passage.textContent;
  let end = 0;
  return [...(passage.dataset.ends ?? "").split(" "), text.length].flatMap((until) => {
    const said = text.slice(end, until).trimStart();
    end = Math.max(end, until);
    return said ? { passage, from: end - said.length, end, said } : [];
  });
});
let sentences = cut();
document.addEventListener("revowelled", () => (sentences = cut()));
let voice;
let now; // only its events count
let reading;
let at = 0;

function used(token) {
  const field = document.querySelector("input[name=support]");
  if (field && !field.value.split(" ").includes(token)) field.value = `${field.value} ${token}`.trim();
}

function show(on) {
  reading = on;
  document.querySelector("[data-aloud]")?.setAttribute("aria-pressed", on);
}

function hush() {
  now = null;
  synth?.cancel();
  show(false);
}

function say(text, then) {
  hush();
  for (const audio of document.querySelectorAll("audio")) audio.pause();
  used("aloud");
  const mine = new SpeechSynthesisUtterance(text);
  Object.assign(mine, { voice, lang: voice.lang, rate: speed?.value || 1 });
  mine.onend = () => now === mine && then();
  mine.onerror = () => now === mine && hush();
  now = mine;
  synth.speak(mine);
}

function light() {
  const { passage, from, end } = sentences[at];
  passage.closest("details")?.setAttribute("open", "");
  const range = new Range();
  const walk = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  for (let node, past = 0; (node = walk.nextNode()); past += node.length) {
    if (from >= past && from < past + node.length) range.setStart(node, from - past);
    if (end > past && end <= past + node.length) range.setEnd(node, end - past);
  }
  lit?.clear();
  lit?.add(range);
  const { top, bottom } = range.getBoundingClientRect();
  const sheet = passage.closest(".sheet");
  if (top > Math.max(0, sheet.getBoundingClientRect().top) && bottom < innerHeight) return;
  const frame = getComputedStyle(sheet).overflowY === "auto" ? sheet : html;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  frame.scrollBy({ top: top - innerHeight / 4, behavior: calm ? "instant" : "smooth" });
}

function read() {
  light();
  say(sentences[at].said, () => (++at < sentences.length ? read() : stop()));
  show(true);
}

function stop() {
  hush();
  at = 0;
  lit?.clear();
}

document.addEventListener("click", ({ target }) => {
  const word = target.closest("[data-say]");
  if (word && voice) say(word.dataset.say || word.textContent, hush);
  const action = target.closest("[data-aloud]")?.dataset.aloud;
  if (action === "play") reading ? hush() : read();
  else if (action === "stop") stop();
  else if (action) {
    at = Math.min(Math.max(at + +action, 0), sentences.length - 1);
    reading ? read() : light();
  }
});
document.addEventListener("play", () => (hush(), used("audio")), true);
addEventListener("pagehide", hush);

if (synth) {
  synth.onvoiceschanged = () => {
    voice = synth.getVoices().find(({ lang }) => /^ara?([-_]|$)/i.test(lang));
    html.classList.toggle("can-speak", !!voice);
  };
  synth.onvoiceschanged();
}
try {
  speed.value = localStorage.fahmSpeed ?? 1;
  speed.onchange = () => {
    if (reading) read();
    localStorage.fahmSpeed = speed.value;
  };
} catch {} // no controls here, or no storage
