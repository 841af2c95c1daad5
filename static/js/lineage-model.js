// The lineage as data: which bricks and edges are shown, which plates are folded, what lies up- and downstream.
// Draws nothing. An item is a brick (key n12) or a folded plate (key s-crm); a line joins two items and stands for
// one edge or, at folded plates, for many.
"use strict";

const LineageModel = class {
  constructor(drawing) {
    this.root = drawing.root ?? null;
    this.systems = drawing.systems;
    this.nodes = new Map(drawing.nodes.map((node) => [node.id, node]));
    this.edges = drawing.edges;
    this.flows = drawing.flows ?? []; // between systems, where bricks are too many to be sent
    this.counts = drawing.counts ?? {};
    this.folded = new Set();
    this.fields = new Map(); // asset → its fields, for the bricks that show them
    this.links = [];
    this.count();
  }

  count() {
    const shown = new Map();
    for (const { system } of this.nodes.values()) shown.set(system, (shown.get(system) ?? 0) + 1);
    this.sizes = new Map(this.systems.map(({ code }) => [code, shown.get(code) ?? this.counts[code] ?? 0]));
    this.whole = new Set(shown.keys()); // systems whose bricks are here, so that they can be unfolded
  }

  // Fold by itself what would be too much to look at.
  foldAbove(limit) {
    this.folded = new Set(this.nodes.size > limit ? this.codes() : []);
  }

  codes() {
    return this.systems.map(({ code }) => code).filter((code) => this.sizes.get(code));
  }

  isFolded(code) {
    return this.folded.has(code) || !this.whole.has(code);
  }

  // The items and lines to draw now.
  shown() {
    const items = new Map();
    for (const system of this.systems) {
      const count = this.sizes.get(system.code);
      if (count && this.isFolded(system.code)) {
        items.set(`s-${system.code}`, { key: `s-${system.code}`, system: system.code, count });
      }
    }
    for (const node of this.nodes.values()) {
      if (!this.isFolded(node.system)) {
        items.set(`n${node.id}`, { key: `n${node.id}`, system: node.system, node, fields: this.fields.get(node.id) });
      }
    }
    this.items = items;
    this.lines = [...this.joined().values()];
    this.beside = new Map([...items.keys()].map((key) => [key, { in: [], out: [] }]));
    for (const line of this.lines) {
      this.beside.get(line.source).out.push(line);
      this.beside.get(line.target).in.push(line);
    }
    return { items: [...items.values()], lines: this.lines };
  }

  keyOf(id) {
    const node = this.nodes.get(id);
    return this.isFolded(node.system) ? `s-${node.system}` : `n${id}`;
  }

  joined() {
    const lines = new Map();
    const add = (source, target, edge, count) => {
      if (source === target && source.startsWith("s-")) return; // within a folded plate
      const key = `${source} ${target}`;
      const line = lines.get(key) ?? { key, source, target, edges: [], count: 0, flag: "", lowered: null, manual: true };
      line.count += count;
      line.flag ||= edge.flag;
      line.manual &&= Boolean(edge.manual);
      if (edge.id) line.edges.push(edge);
      if (edge.lowered !== null && edge.lowered !== undefined) line.lowered = edge.lowered;
      lines.set(key, line);
    };
    for (const edge of this.edges) add(this.keyOf(edge.source), this.keyOf(edge.target), edge, 1);
    for (const flow of this.nodes.size ? [] : this.flows) add(`s-${flow.source}`, `s-${flow.target}`, flow, flow.count);
    return lines;
  }

  // Everything that is reached from an item, going one way: the keys, and the lines walked.
  reached(start, way) {
    const [near, far] = way === "in" ? ["in", "source"] : ["out", "target"];
    const keys = new Set([start]);
    const lines = new Set();
    for (const key of keys) { // a set is walked to its end while it grows
      for (const line of this.beside.get(key)?.[near] ?? []) {
        lines.add(line);
        keys.add(line[far]);
      }
    }
    return { keys, lines };
  }

  // The fields linked with one, up and down, and the links between them.
  fieldsReached(start) {
    const fields = new Set([start]);
    const links = new Set();
    for (const [near, far] of [["source", "target"], ["target", "source"]]) {
      const met = new Set([start]);
      for (const field of met) {
        for (const link of this.links) {
          if (link[near] === field) { links.add(link); met.add(link[far]); fields.add(link[far]); }
        }
      }
    }
    return { fields, links };
  }

  takeFields({ fields, links }) {
    this.fields = new Map();
    for (const field of fields) {
      if (!this.fields.has(field.asset_id)) this.fields.set(field.asset_id, []);
      this.fields.get(field.asset_id).push(field);
    }
    this.links = links;
  }
};
