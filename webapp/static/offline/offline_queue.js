// Answers that cannot be sent are kept on this device until the server has said that it has them; see docs/offline.md.
const OUT = "fahm-out ";
const { record, cached } = document.documentElement.dataset;
const here = location.pathname;
const root = new URL("../..", import.meta.url).pathname;
const form = document.querySelector("form[data-out]");
const each = form?.dataset.out === "each";
let busy;

const SAID = {
  kept: ["الإجابة محفوظة على هذا الجهاز، ولم تُرسَل بعد.", "Kept here, not yet sent."],
  full: [
    "لم تُرسَل الإجابة، ولم يتّسع هذا الجهاز لحفظها. لتبقَ الصفحة مفتوحة حتى تعود الشبكة، ثم يُضغط الزرّ من جديد.",
    "Neither sent nor kept: leave this page open, and press again when the network is back.",
  ],
  later: ["يحتاج هذا إلى الشبكة، وما كُتب باقٍ هنا.", "This needs the network; what you typed is still here."],
  empty: ["لا جواب هنا بعد.", "Nothing is answered here yet."],
  sent: ["أُرسلت الإجابات المحفوظة.", "The kept answers were sent."],
  not: ["على هذا الجهاز إجابات تعذّر إرسالها.", "Some answers on this device could not be sent."],
  cached: ["هذه الصفحة من هذا الجهاز، بلا شبكة.", "From this device, without a network."],
};

function say(what, box, href) {
  const id = `said-${box ? box.id || "form" : what}`;
  document.getElementById(id)?.remove();
  const note = document.createElement("div");
  note.id = id;
  note.className = box ? "here-notice" : "notice";
  note.setAttribute("role", "status");
  if (box) box.insertBefore(note, box.querySelector(":scope > .q-actions"));
  else document.querySelector("main").prepend(note);
  const [arabic, english] = SAID[what];
  note.innerHTML = ` <span class="en" lang="en" dir="ltr">${english}</span>`;
  const text = document.createElement(href ? "a" : "span");
  text.textContent = arabic;
  if (href) text.href = href;
  note.prepend(text);
}

function entries(prefix = OUT) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    const found = keys.map((key) => ({ ...JSON.parse(localStorage[key]), key, raw: localStorage[key] }));
    return found.sort((one, other) => one.when - other.when);
  } catch {
    return [];
  }
}
const mine = () => entries().filter((entry) => entry.token === record);
const cardOf = (name) => document.getElementById(`q-${name}`);

const told = (field) =>
  /radio|checkbox/.test(field.type) ? field.checked && field.labels[0]?.innerText : field.selectedOptions?.[0]?.text || field.value;

// A card's or the whole form's fields, and what they say in words.
function gather(box) {
  const fields = {};
  const controls = [...box.elements].filter((one) => one.name && !/submit|hidden|fieldset/.test(one.type));
  const names = new Set(controls.map((one) => one.name));
  for (const [name, value] of new FormData(form))
    if (names.has(name) || /^(form|support)$/.test(name)) (fields[name] ??= []).push(value.replace(/\r?\n/g, "\r\n"));
  const said = controls.map(told).filter(Boolean).join("، ").replace(/\s+/g, " ");
  return { fields, said, any: controls.some((one) => (fields[one.name] ?? []).some(Boolean)) };
}

function keep(button) {
  const q = each ? button.value : "";
  const box = q ? cardOf(q) : form;
  const at = button?.value ? cardOf(button.value) : form;
  const { fields, said, any } = gather(box);
  if (each && !any) return say("empty", at);
  const before = mine().find((entry) => entry.path === here && entry.q === q);
  if (before) fields.form = before.fields.form;
  fields.check = [button?.value ?? ""];
  const prompt = box.querySelector(".prompt")?.textContent;
  const entry = { token: record, path: here, q, fields, said, prompt, when: Date.now(), spent: performance.now() / 1000 };
  try {
    localStorage.setItem(`${OUT}${record} ${here} ${q}`, JSON.stringify(entry));
    say("kept", at);
    flush();
  } catch {
    say("full", at);
  }
}

