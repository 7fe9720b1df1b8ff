// Tables sort in place; without this script the headings' links do it on the server.
for (const link of document.querySelectorAll("th .sort"))
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const th = link.closest("th"), at = th.cellIndex, body = th.closest("table").tBodies[0];
    const down = th.ariaSort === "ascending", sign = down ? -1 : 1;
    const order = (a, b) => {
      const [x, y] = [a, b].map((row) => row.cells[at].dataset.v ?? "");
      return x && y ? sign * (x - y || x.localeCompare(y, "ar")) : !x - !y;
    };
    body.append(...[...body.rows].sort(order));
    for (const one of th.parentNode.cells) one.removeAttribute("aria-sort");
    th.ariaSort = down ? "descending" : "ascending";
    const url = new URL(link.href);
    if (down) url.searchParams.set("down", 1);
    else url.searchParams.delete("down");
    history.replaceState(null, "", url);
  });
