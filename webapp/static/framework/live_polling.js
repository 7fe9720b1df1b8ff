// A class reads together: the teacher's page draws itself anew, a reader's goes on when the class may.
// Asks again and again whether anything changed; not while nobody looks.
const box = document.querySelector("[data-live]");
const { live, every, step, waits } = box.dataset;
let { tag } = box.dataset;
let timer;

function goOn(open) {
  const next = box.querySelector("[hidden]");
  if (!next || open <= step) return;
  if (waits !== undefined) location.assign(next.firstElementChild.href);
  else next.hidden = false;
}

function draw(html) {
  const focused = box.contains(document.activeElement) && document.activeElement.id;
  box.innerHTML = html;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const reply = await fetch(live, { headers, cache: "no-store", redirect: "manual" });
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
  timer = setTimeout(ask, every);
}

document.addEventListener("visibilitychange", ask);
timer = setTimeout(ask, step ? 0 : every);
