// A shared device: a ballot that nobody touches for some minutes is put away, for the next person. The server empties
// the booth by itself when its first page opens.
"use strict";

(() => {
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });  // "back" shows nobody's page

  const PATIENCE = 4 * 60_000, WARNED = 30_000;
  const leave = document.querySelector("form[data-leave]");
  if (!leave) return;
  const warning = document.querySelector("[data-still]");
  let timers = [];
  const wait = () => {
    timers.forEach(clearTimeout);
    warning.hidden = true;
    timers = [setTimeout(() => { warning.hidden = false; }, PATIENCE - WARNED), setTimeout(() => leave.submit(), PATIENCE)];
  };
  ["input", "click", "keydown", "scroll", "touchstart", "pointermove"].forEach((what) => document.addEventListener(what, wait, { passive: true }));
  wait();
})();
