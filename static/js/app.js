// Niceness only: every page reads and every form sends without this file. What it listens to is listed in
// components.css. Listeners sit on the document, so they also serve what htmx puts in later.
"use strict";

const copied = async (button) => {
  const source = document.querySelector(button.dataset.copy);
  const text = source.value ?? source.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without permission (plain http in a room): select it, so that one gesture copies it.
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
  const before = button.textContent;
  button.textContent = button.dataset.done || "✓";
  setTimeout(() => { button.textContent = before; }, 2000);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copied(button);
  if (event.target.closest("[data-print]")) print();
});

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  const scope = event.target.closest("[data-autosubmit]");
  if (scope) (scope.form || scope).requestSubmit();
});

// htmx leaves the page as it is when the server refuses: show the answer it gave, where the errors stand.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && xhr.getResponseHeader("X-Problem")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    event.detail.target = document.querySelector("#messages");
    event.detail.swapOverride = "innerHTML show:window:top";
  } else if ([400, 409, 412, 422].includes(xhr.status)) {
    event.detail.shouldSwap = true; // a form that comes back with its errors
    event.detail.isError = false;
  }
});

// Where copying needs this file, show its button only now.
document.querySelectorAll("[data-needs-js]").forEach((element) => { element.hidden = false; });
document.addEventListener("htmx:load", (event) => {
  event.target.querySelectorAll?.("[data-needs-js]").forEach((element) => { element.hidden = false; });
});

// A refused form: go to the first wrong value.
document.querySelector("main [aria-invalid='true']")?.focus();
