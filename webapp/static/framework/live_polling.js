// @ts-check
// A class reads together: the teacher's screen and the projector's draw themselves anew.
// Asks again and again whether anything changed; not while nobody looks.
const box = /** @type {HTMLElement} */ (document.querySelector("[data-live]"));
const { live: address = "", every } = box.dataset;
/** @type {string | null | undefined} */
let tag = box.dataset.tag;
/** @type {number | undefined} */
let timer;

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
      draw(await reply.text());
    }
  } catch {
    // No network: perhaps the next time.
  }
  clearTimeout(timer);
  timer = setTimeout(ask, Number(every));
}

document.addEventListener("visibilitychange", ask);
timer = setTimeout(ask, Number(every));
