// Follows the room. Every page of the room reads and sends without this file; with it
//   [data-poll="2000"]   asks again (its hx-get) so many milliseconds after each answer, with the ETag it holds;
//                        later and later while the server does not answer, and [data-lost] says so
//   [data-timer]         runs: seconds left at the server's moment data-at, orange and red by its ratios
//   form[data-queue=url] is sent as JSON to url, once (Idempotency-Key); without a line it waits, visibly, in
//                        [data-queue-list] and in this browser. An input with data-type="number" is a number.
"use strict";

// The server's clock: its last word plus what this device has measured since (not the device's own clock).
const clock = { server: 0, here: 0 };
const heard = (at) => {
  if (!at) return;
  clock.server = Number(at) * 1000;
  clock.here = performance.now();
};
const now = () => clock.server + performance.now() - clock.here;

// Time left

const shown = (seconds) => {
  const whole = Math.round(Math.abs(seconds));
  return `${seconds < -0.5 ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

const tick = () => {
  document.querySelectorAll("[data-timer]").forEach((timer) => {
    const { left, total, at, late, last, running } = timer.dataset;
    if (!clock.server) heard(at);
    const rest = Number(left) - (running === undefined ? 0 : Math.max(now() / 1000 - Number(at), 0));
    const ratio = rest / Number(total);
    const warning = ratio < 0 ? "over" : ratio <= Number(last) ? "last" : ratio <= Number(late) ? "late" : "";
    const text = shown(rest);
    const time = timer.querySelector(".timer-time");
    if (time.textContent !== text) time.textContent = text;
    ["late", "last", "over"].forEach((name) => timer.classList.toggle(`timer-${name}`, name === warning));
  });
};
setInterval(tick, 250);

// Asking again

const SLOWEST = 30000;
const lost = (is) => document.querySelectorAll("[data-lost]").forEach((element) => { element.hidden = !is; });

const later = (element) => {
  const usual = Number(element.dataset.poll);
  const failures = Number(element.dataset.failures || 0);
  const wait = Math.min(usual * 2 ** failures, SLOWEST);
  clearTimeout(element.timeout);
  const jitter = failures ? wait * 0.3 * Math.random() : 0;
  element.timeout = setTimeout(() => htmx.trigger(element, "poll"), document.hidden ? SLOWEST : wait + jitter);
};
const atOnce = () => document.querySelectorAll("[data-poll]").forEach((element) => {
  element.dataset.failures = 0;
  htmx.trigger(element, "poll");
});

document.addEventListener("htmx:configRequest", (event) => {
  const { elt, headers } = event.detail;
  if (elt.dataset.poll && elt.dataset.etag) headers["If-None-Match"] = elt.dataset.etag;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, xhr } = event.detail;
  if (!elt.dataset.poll) return;
  if (xhr.status === 304) event.detail.shouldSwap = false;
  // What is being chosen, or folded out, stays as it is: the next answer will do.
  if (xhr.status === 200) {
    elt.open = [...elt.querySelectorAll("details[open][id]")].map((details) => details.id);
    if (elt.querySelector("select:focus")) {
      event.detail.shouldSwap = false;
      elt.skipped = true;
    }
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  (event.target.open || []).forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  tick();
});
document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, xhr } = event.detail;
  if (!elt.dataset.poll) return;
  const answered = xhr.status === 200 || xhr.status === 304;
  if (answered) {
    heard(xhr.getResponseHeader("X-Now"));
    if (elt.skipped) elt.skipped = false;
    else elt.dataset.etag = xhr.getResponseHeader("ETag") || "";
    elt.dataset.failures = 0;
    flush();
  } else {
    elt.dataset.failures = Number(elt.dataset.failures || 0) + 1;
  }
  lost(xhr.status === 0 || xhr.status >= 500);
  later(elt);
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) atOnce(); });
addEventListener("online", atOnce);

// What waits to be sent

const STORE = "bricks-queue";
const waiting = () => JSON.parse(localStorage.getItem(STORE) || "[]");
const keep = (items) => {
  localStorage.setItem(STORE, JSON.stringify(items));
  const list = document.querySelector("[data-queue-list]");
  if (!list) return;
  list.replaceChildren(...items.map((item) => {
    const line = document.createElement("li");
    line.textContent = item.problem ? `${item.shown} – ${item.problem}` : item.shown;
    return line;
  }));
  document.querySelector("[data-queue-box]").hidden = items.length === 0;
};
const csrf = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
const KEPT = new Set([401, 403, 429]); // may be accepted later, after a new log-in or a moment

let flushing = false;
const flush = async () => {
  if (flushing) return;
  flushing = true;
  try {
    for (const item of waiting()) {
      if (item.problem && !KEPT.has(item.status)) continue;
      const headers = { "Content-Type": "application/json", "Idempotency-Key": item.key, "X-CSRFToken": csrf() };
      const answer = await fetch(item.url, { method: "POST", headers, body: item.body, credentials: "same-origin" });
      if (answer.status >= 500) break;
      const others = waiting().filter((other) => other.key !== item.key);
      if (answer.ok) {
        keep(others);
        document.querySelectorAll("[data-poll]").forEach((element) => htmx.trigger(element, "poll"));
      } else {
        const problem = await answer.json().catch(() => ({}));
        const text = problem.errors?.[0]?.message || problem.detail || String(answer.status);
        keep([...others, { ...item, problem: text, status: answer.status }]);
        if (KEPT.has(answer.status)) break;
      }
    }
  } catch {
    // No line: they wait. The next answered poll, or the browser saying that it is online, tries again.
  } finally {
    flushing = false;
  }
};

const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.queue || event.defaultPrevented) return;
  event.preventDefault();
  const values = {};
  const texts = [];
  for (const input of form.elements) {
    if (!input.name || input.name === "csrfmiddlewaretoken" || input.type === "submit" || input.value === "") continue;
    values[input.name] = input.dataset.type === "number" ? Number(input.value) : input.value;
    if (input.type !== "hidden") texts.push(input.value);
  }
  const stale = waiting().filter((item) => !item.problem); // whoever writes anew has read what was refused
  keep([...stale, { key: key(), url: form.dataset.queue, body: JSON.stringify(values), shown: texts.join(" · ") }]);
  form.reset();
  form.querySelector("input:not([type=hidden]), textarea")?.focus();
  flush();
});

keep(waiting());
document.querySelectorAll("[data-poll]").forEach(later);
tick();
if (waiting().length) flush();
