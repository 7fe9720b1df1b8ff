// @ts-check
// Keys of the table of words: Enter and the arrows up and down stay in a column, Ctrl with Enter saves.

const table = /** @type {HTMLTableElement | null} */ (document.querySelector(".word-table"));

/**
 * The field of the same column, some rows further down.
 * @param {HTMLInputElement} field
 * @param {number} rows
 */
function fieldBelow(field, rows) {
  const cell = field.closest("td");
  const row = field.closest("tr");
  if (!cell || !row || !table) return null;
  const all = [...table.tBodies[0].rows];
  const other = all[all.indexOf(row) + rows]?.cells[cell.cellIndex];
  return /** @type {HTMLInputElement | null} */ (other?.querySelector("input:not([type=hidden])") ?? null);
}

table?.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || event.isComposing || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && event.ctrlKey) return;
  const down = (event.key === "Enter" && !event.shiftKey) || event.key === "ArrowDown";
  const up = (event.key === "Enter" && event.shiftKey) || event.key === "ArrowUp";
  if (!down && !up) return;
  event.preventDefault();
  const next = fieldBelow(field, down ? 1 : -1);
  next?.focus();
  if (next?.type !== "checkbox") next?.select();
});
