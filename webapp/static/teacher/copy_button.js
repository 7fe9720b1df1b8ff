// @ts-check
// A button that copies what a field holds. Browsers have a clipboard over TLS only; elsewhere the field is marked and
// copied as by hand, and where even that is refused it stays marked, to be copied by a person.

/**
 * Copy the field's text; false where the browser refuses.
 * @param {HTMLTextAreaElement} field
 */
async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll("[data-copy]");
for (const button of buttons) {
  const field = /** @type {HTMLTextAreaElement} */ (document.getElementById(button.dataset.copy ?? ""));
  const status = /** @type {HTMLElement} */ (button.nextElementSibling);
  const line = /** @type {HTMLElement} */ (button.parentElement);
  line.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = (await copy(field)) ? (button.dataset.done ?? "") : "";
  });
}
