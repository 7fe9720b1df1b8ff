// @ts-check
// What this device holds of a reader goes when it becomes another's, or nobody's. Answers that wait stay: each has its
// own reader's token and is sent for that reader (offline_queue.js).

const SWITCH = "fahm-switch";
const WAITING = "fahm-out ";
const { record = "", cached } = document.documentElement.dataset;
const isDevicePage = !!document.querySelector("[data-device]"); // the same for every reader, so it names none

/** @param {string} reader whose copies of pages may stay; "" for none */
const dropCopies = (reader) => navigator.serviceWorker?.controller?.postMessage({ reader });

/**
 * Delete what one reader has typed here and what was refused, and with a deleted record also what waits.
 * @param {string} token
 * @param {boolean} isDeleted
 */
function forget(token, isDeleted) {
  const prefixes = isDeleted ? ["fahm-draft ", "fahm-not ", WAITING] : ["fahm-draft ", "fahm-not "];
  for (const key of Object.keys(localStorage)) {
    if (prefixes.some((prefix) => key.startsWith(prefix)) && key.includes(` ${token} `)) delete localStorage[key];
  }
}

// A form of a switch is sent. It may yet be refused (a wrong code), so the next page tells what became of it.
document.addEventListener("submit", ({ target }) => {
  if (!(target instanceof HTMLFormElement) || target.dataset.switch === undefined) return;
  dropCopies("");
  try {
    const isOthers = (/** @type {string} */ key) => key.startsWith(WAITING) && !key.startsWith(`${WAITING}${record} `);
    if (target.dataset.switch === "deleted" && Object.keys(localStorage).some(isOthers)) {
      const field = document.createElement("input");
      target.append(Object.assign(field, { type: "hidden", name: "others", value: "1" }));
    }
    if (record) localStorage[SWITCH] = JSON.stringify({ token: record, isDeleted: target.dataset.switch === "deleted" });
    delete localStorage["fahm-reader"];
  } catch {
    // No storage: nothing is held.
  }
});

// A page as the server has drawn it now; without a record, it is nobody's.
if (cached === undefined && !isDevicePage) {
  dropCopies(record);
  try {
    /** @type {{ token?: string, isDeleted?: boolean }} */
    const left = JSON.parse(localStorage[SWITCH] ?? "{}");
    if (left.token && left.token !== record) forget(left.token, !!left.isDeleted);
    delete localStorage[SWITCH];
    if (localStorage["fahm-reader"] !== record) delete localStorage["fahm-reader"];
  } catch {
    // No storage: nothing is held.
  }
}
