// @ts-check
// Lines of a form that repeat (wordings, options, rows): added, removed and moved in place. Without this, the same
// buttons ask the server for the form anew; what cannot be copied here goes that way still.
import { messageText } from "./messages.js";

const ITEM = ":scope > .item-line, :scope > .entry";
const NUMBER = /[0-9\u0660-\u0669]+(?=[^0-9\u0660-\u0669]*$)/;
const TYPED = "input:not([type=hidden]):not([type=checkbox]), textarea, select";
const NAMED = ["name", "id", "for", "data-field", "aria-describedby"];

/** @typedef {HTMLInputElement & HTMLSelectElement} Control an input, a select or a text area */

/**
 * @param {Element} parent
 * @param {string} selector
 */
const all = (parent, selector) => /** @type {HTMLElement[]} */ ([...parent.querySelectorAll(selector)]);

/** @param {HTMLElement} list */
const itemsOf = (list) => all(list, ITEM);

/**
 * An item with the problems that stand below it.
 * @param {HTMLElement} item
 */
function unitOf(item) {
  const unit = [item];
  const path = item.parentElement?.id ?? "";
  for (let next = item.nextElementSibling; next?.matches(".field-problems"); next = next.nextElementSibling) {
    if (!/^\.\d+-problems$/.test(next.id.slice(path.length))) break; // of the list as a whole
    unit.push(/** @type {HTMLElement} */ (next));
  }
  return unit;
}

/**
 * The last number of a text becomes another, in the same numerals.
 * @param {string} text
 * @param {number} number
 */
const withNumber = (text, number) =>
  text.replace(NUMBER, (old) => {
    const latin = /\d/.test(old);
    return latin ? String(number) : String(number).replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
  });

/**
 * What names an item by its number: its own label, its legend, the labels of its line and of its buttons.
 * @param {HTMLElement} item
 * @param {number} number
 */
function relabel(item, number) {
  const line = item.matches(".item-line") ? "[aria-label]" : ":scope > .item-buttons [aria-label]";
  for (const element of [item, ...all(item, `${line}, :scope > .links > .item-buttons [aria-label]`)]) {
    if (element.ariaLabel) element.ariaLabel = withNumber(element.ariaLabel, number);
  }
  for (const head of all(item, ":scope > .entry-number, :scope > legend")) {
    const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      node.nodeValue = withNumber(node.nodeValue ?? "", number);
    }
  }
}

/**
 * Give all items of a list the names of their places.
 * @param {HTMLElement} list
 */
function renumber(list) {
  const path = list.id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const place = new RegExp(`(^|[\\s:])${path}\\.\\d+(?=$|[.\\s-])`, "g");
  const items = itemsOf(list);
  items.forEach((item, index) => {
    const name = `$1${list.id}.${index}`;
    for (const element of unitOf(item).flatMap((part) => [part, ...all(part, "*")])) {
      const names = element.matches("button[name=do]") ? [...NAMED, "value"] : NAMED;
      for (const attribute of names) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(place, name));
      }
    }
    relabel(item, index + 1);
    for (const button of all(item, `button[value$=":${CSS.escape(`${list.id}.${index}`)}"]`)) {
      const verb = /** @type {HTMLButtonElement} */ (button).value.split(":")[0];
      const atEnd = (verb === "up" && index === 0) || (verb === "down" && index === items.length - 1);
      /** @type {HTMLButtonElement} */ (button).disabled = atEnd;
    }
  });
}

/**
 * Make an item as empty as a new one.
 * @param {HTMLElement} item
 */
function empty(item) {
  for (const list of [item, ...all(item, ".list-field, .entry")]) {
    for (const surplus of itemsOf(list).slice(1)) surplus.remove();
  }
  for (const problem of all(item, ".field-problems")) problem.remove();
  for (const element of [item, ...all(item, "*")]) {
    element.removeAttribute("aria-invalid");
    element.removeAttribute("autofocus");
    const described = element.getAttribute("aria-describedby")?.split(" ").filter((id) => !id.endsWith("-problems"));
    if (described?.length) element.setAttribute("aria-describedby", described.join(" "));
    else element.removeAttribute("aria-describedby");
  }
  for (const element of all(item, "input, textarea, select")) {
    const control = /** @type {Control} */ (element);
    if (/checkbox|radio/.test(control.type)) control.checked = control.defaultChecked = false;
    else if (control.options) control.selectedIndex = 0;
    else control.value = control.defaultValue = "";
  }
}

