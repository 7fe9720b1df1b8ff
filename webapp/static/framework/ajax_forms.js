// The dial, and keeping a word, without leaving the page: what is typed on it stays, and nothing moves.
const sheet = document.querySelector(".sheet");
const TEXT = ":is(.passage, .subheading)";

function revowel(page, dial, chosen) {
  const changed = page.querySelectorAll(`.sheet ${TEXT}`);
  sheet.querySelectorAll(TEXT).forEach((one, index) => {
    if (!changed[index]) return;
    one.replaceChildren(...changed[index].childNodes);
    Object.assign(one.dataset, changed[index].dataset);
  });
  for (const button of dial.querySelectorAll("button")) button.ariaPressed = button === chosen;
  document.dispatchEvent(new Event("revowelled"));
}

sheet.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (!form.matches(".dial, .word-panel form")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, submitter));
  const reply = await fetch(form.action, { method: "POST", body }).catch(() => {});
  delete form.dataset.sent;
  if (!reply?.ok) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  if (form.matches(".dial")) revowel(page, form, submitter);
  else form.replaceWith(page.querySelector(".notice") ?? "");
});
