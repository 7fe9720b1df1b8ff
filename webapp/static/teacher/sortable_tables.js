// @ts-check
// Tables sort in place; the headings' links do it on the server where there is no script, or where a page shows some of
// the rows alone.

/**
 * How two cells compare: numbers as numbers, words as Arabic has them, empty ones last whatever the direction.
 * @param {string} first
 * @param {string} second
 * @param {1 | -1} sign
 */
function compare(first, second, sign) {
  if (!first || !second) return Number(!first) - Number(!second);
  return sign * (Number(first) - Number(second) || first.localeCompare(second, "ar"));
}

/**
 * Sort the table by the column of this link, in the other direction if it is sorted by it already.
 * @param {HTMLAnchorElement} link
 */
function sortBy(link) {
  const heading = link.closest("th");
  const body = heading?.closest("table")?.tBodies[0];
  if (!heading || !body) return;
  const descending = heading.ariaSort === "ascending";
  /** @param {HTMLTableRowElement} row */
  const valueOf = (row) => row.cells[heading.cellIndex].dataset.v ?? "";
  body.append(...[...body.rows].sort((one, other) => compare(valueOf(one), valueOf(other), descending ? -1 : 1)));
  for (const other of heading.parentElement?.children ?? []) other.removeAttribute("aria-sort");
  heading.ariaSort = descending ? "descending" : "ascending";
  const address = new URL(link.href);
  if (descending) address.searchParams.set("down", "1");
  else address.searchParams.delete("down");
  history.replaceState(null, "", address);
}

/** @type {NodeListOf<HTMLAnchorElement>} */
const links = document.querySelectorAll("table:not([data-partial]) th .sort");
for (const link of links) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    sortBy(link);
  });
}
