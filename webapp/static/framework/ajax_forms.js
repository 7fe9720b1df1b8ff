// @ts-check
// One of a bundle (BUNDLES in webapp/web/framework/http/static_assets.py): a static import would break it.
//
// The tashkeel dial, and saving a word, without leaving the page: what is typed on it stays, and nothing moves.
const sheet = /** @type {HTMLElement} */ (document.querySelector(".sheet"));
const VOWELLED = ":is(.passage, .subheading)";

/**
 * Put the text of another page in the place of this one's, paragraph by paragraph.
 * @param {Document} page
 * @param {HTMLFormElement} dial
 * @param {HTMLElement | null} pressed
 */
function replaceText(page, dial, pressed) {
  /** @type {NodeListOf<HTMLElement>} */
  const replacements = page.querySelectorAll(`.sheet ${VOWELLED}`);
  /** @type {NodeListOf<HTMLElement>} */
  const paragraphs = sheet.querySelectorAll(VOWELLED);
  paragraphs.forEach((paragraph, index) => {
    const replacement = replacements[index];
    if (!replacement) return;
    paragraph.replaceChildren(...replacement.childNodes);
    Object.assign(paragraph.dataset, replacement.dataset);
  });
  for (const button of dial.querySelectorAll("button")) button.ariaPressed = String(button === pressed);
  document.dispatchEvent(new Event("revowelled"));
}

sheet.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const pressed = event.submitter;
  if (!form.matches(".dial, .word-panel form")) return;
  event.preventDefault();
  // Without files, every value is a string.
  const fields = /** @type {[string, string][]} */ ([...new FormData(form, pressed)]);
  const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) }).catch(() => null);
  delete form.dataset.sent;
  if (!reply?.ok) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  if (form.matches(".dial")) replaceText(page, form, pressed);
  else form.replaceWith(page.querySelector(".notice") ?? "");
});
