// A button that copies what a field holds. Browsers have a clipboard over TLS only; elsewhere the field is marked and
// copied as by hand, and where even that is refused it stays marked, to be copied by a person.
async function copied(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copied(document.getElementById(button.dataset.copy));
    button.nextElementSibling.textContent = done ? button.dataset.done : "";
  });
}
