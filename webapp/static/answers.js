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
const marked = document.querySelector(".question:target");
if (marked) marked.focus({ preventScroll: true });
