// @ts-check
// The account's menu opens without a script; here Escape and a press beside it close it again.

const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector("details[data-menu]"));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu?.open) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

document.addEventListener("click", (event) => {
  if (menu?.open && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
});

menu?.addEventListener("focusout", (event) => {
  if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
});
