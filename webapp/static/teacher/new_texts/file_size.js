// @ts-check
// A file that is too large is named before it is sent: the server reads nothing of such a request.

/** @type {HTMLInputElement | null} */
const input = document.querySelector("input[type=file][data-most-bytes]");
const warning = document.querySelector("#file-too-large");

function check() {
  if (!input || !(warning instanceof HTMLElement)) return;
  const isTooLarge = [...(input.files ?? [])].some((file) => file.size > Number(input.dataset.mostBytes));
  warning.hidden = !isTooLarge;
  input.setCustomValidity(isTooLarge ? (warning.textContent ?? "") : "");
}

input?.addEventListener("change", check);
addEventListener("pageshow", check);
