// Reading without a network. VERSION, ROOT and FILES stand above: the server names this release's static files.
const STATIC = `fahm-${VERSION}`;
const PAGES = "fahm-pages";
const MOST = 200;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(STATIC).then((cache) => cache.addAll(FILES)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  // The files of the release before this one stay for the pages that were kept with it; older ones go.
  const old = (name) => name.startsWith("fahm-") && name !== STATIC && name !== PAGES;
  const clear = async () => Promise.all((await caches.keys()).filter(old).slice(0, -1).map((name) => caches.delete(name)));
  event.waitUntil(clear().then(() => clients.claim()));
});

const readable = (path) => path === ROOT || path.startsWith(`${ROOT}texts/`);

// Keep a page of the library or of a text. Pages are one reader's own: another reader's push them out.
async function keepPage(path, reply) {
  const isPage = /html/.test(reply.headers.get("content-type"));
  if (reply.status !== 200 || reply.redirected || !isPage || !readable(path)) return;
  const text = await reply.clone().text();
  const record = text.match(/ data-record="([^"]+)/)?.[1];
  if (!record) return;
  let pages = await caches.open(PAGES);
  if ((await (await pages.match("/record"))?.text()) !== record) {
    await caches.delete(PAGES);
    pages = await caches.open(PAGES);
    await pages.put("/record", new Response(record));
  }
  await pages.put(path, new Response(text, { headers: reply.headers }));
  const kept = (await pages.keys()).filter((one) => !one.url.endsWith("/record"));
  for (const one of kept.slice(0, -MOST)) await pages.delete(one);
}

// One after the other: two that see a new reader at once would push each other out.
let before = Promise.resolve();
const keep = (...page) => (before = before.then(() => keepPage(...page)).catch(() => {}));

async function kept(path) {
  const reply = await (await caches.open(PAGES)).match(path, { ignoreVary: true });
  const text = await reply?.text();
  return reply && new Response(text.replace("<html", "<html data-cached"), { headers: reply.headers });
}

// The network first; after four seconds, or when it fails, what this device has.
async function page(event) {
  const path = new URL(event.request.url).pathname;
  const asked = fetch(event.request).then((reply) => {
    if ([502, 503, 504].includes(reply.status)) throw reply;
    event.waitUntil(keep(path, reply.clone()));
    return reply;
  });
  // A page that is asked for anew has marks to show: the copy has none of them, however slow the network.
  const slow = new Promise((_, fail) => event.request.cache === "default" && setTimeout(fail, 4000));
  try {
    return await Promise.race([asked, slow]);
  } catch {
    const nothing = (error) => {
      if (error instanceof Response) return error;
      return event.request.mode === "navigate" ? caches.match(`${ROOT}offline`) : Response.error();
    };
    return (await kept(path)) ?? asked.catch(nothing);
  }
}

// Static addresses change with what they hold; an old page still gets the new file of that name.
async function file(request) {
  const found = await caches.match(request, { ignoreVary: true });
  if (found) return found;
  try {
    const reply = await fetch(request);
    if (reply.status === 200) (await caches.open(STATIC)).put(request, reply.clone());
    return reply;
  } catch (error) {
    const other = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
    if (other) return other;
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith(`${ROOT}static/`)) event.respondWith(file(request));
  else if (request.mode === "navigate" || (readable(url.pathname) && /\/words\//.test(url.pathname))) event.respondWith(page(event));
});

// What a page uses and the open pages of its text, one after the other, if they are not here yet.
async function fetchAll(paths) {
  for (const path of new Set(paths)) {
    if (await caches.match(path, { ignoreVary: true })) continue;
    if (path.startsWith(`${ROOT}static/`)) await file(new Request(path)).catch(() => {});
    // What is only looked at in the background must not use up what the reader is to be told.
    else if (readable(path)) await fetch(path, { headers: { "X-Fahm-Background": "1" } }).then((reply) => keep(path, reply), () => {});
  }
}
addEventListener("message", (event) => event.waitUntil(fetchAll(event.data)));
