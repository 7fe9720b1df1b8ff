// @ts-check
// One of a bundle (BUNDLES in webapp/web/framework/http/static_assets.py): a static import would break it.
//
// A button at each question with typed answers; it opens an Arabic keyboard (arabic_keyboard.js, fetched at the first
// press) for the question's field that had the focus last.

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** @type {typeof import("./arabic_keyboard.js") | undefined} */
let keyboard;
/** @type {HTMLTemplateElement | null} */
const template = document.querySelector("#arabic-keyboard");

/** @returns {HTMLButtonElement | null | undefined} */
const newButton = () => template?.content.querySelector("button");

/** @param {Element} card */
function addButton(card) {
  /** @type {NodeListOf<Field>} */
  const found = card.querySelectorAll("input[type=text], textarea");
  const fields = [...found];
  const button = /** @type {HTMLButtonElement | undefined} */ (newButton()?.cloneNode(true));
  if (!fields.length || !button || !template) return;
  let [recent] = fields;
  Object.assign(button.style, { borderColor: "transparent", paddingInline: "0.25rem", fontWeight: 400 });
  button.addEventListener("click", async () => {
    keyboard ??= await import("./arabic_keyboard.js");
    keyboard.toggle(button, recent);
  });
  for (const field of fields) {
    field.addEventListener("focus", () => {
      recent = field;
      keyboard?.follow(button, field);
    });
  }
  // Below the last field, on a line of its own.
  /** @type {Element} */
  let place = fields[fields.length - 1];
  while (place.parentElement && place.parentElement !== card) place = place.parentElement;
  place.after(button);
}

for (const card of document.querySelectorAll(".question")) addButton(card);
