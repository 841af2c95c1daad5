// The picture in the page. A board with few bricks is in the page as a whole. Of a board with many, near by only what is
// seen is there; far off each brick is a dot, and instead of its lines one sees what flows from plate to plate.
"use strict";

const LineageBoard = class {
  static EVERY = 450; // bricks or lines up to which all are in the page
  static FAR = .34; // scale below which nothing could be read
  static TOUCHABLE = 800; // lines that can be pointed at
  static LIT = 300; // lines that light up at a time, the nearest first
  static LIT_DENSE = 120;
  static MARGIN = 480; // pixels around the window that are in the page too, so that moving a little changes nothing
  static LAYERS = ["plates", "lines", "lit", "dots", "flows", "links", "nodes", "marks"];

  constructor(frame, words) {
    Object.assign(this, { frame, words });
  }

  paint({ model, laid, shown, kit, overlay }) {
    Object.assign(this, { model, laid, kit, overlay });
    this.isDense = shown.items.length > LineageBoard.EVERY || shown.lines.length > 3 * LineageBoard.EVERY;
    this.isFar = false;
    this.bricks = new Map(shown.items.map((item) => [item.key, { item, svg: null }]));
    this.lines = shown.lines.map((line) => ({ line, parts: null }));
    for (const { line } of this.lines) line.way = LineageDraw.way(line, laid.boxes, laid.ways.get(line.key));
    const { el } = LineageDraw;
    this.layers = Object.fromEntries(LineageBoard.LAYERS.map((name) => [name, el("g", { class: `g-${name}` })]));
    this.defs = LineageDraw.defs(kit);
    this.svg = el("svg", { class: "g-board", "font-family": LineageDraw.FONT, role: "presentation" }, this.defs, ...Object.values(this.layers));
    this.layers.plates.append(...laid.plates.map((plate) => LineageDraw.plate(plate, {
      words: this.words, isFolded: model.isFolded(plate.system.code), canFold: model.whole.has(plate.system.code),
    })));
    this.sheets = [this.svg];
    if (this.isDense) {
      // Light on a sheet of its own: the browser then need not draw the bricks again.
      this.sheets.push(el("svg", { class: "g-board g-sheet", role: "presentation", "aria-hidden": "true" }, this.layers.lit));
      this.layers.dots.append(...LineageDraw.dots(shown.items, laid.boxes), ...LineageDraw.names(laid.plates));
      this.layers.flows.append(...LineageDraw.flows(shown.lines, this.bricks, laid.plates));
    }
    this.linkFields();
  }

  linkFields() {
    const links = this.model.links.map((link) => LineageDraw.fieldLink(link, this.model, this.laid.boxes, this.overlay, this.words));
    this.layers.links.replaceChildren(...links.filter(Boolean));
  }

  // Bricks and lines are made when they are first seen.

  brick(key) {
    const entry = this.bricks.get(key);
    entry.svg ??= this.made(entry.item, this.laid.boxes.get(key));
    return entry.svg;
  }

  made(item, box) {
    const context = { overlay: this.overlay, words: this.words };
    if (!item.node) return LineageDraw.folded(item, box, this.model.systems.find(({ code }) => code === item.system), context);
    const ratio = this.defs.querySelector(`#look-${item.node.look}`).dataset.ratio;
    return LineageDraw.brick(item, box, { ...context, ratio, isRoot: item.node.id === this.model.root });
  }

  partsOf(entry) {
    const { line } = entry;
    if (!entry.parts) {
      const title = LineageDraw.titleOf(line, this.model, this.words);
      const touch = this.lines.length <= LineageBoard.TOUCHABLE ? LineageDraw.touch(line, title) : null;
      entry.parts = { line: LineageDraw.line(line, !this.isDense), touch, marks: LineageDraw.marks(line, line.way, title) };
    }
    return entry.parts;
  }

  // Whether the window has moved so far that something may be missing; a new scale shows at once.
  isStale(view) {
    if (!this.isDense) return false;
    const { scale, x, y } = this.settled;
    const isFar = view.scale < LineageBoard.FAR;
    const moved = Math.max(Math.abs(view.x - x), Math.abs(view.y - y));
    return isFar !== this.isFar || (!isFar && (moved > LineageBoard.MARGIN * .7 || Math.abs(view.scale / scale - 1) > .3));
  }

  // What is to be in the page now, as the window looks upon it.
  settle(view, focused) {
    this.isFar = this.isDense && view.scale < LineageBoard.FAR;
    this.settled = { scale: view.scale, x: view.x, y: view.y };
    this.frame.classList.toggle("is-far", this.isFar);
    const { left, right, top, bottom } = view.seen(LineageBoard.MARGIN);
    const seen = new Set();
    for (const [key, { svg }] of this.bricks) {
      const box = this.laid.boxes.get(key);
      const isHere = !this.isDense || (!this.isFar && box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top);
      if (isHere) seen.add(key);
      if (isHere || key === focused) {
        if (svg?.isConnected) continue;
        this.brick(key).setAttribute("tabindex", key === focused ? 0 : -1);
        this.layers.nodes.append(this.brick(key));
      } else if (svg?.isConnected) svg.remove();
    }
    for (const entry of this.lines) {
      const isHere = seen.has(entry.line.source) || seen.has(entry.line.target);
      if (isHere === Boolean(entry.isHere)) continue;
      entry.isHere = isHere;
      const { line, touch, marks } = this.partsOf(entry);
      if (isHere) {
        this.layers.lines.append(...[line, touch].filter(Boolean));
        if (marks) this.layers.marks.append(marks);
      } else for (const part of [line, touch, marks]) part?.remove();
    }
  }

  // A brick was dragged: its lines go straight.
  move(key, dx, dy) {
    const box = this.laid.boxes.get(key);
    Object.assign(box, { x: box.x + dx, y: box.y + dy });
    this.brick(key).setAttribute("transform", `translate(${LineageDraw.round(box.x)} ${LineageDraw.round(box.y)})`);
    for (const entry of this.lines.filter(({ line }) => line.source === key || line.target === key)) {
      for (const part of Object.values(entry.parts ?? {})) part?.remove();
      this.laid.ways.delete(entry.line.key);
      entry.line.way = LineageDraw.way(entry.line, this.laid.boxes, null);
      Object.assign(entry, { parts: null, isHere: false });
    }
    this.linkFields();
  }

  // Everything up- and downstream of a brick lights up; answers how many bricks and lines.
  light(key) {
    const { lit, lines } = this.layers;
    lit.replaceChildren();
    if (!this.isDense) lines.setAttribute("opacity", key ? .28 : 1);
    if (!key || !this.model.beside.has(key)) return null;
    const [up, down] = ["in", "out"].map((way) => this.model.reached(key, way));
    const near = ({ lines: walked }) => [...walked].slice(0, this.isDense ? LineageBoard.LIT_DENSE : LineageBoard.LIT);
    const keys = new Set([key, ...near(up).map(({ source }) => source), ...near(down).map(({ target }) => target)]);
    lit.append(LineageDraw.frames([...keys].map((one) => this.laid.boxes.get(one)), !this.isDense), LineageDraw.lit(near(up), "up"), LineageDraw.lit(near(down), "down"));
    return { keys: new Set([...up.keys, ...down.keys]).size, lines: new Set([...up.lines, ...down.lines]).size };
  }

  lightField(id) {
    const { fields, links } = id === null ? { fields: new Set(), links: new Set() } : this.model.fieldsReached(id);
    const named = new Set([...links].map(({ source, target }) => `${source} ${target}`));
    for (const link of this.layers.links.children) link.classList.toggle("is-lit", named.has(link.dataset.link));
    for (const row of this.layers.nodes.querySelectorAll(".g-field")) row.classList.toggle("is-lit", fields.has(Number(row.dataset.field)));
    this.layers.links.classList.toggle("has-lit", id !== null);
  }

  // Far off a dot is no element of its own: which brick stands at a place of the board?
  keyAt({ x, y }) {
    for (const key of this.bricks.keys()) {
      const box = this.laid.boxes.get(key);
      if (x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height) return key;
    }
    return null;
  }

  // All of it, seen or not, as a picture that stands alone.
  picture(heading) {
    const { el, FONT, INK } = LineageDraw;
    const head = 44;
    const [width, height] = [Math.ceil(this.laid.width), Math.ceil(this.laid.height)];
    const svg = el("svg", { xmlns: "http://www.w3.org/2000/svg", width, height: height + head, viewBox: `0 ${-head} ${width} ${height + head}`, "font-family": FONT },
      el("rect", { y: -head, width: "100%", height: "100%", fill: "#eef1f7" }),
      el("text", { x: 16, y: -16, "font-size": 20, "font-weight": 700, fill: INK }, heading),
      this.defs.cloneNode(true));
    const parts = this.lines.map((entry) => this.partsOf(entry));
    const whole = {
      lines: parts.map(({ line }) => line), marks: parts.map(({ marks }) => marks).filter(Boolean),
      nodes: [...this.bricks.keys()].map((key) => this.brick(key)),
    };
    for (const name of ["plates", "lines", "links", "nodes", "marks"]) {
      const children = whole[name] ?? [...this.layers[name].children];
      svg.append(el("g", {}, ...children.map((child) => child.cloneNode(true))));
    }
    svg.querySelectorAll(".g-fold, .g-more").forEach((part) => part.remove());
    for (const part of svg.querySelectorAll("[tabindex], [cursor], [role]")) {
      for (const name of ["tabindex", "cursor", "role"]) part.removeAttribute(name);
    }
    return svg;
  }
};
