// The lineage as SVG. Looks are attributes and not style sheets, so that a saved picture looks the same everywhere.
"use strict";

const LineageDraw = (() => {
  const NS = "http://www.w3.org/2000/svg";
  const FONT = "ui-rounded, 'Segoe UI', system-ui, 'DejaVu Sans', sans-serif";
  const MONO = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
  const INK = "#1c2340", MUTED = "#535b78", LINE = "#c9cede", ACCENT = "#1b57b3", BAD = "#a8201a", GOOD = "#17663a";
  const PLATES = {
    white: { head: "#ffffff", stud: "#e3e7f0", edge: "#b9c0d2", ink: INK, base: "#f8f9fc", knob: "#eceff6" },
    blue: { head: "#1b57b3", stud: "#3f78cf", edge: "#103b80", ink: "#fff", base: "#e9f0fb", knob: "#d9e5f8" },
    green: { head: "#1c7040", stud: "#368f5b", edge: "#0f4526", ink: "#fff", base: "#e6f4eb", knob: "#d3ebdc" },
    grey: { head: "#596076", stud: "#787f96", edge: "#3c4255", ink: "#fff", base: "#eeeff4", knob: "#e0e2ea" },
  };
  const DOTS = {
    blue: "#2a66c4", green: "#2b9257", yellow: "#f5c52b", red: "#d63a30", white: "#ffffff", grey: "#868ea3",
    orange: "#f28724", purple: "#8359c9",
  };
  const BRICK = 58; // pixels wide

  const el = (name, attributes = {}, ...children) => {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== "") made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };
  const round = (number) => Math.round(number * 10) / 10;

  const ruler = document.createElement("canvas").getContext("2d");
  const widthOf = (text, font) => {
    ruler.font = font;
    return ruler.measureText(text).width;
  };
  const clipped = (text, width, font) => {
    if (widthOf(text, font) <= width) return text;
    let end = text.length;
    while (end > 1 && widthOf(`${text.slice(0, end)}…`, font) > width) end -= 1;
    return `${text.slice(0, end)}…`;
  };
  // At most two lines, broken between words.
  const broken = (text, width, font) => {
    if (widthOf(text, font) <= width) return [text];
    const words = text.split(" ");
    let first = "";
    while (words.length > 1 && widthOf(`${first} ${words[0]}`.trim(), font) <= width) first = `${first} ${words.shift()}`.trim();
    return first ? [first, clipped(words.join(" "), width, font)] : [clipped(text, width, font)];
  };

  // The space at its end shows nowhere; it keeps texts apart for those who have them read aloud.
  const text = (words, attributes) => el("text", { "font-family": FONT, fill: INK, ...attributes }, `${words} `);

  // Bricks as symbols, made from the drawings of the catalogue.
  const symbols = (kit) => Object.entries(kit).map(([look, markup]) => {
    const svg = new DOMParser().parseFromString(markup.replace("<svg", `<svg xmlns="${NS}"`), "image/svg+xml").documentElement;
    const group = el("g");
    for (const name of ["stroke", "stroke-width", "stroke-linejoin", "stroke-linecap"]) group.setAttribute(name, svg.getAttribute(name));
    group.append(...[...svg.childNodes].map((child) => document.importNode(child, true)));
    const symbol = el("symbol", { id: `look-${look}`, viewBox: svg.getAttribute("viewBox"), overflow: "visible" }, group);
    symbol.dataset.ratio = svg.getAttribute("height") / svg.getAttribute("width");
    return symbol;
  });

  const patterns = () => Object.entries(PLATES).flatMap(([name, paint]) => [
    el("pattern", { id: `studs-${name}`, width: 21, height: 16, patternUnits: "userSpaceOnUse" },
      el("circle", { cx: 10.5, cy: 8, r: 5.4, fill: paint.stud })),
    el("pattern", { id: `base-${name}`, width: 22, height: 22, patternUnits: "userSpaceOnUse" },
      el("rect", { width: 22, height: 22, fill: paint.base }), el("circle", { cx: 11, cy: 11, r: 6.5, fill: paint.knob })),
  ]);

  const defs = (kit) => el("defs", {}, ...patterns(), ...symbols(kit));

  const plate = ({ system, x, y, width, height }, { canFold, isFolded, words }) => {
    const paint = PLATES[system.plate];
    const isAside = system.zone === "quarantine";
    const group = el("g", { class: "g-plate", transform: `translate(${round(x)} ${round(y)})`, "data-system": system.code });
    group.append(
      el("rect", { y: 5, width, height, rx: 12, fill: paint.edge }),
      el("rect", { width, height, rx: 12, fill: `url(#base-${system.plate})`, stroke: paint.edge, "stroke-width": 2, "stroke-dasharray": isAside ? "8 6" : null }),
      el("path", { d: `M0 12a12 12 0 0 1 12-12H${width - 12}a12 12 0 0 1 12 12V56H0z`, fill: paint.head, stroke: paint.edge, "stroke-width": system.plate === "white" ? 1 : 0 }),
      el("rect", { x: 6, y: 40, width: width - 12, height: 16, fill: `url(#studs-${system.plate})` }),
      text(clipped(system.title, width - (canFold ? 46 : 24), `700 16px ${FONT}`), { x: 14, y: 22, "font-size": 16, "font-weight": 700, fill: paint.ink }),
      text(system.zone_title === system.title ? "" : clipped(system.zone_title, width - 24, `500 12px ${FONT}`), { x: 14, y: 37, "font-size": 12, fill: paint.ink }),
    );
    if (canFold) {
      group.append(el("g", { class: "g-fold", "data-do": "fold-one", "data-system": system.code, transform: `translate(${width - 26} 8)`, cursor: "pointer" },
        el("title", {}, isFolded ? words.unfold : words.fold),
        el("rect", { width: 20, height: 20, rx: 5, fill: "#fff", "fill-opacity": .22 }),
        el("path", { d: isFolded ? "M5 10h10M10 5v10" : "M5 10h10", stroke: paint.ink, "stroke-width": 2.5, "stroke-linecap": "round" })));
    }
    return group;
  };

  // Below a brick: its levels, those declared too low marked by a sign and by their frame.
  const levels = (node, middle, y, words) => {
    const tiles = node.declared.map((own, n) => {
      const held = node.effective?.[n];
      const isGap = held !== null && held !== undefined && (own === null || own < held);
      return { label: `${words.axes[n]}${own ?? "?"}${isGap ? `→${held}▲` : ""}`, isGap };
    });
    const widths = tiles.map(({ label, isGap }) => widthOf(label, `${isGap ? 800 : 650} 11px ${FONT}`) + 8);
    let x = middle - (widths.reduce((sum, width) => sum + width, 0) + 2 * (tiles.length - 1)) / 2;
    const group = el("g", { class: "g-over" });
    tiles.forEach(({ label, isGap }, n) => {
      group.append(
        el("rect", { x: round(x), y, width: round(widths[n]), height: 18, rx: 4, fill: isGap ? "#fde6e3" : "#e3edfb", stroke: isGap ? BAD : "#b9cdee", "stroke-width": isGap ? 1.5 : 1 }),
        text(label, { x: round(x + widths[n] / 2), y: y + 13, "font-size": 11, "font-weight": isGap ? 800 : 650, "text-anchor": "middle", fill: isGap ? "#74120e" : "#103b80" }),
      );
      x += widths[n] + 2;
    });
    return group;
  };

  const STATUS = {
    draft: { fill: "#fff", stroke: MUTED, ink: INK, dash: "4 3", sign: "✎" },
    submitted: { fill: "#e3edfb", stroke: ACCENT, ink: "#103b80", sign: "…" },
    validated: { fill: "#e0f3e6", stroke: GOOD, ink: GOOD, sign: "✓" },
    deprecated: { fill: "#e5e8f1", stroke: MUTED, ink: INK, sign: "✕" },
  };
  const status = (node, middle, y, words) => {
    const look = STATUS[node.status];
    const label = `${look.sign} ${words.statuses[node.status]}`;
    const width = widthOf(label, `650 11px ${FONT}`) + 14;
    return el("g", { class: "g-over" },
      el("rect", { x: round(middle - width / 2), y, width: round(width), height: 18, rx: 9, fill: look.fill, stroke: look.stroke, "stroke-dasharray": look.dash }),
      text(label, { x: round(middle), y: y + 13, "font-size": 11, "font-weight": 650, "text-anchor": "middle", fill: look.ink }));
  };

  // Neighbours that are not shown: a pill at the side where they are.
  const more = (count, side, box, id, words) => {
    const label = `+${count}`;
    const width = widthOf(label, `800 12px ${FONT}`) + 12;
    const x = side === "upstream" ? -width + 8 : box.width - 8;
    return el("g", { class: "g-more", "data-do": "open", "data-side": side, "data-id": id, cursor: "pointer", transform: `translate(${round(x)} 43)` },
      el("title", {}, words[side].replace("{count}", count)),
      el("rect", { width: round(width), height: 22, rx: 11, fill: "#ffd75e", stroke: "#8a6a00", "stroke-width": 1.5 }),
      text(label, { x: round(width / 2), y: 15.5, "font-size": 12, "font-weight": 800, "text-anchor": "middle" }));
  };

  // The red brick of the guide on a brick: so many problems are open.
  const redBrick = (count, middle) => {
    const label = String(count);
    const width = widthOf(label, `800 13px ${FONT}`) + 14;
    return el("g", { class: "g-problems", transform: `translate(${round(middle + 16)} 14)` },
      ...[0, 1].map((stud) => el("rect", { x: round(3 + stud * (width - 14)), y: -4, width: 8, height: 6, rx: 1.5, fill: BAD })),
      el("rect", { width: round(width), height: 19, rx: 3, fill: BAD, stroke: "#74120e" }),
      text(label, { x: round(width / 2), y: 14.5, "font-size": 13, "font-weight": 800, "text-anchor": "middle", fill: "#fff" }));
  };

  // The gate before a brick: what was last answered to “may we?”.
  const GATES = { good: { fill: "#e0f3e6", ink: GOOD }, warn: { fill: "#fff0c2", ink: "#6b4e00" }, bad: { fill: "#fde6e3", ink: BAD } };
  const gate = ([sign, said, tone], middle) => {
    const look = GATES[tone];
    const width = widthOf(sign, `800 13px ${FONT}`) + 12;
    return el("g", { class: "g-gate", transform: `translate(${round(middle - 18 - width)} 12)` },
      el("title", {}, said),
      el("rect", { width: round(width), height: 21, rx: 10.5, fill: look.fill, stroke: look.ink, "stroke-width": 1.5 }),
      text(sign, { x: round(width / 2), y: 15.5, "font-size": 13, "font-weight": 800, "text-anchor": "middle", fill: look.ink }));
  };

  const fieldRows = (item, box, top, words) => {
    const group = el("g", { class: "g-fields", transform: `translate(8 ${top})` });
    const width = box.width - 16;
    const shown = item.fields.slice(0, LineageLayout.FIELDS_MAX);
    const rest = item.fields.length - shown.length;
    const count = Math.max(1, shown.length + (rest ? 1 : 0));
    group.append(el("rect", { width, height: count * LineageLayout.FIELD + 4, rx: 6, fill: "#fff", stroke: LINE }));
    shown.forEach((field, n) => group.append(
      el("g", { class: "g-field", "data-field": field.id, transform: `translate(0 ${n * LineageLayout.FIELD + 2})`, cursor: "pointer" },
        el("rect", { x: 2, width: width - 4, height: LineageLayout.FIELD, rx: 4, fill: "#fff" }),
        el("title", {}, field.name),
        text(clipped(field.name, width - 16, `500 12px ${MONO}`), { x: 8, y: 14.5, "font-size": 12, "font-family": MONO }))));
    const note = rest ? words.moreFields.replace("{count}", rest) : shown.length ? "" : words.noFields;
    if (note) group.append(text(note, { x: 8, y: shown.length * LineageLayout.FIELD + 16, "font-size": 11, fill: MUTED }));
    return group;
  };

  // What a brick is called: all that is written on it, then what its signs mean.
  const label = (node, group, words) => {
    const written = [...group.querySelectorAll("text")].map((one) => one.textContent.trim()).join(" ");
    const parts = [written, ...(written.startsWith(node.title) ? [] : [node.title]), words.kinds[node.kind]];
    if (node.gate) parts.push(node.gate[1]);
    if (node.problems) parts.push(node.problems === 1 ? words.problem : words.problems.replace("{count}", node.problems));
    node.declared.forEach((own, n) => {
      const held = node.effective?.[n];
      if (held !== null && held !== undefined && (own === null || own < held)) {
        parts.push(`${words.axes[n]}: ${words.gap.replace("{declared}", own ?? "?").replace("{effective}", held)}`);
      }
    });
    ["upstream", "downstream"].forEach((side, n) => {
      if (node.hidden[n]) parts.push(words[side].replace("{count}", node.hidden[n]));
    });
    return parts.join(", ");
  };

  const brick = (item, box, { overlay, words, ratio, isRoot }) => {
    const { node } = item;
    const middle = box.width / 2;
    const font = `650 13px ${FONT}`;
    const group = el("g", {
      class: "g-node", id: item.key, "data-key": item.key, role: "button", tabindex: -1,
      transform: `translate(${round(box.x)} ${round(box.y)})`, cursor: "pointer",
    });
    const height = BRICK * ratio;
    const lines = broken(node.title, box.width - 14, font);
    const wide = Math.max(...lines.map((line) => widthOf(line, font))) + 14;
    const tall = lines.length * 16 + 6;
    group.append(
      el("rect", { class: "g-box", width: box.width, height: box.height, rx: 10, fill: "#fff", "fill-opacity": 0 }),
      el("use", { href: `#look-${node.look}`, x: round(middle - BRICK / 2), y: round(66 - height), width: BRICK, height: round(height) }),
      el("g", { class: "g-words" },
        el("rect", { x: round(middle - wide / 2), y: 68, width: round(wide), height: tall, rx: 7, fill: isRoot ? "#ffd75e" : "#fff", "fill-opacity": isRoot ? 1 : .88, stroke: isRoot ? "#8a6a00" : LINE }),
        ...lines.map((line, n) => text(line, { x: middle, y: 83 + n * 16, "font-size": 13, "font-weight": isRoot ? 750 : 650, "text-anchor": "middle" }))),
    );
    const below = 68 + tall + 4;
    if (overlay === "dicp") group.append(levels(node, middle, below, words));
    if (overlay === "status") group.append(status(node, middle, below, words));
    if (item.fields) group.append(fieldRows(item, box, LineageLayout.BRICK.height + (overlay === "none" ? 0 : LineageLayout.OVERLAY), words));
    if (node.hidden[0]) group.append(more(node.hidden[0], "upstream", box, node.id, words));
    if (node.hidden[1]) group.append(more(node.hidden[1], "downstream", box, node.id, words));
    if (node.problems) group.append(redBrick(node.problems, middle));
    if (node.gate) group.append(gate(node.gate, middle));
    group.setAttribute("aria-label", label(node, group, words));
    return group;
  };

  const folded = (item, box, system, { words }) => {
    const paint = PLATES[system.plate];
    const count = item.count === 1 ? words.brick : words.bricks.replace("{count}", item.count);
    const middle = box.width / 2;
    const group = el("g", {
      class: "g-node g-folded", id: item.key, "data-key": item.key, role: "button", tabindex: -1,
      "aria-label": `${system.title}, ${count}`, transform: `translate(${round(box.x)} ${round(box.y)})`, cursor: "pointer",
    });
    const piece = (x, y) => el("g", { transform: `translate(${x} ${y})`, stroke: paint.edge, "stroke-width": 1.5 },
      el("rect", { width: 46, height: 20, rx: 3, fill: paint.head }),
      ...[5, 19, 33].map((stud) => el("rect", { x: stud, y: -5, width: 9, height: 6, rx: 1.5, fill: paint.stud })));
    group.append(
      el("rect", { class: "g-box", width: box.width, height: box.height, rx: 10, fill: "#fff", "fill-opacity": 0 }),
      ...(item.count > 2 ? [piece(middle - 23, 10)] : []),
      ...(item.count > 1 ? [piece(middle - 46, 36), piece(middle, 36)] : [piece(middle - 23, 36)]),
      el("rect", { x: 14, y: 68, width: box.width - 28, height: 28, rx: 8, fill: "#fff", stroke: LINE }),
      text(count, { x: middle, y: 87, "font-size": 14, "font-weight": 750, "text-anchor": "middle" }),
    );
    return group;
  };

  // Ways of lines

  const corner = 10;
  const angular = (points) => {
    let d = `M${round(points[0].x)} ${round(points[0].y)}`;
    for (let n = 1; n < points.length - 1; n += 1) {
      const [before, at, after] = [points[n - 1], points[n], points[n + 1]];
      const toward = (point) => {
        const length = Math.hypot(point.x - at.x, point.y - at.y);
        const part = Math.min(corner, length / 2) / (length || 1);
        return `${round(at.x + (point.x - at.x) * part)} ${round(at.y + (point.y - at.y) * part)}`;
      };
      d += `L${toward(before)}Q${round(at.x)} ${round(at.y)} ${toward(after)}`;
    }
    const end = points.at(-1);
    return `${d}L${round(end.x)} ${round(end.y)}`;
  };

  const curve = (from, to) => {
    const bend = Math.max(36, Math.min(160, Math.abs(to.x - from.x) / 2));
    return `M${round(from.x)} ${round(from.y)}C${round(from.x + bend)} ${round(from.y)} ${round(to.x - bend)} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
  };

  const loop = (from, to) => `M${round(from.x)} ${round(from.y)}c34 -8 34 -56 -8 -56H${round(to.x + 8)}c-42 0 -42 48 -8 56`;

  const head = ({ x, y }, isLeft) => {
    const back = x + (isLeft ? 10 : -10);
    return `M${round(back)} ${round(y - 6)}L${round(x)} ${round(y)}L${round(back)} ${round(y + 6)}`;
  };

  // {d, middle} of a line, the way that elk found or straight.
  const way = (line, boxes, points) => {
    const [source, target] = [boxes.get(line.source), boxes.get(line.target)];
    const from = points ? points[0] : LineageLayout.side(source, true);
    const to = points ? points.at(-1) : LineageLayout.side(target, false);
    if (line.source === line.target) {
      return { d: loop(LineageLayout.side(source, true), LineageLayout.side(source, false)) + head(LineageLayout.side(source, false)), middle: { x: source.x + source.width / 2, y: from.y - 56 } };
    }
    const body = points ? angular(points) : curve(from, to);
    const isLeft = Boolean(points) && points.at(-2).x > to.x;
    return { d: body + head(to, isLeft), middle: points ? halfway(points) : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } };
  };

  const halfway = (points) => {
    const parts = points.slice(1).map((point, n) => Math.hypot(point.x - points[n].x, point.y - points[n].y));
    let left = parts.reduce((sum, part) => sum + part, 0) / 2;
    for (let n = 0; n < parts.length; n += 1) {
      if (left <= parts[n]) {
        const share = parts[n] ? left / parts[n] : 0;
        return { x: points[n].x + (points[n + 1].x - points[n].x) * share, y: points[n].y + (points[n + 1].y - points[n].y) * share };
      }
      left -= parts[n];
    }
    return points.at(-1);
  };

  const titleOf = (line, model, words) => {
    const name = (key) => key.startsWith("s-") ? model.systems.find(({ code }) => `s-${code}` === key).title : model.nodes.get(Number(key.slice(1))).title;
    const parts = [words.edge.replace("{source}", name(line.source)).replace("{target}", name(line.target))];
    if (line.count > 1) parts.push(words.edges.replace("{count}", line.count));
    if (line.edges.length === 1) parts.push(...line.edges[0].jobs);
    if (line.manual) parts.push(words.manual);
    if (line.flag) parts.push(words.flags[line.flag]);
    if (line.lowered !== null) parts.push(words.lowered.replace("{level}", line.lowered));
    return parts.join(" · ");
  };

  // Dashes of many lines take the browser long: where there are many, drawn by hand is told by the signs alone.
  const line = (row, canDash) => el("path", {
    class: "g-line", "data-line": row.key, d: row.way.d, fill: "none", stroke: row.flag ? BAD : INK, "stroke-width": Math.min(6, 2 + Math.log2(row.count)),
    "stroke-opacity": canDash ? .78 : .45, "stroke-linejoin": "round", "stroke-linecap": "round", "stroke-dasharray": canDash && row.manual ? "7 5" : null,
  });

  // A wider line that is not seen, to be pointed at.
  const touch = (row, title) => el("path", {
    class: "g-touch", "data-line": row.key, d: row.way.d, fill: "none", stroke: "#fff", "stroke-opacity": 0, "stroke-width": 14,
  }, el("title", {}, title));

  const LIT = { up: "#1b57b3", down: "#c14a00" };
  const lit = (rows, side) => el("path", {
    d: rows.map(({ way: { d } }) => d).join(""), fill: "none", stroke: LIT[side], "stroke-width": 4, "stroke-linejoin": "round", "stroke-linecap": "round",
  });
  const frames = (boxes, isFilled) => el("path", {
    d: boxes.map(({ x, y, width, height }) => `M${round(x + 5)} ${round(y - 3)}h${width - 10}q8 0 8 8v${height - 10}q0 8 -8 8h${10 - width}q-8 0 -8 -8v${10 - height}q0 -8 8 -8z`).join(""),
    fill: isFilled ? "#fff" : "none", "fill-opacity": .5, stroke: "#1b57b3", "stroke-width": 2.5, "stroke-linejoin": "round",
  });

  // Far off: a dot for each brick, one path for each colour.
  const dots = (items, boxes) => {
    const ways = new Map();
    for (const { key, node } of items) {
      const colour = node ? DOTS[node.look.split("-")[0]] : INK;
      const box = boxes.get(key);
      const [x, y] = [round(box.x + box.width / 2 - 36), round(box.y + 8)];
      ways.set(colour, `${ways.get(colour) ?? ""}M${x} ${y}h72v64h-72z`);
    }
    return [...ways].map(([fill, d]) => el("path", { d, fill, stroke: INK, "stroke-width": 3 }));
  };

  // Far off: the names of the plates, above them, as large as their width lets them.
  const names = (plates) => plates.flatMap(({ system, x, y, width }) => {
    const paint = PLATES[system.plate];
    const size = Math.max(20, Math.min(110, 100 * (width - 40) / widthOf(system.title, `700 100px ${FONT}`)));
    return [
      el("rect", { x, y: round(y - size * 1.5), width, height: round(size * 1.4), rx: 14, fill: paint.head, stroke: paint.edge, "stroke-width": 4 }),
      text(system.title, { x: x + width / 2, y: round(y - size * .5), "font-size": round(size), "font-weight": 700, "text-anchor": "middle", fill: paint.ink }),
    ];
  });

  // Far off: what flows from plate to plate, each flow on a height of its own, the thicker the more.
  const flows = (rows, bricks, plates) => {
    const at = new Map(plates.map((one) => [one.system.code, one]));
    const counts = new Map();
    for (const row of rows) {
      const ends = [bricks.get(row.source).item.system, bricks.get(row.target).item.system];
      if (ends[0] === ends[1]) continue;
      const key = ends.join(" ");
      counts.set(key, { ends, count: (counts.get(key)?.count ?? 0) + row.count });
    }
    return [...counts.values()].map(({ ends, count }, n) => {
      const [source, target] = ends.map((code) => at.get(code));
      const share = (n + 1) / (counts.size + 1);
      const [from, to] = [source, target].map(({ x, y, width, height }) => ({ x: round(x + width / 2), y: round(y + height * share) }));
      const wide = round(14 + 5 * Math.log2(count));
      const [dx, dy] = [Math.cos(Math.atan2(to.y - from.y, to.x - from.x)), Math.sin(Math.atan2(to.y - from.y, to.x - from.x))];
      const side = (sign) => `${round(to.x - 2.2 * wide * dx - sign * 1.6 * wide * dy)} ${round(to.y - 2.2 * wide * dy + sign * 1.6 * wide * dx)}`;
      return el("g", {},
        el("path", { d: `M${from.x} ${from.y}L${to.x} ${to.y}M${side(1)}L${to.x} ${to.y}L${side(-1)}`, fill: "none", stroke: INK, "stroke-opacity": .62, "stroke-width": wide, "stroke-linecap": "round", "stroke-linejoin": "round" }),
        text(`×${count}`, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - wide, "font-size": 90, "font-weight": 800, "text-anchor": "middle", stroke: "#fff", "stroke-width": 16, "paint-order": "stroke" }));
    });
  };

  // Signs on a line: its number, why it deserves a look, what is lowered.
  const marks = (row, { middle }, title) => {
    const signs = [];
    if (row.count > 1) signs.push({ label: `×${row.count}`, fill: "#fff", stroke: INK, ink: INK });
    if (row.flag) signs.push({ label: "!", fill: "#fde6e3", stroke: BAD, ink: "#74120e" });
    if (row.lowered !== null) signs.push({ label: `C${row.lowered}`, fill: "#e0f3e6", stroke: GOOD, ink: GOOD, lock: true });
    if (!signs.length) return null;
    const widths = signs.map(({ label, lock }) => Math.max(20, widthOf(label, `800 12px ${FONT}`) + 10 + (lock ? 14 : 0)));
    let x = middle.x - widths.reduce((sum, width) => sum + width, 0) / 2;
    const group = el("g", { class: "g-mark", "data-line": row.key, cursor: "pointer" }, el("title", {}, title));
    signs.forEach(({ label, fill, stroke, ink, lock }, n) => {
      group.append(
        el("rect", { x: round(x), y: round(middle.y - 10), width: round(widths[n]), height: 20, rx: 10, fill, stroke, "stroke-width": 1.75 }),
        text(label, { x: round(x + widths[n] / 2 + (lock ? 6 : 0)), y: round(middle.y + 4.5), "font-size": 12, "font-weight": 800, "text-anchor": "middle", fill: ink }),
      );
      if (lock) { // a lens: less is seen through this edge
        group.append(el("path", { d: `M${round(x + 12)} ${round(middle.y - 1)}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0m7 3l3.5 3.5`, fill: "none", stroke, "stroke-width": 1.75, "stroke-linecap": "round" }));
      }
      x += widths[n] + 2;
    });
    return group;
  };

  // Where the row of a field stands.
  const place = (id, model, boxes, overlay) => {
    for (const [asset, fields] of model.fields) {
      const n = fields.findIndex((field) => field.id === id);
      const box = boxes.get(`n${asset}`);
      if (n >= 0 && n < LineageLayout.FIELDS_MAX && box) {
        const top = LineageLayout.BRICK.height + (overlay === "none" ? 0 : LineageLayout.OVERLAY);
        return { left: box.x + 8, right: box.x + box.width - 8, y: box.y + top + 2 + (n + .5) * LineageLayout.FIELD };
      }
    }
    return null;
  };

  const USES = { AGGREGATION: "Σ", TRANSFORMATION: "ƒ", JOIN: "⋈", FILTER: "⊂", GROUP_BY: "≡", SORT: "↓" };
  // A link between two fields; masked and aggregated ones are dashed and carry a letter.
  const fieldLink = (link, model, boxes, overlay, words) => {
    const [from, to] = [place(link.source, model, boxes, overlay), place(link.target, model, boxes, overlay)];
    if (!from || !to) return null;
    const [start, end] = [{ x: from.right, y: from.y }, { x: to.left, y: to.y }];
    const isLess = link.masked || link.use === "AGGREGATION";
    const group = el("g", { class: "g-link", "data-link": `${link.source} ${link.target}` },
      el("path", { d: curve(start, end), fill: "none", stroke: "#643ca6", "stroke-width": 1.5, "stroke-opacity": .75, "stroke-dasharray": isLess ? "2 4" : null, "stroke-linecap": "round" }));
    const sign = `${USES[link.use] ?? ""}${link.masked ? "◐" : ""}`;
    if (sign) {
      const [x, y] = [(start.x + end.x) / 2, (start.y + end.y) / 2];
      const said = [words.uses[link.use], link.masked ? words.masked : ""].filter(Boolean).join(", ");
      group.append(el("title", {}, said),
        el("rect", { x: round(x - 11), y: round(y - 9), width: 22, height: 18, rx: 9, fill: "#ecdfff", stroke: "#643ca6" }),
        text(sign, { x: round(x), y: round(y + 4), "font-size": 11, "font-weight": 700, "text-anchor": "middle", fill: "#371c66" }));
    }
    return group;
  };

  return { el, defs, plate, brick, folded, way, line, touch, lit, frames, dots, names, flows, marks, fieldLink, titleOf, FONT, INK, round };
})();
