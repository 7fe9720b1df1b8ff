// @ts-check
// One of a bundle (BUNDLES in webapp/web/framework/http/static_assets.py): a static import would break it.
//
// Questions of order: rows that move by buttons or by dragging, and set the selects that are there without a script.
// A list that nobody touched stays unanswered, unless its reader says by a button that it is meant as it stands.

/**
 * What is there by the template; a list without it is an error.
 * @param {Element} parent
 * @param {string} selector
 */
const part = (parent, selector) => /** @type {HTMLElement} */ (parent.querySelector(selector));

/** @param {Element} row */
const selectIn = (row) => /** @type {HTMLSelectElement} */ (row.querySelector("select"));

class OrderList {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
    this.question = /** @type {HTMLElement} */ (list.closest(".question"));
    this.status = part(this.question, ".order-said");
    this.confirm = part(this.question, "[data-confirm]");
    this.rowsAsDrawn = this.rows;
    /** @type {HTMLElement[]} */
    this.rowsBeforeDrag = [];
    /** @type {HTMLElement | null} */
    this.moving = null;
    list.classList.add("is-live");
    for (const row of this.rows) this.equip(row);
    part(this.question, ".order-how").hidden = true;
    part(this.question, ".order-how-live").hidden = false;
    this.arrange();
    list.addEventListener("click", (event) => this.press(/** @type {Element} */ (event.target).closest("button")));
    list.addEventListener("pointerdown", (event) => this.startDrag(event));
    list.addEventListener("pointermove", (event) => this.drag(event));
    list.addEventListener("pointerup", () => this.endDrag());
    list.addEventListener("pointercancel", () => this.endDrag(true));
    list.addEventListener("lostpointercapture", () => this.endDrag());
    addEventListener("keydown", (event) => event.key === "Escape" && this.endDrag(true));
    this.confirm.addEventListener("click", () => {
      this.commit();
      part(this.question, "button[name=check]").click();
    });
  }

  get rows() {
    return /** @type {HTMLElement[]} */ ([...this.list.children]);
  }

  /**
   * Show a row's handle and buttons in place of its select.
   * @param {HTMLElement} row
   */
  equip(row) {
    const handle = document.createElement("span");
    handle.className = "order-handle";
    handle.textContent = "⠿";
    handle.setAttribute("aria-hidden", "true");
    row.prepend(handle);
    selectIn(row).hidden = true;
    part(row, ".order-tools").hidden = false;
  }

  /** Put the rows as chosen before, and those without a place at the end, as the page has them. */
  arrange() {
    const chosen = this.rows.some((row) => selectIn(row).value);
    /** @param {HTMLElement} row */
    const place = (row) => Number(selectIn(row).value) || Infinity;
    /** @type {(one: HTMLElement, other: HTMLElement) => number} */
    const byPlace = (one, other) => (place(one) === place(other) ? 0 : place(one) - place(other));
    this.list.append(...[...this.rowsAsDrawn].sort(byPlace));
    if (chosen) this.commit();
    this.confirm.hidden = chosen;
    this.disableEnds();
  }

  /** Write the rows' places into their selects. */
  commit() {
    this.rows.forEach((row, index) => {
      selectIn(row).value = String(index + 1);
    });
  }

  /** The first row cannot go up, nor the last one down. */
  disableEnds() {
    this.rows.forEach((row, index, rows) => {
      part(row, "[data-move=up]").ariaDisabled = String(index === 0);
      part(row, "[data-move=down]").ariaDisabled = String(index === rows.length - 1);
    });
  }

  /**
   * Change places with a neighbour. The neighbour moves and not the row, which would lose the focus or the pointer.
   * @param {HTMLElement} row
   * @param {boolean} up
   */
  swap(row, up) {
    const neighbour = up ? row.previousElementSibling : row.nextElementSibling;
    if (!neighbour) return false;
    if (up) row.after(neighbour);
    else row.before(neighbour);
    return true;
  }

  /** @param {HTMLButtonElement | null} button */
  press(button) {
    /** @type {HTMLElement | null | undefined} */
    const row = button?.closest(".order-row");
    if (!button?.dataset.move || !row || !this.swap(row, button.dataset.move === "up")) return;
    this.settle(row);
    row.scrollIntoView({ block: "nearest" });
  }

  /**
   * Write the new places down, and announce where the row that moved stands, in the numerals of its select.
   * @param {HTMLElement} row
   */
  settle(row) {
    this.commit();
    this.confirm.hidden = true;
    this.disableEnds();
    const { options, selectedOptions } = selectIn(row);
    /** @type {Record<string, string | null>} */
    const values = {
      text: part(row, ".order-text").textContent,
      place: selectedOptions[0].text,
      total: options[options.length - 1].text,
    };
    const message = this.list.dataset.said ?? "";
    this.status.textContent = message.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  /**
   * A finger drags by the handle, so that it can scroll everywhere else; a mouse by any part of the row.
   * @param {PointerEvent} event
   */
  startDrag(event) {
    const target = /** @type {Element} */ (event.target);
    /** @type {HTMLElement | null} */
    const row = target.closest(".order-row");
    const held = event.pointerType === "mouse" ? !target.closest("button") : target.closest(".order-handle");
    if (this.moving || !row || !held || event.button !== 0) return;
    event.preventDefault();
    this.moving = row;
    this.rowsBeforeDrag = this.rows;
    this.list.setPointerCapture(event.pointerId);
    row.classList.add("is-moving");
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const row = this.moving;
    if (!row) return;
    /** @param {Element} other */
    const middle = (other) => {
      const box = other.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    const count = this.rows.length;
    for (let step = 0; step < count; step += 1) {
      const { previousElementSibling: above, nextElementSibling: below } = row;
      if (above && event.clientY < middle(above)) this.swap(row, true);
      else if (below && event.clientY > middle(below)) this.swap(row, false);
      else break;
    }
    const { top, bottom } = row.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) row.scrollIntoView({ block: "nearest" });
  }

  endDrag(undo = false) {
    const row = this.moving;
    if (!row) return;
    this.moving = null;
    row.classList.remove("is-moving");
    if (undo) this.list.append(...this.rowsBeforeDrag);
    else if (this.rows.some((other, index) => other !== this.rowsBeforeDrag[index])) this.settle(row);
  }
}

/** @type {NodeListOf<HTMLElement>} */
const orderRows = document.querySelectorAll(".order-rows");
const lists = [...orderRows].map((list) => new OrderList(list));

// A browser that goes back, or loads again, may put chosen values into the selects after this script has run.
addEventListener("pageshow", () => {
  for (const list of lists) list.arrange();
});
