// @ts-check
// The outline of a text: a block is split where the cursor stands.

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-split]"))) {
  const field = button.closest(".block")?.querySelector("textarea");
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.setRangeText("\n", field.selectionStart, field.selectionStart, "end"); // a new line begins another block
  });
}
