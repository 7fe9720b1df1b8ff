// @ts-check
// Headings of a long table stay in sight while the page scrolls. Its box scrolls sideways, and so would hold back
// headings that stick by style alone; without this script they scroll away, and every row is still there.

/** @type {NodeListOf<HTMLTableElement>} */
const tables = document.querySelectorAll(".table-box > table");

/** Move the headings of each table to the top of the window, within their table. */
function follow() {
  for (const table of tables) {
    const head = table.tHead;
    if (!head) continue;
    const { top, height } = table.getBoundingClientRect();
    const most = height - head.offsetHeight * 2;
    const shift = Math.round(Math.min(Math.max(0, -top), Math.max(0, most)));
    table.style.setProperty("--headings-shift", `${shift}px`);
  }
}

if (tables.length) {
  document.addEventListener("scroll", follow, { passive: true });
  window.addEventListener("resize", follow);
  follow();
}
