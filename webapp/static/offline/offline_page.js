// @ts-check
// What this device holds: the pages that can be read without a network, and the answers that wait or were refused.
// All words come with the page (templates/offline/device.html); docs/offline.md tells the format of what is stored.

/**
 * An answer as offline_queue.js stores it.
 * @typedef {{ token: string, path: string, q: string, prompt?: string, said: string, when: number, why?: string }} Stored
 */

const { language, digits } = /** @type {HTMLElement} */ (document.querySelector("[data-device]")).dataset;
const own = language === "en" || digits === "latn" ? "latn" : "arab";
const ownDigits = new Intl.NumberFormat(`ar-u-nu-${own}`, { useGrouping: false });
const root = new URL("../..", import.meta.url).pathname;
const texts = `${root}texts/`;
// Other schools of this host, each under a path of its own, have the same storage.
const ofSchool = root === "/" ? "" : ` ${root}`;
/** @param {string} path */
const parts = (path) => path.slice(root.length - 1).split("/");
const [, first, slug, rest] = parts(location.pathname);
/** The text that this page stands for, or all. */
const folder = first === "texts" && slug && rest !== undefined ? `${texts}${slug}/` : texts;

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * A copy of what a template holds under this name, a number filled in; "" where it has no such name.
 * @param {string} templateId
 * @param {string} name
 */
function words(templateId, name, number = NaN) {
  const template = /** @type {HTMLTemplateElement} */ (byId(templateId));
  const found = [...template.content.children].find((child) => child.getAttribute("data-name") === name);
  const copy = /** @type {Element | undefined} */ (found?.cloneNode(true));
  for (const node of copy?.childNodes ?? []) {
    // The English beside the Arabic is an element.
    const shown = node instanceof Element ? String(number) : ownDigits.format(number);
    node.textContent = node.textContent?.replace("{n}", shown) ?? "";
  }
  return copy?.childNodes ?? [];
}

/**
 * What a page of a text is called.
 * @param {string} path
 */
function pageName(path) {
  const [, , , place] = parts(path);
  const name = Number(place) ? words("place-names", "paragraph", Number(place)) : words("place-names", place);
  return name.length ? [...name] : [place];
}

/**
 * The reader whose pages were kept last, as the service worker notes it; where there is none, who read last here.
 * @param {Cache | false} pages
 * @returns {Promise<string | undefined>}
 */
async function findReader(pages) {
  const noted = pages && (await pages.match("/record"));
  return noted ? noted.text() : localStorage[`fahm-reader${ofSchool}`];
}

/**
 * In the order of reading: the text's front page, its paragraphs, the rest.
 * @param {string} path
 */
const placeInText = (path) => Number(parts(path)[3]) || (path.endsWith("/") ? 0 : 1e6);

/** @param {Cache} pages */
async function listPages(pages) {
  const paths = (await pages.keys()).map((request) => new URL(request.url).pathname);
  const shown = paths.filter((path) => path.startsWith(folder) && parts(path).length === 4);
  shown.sort().sort((one, other) => placeInText(one) - placeInText(other));
  for (const path of shown) {
    const link = document.createElement("a");
    link.href = path;
    link.append(...(folder === texts ? [await titleOf(pages, path)] : pageName(path)));
    const row = document.createElement("li");
    row.append(link);
    byId("pages").append(row);
  }
  byId("no-pages").hidden = shown.length > 0;
}

/**
 * The title of a page that is kept, without the name of the app.
 * @param {Cache} pages
 * @param {string} path
 */
async function titleOf(pages, path) {
  const html = (await (await pages.match(path, { ignoreVary: true }))?.text()) ?? "";
  const { title } = new DOMParser().parseFromString(html, "text/html");
  return title.replace(/\s+/g, " ").replace(/ · [^·]*$/, "").trim();
}

/**
 * List the reader's answers that are stored under a prefix.
 * @param {string} prefix
 * @param {HTMLElement} section
 * @param {string | undefined} token
 */
function listAnswers(prefix, section, token) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  /** @type {{ key: string, answer: Stored }[]} */
  const stored = keys.map((key) => ({ key, answer: JSON.parse(localStorage[key]) }));
  const ofThisSchool = stored.filter(({ answer }) => answer.path.startsWith(root));
  const shown = ofThisSchool.filter(({ answer }) => answer.token === token || answer.why === "token");
  section.hidden = !shown.length;
  shown.sort((one, other) => one.answer.when - other.answer.when);
  for (const { key, answer } of shown) section.querySelector("ul")?.append(newRow(key, answer, section));
}

/**
 * @param {string} key
 * @param {Stored} answer
 * @param {HTMLElement} section
 */
function newRow(key, { path, q: question, prompt, said, why }, section) {
  const template = /** @type {HTMLTemplateElement} */ (byId("entry"));
  const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  /** @param {string} selector */
  const part = (selector) => /** @type {HTMLElement} */ (row.querySelector(selector));
  const link = /** @type {HTMLAnchorElement} */ (part("a"));
  link.href = question ? `${path}#q-${question}` : path;
  link.replaceChildren(...pageName(path));
  part(".reread-prompt").textContent = prompt ?? "";
  part("bdi").textContent = said;
  const reason = why ? words("reasons", why) : [];
  part(".small").replaceChildren(...(why && !reason.length ? words("reasons", "other") : reason));
  const button = part("button");
  if (!why) button.remove();
  button.addEventListener("click", () => {
    localStorage.removeItem(key);
    row.remove();
    section.hidden = !section.querySelector("li");
  });
  return row;
}

byId("missing").hidden = location.pathname === `${root}offline`;
const pages = "caches" in globalThis && (await caches.open(`fahm-pages${ofSchool}`));
if (pages) await listPages(pages);
const token = await findReader(pages);
listAnswers("fahm-out ", byId("waiting"), token);
listAnswers("fahm-not ", byId("not-sent"), token);
