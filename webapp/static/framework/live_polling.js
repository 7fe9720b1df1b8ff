// @ts-check
// A class reads together: the teacher's page draws itself anew, a reader's goes on when the class may.
// Asks again and again whether anything changed; not while nobody looks.
const box = /** @type {HTMLElement} */ (document.querySelector("[data-live]"));
const { live: address = "", every, step, waits } = box.dataset;
/** @type {string | null | undefined} */
let tag = box.dataset.tag;
/** @type {number | undefined} */
let timer;

/**
 * Go on, or offer to, when the class may read beyond this step.
 * @param {number} open the last step that is open
 */
function goOn(open) {
  /** @type {HTMLElement | null} */
  const next = box.querySelector("[hidden]");
  if (!next || open <= Number(step)) return;
  const link = next.querySelector("a");
  if (waits !== undefined && link) location.assign(link.href);
  else next.hidden = false;
}

/** @param {string} html */
function draw(html) {
  const focused = box.contains(document.activeElement) && document.activeElement?.id;
  box.innerHTML = html;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const reply = await fetch(address, {
      headers: tag ? { "If-None-Match": tag } : undefined,
      cache: "no-store",
      redirect: "manual",
    });
    // Over, or signed out.
    if (reply.type === "opaqueredirect") return void location.reload();
    if (reply.ok) {
      tag = reply.headers.get("ETag");
      if (step) goOn((await reply.json()).open);
      else draw(await reply.text());
    }
  } catch {
    // No network: perhaps the next time.
  }
  clearTimeout(timer);
  timer = setTimeout(ask, Number(every));
}

document.addEventListener("visibilitychange", ask);
timer = setTimeout(ask, step ? 0 : Number(every));
