// The lineage page: puts the model, its layout and its drawing together and listens to people. Without this file the
// page tells the same in lines. What one looks at stands in the address, so that any view can be sent to somebody.
"use strict";

(() => {
  const graph = document.getElementById("graph");
  if (!graph) return;

  const words = JSON.parse(document.getElementById("words").textContent);
  const look = document.getElementById("look");
  const card = graph.querySelector(".graph-card");
  const status = graph.querySelector(".graph-status");
  const frame = graph.querySelector(".graph-view");
  const FOLD_ABOVE = 300; // bricks
  const FIELDS_OPEN_MAX = 60; // bricks that show their fields at a time

  const address = (name, id) => graph.dataset[name].replace("/0/", `/${id}/`);
  const board = new LineageBoard(frame, words);
  let model, laid, shown, focused = null, drawing = null, selected = null, round = 0;

  // The address

  const query = () => new URLSearchParams(location.search);
  const goTo = (params, { push = false } = {}) => {
    for (const [name, value] of [...params]) if (value === "") params.delete(name, value);
    const url = String(params) ? `${location.pathname}?${params}` : location.pathname;
    history[push ? "pushState" : "replaceState"](null, "", url);
  };
  const remember = () => {
    const params = query();
    const isAuto = [...model.folded].length === (model.nodes.size > FOLD_ABOVE ? model.codes().length : 0);
    params.delete("fold");
    if (!isAuto) params.set("fold", [...model.folded].join(",") || "none");
    params.delete("fields");
    if (model.fields.size) params.set("fields", [...model.fields.keys()].join(","));
    goTo(params);
  };
  const say = (text) => { status.textContent = text; };

  // Drawing

  const overlay = () => look ? look.elements.overlay.value || "dicp" : "dicp";

  const draw = async ({ keep = false } = {}) => {
    const mine = ++round;
    const next = model.shown();
    if (!next.items.length) { empty(); return; }
    say(words.laying);
    const old = keep && laid && focused ? laid.boxes.get(focused) : null;
    const at = old ? { x: view.x + old.x * view.scale, y: view.y + old.y * view.scale } : null;
    const result = await LineageLayout.run(next, model.systems, { overlay: overlay(), workerUrl: graph.dataset.worker });
    if (mine !== round) return; // somebody asked for another picture meanwhile
    [laid, shown] = [result, next];
    board.paint({ model, laid, shown, kit: drawing.kit, overlay: overlay() });
    stretch();
    view.take(board.sheets, laid.width, laid.height);
    const isSame = laid.boxes.has(focused);
    if (!isSame) focused = model.root === null ? shown.items[0].key : model.keyOf(model.root);
    if (at && isSame) { // the brick one looks at stays where it was
      const box = laid.boxes.get(focused);
      Object.assign(view, { x: at.x - box.x * view.scale, y: at.y - box.y * view.scale });
      view.apply();
    } else view.begin(laid.boxes.get(focused));
    board.settle(view, focused);
    say(words.laid.replace("{count}", shown.items.filter((item) => item.node).length));
    graph.dataset.ready = String(mine);
  };

  const empty = () => {
    frame.replaceChildren();
    laid = null;
    say("");
    graph.dataset.ready = "empty";
  };

  // As high as the picture is when all its width is seen, within what the screen offers.
  const stretch = () => {
    if (document.fullscreenElement) { frame.style.height = ""; return; }
    const wanted = laid.height * Math.min(1.1, frame.clientWidth / laid.width) + 8;
    frame.style.height = `${Math.round(Math.min(innerHeight * .84, Math.max(innerHeight * .45, 340, wanted)))}px`;
  };
  document.addEventListener("fullscreenchange", () => { if (laid) { stretch(); view.fit(); } });

  // Moving the window

  const view = new LineageView(frame, {
    onMoved: () => { if (laid && board.isStale(view)) board.settle(view, focused); },
    onDrag: (key, dx, dy) => {
      board.move(key, dx, dy);
      board.settle(view, focused);
      light(key);
    },
    onTap: (target, at) => tap(target, at),
    onWheelAlone: () => say(words.wheel),
  });

  const light = (key) => {
    if (!laid) return;
    const lit = board.light(key);
    graph.dataset.lit = lit ? `${lit.keys} ${lit.lines}` : "";
  };

  // What is lit when nothing is pointed at: the brick whose card is open, else the one that has the focus.
  const resting = () => selected ?? (frame.contains(document.activeElement) ? focused : null);

  const overNode = (event) => event.target.closest?.(".g-node")?.dataset.key ?? null;
  let pointed = null, lighting = 0;
  frame.addEventListener("pointerover", (event) => {
    if (!laid || event.pointerType === "touch" || frame.classList.contains("is-moving")) return;
    pointed = event;
    lighting ||= requestAnimationFrame(() => {
      lighting = 0;
      const field = pointed.target.closest(".g-field");
      board.lightField(field ? Number(field.dataset.field) : null);
      light(field ? selected : overNode(pointed) ?? resting());
    });
  });
  frame.addEventListener("pointerleave", () => {
    if (!laid) return;
    board.lightField(null);
    light(resting());
  });

  // Focus and keys

  const focusOn = (key, { reveal = true } = {}) => {
    if (board.bricks.has(focused)) board.brick(focused).setAttribute("tabindex", -1);
    focused = key;
    board.settle(view, focused);
    board.brick(key).setAttribute("tabindex", 0);
    board.brick(key).focus({ preventScroll: true });
    if (reveal) view.reveal(laid.boxes.get(key));
  };
  frame.addEventListener("focusin", (event) => {
    const key = overNode(event);
    if (!key) return;
    if (key !== focused) {
      board.brick(focused).setAttribute("tabindex", -1);
      event.target.setAttribute("tabindex", 0);
      focused = key;
    }
    if (event.target.matches(":focus-visible")) view.reveal(laid.boxes.get(key));
    light(key);
  });
  frame.addEventListener("focusout", () => light(selected));

  const middle = (key) => {
    const { x, y, width, height } = laid.boxes.get(key);
    return { x: x + width / 2, y: y + height / 2 };
  };
  const nearest = (keys, at) => {
    let best = null, least = Infinity;
    for (const key of keys) {
      const { x, y } = middle(key);
      const far = Math.abs(y - at.y) + Math.abs(x - at.x) * 1.5;
      if (key !== focused && far < least) [best, least] = [key, far];
    }
    return best;
  };
  // Left and right along the edges; up and down to the brick above or below.
  const neighbour = (name) => {
    const at = middle(focused);
    const { in: into, out } = model.beside.get(focused);
    if (name === "ArrowRight") return nearest(out.map(({ target }) => target), at);
    if (name === "ArrowLeft") return nearest(into.map(({ source }) => source), at);
    const sign = name === "ArrowDown" ? 1 : -1;
    return nearest([...board.bricks.keys()].filter((key) => (middle(key).y - at.y) * sign > 4), at);
  };

  const KEYS = {
    "+": () => view.zoom(1.25), "=": () => view.zoom(1.25), "-": () => view.zoom(.8), 0: () => view.fit(),
    Enter: () => open(focused), " ": () => open(focused),
    e: () => expand(focused), f: () => toggleFields(focused), Escape: () => close(),
  };
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !laid) return;
    if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      const key = neighbour(event.key);
      if (key) focusOn(key);
      return;
    }
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // Taps

  const tap = (target, at) => {
    const more = target.closest(".g-more");
    const fold = target.closest("[data-do=fold-one]");
    const field = target.closest(".g-field");
    const node = target.closest(".g-node");
    const line = target.closest("[data-line]");
    if (more) openNode(Number(more.dataset.id), [more.dataset.side]);
    else if (fold) {
      const { system } = fold.dataset;
      foldOnly(model.isFolded(system) ? [...model.folded].filter((code) => code !== system) : [...model.folded, system]);
    }
    else if (field) location.assign(graph.dataset.fields.replace("lineage/fields/", `fields/${field.dataset.field}/lineage/`));
    else if (node) { focusOn(node.dataset.key, { reveal: false }); open(node.dataset.key); }
    else if (board.isFar && board.keyAt(at)) approach(board.keyAt(at));
    else if (line) openLine(model.lines.find(({ key }) => key === line.dataset.line));
    else close();
  };

  // From far off to a brick.
  const approach = (key) => {
    view.scale = .8;
    view.centre(laid.boxes.get(key));
    focusOn(key, { reveal: false });
  };

  // The card

  const open = async (key) => {
    const { item } = board.bricks.get(key);
    selected = key;
    light(key);
    if (!item.node) { openSystem(item); return; }
    const at = query().get("at");
    const url = address("card", item.node.id) + (at ? `?at=${encodeURIComponent(at)}` : "");
    const answer = await ask(url);
    if (!answer || selected !== key) return;
    card.innerHTML = answer;
    card.querySelector("[data-edges]").append(edgeList(model.edges.filter(({ source, target }) => [source, target].includes(item.node.id))));
    unveil();
  };

  const unveil = () => {
    card.hidden = false;
    htmx.process(card);
    card.querySelector("[data-do=close]").focus({ preventScroll: true });
  };

  const close = () => {
    const wasOpen = !card.hidden;
    card.hidden = true;
    selected = null;
    light(null);
    if (wasOpen && laid?.boxes.has(focused)) focusOn(focused, { reveal: false });
  };

  const html = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const edgeList = (edges) => {
    const list = html("ul", { class: "edges" });
    const title = (id) => model.nodes.get(id)?.title ?? "…";
    for (const edge of edges.slice(0, 40)) {
      const words_ = [...edge.jobs, edge.manual ? words.manual : "", edge.flag ? `⚠ ${words.flags[edge.flag]}` : "",
        edge.lowered !== null ? words.lowered.replace("{level}", edge.lowered) : ""].filter(Boolean);
      list.append(html("li", {}, html("a", { href: address("edge", edge.id) }, `${title(edge.source)} → ${title(edge.target)}`),
        ...(words_.length ? [html("span", { class: "small muted" }, ` ${words_.join(" · ")}`)] : [])));
    }
    if (edges.length > 40) list.append(html("li", { class: "muted" }, words.moreFields.replace("{count}", edges.length - 40)));
    return list;
  };

  const plainCard = (title, ...content) => {
    card.replaceChildren(
      html("header", { class: "graph-card-head" }, html("h2", { id: "card-title" }, title),
        html("button", { type: "button", class: "graph-close", "data-do": "close", "aria-label": words.close }, "✕")),
      ...content,
    );
    unveil();
  };

  const openLine = (line) => {
    selected = null;
    const flow = line.edges.length ? [] : [html("p", {}, flowLink(line))];
    plainCard(LineageDraw.titleOf(line, model, words), edgeList(line.edges), ...flow);
  };

  const flowLink = (line) => {
    const params = new URLSearchParams({ from: line.source.slice(2), to: line.target.slice(2) });
    return html("a", { href: `${graph.dataset.flow}?${params}` }, words.edges.replace("{count}", line.count));
  };

  const openSystem = (item) => {
    const system = model.systems.find(({ code }) => code === item.system);
    const { in: into, out } = model.beside.get(item.key);
    const content = [html("p", { class: "muted" }, system.zone_title)];
    const buttons = html("div", { class: "buttons" });
    if (model.whole.has(system.code)) buttons.append(html("button", { type: "button", class: "button button-small", "data-do": "unfold-one", "data-system": system.code }, words.unfold));
    buttons.append(html("a", { class: "button button-small button-plain", href: `${graph.dataset.assets}?${new URLSearchParams({ system: system.code })}` }, item.count === 1 ? words.brick : words.bricks.replace("{count}", item.count)));
    content.push(buttons);
    const list = html("ul", { class: "edges" });
    for (const line of new Set([...into, ...out])) list.append(html("li", {}, LineageDraw.titleOf(line, model, words), " ", ...(model.nodes.size ? [] : [flowLink(line)])));
    plainCard(system.title, ...content, list);
  };

  card.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });

  // Asking the server

  const ask = async (url) => {
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" } });
      if (answer.ok) return await answer.text();
      if (answer.headers.get("X-Problem")) document.getElementById("messages").innerHTML = await answer.text();
      else say(words.failed);
    } catch { say(words.failed); }
    return null;
  };

  const load = async (params, { push = true } = {}) => {
    for (const [name, value] of [...params]) if (value === "") params.delete(name, value);
    graph.classList.add("is-waiting");
    const answer = await ask(`${location.pathname}?${params}`);
    graph.classList.remove("is-waiting");
    if (answer === null) return;
    const parsed = new DOMParser().parseFromString(answer, "text/html");
    for (const id of ["picture-note", "picture"]) document.getElementById(id).replaceWith(document.importNode(parsed.getElementById(id), true));
    goTo(params, { push });
    await read({ keep: true });
  };

  const openNode = (id, sides) => {
    const params = query();
    for (const side of sides) params.append("open", `${id}.${side}`);
    return load(params);
  };
  const expand = (key) => {
    const { item } = board.bricks.get(key);
    if (!item.node) { foldOnly([...model.folded].filter((code) => code !== item.system)); return; }
    const sides = ["upstream", "downstream"].filter((_side, n) => item.node.hidden[n]);
    if (sides.length) openNode(item.node.id, sides);
  };

  // Folding and fields

  const foldOnly = async (codes) => {
    const before = focused;
    model.folded = new Set(codes);
    const node = model.nodes.get(Number(before?.slice(1)));
    if (node && model.isFolded(node.system)) focused = `s-${node.system}`;
    close();
    remember();
    await draw({ keep: false });
  };

  const showFields = async (ids) => {
    if (!ids.length) model.takeFields({ fields: [], links: [] });
    else {
      const params = new URLSearchParams(ids.map((id) => ["asset", id]));
      if (query().get("at")) params.set("at", query().get("at"));
      const answer = await ask(`${graph.dataset.fields}?${params}`);
      if (answer === null) return;
      model.takeFields(JSON.parse(answer));
      for (const id of ids) if (!model.fields.has(id)) model.fields.set(id, []);
    }
    graph.querySelector("[data-do=fields-all]").setAttribute("aria-pressed", String(model.fields.size > 0));
    remember();
    await draw({ keep: true });
  };
  const toggleFields = (key) => {
    const { item } = board.bricks.get(key);
    if (!item.node) return null;
    const open = new Set(model.fields.keys());
    if (!open.delete(item.node.id)) open.add(item.node.id);
    return showFields([...open]);
  };
  const allFields = () => {
    if (model.fields.size) { focused = null; return showFields([]); }
    const ids = [...board.bricks.values()].filter(({ item }) => item.node).map(({ item }) => item.node.id);
    if (ids.length > FIELDS_OPEN_MAX) { say(words.tooManyFields.replace("{count}", FIELDS_OPEN_MAX)); return null; }
    focused = null; // look at all of it
    return showFields(ids);
  };

  // Saving

  const heading = () => [document.querySelector("h1").textContent.trim(), moment(query().get("at"))].filter(Boolean).join(" – ");
  const save = (blob, ending) => {
    const link = html("a", { href: URL.createObjectURL(blob), download: `${graph.dataset.name ?? "lineage"}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const asText = () => new XMLSerializer().serializeToString(board.picture(heading()));
  const saveSvg = () => save(new Blob([asText()], { type: "image/svg+xml" }), "svg");
  const savePng = async () => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(asText())}`;
    await image.decode();
    const side = 12_000, area = 60_000_000; // what browsers paint on at most
    const scale = Math.min(2, side / image.width, side / image.height, Math.sqrt(area / (image.width * image.height)));
    const canvas = html("canvas", { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, "png"), "image/png");
  };

  // Buttons

  const DO = {
    in: () => view.zoom(1.25), out: () => view.zoom(.8), fit: () => view.fit(),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : graph.requestFullscreen?.()),
    fold: () => foldOnly(model.codes()), unfold: () => foldOnly([]),
    "unfold-one": ({ system }) => foldOnly([...model.folded].filter((code) => code !== system)),
    fields: () => { const key = selected; close(); toggleFields(key); },
    "fields-all": () => allFields(), close: () => close(), svg: saveSvg, png: savePng,
  };
  graph.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button && laid) DO[button.dataset.do]?.(button.dataset);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-onward]");
    if (!link) return;
    event.preventDefault();
    load(new URLSearchParams(link.search));
  });

  // Filters and time

  const moment = (iso) => iso ? new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(iso)) : "";
  const localInput = (iso) => {
    if (!iso) return "";
    const date = new Date(iso);
    return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  };
  const slider = document.getElementById("id_slider");
  const says = document.getElementById("slider-says");
  let moments = [];

  const takeMoments = () => {
    if (!query().get("at") || !moments.length) moments = drawing.moments ?? [];
    slider.max = moments.length;
    const at = query().get("at");
    const n = at ? moments.findLastIndex((one) => new Date(one) <= new Date(at)) : moments.length;
    slider.value = n < 0 ? 0 : n;
    slider.disabled = !moments.length;
    says.textContent = at ? moment(at) : words.now;
    look.elements.at.value = localInput(at);
  };

  const wanted = () => {
    const params = new URLSearchParams(new FormData(look));
    const typed = params.get("at");
    if (typed) params.set("at", new Date(typed).toISOString());
    const kept = query();
    for (const name of ["open", "fold", "fields", "limit"]) for (const value of kept.getAll(name)) params.append(name, value);
    return params;
  };

  if (look) {
    look.addEventListener("submit", (event) => { event.preventDefault(); load(wanted()); });
    look.addEventListener("change", (event) => { if (event.target !== slider) load(wanted()); });
    let waiting = 0;
    slider.addEventListener("input", () => {
      const at = moments[slider.value] ?? "";
      says.textContent = at ? moment(at) : words.now;
      look.elements.at.value = localInput(at);
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        const params = wanted();
        params.set("at", at);
        load(params, { push: false });
      }, 200);
    });
  }
  addEventListener("popstate", () => location.reload());

  // Begin

  const read = async ({ keep = false } = {}) => {
    const data = document.getElementById("drawing");
    card.hidden = true;
    selected = null;
    if (!data) { empty(); return; }
    drawing = JSON.parse(data.textContent);
    model = new LineageModel(drawing);
    const fold = query().get("fold");
    if (fold) model.folded = new Set(fold === "none" ? [] : fold.split(","));
    else model.foldAbove(FOLD_ABOVE);
    if (look) takeMoments();
    const fields = (query().get("fields") ?? "").split(",").map(Number).filter((id) => model.nodes.has(id)).slice(0, FIELDS_OPEN_MAX);
    if (fields.length) await showFields(fields);
    else await draw({ keep });
  };

  read();
})();
