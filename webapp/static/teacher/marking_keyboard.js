// Marking by keyboard: J and K or the arrows move, digits give points, Ctrl+Enter saves. Letters by their place.
const form = document.getElementById("mark");
const off = document.getElementById("keys-off");
const groups = [...form.querySelectorAll(".criterion")];
const chosen = (group) => group.querySelector(":checked, [type=number]");
const sum = form.querySelector(".total");
off.checked = localStorage.getItem("marking-keys") === "off";
off.onchange = () => localStorage.setItem("marking-keys", off.checked ? "off" : "on");

function add() {
  const points = groups.reduce((all, group) => all + Number(chosen(group)?.value ?? 0), 0);
  const numerals = form.dataset.digits === "arab" ? "ar-EG" : "en";
  sum.querySelector("output").textContent = points.toLocaleString(numerals);
  sum.hidden = false;
}
form.oninput = add;
add();

function give(points) {
  const group = document.activeElement.closest(".criterion") ?? groups.find((one) => !chosen(one)) ?? groups[0];
  const radio = [...group.querySelectorAll("[type=radio]")].find((one) => Number(one.value) === points);
  if (!radio) return;
  radio.checked = true;
  const next = groups[groups.indexOf(group) + 1] ?? group;
  (next.querySelector(":checked") ?? (next === group ? radio : next.querySelector("input"))).focus();
  add();
}

const keys = { KeyJ: ".after", KeyK: ".before", ArrowLeft: ".after", ArrowRight: ".before" };
addEventListener("keydown", (event) => {
  const { target, code } = event;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "Enter") form.requestSubmit();
    return;
  }
  const radio = target.type === "radio";
  const arrow = code.startsWith("Arrow");
  if (event.altKey || (off.checked && !arrow) || (radio && arrow)) return;
  if (!radio && target.matches("textarea, select, input:not([type=checkbox])")) return;
  if (keys[code]) form.querySelector(keys[code])?.click();
  else if (/^(Digit|Numpad)\d$/.test(code)) give(Number(code.at(-1)));
});