// Our JSON, {} for a page, null when nothing arrived.
async function post(url, body, type) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 15000);
  try {
    const headers = { "X-Fahm-Script": "1", ...type };
    const reply = await fetch(url, { method: "POST", body, headers, signal: stop.signal });
    if ([502, 503, 504].includes(reply.status)) return null;
    return /json/.test(reply.headers.get("content-type")) ? await reply.json() : {};
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

// Fetched anew, even if it is this page at another question.
function go(to) {
  if (new URL(to, location).pathname !== here) return location.assign(to);
  history.replaceState(null, "", to);
  history.scrollRestoration = "manual";
  location.reload();
}

document.addEventListener("submit", async (event) => {
  if (event.target !== form || event.defaultPrevented || !record) return;
  event.preventDefault();
  if (busy) return;
  const button = event.submitter;
  const aside = each && button?.name !== "check";
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  // What waits goes first: an edit stays an edit, and an exam is handed in whole.
  busy = aside || !mine().length;
  const reply = busy ? await post(form.action, data) : null;
  if (reply?.location) {
    const done = each ? [cardOf(button.value)] : document.querySelectorAll(".question");
    if (!aside) for (const card of done) card?.setAttribute("data-done", "");
    return go(reply.location);
  }
  busy = false;
  delete form.dataset.sent;
  if (reply) {
    // A page came back: the browser shows it, and the form's id keeps it one try.
    form.insertAdjacentHTML("beforeend", '<input type="hidden">');
    Object.assign(form.lastChild, { name: button?.name || "", value: button?.value || "" });
    form.submit();
  } else if (aside) say("later", cardOf(button?.value) ?? form);
  else keep(button);
});
addEventListener("pageshow", () => (busy = false));

// One tab at a time where there are locks. On plain http there are none: two tabs may send the same, which is one try.
let sending;
const alone = (work) =>
  navigator.locks ? navigator.locks.request("fahm", { ifAvailable: true }, (lock) => lock && work()) : work();

async function send() {
  let last, ours;
  for (const { key, raw, ...entry } of entries()) {
    const { token, path, fields, when, spent } = entry;
    const folder = path.replace(/review$/, "");
    if (folder !== path && entries().some((one) => one.key !== key && one.token === token && one.path.startsWith(folder))) continue;
    const body = JSON.stringify({ token, path, fields, spent, ago: (Date.now() - when) / 1000 });
    const reply = await post(`${root}sync`, body, { "Content-Type": "application/json" });
    if (!reply) break;
    if (reply.kept === undefined) continue;
    try {
      if (!reply.kept) localStorage[`fahm-not ${when} ${key}`] = JSON.stringify({ ...entry, why: reply.why });
    } catch {
      continue;
    }
    if (localStorage[key] === raw) delete localStorage[key];
    if (token === record || reply.mine) {
      last = reply.kept ? reply.location : last;
      ours ||= reply.kept && path === here;
      const card = path === here && (entry.q ? cardOf(entry.q) : form);
      if (card) card.dataset.done = "";
      document.getElementById(`said-${card?.id}`)?.remove();
    }
  }
  refused();
  if (!last) return;
  const typing = document.activeElement.matches("input[type=text], textarea, select");
  if (ours && !typing && !busy) go(last);
  else say("sent", null, last);
}

async function flush() {
  if (sending || !entries().length) return;
  sending = true;
  await Promise.resolve(alone(send)).finally(() => (sending = false));
}

function refused() {
  if (entries("fahm-not ").some(({ token, why }) => token === record || why === "token")) say("not", null, `${root}offline`);
}

function show() {
  for (const { path, q, fields } of mine()) {
    const boxes = q ? [cardOf(q)] : document.querySelectorAll(".question");
    if (path !== here || !form) continue;
    for (const box of [...boxes].filter(Boolean)) {
      for (const one of box.elements) {
        const values = fields[one.name];
        if (/radio|checkbox/.test(one.type)) one.checked = !!values?.includes(one.value);
        else if (values && one.type !== "hidden") one.value = values[0];
      }
      if (gather(box).any) say("kept", box);
    }
    if (!boxes.length) say("kept", form);
  }
}

show();
refused();
try {
  if (record) localStorage["fahm-reader"] = record;
} catch {
  // Told when something should be kept.
}
if (cached !== undefined) say("cached");
flush();
setInterval(flush, 30000);
addEventListener("online", flush);
document.addEventListener("visibilitychange", () => document.hidden || flush());
addEventListener("storage", ({ key, newValue }) => {
  if (!key?.startsWith(`${OUT}${record} ${here} `)) return;
  if (newValue) return show();
  for (const note of document.querySelectorAll("[id^=said-q-], #said-form")) note.remove();
  say("sent", null, here);
  refused();
});

// For reading: this page, what it uses, and the open pages of its text.
navigator.serviceWorker?.register(`${root}sw.js`).catch(() => {});
const used = () => performance.getEntriesByType("resource").map(({ name }) => name.slice(location.origin.length));
const links = document.querySelectorAll(".trail a, .onward a, .front .actions a, [data-words]");
const near = [...links].map((link) => link.dataset.words || link.pathname);
if (record) navigator.serviceWorker?.ready.then(({ active }) => active.postMessage([...used(), here, ...near, root]));
