// @ts-check
// Line numbers beside a file that is being typed; a number or a problem's line puts the cursor there.

const numbers = /** @type {HTMLElement | null} */ (document.getElementById("numbers"));
const field = /** @type {HTMLTextAreaElement | null} */ (document.querySelector(".code-file textarea"));

/** Draw as many numbers as there are lines, and make the field as large as what it holds. */
function draw() {
  if (!numbers || !field) return;
  const lines = field.value.split("\n");
  while (numbers.childElementCount > lines.length) numbers.lastElementChild?.remove();
  while (numbers.childElementCount < lines.length) {
    const number = document.createElement("span");
    number.ariaHidden = "true";
    number.textContent = String(numbers.childElementCount + 1);
    numbers.append(number);
  }
  field.rows = lines.length;
  field.cols = Math.min(Math.max(...lines.map((line) => line.length)) + 2, 240);
}

/**
 * Put the cursor at the end of a line.
 * @param {number} line
 */
function goTo(line) {
  if (!field) return;
  const before = field.value.split("\n").slice(0, line).join("\n");
  field.focus({ preventScroll: true });
  field.setSelectionRange(before.length, before.length);
}

field?.addEventListener("input", draw);
for (const link of document.querySelectorAll('.problems a[href^="#L"]')) {
  link.addEventListener("click", () => {
    const line = Number((link.getAttribute("href") ?? "").slice(2));
    requestAnimationFrame(() => goTo(line));
  });
}
