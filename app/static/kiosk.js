// A questionnaire, one question a screen: on a tablet that passes from hand to hand, or on one's own phone.
//
// Each answer is kept on the device first (kept.js), then sent, once, by nobody in particular. On a tablet, a screen left
// alone goes back to the first one, and forgets what was on it: the next person must find nothing of the one before.
// Without this file the same form turns its pages on the server.
"use strict";

(() => {
  const form = document.querySelector("[data-ask]");
  if (!form || !window.Kept) return;
  const words = form.dataset, onTablet = words.ask === "kiosk", queue = `answers-${words.code}`;
  const screens = Array.from(form.querySelectorAll("[data-screen]")), last = screens.length - 1;
  const thanks = document.querySelector("[data-thanks]"), warning = document.querySelector("[data-warning]");
  const error = document.querySelector("[data-error]");
  const IDLE = Number(words.idle) * 1000, WARNED = 15_000, THANKED = 12_000;
  let at = Number(form.elements.at.value) || 0, timers = [], sending = false;

  function show(place, focus = true) {
    at = place;
    form.hidden = false;
    thanks.hidden = true;
    form.elements.at.value = String(at);
    screens.forEach((screen, rank) => { screen.hidden = rank !== at; });
    if (focus) {
      window.scrollTo(0, 0);
      screens[at].querySelector("[tabindex]")?.focus({ preventScroll: true });
    }
  }

  function isAnswered() {
    return Array.from(new FormData(form)).some(([name, value]) => /^q\d+$/.test(name) && String(value).trim());
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    error.hidden = true;
    if (event.submitter?.value === "back") show(Math.max(at - 1, 0));
    else if (at < last) show(at + 1);
    else send();
  });

  async function send() {
    if (sending) return;
    if (!isAnswered()) {
      show(1);
      error.hidden = false;
      return;
    }
    sending = true;
    try {
      await Kept.add(queue, { id: form.elements.kept_id.value, url: form.action, body: new FormData(form), anyone: true });
      clear();
      form.hidden = true;
      thanks.hidden = false;
      document.getElementById("thanks-title").focus();
      awake();
    } catch { window.alert(words.full); } finally { sending = false; }
  }

  function clear() {
    form.querySelectorAll("input[type=radio]").forEach((box) => { box.checked = false; });
    form.querySelectorAll("textarea").forEach((box) => { box.value = ""; });
    form.elements.kept_id.value = Kept.uuid();
    error.hidden = true;
  }

  function restart() {
    clear();
    show(0);
    awake();
  }

  // ── left alone ───────────────────────────────────────────────────────────────────────────────────────────────────
  function awake() {
    timers.forEach(clearTimeout);
    timers = [];
    warning.hidden = true;
    if (!onTablet) return;
    if (!thanks.hidden) timers = [setTimeout(restart, THANKED)];
    else if (at > 0) timers = [setTimeout(() => { warning.hidden = false; }, IDLE - WARNED), setTimeout(restart, IDLE)];
  }

  document.querySelector("[data-restart]").addEventListener("click", restart);
  for (const touch of ["pointerdown", "keydown", "input", "submit"]) document.addEventListener(touch, () => setTimeout(awake), true);
  window.addEventListener("pageshow", (event) => { if (event.persisted) restart(); });
  show(at, false);
  awake();
})();
