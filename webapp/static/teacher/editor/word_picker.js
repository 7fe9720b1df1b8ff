// @ts-check
// Words of a text are chosen by dragging over them, by touch, or by keyboard. What is sent are the boxes of the words,
// which do without a script; here they are ticked, and a line says what is chosen.
import { message, messageText, newButton } from "./messages.js";
import { offerSelectedWords } from "./selected_words.js";

const LONG_PRESS_MS = 350;
const STILL_PX = 10;
const EDGE_PX = 48;
const HISTORY = 100;

/** @typedef {{ from: number, to: number, before: boolean[], moved: boolean }} Stroke words passed over in one go */

/**
 * Runs of ticked words: the first and the last of each.
 * @param {boolean[]} ticks
 * @param {(index: number) => string} paragraphOf
 */
function stretchesOf(ticks, paragraphOf) {
  /** @type {[number, number][]} */
  const stretches = [];
  ticks.forEach((ticked, index) => {
    if (!ticked) return;
    const last = stretches[stretches.length - 1];
    if (last && last[1] === index - 1 && paragraphOf(index) === paragraphOf(index - 1)) last[1] = index;
    else stretches.push([index, index]);
  });
  return stretches;
}

class WordPicker {
  /** @param {HTMLFieldSetElement} fieldset */
  constructor(fieldset) {
    this.fieldset = fieldset;
    this.single = "single" in fieldset.dataset;
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = fieldset.querySelectorAll("label > input[type=checkbox]");
    this.boxes = [...boxes].filter((box) => /^\d+:\d+$/.test(box.value));
    this.labels = this.boxes.map((box) => /** @type {HTMLElement} */ (box.parentElement));
    /** @type {boolean[][]} */
    this.history = [];
    /** @type {Stroke | null} */
    this.stroke = null;
    /** @type {Stroke | null} */
    this.extension = null; // by Shift and arrows
    this.last = -1; // the word that was chosen last
    this.shift = false;
    this.timer = 0;
    /** @type {PointerEvent | null} */
    this.pressed = null;
    if (this.boxes.length) this.equip();
  }

  equip() {
    const { fieldset } = this;
    fieldset.classList.add("is-live");
    this.status = document.createElement("p");
    this.status.className = "chosen-words";
    this.status.setAttribute("role", "status");
    this.undoButton = newButton("undo-words", () => this.undo());
    this.fillButton = newButton("fill-words", () => this.fill());
    const tools = document.createElement("p");
    tools.className = "picker-tools";
    tools.append(this.fillButton, this.undoButton);
    const hints = ["pick-words", "pick-by-keys"].map((name) => {
      const hint = document.createElement("p");
      hint.className = `small ${name}`;
      hint.append(...message(name));
      return hint;
    });
    fieldset.append(this.status, tools, ...hints);
    fieldset.addEventListener("click", (event) => (this.shift = event.shiftKey), true);
    fieldset.addEventListener("change", (event) => this.toggle(this.indexOf(event.target)));
    fieldset.addEventListener("focusin", (event) => this.makeStop(this.indexOf(event.target)));
    fieldset.addEventListener("keydown", (event) => this.key(event, this.indexOf(event.target)));
    this.listenToPointer();
    offerSelectedWords(fieldset, this.labels, "take-words", (labels) => {
      const ends = [labels[0], labels[labels.length - 1]].map((label) => this.labels.indexOf(label));
      this.choose(ends[0], ends[1]);
    });
    // A browser that goes back, and words that were kept, tick boxes without a word.
    for (const kind of ["pageshow", "restored"]) addEventListener(kind, () => this.say());
    this.makeStop(Math.max(this.ticks.indexOf(true), 0));
    this.say();
  }

