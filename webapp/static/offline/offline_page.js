// What this device holds: the pages that can be read without a network, and the answers that wait or were refused.
const digits = new Intl.NumberFormat("ar-u-nu-arab", { useGrouping: false });
const NAMES = { "": "صفحة النص", whole: "النص كله", result: "النتيجة", review: "مراجعة وتسليم" };
const WHY = {
  closed: "أُغلقت صفحة هذا السؤال.",
  "handed-in": "سُلِّم الاختبار قبل وصولها.",
  spent: "انتهت محاولات هذا السؤال قبل وصولها.",
  changed: "سُجِّلت من قبل إجابة أخرى عن هذا السؤال من الصفحة نفسها.",
  empty: "لم يعد هذا السؤال في النص.",
  gone: "لم يعد هذا النص في المكتبة.",
  token: "لا يُعرف صاحب هذه الإجابة.",
};
const root = new URL("../..", import.meta.url).pathname;
const inside = (path) => path.slice(root.length - 1);
const texts = `${root}texts/`;
const folder = texts + (inside(location.pathname).match(/^\/texts\/([^/]+\/)/)?.[1] ?? "");

function name(path) {
  const [, , , place] = inside(path).split("/");
  return Number(place) ? `الفقرة ${digits.format(place)}` : NAMES[place] ?? place;
}

// The reader whose pages were kept last, as the service worker notes it; where there is none, who read last here.
async function reader(pages) {
  return (await (await pages?.match("/record"))?.text()) ?? localStorage["fahm-reader"];
}

async function listPages(pages) {
  const paths = (await pages.keys()).map((request) => new URL(request.url).pathname);
  const shown = paths.filter((path) => path.startsWith(folder) && inside(path).split("/").length === 4);
  const place = (path) => Number(inside(path).split("/")[3]) || (path.endsWith("/") ? 0 : 1e6);
  for (const path of shown.sort((one, other) => (one < other ? -1 : 1)).sort((one, other) => place(one) - place(other))) {
    const link = document.createElement("a");
    link.href = path;
    link.textContent = name(path);
    if (folder === texts) link.textContent = await titled(pages, path);
    const row = document.createElement("li");
    row.append(link);
    document.getElementById("pages").append(row);
  }
  document.getElementById("no-pages").hidden = shown.length > 0;
}

async function titled(pages, path) {
  const text = await (await pages.match(path, { ignoreVary: true })).text();
  return new DOMParser().parseFromString(text, "text/html").title.replace(/\s+/g, " ").replace(/ · [^·]*$/, "").trim();
}

function listEntries(prefix, section, token) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  const found = keys.map((key) => ({ key, ...JSON.parse(localStorage[key]) })).filter((entry) => entry.token === token || entry.why === "token");
  section.hidden = !found.length;
  for (const { key, path, q, prompt, said, why } of found.sort((one, other) => one.when - other.when)) {
    const row = document.getElementById("entry").content.cloneNode(true).firstElementChild;
    const link = row.querySelector("a");
    link.href = q ? `${path}#q-${q}` : path;
    link.textContent = name(path);
    row.querySelector(".reread-prompt").textContent = prompt ?? "";
    row.querySelector("bdi").textContent = said;
    row.querySelector(".small").textContent = why ? (WHY[why] ?? "لم تُقبل.") : "";
    const button = row.querySelector("button");
    if (!why) button.remove();
    button.addEventListener("click", () => {
      localStorage.removeItem(key);
      row.remove();
      section.hidden = !section.querySelector("li");
    });
    section.querySelector("ul").append(row);
  }
}

document.getElementById("missing").hidden = location.pathname === `${root}offline`;
const pages = globalThis.caches && (await caches.open("fahm-pages"));
if (pages) await listPages(pages);
const token = await reader(pages);
listEntries("fahm-out ", document.getElementById("waiting"), token);
listEntries("fahm-not ", document.getElementById("not-sent"), token);
