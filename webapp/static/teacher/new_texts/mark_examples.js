// @ts-check
// An example of a mark is put into the text where the cursor stands, on lines of its own.

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-insert]"))) {
  const field = /** @type {HTMLTextAreaElement | null} */ (document.getElementById(button.dataset.insert ?? ""));
  const example = button.parentElement?.querySelector("pre")?.textContent;
  if (!field || !example) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const { value, selectionEnd: at } = field;
    const before = at && !value.slice(0, at).endsWith("\n\n") ? (value[at - 1] === "\n" ? "\n" : "\n\n") : "";
    const after = at < value.length && value[at] !== "\n" ? "\n\n" : "";
    field.setRangeText(before + example + after, at, at, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
