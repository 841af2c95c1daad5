// Niceness only: the catalogue's pages read and send without this file.
"use strict";

// Shapes are shown in the colour that was picked: the paint is read from the brick of that colour.
const paintOf = (brick) => [
  brick.getAttribute("stroke"),
  ...[...brick.querySelectorAll(":scope > path")].slice(0, 3).map((face) => face.getAttribute("fill")),
  brick.querySelector(":scope > g[fill='none']").getAttribute("stroke"),
];

const repaint = (brick, before, after, mark) => {
  const change = new Map(before.map((paint, index) => [paint, after[index]]));
  for (const element of [brick, ...brick.querySelectorAll("[fill], [stroke]")]) {
    for (const name of ["fill", "stroke"]) {
      const paint = change.get(element.getAttribute(name));
      if (paint) element.setAttribute(name, paint);
    }
  }
  brick.querySelector(":scope > g[fill='none']").innerHTML = mark;
};

document.addEventListener("change", (event) => {
  const source = event.target.closest("[data-recolours]");
  if (!source) return;
  const picked = event.target.parentElement.querySelector(".brick");
  for (const brick of document.querySelectorAll(`[data-recoloured="${source.dataset.recolours}"] .brick`)) {
    repaint(brick, paintOf(brick), paintOf(picked), picked.querySelector(":scope > g[fill='none']").innerHTML);
  }
});

// Addresses that can be read: without the filters that are empty.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id !== "filters") return;
  for (const [name, value] of [...event.detail.parameters.entries()]) {
    if (value === "") event.detail.parameters.delete(name);
  }
});

// Where there is room the filters stand open.
const filters = document.querySelector("[data-open-wide]");
if (filters && matchMedia("(min-width: 62rem)").matches) filters.open = true;
