// Teaching the API (common/lessons.py): the request beside a form, kept in step with it, run here, or copied as code.
// Without this file the request stands there as text.
"use strict";

const read = (input) => {
  const text = input.type === "checkbox" ? String(input.checked) : input.value;
  if (text === "") return undefined;
  switch (input.dataset.jsonType) {
    case "integer":
    case "number": // what is no number stays text: the API says why it refuses it
      return /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(text) ? Number(text) : text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "any":
      try { return JSON.parse(text); } catch { return text; }
    default:
      return text;
  }
};

const put = (body, path, value) => {
  const last = path.at(-1);
  const at = path.slice(0, -1).reduce((inner, name) => (inner[name] ??= {}), body);
  if (value === undefined) delete at[last];
  else if (Array.isArray(at[last])) at[last].push(value);
  else at[last] = value;
};

const inputsOf = (form) => [...form.elements].filter((input) => input.dataset.json && !input.disabled);

// Inputs with data-json-item add an object each to a list; ticked boxes with data-json-list their value.
const fill = (lesson) => {
  if (!lesson.form || typeof lesson.body !== "object") return lesson.body;
  const body = structuredClone(lesson.body);
  for (const input of inputsOf(lesson.form)) {
    const path = JSON.parse(input.dataset.json);
    if (input.dataset.jsonItem) {
      const value = read(input);
      if (value) put(body, path, { ...JSON.parse(input.dataset.jsonItem), [input.dataset.jsonKey]: value });
    } else if (input.dataset.jsonList === undefined) {
      if (input.type !== "radio" || input.checked) put(body, path, read(input));
    } else if (input.checked) {
      put(body, path, input.dataset.jsonType === "integer" ? Number(input.value) : input.value);
    }
  }
  return body;
};

// Without https (a room's own network) browsers have no randomUUID.
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

const bodyText = (body) => (body === null ? "" : typeof body === "string" ? body : JSON.stringify(body, null, 2));
const single = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const isJson = (request) => request.body !== null && typeof request.body !== "string";

const python = (value, indent = "") => {
  const inner = `${indent}    `;
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (Array.isArray(value)) {
    return value.length ? `[\n${value.map((one) => `${inner}${python(one, inner)},`).join("\n")}\n${indent}]` : "[]";
  }
  if (typeof value === "object") {
    const rows = Object.entries(value).map(([name, one]) => `${inner}${JSON.stringify(name)}: ${python(one, inner)},`);
    return rows.length ? `{\n${rows.join("\n")}\n${indent}}` : "{}";
  }
  return JSON.stringify(value);
};

// Each writes the request as code that works outside this page.
const WRITTEN = {
  http: ({ method, path, headers, body, token }) => [
    `${method} ${path} HTTP/1.1`,
    `Host: ${location.host}`,
    `Authorization: Bearer ${token}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === null ? [] : ["", bodyText(body)]),
  ].join("\n"),

  curl: ({ method, path, headers, body, token }) => [
    `curl -X ${method} ${single(location.origin + path)}`,
    `-H ${single(`Authorization: Bearer ${token}`)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${single(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-binary ${single(bodyText(body))}`]),
  ].join(" \\\n  "),

  python: (request) => {
    const { method, path, headers, body, token } = request;
    const sent = isJson(request) ? `\n    json=${python(body, "    ")},`
      : body === null ? "" : `\n    data=${JSON.stringify(body)}.encode(),`;
    const all = { Authorization: `Bearer ${token}`, ...headers };
    if (isJson(request)) delete all["Content-Type"];
    return `import requests

answer = requests.request(
    ${JSON.stringify(method)},
    ${JSON.stringify(location.origin + path)},
    headers=${python(all, "    ")},${sent}
)
print(answer.status_code, answer.json() if answer.content else "")`;
  },

  js: (request) => {
    const { method, path, headers, body, token } = request;
    const all = JSON.stringify({ Authorization: `Bearer ${token}`, ...headers }, null, 2).replaceAll("\n", "\n  ");
    const sent = isJson(request) ? `\n  body: JSON.stringify(${bodyText(body).replaceAll("\n", "\n  ")}),`
      : body === null ? "" : `\n  body: ${JSON.stringify(body)},`;
    return `const answer = await fetch(${JSON.stringify(location.origin + path)}, {
  method: ${JSON.stringify(method)},
  headers: ${all},${sent}
});
console.log(answer.status, await answer.text());`;
  },
};

class Lesson {
  constructor(section) {
    this.section = section;
    Object.assign(this, JSON.parse(document.getElementById(section.dataset.lesson).textContent));
    this.form = this.form ? document.getElementById(this.form) : null;
    this.kind = "http";
    this.show();
  }

  part(name) { return this.section.querySelector(`[data-lesson-${name}]`); }
  get token() { return this.part("token").value.trim(); }
  get request() { return { method: this.method, path: this.path, headers: this.headers, body: fill(this) }; }

  // A pasted token is used to run the request, but never written on the page.
  show() {
    const token = `<${this.section.dataset.token}>`;
    this.part("code").textContent = WRITTEN[this.kind]({ ...this.request, token });
    for (const button of this.section.querySelectorAll("[data-lesson-kind]")) {
      button.setAttribute("aria-current", String(button.dataset.lessonKind === this.kind));
    }
  }

  async run() {
    const { method, path, headers, body } = this.request;
    const own = this.token ? { Authorization: `Bearer ${this.token}` }
      : JSON.parse(document.body.getAttribute("hx-headers"));
    const options = { method, headers: { ...headers, ...own }, credentials: this.token ? "omit" : "same-origin" };
    if (body !== null) options.body = bodyText(body);
    this.part("answer").hidden = false;
    try {
      await this.told(await fetch(path, options));
    } catch {
      this.say(this.section.dataset.failed, "badge-bad", "");
    }
  }

  async told(answer) {
    const text = await answer.text();
    const shown = ["ETag", "Location", "Idempotency-Replayed", "X-Request-Id"]
      .filter((name) => answer.headers.get(name)).map((name) => `${name}: ${answer.headers.get(name)}`);
    let body = text;
    try { body = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
    this.say(`${answer.status} ${answer.statusText}`, answer.ok ? "badge-good" : "badge-bad", [...shown, "", body].join("\n"));
  }

  say(status, badge, body) {
    const place = this.part("status");
    place.textContent = status;
    place.className = `badge ${badge}`;
    this.part("body").textContent = body.trim();
  }
}

const lessons = new Map();
const lessonOf = (section) => {
  if (section && !lessons.has(section)) lessons.set(section, new Lesson(section));
  return lessons.get(section);
};
const begin = (root) => root.querySelectorAll?.("[data-lesson]").forEach(lessonOf);

document.addEventListener("click", (event) => {
  const lesson = lessonOf(event.target.closest("[data-lesson]"));
  if (!lesson) return;
  const kind = event.target.closest("[data-lesson-kind]");
  if (kind) lesson.kind = kind.dataset.lessonKind;
  if (event.target.closest("[data-lesson-key]")) lesson.headers["Idempotency-Key"] = newKey();
  if (event.target.closest("[data-lesson-run]")) lesson.run();
  lesson.show();
});

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    for (const lesson of lessons.values()) {
      if (lesson.form?.contains(event.target) || event.target.form === lesson.form) lesson.show();
    }
  });
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.target));