class RepeatedLines {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    form.append(this.status);
    form.addEventListener("click", (event) => this.press(event));
    form.addEventListener("keydown", (event) => this.enter(event));
    form.addEventListener("line-wanted", (event) => this.provide(/** @type {CustomEvent<string>} */ (event).detail));
  }

  /** @param {MouseEvent} event */
  press(event) {
    const button = /** @type {Element} */ (event.target).closest("button[name=do]");
    const [verb, path] = /** @type {HTMLButtonElement | null} */ (button)?.value.split(":") ?? [];
    if (!path || !this.change(verb, path)) return;
    event.preventDefault();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /**
   * Do what a button says; false where only the server can.
   * @param {string} verb
   * @param {string} path
   */
  change(verb, path) {
    const list = document.getElementById(verb === "add" ? path : path.replace(/\.\d+$/, ""));
    const items = list ? itemsOf(list) : [];
    if (!list || !items.length) return false;
    if (verb === "add") return this.add(list);
    const index = Number(path.split(".").pop());
    const item = items[index];
    if (!item) return false;
    if (verb === "remove") this.remove(list, items, index);
    else if (verb === "up" && index) items[index - 1].before(...unitOf(item));
    else if (verb === "down" && items[index + 1]) unitOf(items[index + 1]).at(-1)?.after(...unitOf(item));
    renumber(list);
    if (verb !== "remove") this.focusMoved(item, verb);
    return true;
  }

  /**
   * Add an item that is like the last one, but empty.
   * @param {HTMLElement} list
   */
  add(list) {
    const last = itemsOf(list).at(-1);
    if (!last || last.querySelector(".word-picker, .left-as-is")) return false;
    const item = /** @type {HTMLElement} */ (last.cloneNode(true));
    empty(item);
    unitOf(last).at(-1)?.after(item);
    renumber(list);
    this.focusField(item);
    this.status.textContent = messageText("line-added");
    return true;
  }

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement[]} items
   * @param {number} index
   */
  remove(list, items, index) {
    const item = items[index];
    if (items.length === 1) empty(item);
    else for (const part of unitOf(item)) part.remove();
    this.focusField(items[index + 1] ?? items[index - 1] ?? item);
    this.status.textContent = messageText("line-removed");
  }

  /** @param {HTMLElement} item */
  focusField(item) {
    /** @type {HTMLElement | null} */
    const field = item.querySelector(TYPED) ?? item.querySelector("button");
    field?.focus();
  }

  /**
   * Stay on the button of an item that moved; at the end of the list, on the one beside it.
   * @param {HTMLElement} item
   * @param {string} verb
   */
  focusMoved(item, verb) {
    const buttons = /** @type {HTMLButtonElement[]} */ (all(item, "button[name=do]"));
    const own = buttons.filter((button) => !button.disabled && /^(up|down):/.test(button.value));
    (own.find((button) => button.value.startsWith(verb)) ?? own[0])?.focus();
  }

  /**
   * Enter goes on to the next line, and adds one after the last; else it would send the form.
   * @param {KeyboardEvent} event
   */
  enter(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey) return;
    // A long line is drawn as a text area, and is one line still; Shift breaks it.
    if (field.tagName !== "INPUT" && (event.shiftKey || !field.matches(".item-line > textarea"))) return;
    if (/checkbox|radio/.test(field.type)) return;
    /** @type {HTMLElement | null} */
    const item = field.closest(".item-line, .entry");
    const list = item?.parentElement;
    if (!item || !list?.id) return;
    event.preventDefault();
    const next = itemsOf(list)[itemsOf(list).indexOf(item) + 1];
    if (next) this.focusField(next);
    else if (field.value.trim() && this.add(list)) this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /**
   * Add lines until there is a field of this name.
   * @param {string} name
   */
  provide(name) {
    const steps = name.split(".");
    steps.forEach((step, depth) => {
      const list = /^\d+$/.test(step) && document.getElementById(steps.slice(0, depth).join("."));
      if (!list || !list.matches(".list-field, .entry") || Number(step) > 200) return;
      while (itemsOf(list).length <= Number(step) && this.add(list));
    });
  }
}

for (const form of document.forms) if (form.querySelector("button[name=do]")) new RepeatedLines(form);
