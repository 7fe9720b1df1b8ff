// @ts-check
// One of a bundle (BUNDLES in webapp/web/framework/http/static_assets.py): a static import would break it.
//
// The form with the answers: Enter, a second press, the focus after marking, and drafts.

/** @typedef {HTMLInputElement & Omit<HTMLSelectElement, "type">} Control an input, a select or a text area */

// Enter in an answer presses that question's own button; without this script it keeps what is typed and marks nothing.
/** @type {NodeListOf<HTMLInputElement>} */
const typedAnswers = document.querySelectorAll(".question input");
for (const field of typedAnswers) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    /** @type {HTMLButtonElement | null | undefined} */
    const button = field.closest(".question")?.querySelector("button[name=check]");
    button?.click();
  });
}

// A second press while the first is on its way sends nothing more.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form")) delete form.dataset.sent;
});

// After marking, the page comes back to the question: a screen reader should stand there as well.
// By the address and not by :target, which a page that was loaded anew has not got yet.
document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus({ preventScroll: true });

// A draft: what is typed and not handed in stays on this device until it is, and comes back if the card is as it was.
const { record, cached } = document.documentElement.dataset;
/** @type {NodeListOf<HTMLFieldSetElement>} */
const questions = document.querySelectorAll(".question");
const cards = [...questions].filter((card) => record && card.querySelector("[name=check]"));

/** @param {HTMLFieldSetElement} card */
const draftKey = (card) => `fahm-draft ${record} ${location.pathname} ${card.id}`;

/** @param {HTMLFieldSetElement} card */
function controlsOf(card) {
  const controls = /** @type {Control[]} */ ([...card.elements]);
  return controls.filter((control) => control.name && !/submit|fieldset|hidden/.test(control.type));
}

/** @param {Control} control */
const isTicked = (control) => /radio|checkbox/.test(control.type);

/** @param {Control} control */
const currentValue = (control) => (isTicked(control) ? control.checked && control.value : control.value);

/**
 * The value that the page came with.
 * @param {Control} control
 */
function valueFromServer(control) {
  if (isTicked(control)) return control.defaultChecked && control.value;
  if (!control.options) return control.defaultValue;
  const options = [...control.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value;
}

/**
 * All values of a card as one text. Sorted, because rows of a list move.
 * @param {HTMLFieldSetElement} card
 * @param {(control: Control) => string | false | undefined} valueOf
 */
const valuesAsText = (card, valueOf) =>
  controlsOf(card).map((control) => [control.name, valueOf(control)].join(" ")).sort().join("\n");

/**
 * The card as the page came with it. Another number of tries left is another card.
 * @param {HTMLFieldSetElement} card
 */
const cardAsDrawn = (card) => valuesAsText(card, valueFromServer) + (card.querySelector(".left")?.textContent ?? "");

function storeDrafts() {
  for (const card of cards) {
    const sent = "done" in card.dataset;
    const changed = !sent && valuesAsText(card, currentValue) !== valuesAsText(card, valueFromServer);
    const values = controlsOf(card).map((control) => [control.name, currentValue(control)]);
    try {
      if (changed) localStorage[draftKey(card)] = JSON.stringify({ base: cardAsDrawn(card), values });
      else if (cached === undefined) delete localStorage[draftKey(card)];
    } catch {
      // No room and no storage: what is typed stays in the page.
    }
  }
}

/** @param {HTMLFieldSetElement} card */
function restoreDraft(card) {
  /** @type {{ base?: string, values: [string, string | false][] }} */
  const draft = JSON.parse(localStorage[draftKey(card)] ?? "{}");
  if (draft.base !== cardAsDrawn(card)) return;
  for (const control of controlsOf(card)) {
    const values = draft.values.filter(([name]) => name === control.name).map(([, value]) => value);
    if (isTicked(control)) control.checked = values.includes(control.value);
    else if (typeof values[0] === "string") control.value = values[0];
  }
}

for (const card of cards) {
  try {
    restoreDraft(card);
  } catch {
    // Nothing to read.
  }
}
addEventListener("pagehide", storeDrafts);
document.addEventListener("visibilitychange", () => document.hidden && storeDrafts());
