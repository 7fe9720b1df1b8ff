// Enter in a typed answer marks that question alone; without this script it marks everything that is answered.
for (const field of document.querySelectorAll(".question input[type=text]")) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    field.closest(".question").querySelector("button[name=check]").click();
  });
}

// A second press while the first is on its way sends nothing more.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form")) delete form.dataset.sent;
});

// After marking, the page comes back to the question: a screen reader should stand there as well.
// By the address and not by :target, which a page that was loaded anew has not got yet.
document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus({ preventScroll: true });

// What is typed and not handed in stays on this device until it is, and comes back if the card is as it was.
const { record, cached } = document.documentElement.dataset;
const cards = [...document.querySelectorAll(".question")].filter((card) => record && card.querySelector("[name=check]"));
const keyOf = (card) => `fahm-draft ${record} ${location.pathname} ${card.id}`;
const fields = (card) => [...card.elements].filter((one) => one.name && !/submit|fieldset|hidden/.test(one.type));
const ticks = (one) => /radio|checkbox/.test(one.type);
const typed = (one) => (ticks(one) ? one.checked && one.value : one.value);

function drawn(one) {
  if (ticks(one)) return one.defaultChecked && one.value;
  if (one.options) return ([...one.options].find((option) => option.defaultSelected) ?? one.options[0])?.value;
  return one.defaultValue;
}

// Sorted, because rows of a list move. Another number of tries left is another card.
const state = (card, how) => fields(card).map((one) => [one.name, how(one)].join(" ")).sort().join("\n");
const base = (card) => state(card, drawn) + (card.querySelector(".left")?.textContent ?? "");

function keepDrafts() {
  for (const card of cards) {
    const dirty = !("done" in card.dataset) && state(card, typed) !== state(card, drawn);
    const values = fields(card).map((one) => [one.name, typed(one)]);
    try {
      if (dirty) localStorage[keyOf(card)] = JSON.stringify({ base: base(card), values });
      else if (cached === undefined) delete localStorage[keyOf(card)];
    } catch {
      // No room and no storage: what is typed stays in the page.
    }
  }
}

for (const card of cards) {
  try {
    const kept = JSON.parse(localStorage[keyOf(card)] ?? "{}");
    if (kept.base !== base(card)) continue;
    const has = (name, value) => kept.values.some((one) => one[0] === name && one[1] === value);
    for (const one of fields(card)) {
      if (ticks(one)) one.checked = has(one.name, one.value);
      else one.value = kept.values.find(([name]) => name === one.name)?.[1] ?? one.value;
    }
  } catch {
    // Nothing to read.
  }
}
addEventListener("pagehide", keepDrafts);
document.addEventListener("visibilitychange", () => document.hidden && keepDrafts());
