// @ts-check
// The account's menu opens without a script; here Escape and a press beside it close it again. Of tabs that are pushed
// along, the open one comes into view.

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

for (const tab of document.querySelectorAll(".text-tabs [aria-current]")) {
  const row = /** @type {HTMLElement} */ (tab.parentElement);
  const [outer, inner] = [row.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (inner.left < outer.left) row.scrollLeft += inner.left - outer.left - 24;
  else if (inner.right > outer.right) row.scrollLeft += inner.right - outer.right + 24;
}
