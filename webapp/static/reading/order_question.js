// Questions of order: rows that move by buttons or by dragging, and set the selects that are there without a script.
// A list that nobody touched stays unanswered, unless its reader says by a button that it is meant as it stands.
const arabic = new Intl.NumberFormat("ar-u-nu-arab");

class OrderList {
  constructor(list) {
    this.list = list;
    this.question = list.closest(".question");
    this.said = this.question.querySelector(".order-said");
    this.start = this.rows;
    this.asked = this.question.querySelector("[data-confirm]");
    list.classList.add("is-live");
    for (const row of this.rows) this.equip(row);
    this.question.querySelector(".order-how").hidden = true;
    this.question.querySelector(".order-how-live").hidden = false;
    this.arrange();
    list.addEventListener("click", (event) => this.press(event.target.closest("button[data-move]")));
    list.addEventListener("pointerdown", (event) => this.grasp(event));
    list.addEventListener("pointermove", (event) => this.drag(event));
    list.addEventListener("pointerup", () => this.drop());
    list.addEventListener("pointercancel", () => this.drop(true));
    list.addEventListener("lostpointercapture", () => this.drop());
    addEventListener("keydown", (event) => event.key === "Escape" && this.drop(true));
    this.asked.addEventListener("click", () => {
      this.commit();
      this.question.querySelector("button[name=check]").click();
    });
  }

  get rows() {
    return [...this.list.children];
  }

  equip(row) {
    const handle = document.createElement("span");
    handle.className = "order-handle";
    handle.textContent = "⠿";
    handle.setAttribute("aria-hidden", "true");
    row.prepend(handle);
    row.querySelector("select").hidden = true;
    row.querySelector(".order-tools").hidden = false;
  }

  // As chosen before, and what has no place yet at the end, as the page has it.
  arrange() {
    const chosen = this.rows.some((row) => row.querySelector("select").value);
    const place = (row) => Number(row.querySelector("select").value) || Infinity;
    const byPlace = (one, other) => (place(one) === place(other) ? 0 : place(one) - place(other));
    this.list.append(...[...this.start].sort(byPlace));
    if (chosen) this.commit();
    this.asked.hidden = chosen;
    this.dim();
  }

  commit() {
    this.rows.forEach((row, index) => {
      row.querySelector("select").value = String(index + 1);
    });
  }

  dim() {
    this.rows.forEach((row, index, rows) => {
      row.querySelector("[data-move=up]").setAttribute("aria-disabled", index === 0);
      row.querySelector("[data-move=down]").setAttribute("aria-disabled", index === rows.length - 1);
    });
  }

  // The neighbour moves and not the row itself, which would lose the focus or the pointer.
  swap(row, up) {
    const neighbour = up ? row.previousElementSibling : row.nextElementSibling;
    if (!neighbour) return false;
    if (up) row.after(neighbour);
    else row.before(neighbour);
    return true;
  }

  press(button) {
    if (!button) return;
    const row = button.closest(".order-row");
    if (!this.swap(row, button.dataset.move === "up")) return;
    this.settle(row);
    row.scrollIntoView({ block: "nearest" });
  }

  settle(row) {
    this.commit();
    this.asked.hidden = true;
    this.dim();
    const place = arabic.format(this.rows.indexOf(row) + 1);
    const values = { text: row.querySelector(".order-text").textContent, place, total: arabic.format(this.rows.length) };
    this.said.textContent = this.list.dataset.said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  // A finger drags by the handle, so that it can scroll everywhere else; a mouse by any part of the row.
  grasp(event) {
    const row = event.target.closest(".order-row");
    const held = event.pointerType === "mouse" ? !event.target.closest("button") : event.target.closest(".order-handle");
    if (this.moving || !row || !held || event.button !== 0) return;
    event.preventDefault();
    this.moving = row;
    this.before = this.rows;
    this.list.setPointerCapture(event.pointerId);
    row.classList.add("is-moving");
  }

  drag(event) {
    const row = this.moving;
    if (!row) return;
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

  drop(undo = false) {
    const row = this.moving;
    if (!row) return;
    this.moving = null;
    row.classList.remove("is-moving");
    if (undo) this.list.append(...this.before);
    else if (this.rows.some((one, index) => one !== this.before[index])) this.settle(row);
  }
}

const lists = [...document.querySelectorAll(".order-rows")].map((list) => new OrderList(list));

// A browser that goes back, or loads again, may put chosen values into the selects after this script has run.
addEventListener("pageshow", () => {
  for (const list of lists) list.arrange();
});
