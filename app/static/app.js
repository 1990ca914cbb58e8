// Small comforts. Every page works without this file.
"use strict";

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented || event.target.method !== "post") return;
  if (button.getAttribute("aria-busy") === "true") event.preventDefault();
  else button.setAttribute("aria-busy", "true");
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

document.querySelectorAll("details[data-print-open]").forEach((details) => {
  let wasOpen = details.open;
  window.addEventListener("beforeprint", () => { wasOpen = details.open; details.open = true; });
  window.addEventListener("afterprint", () => { details.open = wasOpen; });
});

const problems = document.querySelector(".problems");
if (problems) problems.focus();

const menu = document.querySelector(".menu");
if (menu) {
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