  listenToPointer() {
    const { fieldset } = this;
    fieldset.addEventListener("pointerdown", (event) => this.press(event));
    // Else the browser selects text while the mouse draws over words.
    fieldset.addEventListener("mousedown", (event) => this.indexOf(event.target) >= 0 && event.preventDefault());
    addEventListener("pointermove", (event) => this.move(event));
    addEventListener("pointerup", () => this.release());
    addEventListener("pointercancel", () => this.cancel());
    fieldset.addEventListener("touchmove", (event) => this.stroke && event.preventDefault(), { passive: false });
    for (const kind of ["contextmenu", "selectstart"]) {
      fieldset.addEventListener(kind, (event) => (this.stroke || this.timer) && event.preventDefault());
    }
  }

  get ticks() {
    return this.boxes.map((box) => box.checked);
  }

  /** @param {EventTarget | null} target */
  indexOf(target) {
    const label = target instanceof Element ? target.closest("label") : null;
    return label ? this.labels.indexOf(label) : -1;
  }

  /** @param {number} index */
  paragraphOf(index) {
    return this.boxes[index].value.split(":")[0];
  }

  /** @param {boolean[]} ticks */
  stretches(ticks = this.ticks) {
    return stretchesOf(ticks, (index) => this.paragraphOf(index));
  }

  /**
   * The ticks with the words from one to another; where there is place for a single word, the last one alone.
   * @param {boolean[]} before
   * @param {number} from
   * @param {number} to
   */
  withWords(before, from, to) {
    const [first, last] = from < to ? [from, to] : [to, from];
    return before.map((ticked, index) => {
      const within = index >= first && index <= last;
      return this.single ? index === to : ticked || within;
    });
  }

  /** @param {boolean[]} ticks */
  show(ticks) {
    this.boxes.forEach((box, index) => (box.checked = ticks[index]));
  }

