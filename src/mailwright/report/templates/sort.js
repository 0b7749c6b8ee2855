document.querySelectorAll("table.sortable").forEach((table) => {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const key = (row, place) => {
    const cell = row.cells[place];
    const value = cell.dataset.order ?? cell.textContent.trim();
    return value === "" || isNaN(value) ? value : Number(value);
  };
  const compare = (one, other) => {
    if (one === "" || other === "") return one === other ? 0 : one === "" ? 1 : -1;
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other), undefined, { numeric: true });
  };
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].map((row) => [key(row, place), row]);
      rows.sort(([one], [other]) => {
        if (one === "" || other === "") return compare(one, other);
        return down ? compare(other, one) : compare(one, other);
      });
      body.append(...rows.map(([, row]) => row));
    });
  });
});
