// @ts-check
// Words of a text that are selected as in any page, by finger, mouse or keyboard: a button beside them takes them.
import { newButton } from "./messages.js";

/**
 * The words that a range holds, at least in part.
 * @param {Range} range
 * @param {HTMLElement[]} words
 */
function wordsWithin(range, words) {
  const whole = document.createRange();
  return words.filter((word) => {
    whole.selectNodeContents(word);
    const begins = range.compareBoundaryPoints(Range.END_TO_START, whole) < 0;
    return begins && range.compareBoundaryPoints(Range.START_TO_END, whole) > 0;
  });
}

/**
 * Offer a button beside selected words of a text.
 * @param {HTMLElement} text what holds the words
 * @param {HTMLElement[]} words
 * @param {string} name the message on the button
 * @param {(words: HTMLElement[]) => void} take
 */
export function offerSelectedWords(text, words, name, take) {
  /** @type {HTMLElement[]} */
  let selected = [];
  const button = newButton(name, () => {
    take(selected);
    getSelection()?.removeAllRanges();
  });
  button.className = "take-words";
  button.hidden = true;
  // A press must not undo the selection before it is heard.
  for (const kind of ["pointerdown", "mousedown"]) button.addEventListener(kind, (event) => event.preventDefault());
  text.classList.add("has-offer");
  text.append(button);

  function showOffer() {
    const selection = getSelection();
    const range = selection && !selection.isCollapsed && selection.rangeCount ? selection.getRangeAt(0) : null;
    selected = range?.intersectsNode(text) ? wordsWithin(range, words) : [];
    button.hidden = !selected.length;
    if (button.hidden) return;
    const frame = text.getBoundingClientRect();
    const last = selected[selected.length - 1].getBoundingClientRect();
    const left = Math.min(last.left, frame.right - button.offsetWidth);
    button.style.top = `${last.bottom - frame.top + text.scrollTop + 6}px`;
    button.style.left = `${Math.max(left - frame.left, 0)}px`;
  }
  document.addEventListener("selectionchange", showOffer);
}