  /**
   * Tick the boxes, remember how they were, and say it.
   * @param {boolean[]} ticks
   * @param {boolean[]} before
   */
  set(ticks, before) {
    this.show(ticks);
    if (ticks.some((ticked, index) => ticked !== before[index])) {
      this.history.push(before);
      this.history.splice(0, this.history.length - HISTORY);
      this.fieldset.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.say();
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  choose(from, to) {
    const before = this.ticks;
    this.last = to;
    this.set(this.withWords(before, from, to), before);
  }

  /**
   * One box was ticked or cleared by a tap, a click or the space bar. With Shift, the words up to it; where there is
   * place for a single word, a newly ticked one takes the place of what was chosen.
   * @param {number} index
   */
  toggle(index) {
    if (index < 0) return;
    this.extension = null;
    const now = this.ticks;
    const before = now.map((ticked, other) => (other === index ? !ticked : ticked));
    let ticks = now;
    if (this.shift && this.last >= 0) ticks = this.withWords(before, this.last, index);
    else if (this.single && now[index]) ticks = now.map((_, other) => other === index);
    this.last = index;
    this.shift = false;
    this.set(ticks, before);
  }

  undo() {
    this.extension = null;
    const before = this.history.pop();
    if (!before) return;
    this.show(before);
    this.fieldset.dispatchEvent(new Event("input", { bubbles: true }));
    this.say();
    if (this.undoButton?.hidden) this.focus(this.stop);
  }

  /** The stretch that was chosen last, and the one that stands nearest to it. */
  neighbours() {
    const stretches = this.stretches();
    const own = stretches.find(([first, last]) => this.last >= first && this.last <= last) ?? stretches.at(-1);
    /** @param {[number, number]} other */
    const gap = (other) => (own ? Math.max(other[0] - own[1], own[0] - other[1]) : 0);
    const others = stretches.filter((stretch) => stretch !== own).sort((one, other) => gap(one) - gap(other));
    return own && others.length ? [own, others[0]] : null;
  }

  /** Choose what stands between the last two stretches: by touch, the first word and the last are enough. */
  fill() {
    const neighbours = this.neighbours();
    if (!neighbours) return;
    const places = neighbours.flat();
    this.choose(Math.min(...places), Math.max(...places));
    this.focus(this.stop);
  }

  clearLast() {
    this.extension = null;
    const before = this.ticks;
    const stretches = this.stretches(before);
    const own = stretches.find(([first, last]) => this.last >= first && this.last <= last) ?? stretches.at(-1);
    if (!own) return false;
    this.set(before.map((ticked, index) => ticked && (index < own[0] || index > own[1])), before);
    return true;
  }

  /**
   * The words of a stretch with what stands between them.
   * @param {[number, number]} stretch
   */
  textOf([first, last]) {
    const range = document.createRange();
    range.setStartBefore(this.labels[first]);
    range.setEndAfter(this.labels[last]);
    return range.toString().replace(/\s+/g, " ").trim();
  }

  say() {
    const stretches = this.stretches();
    this.labels.forEach((label, index) => {
      const ticked = this.boxes[index].checked;
      label.classList.toggle("is-joined", ticked && !!this.boxes[index + 1]?.checked);
    });
    const quoted = stretches.map((stretch) => {
      const words = document.createElement("bdi");
      words.textContent = this.textOf(stretch);
      return words;
    });
    const [head, tail] = messageText("chosen-words", { words: "\n" }).split("\n");
    const listed = quoted.flatMap((words, index) => (index ? [" · ", words] : [words]));
    this.status?.replaceChildren(...(quoted.length ? [head, ...listed, tail ?? ""] : [messageText("no-words")]));
    if (this.undoButton) this.undoButton.hidden = !this.history.length;
    if (this.fillButton) this.fillButton.hidden = this.single || !this.neighbours();
  }

  /**
   * One stop of the Tab key: the word that had the focus last.
   * @param {number} index
   */
  makeStop(index) {
    if (index < 0) return;
    this.stop = index;
    this.boxes.forEach((box, other) => (box.tabIndex = other === index ? 0 : -1));
  }

  /** @param {number | undefined} index */
  focus(index) {
    const box = this.boxes[index ?? -1];
    box?.focus();
  }

  /**
   * The word where an arrow key leads to: left and right in the direction of reading, up and down by lines.
   * @param {string} key
   * @param {number} index
   */
  goal(key, index) {
    const ahead = getComputedStyle(this.labels[index]).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (key === "ArrowUp" || key === "ArrowDown") return this.byLine(index, key === "ArrowDown");
    if (key === "Home") return this.boxes.findIndex((_, other) => this.paragraphOf(other) === this.paragraphOf(index));
    if (key === "End") {
      const next = this.boxes.findIndex((_, other) => Number(this.paragraphOf(other)) > Number(this.paragraphOf(index)));
      return (next < 0 ? this.boxes.length : next) - 1;
    }
    return Math.min(Math.max(index + (key === ahead ? 1 : -1), 0), this.boxes.length - 1);
  }

  /**
   * The word above or below.
   * @param {number} index
   * @param {boolean} down
   */
  byLine(index, down) {
    const boxes = this.labels.map((label) => label.getBoundingClientRect());
    const own = boxes[index];
    const middle = own.left + own.width / 2;
    /** @param {DOMRect} box */
    const distance = (box) => Math.abs(box.top - own.top) * 10_000 + Math.abs(box.left + box.width / 2 - middle);
    const line = own.height / 2;
    const places = boxes.map((_, other) => other);
    const beyond = places.filter((other) => (boxes[other].top - own.top) * (down ? 1 : -1) > line);
    return beyond.sort((one, other) => distance(boxes[one]) - distance(boxes[other]))[0] ?? index;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} index
   */
  key(event, index) {
    const { key, code } = event;
    if (key === "Escape" && (this.stroke ? this.cancel() : this.clearLast())) event.preventDefault();
    if (index < 0 || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && code === "KeyZ" && !event.shiftKey) {
      event.preventDefault();
      this.undo();
    } else if (/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.step(index, this.goal(key, index), event.shiftKey);
    } else if (key === "Enter") event.preventDefault(); // it would send the form
  }

  /**
   * Go to a word; with Shift, choose the words on the way.
   * @param {number} index
   * @param {number} goal
   * @param {boolean} extend
   */
  step(index, goal, extend) {
    const first = extend && !this.extension;
    if (first) this.extension = { from: index, to: index, before: this.ticks, moved: false };
    if (!extend) this.extension = null;
    this.focus(goal);
    const { extension } = this;
    if (!extension) return;
    this.last = goal;
    this.show(extension.before);
    if (!first) this.history.pop(); // all that one hold of Shift chooses is one step back
    this.set(this.withWords(extension.before, extension.from, goal), extension.before);
  }

  /**
   * A mouse draws at once. A finger scrolls the page, unless it rests on a word for a moment.
   * @param {PointerEvent} event
   */
  press(event) {
    const index = this.indexOf(event.target);
    this.cancel();
    if (index < 0 || event.button !== 0 || event.shiftKey) return;
    this.pressed = event;
    const begin = () => {
      this.timer = 0;
      this.stroke = { from: index, to: index, before: this.ticks, moved: event.pointerType !== "mouse" };
      this.fieldset.classList.add("is-choosing");
      if (this.stroke.moved) this.show(this.withWords(this.stroke.before, index, index));
    };
    if (event.pointerType === "mouse") begin();
    else this.timer = window.setTimeout(begin, LONG_PRESS_MS);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { stroke, pressed } = this;
    if (!pressed || event.pointerId !== pressed.pointerId) return;
    if (!stroke) {
      const way = Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY);
      if (way > STILL_PX) this.cancel();
      return;
    }
    const index = this.indexOf(document.elementFromPoint(event.clientX, event.clientY));
    if (event.clientY < EDGE_PX) scrollBy(0, -EDGE_PX / 4);
    else if (event.clientY > innerHeight - EDGE_PX) scrollBy(0, EDGE_PX / 4);
    if (index < 0 || index === stroke.to) return;
    stroke.to = index;
    stroke.moved = true;
    this.show(this.withWords(stroke.before, stroke.from, index));
  }

  release() {
    const { stroke } = this;
    this.forget();
    if (!stroke) return;
    this.focus(stroke.to);
    if (!stroke.moved) return; // a click, which ticks the box by itself
    this.last = stroke.to;
    this.set(this.withWords(stroke.before, stroke.from, stroke.to), stroke.before);
    /** @param {Event} event */
    const swallow = (event) => event.preventDefault();
    this.fieldset.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => this.fieldset.removeEventListener("click", swallow, true));
  }

  /** Leave a stroke as if it had not begun. */
  cancel() {
    const { stroke } = this;
    this.forget();
    if (stroke?.moved) this.show(stroke.before);
    return !!stroke;
  }

  forget() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.stroke = this.pressed = null;
    this.fieldset.classList.remove("is-choosing");
  }
}

/** @type {NodeListOf<HTMLFieldSetElement>} */
const fieldsets = document.querySelectorAll("fieldset.word-picker");
for (const fieldset of fieldsets) new WordPicker(fieldset);

// The text beside the questions: words that are selected there begin a question of their own.
/** @type {HTMLElement | null} */
const text = document.querySelector(".text-scroll");
if (text?.querySelector("[data-new-question]")) {
  /** @type {NodeListOf<HTMLElement>} */
  const words = text.querySelectorAll("[data-word]");
  offerSelectedWords(text, [...words], "ask-words", (selected) => {
    /** @type {HTMLAnchorElement | null | undefined} */
    const link = selected[0].closest("[data-paragraph]")?.querySelector("a[data-new-question]");
    if (!link) return;
    const address = new URL(link.href);
    for (const word of selected) address.searchParams.append("about.words", word.dataset.word ?? "");
    location.assign(address);
  });
}
