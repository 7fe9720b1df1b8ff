// @ts-check
// The questions of a paragraph are put in order by dragging a handle, or by keyboard: the space bar lifts a question,
// arrows move it, the space bar puts it down, Escape cancels. What is sent is the form of the card's own buttons.
import { messageText } from "./messages.js";

const MOVED = "fahm-moved";

class QuestionList {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
    this.drawn = this.cards;
    /** @type {HTMLElement | null} */
    this.lifted = null;
    /** @type {HTMLElement[]} */
    this.before = [];
    this.dragging = false;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    list.after(this.status);
    for (const card of this.cards) this.addHandle(card);
    addEventListener("keydown", (event) => event.key === "Escape" && this.lifted && this.cancel());
  }

  get cards() {
    return /** @type {HTMLElement[]} */ ([...this.list.children]);
  }

  /** @param {HTMLElement} card */
  formsOf(card) {
    /** @type {NodeListOf<HTMLFormElement>} */
    const forms = card.querySelectorAll('form[action$="/move"]');
    return forms;
  }

  /** @param {HTMLElement} card */
  addHandle(card) {
    if (!card.dataset.question || !this.formsOf(card).length) return;
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "quiet drag-handle";
    handle.textContent = "⠿";
    const number = card.querySelector(".card-number")?.textContent?.trim() ?? "";
    handle.ariaLabel = `${messageText("move-question")}: ${number}`;
    handle.ariaPressed = "false";
    card.querySelector(".card-head")?.prepend(handle);
    handle.addEventListener("keydown", (event) => this.key(event, card));
    handle.addEventListener("blur", () => this.lifted === card && !this.dragging && this.cancel());
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      handle.focus();
      this.lift(card);
      this.dragging = true;
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => this.dragging && this.drag(event));
    handle.addEventListener("pointerup", () => this.dragging && this.drop());
    handle.addEventListener("pointercancel", () => this.dragging && this.cancel());
  }

  /** @param {HTMLElement} card */
  handleOf(card) {
    return /** @type {HTMLButtonElement | null} */ (card.querySelector(".drag-handle"));
  }

  /** @param {HTMLElement} card */
  lift(card) {
    this.lifted = card;
    this.before = this.cards;
    card.classList.add("is-lifted");
    this.mark("true");
    this.say("lifted");
  }

  /** @param {"true" | "false"} pressed */
  mark(pressed) {
    const handle = this.lifted && this.handleOf(this.lifted);
    if (handle) handle.ariaPressed = pressed;
  }

  /** @param {string} name */
  say(name) {
    const digits = /[\u0660-\u0669]/.test(this.list.querySelector(".card-number")?.textContent ?? "");
    /** @param {number} number */
    const shown = (number) => number.toLocaleString(digits ? "ar-EG" : "en");
    const place = this.lifted ? this.cards.indexOf(this.lifted) + 1 : 0;
    this.status.textContent = messageText(name, { place: shown(place), total: shown(this.cards.length) });
  }

  /**
   * Change places with a neighbour. The neighbour moves and not the card, which would lose the focus or the pointer.
   * @param {boolean} up
   */
  swap(up) {
    const card = this.lifted;
    const neighbour = up ? card?.previousElementSibling : card?.nextElementSibling;
    if (!card || !neighbour) return false;
    if (up) card.after(neighbour);
    else card.before(neighbour);
    this.say("moved");
    return true;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} card
   */
  key(event, card) {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (this.lifted) this.drop();
      else this.lift(card);
    } else if (this.lifted && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      this.swap(event.key === "ArrowUp");
      card.scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const card = this.lifted;
    /** @param {Element} other */
    const middle = (other) => {
      const box = other.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    for (let step = 0; card && step < this.before.length; step += 1) {
      const { previousElementSibling: above, nextElementSibling: below } = card;
      if (above && event.clientY < middle(above)) this.swap(true);
      else if (below && event.clientY > middle(below)) this.swap(false);
      else break;
    }
    if (event.clientY < 60) scrollBy(0, -20);
    else if (event.clientY > innerHeight - 60) scrollBy(0, 20);
  }

  cancel() {
    const card = this.lifted;
    const moved = this.isMoved();
    this.settle(); // first: a card that is put back loses the focus, and that is heard as well
    this.say("not-moved");
    if (!card || !moved) return;
    this.list.append(...this.before);
    this.handleOf(card)?.focus();
  }

  isMoved() {
    return this.cards.some((card, index) => card !== this.before[index]);
  }

  settle() {
    this.mark("false");
    this.lifted?.classList.remove("is-lifted");
    this.lifted = null;
    this.dragging = false;
  }

  drop() {
    const card = this.lifted;
    if (!card || !this.isMoved()) return this.cancel();
    this.settle();
    this.send(card);
  }

  /**
   * Before the first card of its paragraph stands a question of another one: the second card's own button knows it.
   * @param {HTMLElement} card
   */
  questionBefore(card) {
    const above = /** @type {HTMLElement | null} */ (card.previousElementSibling);
    if (above) return above.dataset.question ?? "";
    /** @type {HTMLInputElement | null} */
    const field = this.drawn[1].querySelector('form[action$="/move"] input[type=hidden][name=after]');
    return field?.value ?? "";
  }

  /** @param {HTMLElement} card */
  send(card) {
    const [own] = this.formsOf(card);
    const form = document.createElement("form");
    form.method = "post";
    form.action = own.action;
    const fields = new FormData(own);
    fields.set("after", this.questionBefore(card));
    for (const [name, value] of fields) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value: String(value) });
      form.append(field);
    }
    form.hidden = true;
    document.body.append(form);
    sessionStorage.setItem(MOVED, card.id);
    form.submit();
  }
}

/** @type {NodeListOf<HTMLElement>} */
const lists = document.querySelectorAll(".question-cards");
for (const list of lists) if (list.childElementCount > 1) new QuestionList(list);

// The page that comes back goes on at the handle of the card that was moved.
const movedCard = document.getElementById(sessionStorage.getItem(MOVED) ?? "");
sessionStorage.removeItem(MOVED);
/** @type {HTMLElement | null | undefined} */
const handle = movedCard?.querySelector(".drag-handle");
handle?.focus();
