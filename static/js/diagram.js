// The entity diagram: elk decides where the bricks stand and which way the links go, this file draws it.
// Without it the plates stand side by side and the table below says which links there are.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const BRICK = { width: 130, height: 132 };
const HEAD = 78; // pixels of a plate's name
const BOARD = {
  "elk.algorithm": "rectpacking",
  "elk.rectpacking.widthApproximation.strategy": "TARGET_WIDTH",
  "elk.json.edgeCoords": "ROOT", // all links are measured from the corner of the diagram
  "elk.spacing.nodeNode": "18",
};
// Plates that are linked to each other, and what stands on them.
const GROUP = {
  "elk.algorithm": "layered",
  "elk.direction": "LEFT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.spacing.nodeNodeBetweenLayers": "56",
  "elk.spacing.nodeNode": "22",
  "elk.spacing.edgeNode": "18",
  "elk.spacing.edgeEdge": "12",
  "elk.padding": "[top=8,left=8,bottom=8,right=8]",
};
const PLATE = { "elk.padding": `[top=${HEAD},left=20,bottom=20,right=20]` };

const element = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const place = (id, { x, y, width, height }) => {
  const style = document.getElementById(id).style;
  Object.assign(style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
};

// Plates with a link from one to the other stand together; each other one by itself.
const groups = ({ plates, links }) => {
  let found = plates.map((plate) => [plate]);
  const of = (brick) => found.find((group) => group.some(({ bricks }) => bricks.includes(brick)));
  for (const link of links) {
    const [one, other] = [of(link.from), of(link.to)];
    if (one === other) continue;
    one.push(...other);
    found = found.filter((group) => group !== other);
  }
  return found;
};

const plateAsElk = ({ id, bricks }) => ({
  id,
  layoutOptions: PLATE,
  children: bricks.map((brick) => ({ id: `brick-${brick}`, ...BRICK })),
});

const groupAsElk = (plates, links) => {
  const bricks = new Set(plates.flatMap((plate) => plate.bricks));
  return {
    id: `group-${plates[0].id}`,
    layoutOptions: GROUP,
    children: plates.map(plateAsElk),
    edges: links.filter(({ from }) => bricks.has(from)).map((link) => (
      { id: `link-${link.id}`, sources: [`brick-${link.from}`], targets: [`brick-${link.to}`] })),
  };
};

const asElk = (graph, width) => ({
  id: "diagram",
  layoutOptions: { ...BOARD, "elk.rectpacking.widthApproximation.targetWidth": String(width) },
  children: groups(graph).map((plates) => groupAsElk(plates, graph.links)),
});

const route = ({ startPoint, bendPoints = [], endPoint }) =>
  [startPoint, ...bendPoints, endPoint].map(({ x, y }, n) => `${n ? "L" : "M"}${x} ${y}`).join("");

// A connector as in a data model: three toes at the many, a ring at the one.
const toes = ({ startPoint: { x, y }, bendPoints = [], endPoint }) => {
  const next = bendPoints[0] ?? endPoint;
  const [dx, dy] = [Math.sign(Math.round(next.x - x)), Math.sign(Math.round(next.y - y))];
  const [px, py] = [x + dx * 14, y + dy * 14];
  return `M${x + dy * 8} ${y + dx * 8}L${px} ${py}L${x - dy * 8} ${y - dx * 8}`;
};

const draw = (edge) => {
  const group = element("g", { "data-from": edge.sources[0], "data-to": edge.targets[0] });
  for (const section of edge.sections) {
    const line = route(section) + toes(section);
    group.append(element("path", { d: line, class: "halo" }), element("path", { d: line }));
    group.append(element("circle", { cx: section.endPoint.x, cy: section.endPoint.y, r: 5 }));
  }
  return group;
};

const light = (board, event) => {
  const brick = event.target.closest(".diagram-brick");
  for (const link of board.querySelectorAll(".diagram-links g")) {
    link.classList.toggle("is-linked", Boolean(brick) && [link.dataset.from, link.dataset.to].includes(brick.id));
  }
};

const start = async (board) => {
  const graph = JSON.parse(document.getElementById("graph").textContent);
  const elk = new ELK({ workerUrl: board.dataset.worker });
  const laid = await elk.layout(asElk(graph, board.parentElement.clientWidth));
  board.classList.add("is-drawn");
  Object.assign(board.style, { width: `${laid.width}px`, height: `${laid.height}px` });
  for (const group of laid.children) {
    for (const plate of group.children) {
      place(plate.id, { ...plate, x: group.x + plate.x, y: group.y + plate.y });
      for (const brick of plate.children) place(brick.id, brick);
    }
  }
  const links = element("svg", { class: "diagram-links", width: laid.width, height: laid.height, "aria-hidden": "true" });
  links.append(...laid.children.flatMap((group) => group.edges).map(draw));
  board.append(links);
  for (const name of ["mouseover", "mouseout", "focusin", "focusout"]) {
    board.addEventListener(name, (event) => light(board, name.endsWith("out") ? { target: board } : event));
  }
  board.dataset.ready = "true";
};

const board = document.getElementById("diagram");
if (board) start(board);
