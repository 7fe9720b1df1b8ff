// @ts-check
// A class reads together: an open page follows what the teacher opens, holds and ends, at its top and its foot.
// What is typed on it stays: the cards are never drawn anew. Asks again and again; not while nobody looks.
const box = /** @type {HTMLElement} */ (document.querySelector("[data-live]"));
const { live: address = "", every, step } = box.dataset;
const FOLLOWING = [".trail", ".onward"];
/** Without a lesson a page asks less often: the next one may begin. */
const PATIENCE = 6;
/** @type {string | null | undefined} */
let tag = box.dataset.tag;
/** @type {number | undefined} */
let timer;

/**
 * Put a part of the page as it is now in the place of the one that is shown; the focus stays with its link.
 * @param {Element} shown
 * @param {Element} fresh
 */
function replacePart(shown, fresh) {
  if (shown.innerHTML === fresh.innerHTML) return;
  const link = shown.contains(document.activeElement) && document.activeElement?.getAttribute("href");
  shown.replaceChildren(...fresh.childNodes);
  if (link) /** @type {HTMLElement | null} */ (shown.querySelector(`a[href="${CSS.escape(link)}"]`))?.focus();
}

/** @param {string} name */
function say(name) {
  const words = /** @type {HTMLTemplateElement | null} */ (box.querySelector(`template[data-${name}]`));
  const others = [...box.children].filter((child) => !(child instanceof HTMLTemplateElement));
  if (!words) return;
  for (const child of others) child.remove();
  box.append(words.content.cloneNode(true));
}

/** Draw what depends on the class's pace anew, from the page as the server has it now. */
async function follow() {
  const reply = await fetch(location.pathname, { headers: { "X-Fahm-Background": "1" }, cache: "no-store" });
  if (!reply.ok) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const part of FOLLOWING) {
    const [shown, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (shown && fresh && !reply.redirected) replacePart(shown, fresh);
  }
  // Led to another page: this one is closed by now, so that its way on is no longer there.
  if (reply.redirected) document.querySelector(".onward")?.replaceChildren();
  const fresh = /** @type {HTMLElement | null} */ (page.querySelector("[data-live]"));
  if (!fresh || reply.redirected) return say(fresh ? "earlier" : "over");
  replacePart(box, fresh);
  box.toggleAttribute("data-waits", fresh.dataset.waits !== undefined);
}

/** @param {number} open the last step that is open */
async function change(open) {
  const waited = box.dataset.waits !== undefined;
  await follow();
  // Who waits is led on; who is still writing is told, and not torn away.
  const next = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-live] [data-onward], .onward a"));
  if (waited && open > Number(step) && next) location.assign(next.href);
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const reply = await fetch(address, { headers: tag ? { "If-None-Match": tag } : undefined, cache: "no-store" });
    if (reply.ok) {
      tag = reply.headers.get("ETag");
      await change((await reply.json()).open);
    }
  } catch {
    // No network: perhaps the next time.
  }
  clearTimeout(timer);
  timer = setTimeout(ask, Number(every) * (tag?.includes("free") ? PATIENCE : 1));
}

document.addEventListener("visibilitychange", ask);
// A page that the browser has kept is shown without the server's knowing.
addEventListener("pageshow", (event) => event.persisted && ask());
timer = setTimeout(ask, 0);
