// A button at each question with typed answers; it opens an Arabic keyboard (arabic_keyboard.js, fetched at the first press)
// for the question's field that had the focus last.
let keys;

for (const card of document.querySelectorAll(".question")) {
  const fields = [...card.querySelectorAll("input[type=text], textarea")];
  if (!fields.length) continue;
  let [recent] = fields;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet small";
  button.innerHTML = 'لوحة المفاتيح <span class="en" lang="en" dir="ltr">Keyboard</span>';
  button.setAttribute("aria-expanded", "false");
  Object.assign(button.style, { borderColor: "transparent", paddingInline: "0.25rem", fontWeight: 400 });
  button.addEventListener("click", async () => {
    keys ??= await import("./arabic_keyboard.js");
    keys.toggle(button, recent);
  });
  for (const field of fields) {
    field.addEventListener("focus", () => {
      recent = field;
      keys?.follow(button, field);
    });
  }
  // Below the last field, on a line of its own.
  let spot = fields.at(-1);
  while (spot.parentElement !== card) spot = spot.parentElement;
  spot.after(button);
}
