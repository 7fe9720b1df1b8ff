// @ts-check
// A button that opens the browser's print dialog; without scripts the page says where it is.

/** @type {NodeListOf<HTMLButtonElement>} */
const printButtons = document.querySelectorAll("[data-print]");
for (const button of printButtons) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
/** @type {NodeListOf<HTMLElement>} */
const menuHints = document.querySelectorAll("[data-print-by-menu]");
for (const hint of menuHints) hint.hidden = true;
