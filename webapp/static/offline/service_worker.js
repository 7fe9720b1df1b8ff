// @ts-check
// Reading without a network. The server puts VERSION, ROOT, FILES and DEVICE_PAGE above: the names of this release's static files.
// Other schools of this host, each under a path of its own, have the same storage.
const OF_SCHOOL = ROOT === "/" ? "" : ` ${ROOT}`;
const STATIC = `fahm-${VERSION}${OF_SCHOOL}`;
const PAGES = `fahm-pages${OF_SCHOOL}`;
const MOST_PAGES = 200;
const WAIT_MS = 4000;
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STATIC).then((cache) => cache.addAll(FILES)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOldFiles().then(() => worker.clients.claim()));
});

/** The files of the release before this one stay for the pages that were kept with it; older ones go. */
async function dropOldFiles() {
  const ofSchool = (await caches.keys()).filter((name) => name === name.split(" ")[0] + OF_SCHOOL);
  const names = ofSchool.filter((name) => name.startsWith("fahm-") && name !== STATIC && name !== PAGES);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

/** @param {string} path */
const isReadable = (path) => path === ROOT || path.startsWith(`${ROOT}texts/`);

/** The reader whose pages may be kept, as the page that was opened last tells it; "" for none. */
async function notedReader() {
  return (await (await (await caches.open(PAGES)).match("/record"))?.text()) ?? "";
}

/**
 * Note who reads, and delete the kept pages of every other reader. Noted beside the pages: a worker that the browser
 * ends while it has nothing to do begins again without its variables.
 * @param {string} reader "" for none
 */
async function noteReader(reader) {
  if ((await notedReader()) === reader) return;
  await caches.delete(PAGES);
  if (reader) await (await caches.open(PAGES)).put("/record", new Response(reader));
}

/**
 * Keep a page of the library or of a text, if it is the reader's: one of the reader before may come late.
 * @param {string} path
 * @param {Response} reply
 */
async function keepPage(path, reply) {
  const isPage = /html/.test(reply.headers.get("content-type") ?? "");
  if (reply.status !== 200 || reply.redirected || !isPage || !isReadable(path)) return;
  const text = await reply.clone().text();
  const record = text.match(/ data-record="([^"]+)/)?.[1];
  if (!record || record !== (await notedReader())) return;
  const pages = await caches.open(PAGES);
  await pages.put(path, new Response(text, { headers: reply.headers }));
  const requests = (await pages.keys()).filter((request) => !request.url.endsWith("/record"));
  for (const request of requests.slice(0, -MOST_PAGES)) await pages.delete(request);
}

// One after the other: a page that is kept and another reader who begins would miss each other.
/** @type {Promise<void>} */
let lastDone = Promise.resolve();
/** @param {() => Promise<void>} step */
const inTurn = (step) => (lastDone = lastDone.then(step).catch(() => {}));

/**
 * The copy of a page, marked as one; nothing where this device has none.
 * @param {string} path
 */
async function copyOf(path) {
  const reply = await (await caches.open(PAGES)).match(path, { ignoreVary: true });
  if (!reply) return null;
  const text = await reply.text();
  return new Response(text.replace("<html", "<html data-cached"), { headers: reply.headers });
}

/**
 * A page: the network first; after four seconds, or when it fails, what this device has.
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function answerPage(event) {
  const path = new URL(event.request.url).pathname;
  const fetched = fetch(event.request).then((reply) => {
    if ([502, 503, 504].includes(reply.status)) throw reply;
    const copy = reply.clone();
    event.waitUntil(inTurn(() => keepPage(path, copy)));
    return reply;
  });
  // A page that is asked for anew has marks to show: the copy has none of them, however slow the network.
  /** @type {Promise<never>} */
  const timeout = new Promise((_, fail) => event.request.cache === "default" && setTimeout(fail, WAIT_MS));
  try {
    return await Promise.race([fetched, timeout]);
  } catch {
    return (await copyOf(path)) ?? fetched.catch((error) => answerWithout(event, error));
  }
}

/**
 * The answer where neither the network nor this device has the page.
 * @param {FetchEvent} event
 * @param {unknown} error
 */
async function answerWithout(event, error) {
  if (error instanceof Response) return error;
  const page = event.request.mode === "navigate" && (await caches.match(DEVICE_PAGE));
  return page || Response.error();
}

/**
 * A static file. Its address changes with what it holds; an old page still gets the new file of that name.
 * @param {Request} request
 */
async function answerFile(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
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

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  const isWords = isReadable(pathname) && /\/words\//.test(pathname);
  if (pathname.startsWith(`${ROOT}static/`)) event.respondWith(answerFile(request));
  else if (request.mode === "navigate" || isWords) event.respondWith(answerPage(event));
});

/**
 * Fetch what a page uses and the open pages of its text, one after the other, if they are not here yet.
 * @param {string[]} paths
 */
async function fetchAll(paths) {
  for (const path of new Set(paths)) {
    if (await caches.match(path, { ignoreVary: true })) continue;
    if (path.startsWith(`${ROOT}static/`)) await answerFile(new Request(path)).catch(() => {});
    else if (isReadable(path)) await fetchInBackground(path).catch(() => {});
  }
}

/**
 * What is only looked at in the background must not use up what the reader is to be told.
 * @param {string} path
 */
async function fetchInBackground(path) {
  const reply = await fetch(path, { headers: { "X-Fahm-Background": "1" } });
  await inTurn(() => keepPage(path, reply));
}

// Pages to keep, or the reader whose page was opened.
worker.addEventListener("message", (event) => {
  if (Array.isArray(event.data)) return event.waitUntil(fetchAll(event.data));
  event.waitUntil(inTurn(() => noteReader(event.data.reader)));
});
