// Where the bricks stand: elk puts each system into its own columns, in the order of the flow, and finds ways for the
// lines. Quarantine is no step of the flow: its plate stands below. What elk would build too high is cut into several
// columns; the lines are then drawn straight.
"use strict";

const LineageLayout = (() => {
  const BRICK = { width: 132, height: 108 }; // a brick and two lines of text
  const BODY = { width: 66, height: 68 }; // the brick alone, where the lines end
  const OVERLAY = 24; // one line more below
  const FIELD = 20; // each field
  const FIELDS_MAX = 14; // of one brick; the rest is counted
  const FIELDS_WIDTH = 190;
  const FOLDED = { width: 140, height: 112 };
  const FOLDED_BODY = { width: 104, height: 62 };
  const PLATE = { head: 70, side: 14, foot: 18, gap: 46 };
  const NAMES = 170; // pixels above the plates of a large board
  const TALL = 18; // bricks above each other before a column is cut
  const GAP = { row: 16, column: 24, layer: 62 };

  const sized = (item, overlay) => {
    if (!item.node) return { ...FOLDED, body: FOLDED_BODY };
    const height = BRICK.height + (overlay === "none" ? 0 : OVERLAY);
    if (!item.fields) return { width: BRICK.width, height, body: BODY };
    const rows = Math.max(1, Math.min(item.fields.length, FIELDS_MAX) + (item.fields.length > FIELDS_MAX ? 1 : 0));
    return { width: FIELDS_WIDTH, height: height + 8 + rows * FIELD, body: BODY };
  };

  // Layers from left to right: systems in their order, and within a system along its own lines. Circles are cut where
  // the walk meets them.
  const layersOf = (items, lines, systems) => {
    const system = new Map(items.map((item) => [item.key, item.system]));
    const inside = lines.filter(({ source, target }) => source !== target && system.get(source) === system.get(target));
    const following = new Map(items.map(({ key }) => [key, []]));
    const waits = new Map(items.map(({ key }) => [key, 0]));
    for (const { source, target } of inside) {
      following.get(source).push(target);
      waits.set(target, waits.get(target) + 1);
    }
    const rank = new Map(items.map(({ key }) => [key, 0]));
    const left = new Set(rank.keys());
    const ready = items.map(({ key }) => key).filter((key) => !waits.get(key));
    while (left.size) {
      const key = ready.pop() ?? left.values().next().value;
      if (!left.delete(key)) continue;
      for (const next of following.get(key)) {
        if (!left.has(next)) continue;
        rank.set(next, Math.max(rank.get(next), rank.get(key) + 1));
        waits.set(next, waits.get(next) - 1);
        if (!waits.get(next)) ready.push(next);
      }
    }
    let first = 0;
    const layer = new Map();
    for (const { code } of systems) {
      const here = items.filter((item) => item.system === code);
      for (const { key } of here) layer.set(key, first + rank.get(key));
      first += 1 + Math.max(-1, ...here.map(({ key }) => rank.get(key)));
    }
    return layer;
  };

  const tallest = (layer) => {
    const counts = new Map();
    for (const n of layer.values()) counts.set(n, (counts.get(n) ?? 0) + 1);
    return Math.max(0, ...counts.values());
  };

  // Careful where its ways will be drawn; where columns will be cut only the order of the bricks counts.
  const options = (careful, count) => ({
    "elk.algorithm": "layered",
    "elk.direction": "RIGHT",
    "elk.layered.layering.strategy": "INTERACTIVE", // the layers are those that x gives
    "elk.layered.cycleBreaking.strategy": "INTERACTIVE",
    "elk.separateConnectedComponents": "false",
    "elk.edgeRouting": careful ? "ORTHOGONAL" : "POLYLINE",
    "elk.layered.thoroughness": careful ? "7" : "1",
    "elk.layered.nodePlacement.strategy": careful ? (count > 80 ? "BRANDES_KOEPF" : "NETWORK_SIMPLEX") : "SIMPLE",
    "elk.layered.nodePlacement.favorStraightEdges": "true",
    "elk.layered.spacing.nodeNodeBetweenLayers": String(GAP.layer + 14),
    "elk.layered.spacing.edgeNodeBetweenLayers": "18",
    "elk.layered.spacing.edgeEdgeBetweenLayers": "9",
    "elk.spacing.nodeNode": String(GAP.row),
    "elk.spacing.edgeNode": "14",
    "elk.spacing.edgeEdge": "10",
  });

  let elk = null;

  const placed = (items, lines, layer, careful, workerUrl) => {
    elk ??= new ELK({ workerUrl });
    return elk.layout({
      id: "board",
      layoutOptions: options(careful, items.length),
      // To elk a brick is its body; what is written below is a label, for which it keeps room.
      children: items.map(({ key, width, height, body }) => ({
        id: key, ...body, x: layer.get(key) * 1000, y: 0,
        labels: [{ text: key, width, height: height - body.height }],
        layoutOptions: { "elk.nodeLabels.placement": "OUTSIDE V_BOTTOM H_CENTER" },
      })),
      edges: lines
        .filter(({ source, target }) => layer.get(source) !== layer.get(target))
        .map(({ key, source, target }) => ({ id: key, sources: [source], targets: [target] })),
    });
  };

  const points = ({ sections: [section] = [] }) =>
    section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : null;

  // Bricks of one column of one plate, from left to right, each from top to bottom.
  const layers = (boxes) => {
    const found = [];
    for (const box of [...boxes].sort((a, b) => a.x - b.x)) {
      const last = found.at(-1);
      if (last && box.x < last.right - 1) {
        last.boxes.push(box);
        last.right = Math.max(last.right, box.x + box.width);
      } else found.push({ boxes: [box], right: box.x + box.width });
    }
    return found.map((layer) => layer.boxes.sort((a, b) => a.y - b.y));
  };

  // Stand bricks that would make a column too high beside each other; answers whether anything moved.
  const cut = (plates) => {
    const all = plates.map(({ boxes }) => layers(boxes));
    const count = plates.reduce((sum, { boxes }) => sum + boxes.length, 0);
    if (!all.flat().some((layer) => layer.length > TALL)) return false;
    const rows = Math.max(8, Math.ceil(Math.sqrt(count * 0.65)));
    let x = 0;
    for (const plate of all) {
      for (const layer of plate) {
        for (let start = 0; start < layer.length; start += rows) {
          const column = layer.slice(start, start + rows);
          let y = 0;
          for (const box of column) {
            Object.assign(box, { x, y });
            y += box.height + GAP.row;
          }
          x += Math.max(...column.map(({ width }) => width)) + GAP.column;
        }
        x += GAP.layer - GAP.column;
      }
      x += PLATE.gap;
    }
    return true;
  };

  const bounds = (boxes) => ({
    left: Math.min(...boxes.map(({ x }) => x)),
    right: Math.max(...boxes.map(({ x, width }) => x + width)),
    top: Math.min(...boxes.map(({ y }) => y)),
    bottom: Math.max(...boxes.map(({ y, height }) => y + height)),
  });

  // Quarantine in a row of its own below, under the raw zone.
  const asideBelow = (aside, others, raw) => {
    if (!aside.length) return;
    const below = others.length ? bounds(others).bottom + PLATE.foot + PLATE.gap + PLATE.head : 0;
    const left = raw.length ? bounds(raw).left : others.length ? bounds(others).left : 0;
    const width = Math.max(...aside.map((box) => box.width)) + GAP.column;
    const room = raw.length ? bounds(raw).right - left + GAP.column : 3 * width;
    const columns = Math.max(1, Math.floor(room / width));
    const height = Math.max(...aside.map((box) => box.height)) + GAP.row;
    aside.forEach((box, n) => Object.assign(box, {
      x: left + (n % columns) * width,
      y: below + Math.floor(n / columns) * height,
    }));
  };

  const plateOf = (system, boxes, range) => {
    const { left, right, top, bottom } = bounds(boxes);
    const [from, to] = range ?? [top, bottom];
    return {
      system,
      x: left - PLATE.side, y: from - PLATE.head,
      width: right - left + 2 * PLATE.side, height: to - from + PLATE.head + PLATE.foot,
    };
  };

  const side = (box, right) => ({
    x: box.x + (box.width + (right ? box.body.width : -box.body.width)) / 2, y: box.y + box.body.height / 2,
  });

  // A line to or from quarantine goes down, or up, between two plates.
  const around = ({ source, target }, boxes, plateAt, isDown) => {
    const [from, to] = [boxes.get(source), boxes.get(target)];
    const aside = plateAt.get(isDown ? target : source);
    const other = plateAt.get(isDown ? source : target);
    const isBefore = other.x + other.width < aside.x + 1;
    const isBehind = other.x > aside.x + aside.width - 1;
    const start = side(from, isDown || isBehind);
    const end = side(to, isDown && !isBefore);
    const x = isDown ? other.x + other.width + PLATE.gap / 2 : other.x - PLATE.gap / 2;
    return [start, { x, y: start.y }, { x, y: end.y }, end];
  };

  // Answers boxes by key, ways by line (or none: then straight), plates, and the size of the board.
  const run = async ({ items, lines }, systems, { overlay, workerUrl }) => {
    const sizedItems = items.map((item) => ({ ...item, ...sized(item, overlay) }));
    const isAside = new Set(systems.filter(({ zone }) => zone === "quarantine").map(({ code }) => code));
    const inFlow = sizedItems.filter(({ system }) => !isAside.has(system));
    const flowing = new Set(inFlow.map(({ key }) => key));
    const between = lines.filter((line) => flowing.has(line.source) && flowing.has(line.target));
    const layer = layersOf(inFlow, between, systems);
    const careful = tallest(layer) <= TALL;
    const laid = await placed(inFlow, between, layer, careful, workerUrl);

    const wholes = new Map(sizedItems.map((item) => [item.key, item]));
    const boxes = new Map(laid.children.map(({ id, x, y }) => {
      const { width, height, body } = wholes.get(id);
      return [id, { key: id, x: x - (width - body.width) / 2, y, width, height, body }];
    }));
    const aside = sizedItems.filter(({ system }) => isAside.has(system))
      .map(({ key, width, height, body }) => ({ key, width, height, body, x: 0, y: 0 }));
    for (const box of aside) boxes.set(box.key, box);
    const standing = systems
      .map((system) => ({ system, boxes: items.filter((item) => item.system === system.code).map(({ key }) => boxes.get(key)) }))
      .filter((plate) => plate.boxes.length);
    const columns = standing.filter(({ system }) => !isAside.has(system.code));
    const wasCut = cut(columns);
    const inColumns = columns.flatMap((plate) => plate.boxes);
    asideBelow(aside, inColumns, columns.filter(({ system }) => system.zone === "raw").flatMap((plate) => plate.boxes));

    const range = inColumns.length ? [bounds(inColumns).top, bounds(inColumns).bottom] : null;
    const plates = standing.map((plate) => plateOf(plate.system, plate.boxes, isAside.has(plate.system.code) ? null : range));
    const ways = new Map(careful && !wasCut ? laid.edges.map((edge) => [edge.id, points(edge)]) : []);
    const plateAt = new Map(standing.flatMap((plate, n) => plate.boxes.map(({ key }) => [key, plates[n]])));
    const asideKeys = new Set(aside.map(({ key }) => key));
    for (const line of lines.filter(({ source, target }) => source !== target && asideKeys.has(source) !== asideKeys.has(target))) {
      ways.set(line.key, around(line, boxes, plateAt, asideKeys.has(line.target)));
    }
    return moved(boxes, ways, plates, wasCut ? NAMES : 0);
  };

  // The board begins at 0, 0; `above` is kept free for the names that are shown far off.
  const moved = (boxes, ways, plates, above) => {
    const margin = 16;
    const left = Math.min(...plates.map(({ x }) => x)) - margin;
    const top = Math.min(...plates.map(({ y }) => y)) - margin - above;
    for (const box of [...boxes.values(), ...plates]) Object.assign(box, { x: box.x - left, y: box.y - top });
    for (const way of ways.values()) {
      if (way) way.forEach((point) => Object.assign(point, { x: point.x - left, y: point.y - top }));
    }
    const all = bounds(plates);
    return { boxes, ways, plates, width: all.right + margin, height: all.bottom + margin + 6 };
  };

  return { run, side, FIELD, FIELDS_MAX, BRICK, OVERLAY };
})();
