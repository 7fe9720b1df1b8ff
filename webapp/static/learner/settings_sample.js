// @ts-check
// The sample, and the page around it, look as the settings are chosen; nothing is kept until they are saved.

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.settings"));
/** @type {NodeListOf<HTMLElement>} */
const lines = document.querySelectorAll(".sample [data-level]");
const LOOKS = /^(theme|size|spacing|width|font)$/; // the settings that the style sheet reads from the page's root

form.addEventListener("change", ({ target }) => {
  const { name, value } = /** @type {HTMLInputElement} */ (target);
  const looks = document.documentElement.dataset;
  if (value === "auto") delete looks[name];
  else if (LOOKS.test(name)) looks[name] = value;
  const level = value === "text" ? "none" : value; // what a text without a level of its own shows
  if (name === "tashkeel") for (const line of lines) line.hidden = line.dataset.level !== level;
});
