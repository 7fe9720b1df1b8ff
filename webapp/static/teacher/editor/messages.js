// @ts-check
// What the editor's scripts say comes with the page, in the teacher's language (templates/teacher/editor/messages.html).

/** @param {string} name */
const messageOf = (name) => {
  /** @type {HTMLTemplateElement | null} */
  const template = document.querySelector("#editor-messages");
  return template?.content.querySelector(`[data-name="${name}"]`);
};

/**
 * A message as nodes: with its English beside it, where the page shows both.
 * @param {string} name
 */
export const message = (name) => [...(messageOf(name)?.cloneNode(true).childNodes ?? [])];

/**
 * A message as plain text, with its values put in.
 * @param {string} name
 * @param {Record<string, string>} [values]
 */
export function messageText(name, values = {}) {
  const text = messageOf(name)?.firstChild?.textContent?.trim() ?? "";
  return text.replace(/\{(\w+)\}/g, (_, value) => values[value] ?? "");
}

/**
 * A quiet button that says a message.
 * @param {string} name
 * @param {() => void} press
 */
export function newButton(name, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.append(...message(name));
  button.addEventListener("click", press);
  return button;
}
