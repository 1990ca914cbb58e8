// The committee's room: what is typed stays on the device, and what is sent without network is kept, then sent once.
// The four steps of a file are one page, so that it stays usable when the network goes. Works with kept.js; every page
// works without this file.
"use strict";

(() => {
  const QUEUE = "committee", PATIENCE = 8_000, DRAFT = "room/";
  const words = document.querySelector("[data-room-words]")?.dataset || {};
  const who = document.querySelector("[data-kept-who]")?.dataset.keptWho || "";
  const forms = () => Array.from(document.querySelectorAll("form[data-room]"));

  // ── what is typed ────────────────────────────────────────────────────────────────────────────────────────────────
  const draftOf = (form) => {
    const alike = forms().filter((other) => other.action === form.action);
    const about = form.elements.ref?.value || "";
    return `${DRAFT}${who}/${location.pathname}/${new URL(form.action).pathname}/${about}${alike.indexOf(form)}`;
  };
  const fields = (form) => Array.from(form.elements).filter((field) => field.name && !["hidden", "submit"].includes(field.type));

  function keepDraft(form) {
    const typed = fields(form).map((field) => [field.name, field.type === "radio" ? field.value : "",
      ["radio", "checkbox"].includes(field.type) ? field.checked : field.value]);
    try { localStorage.setItem(draftOf(form), JSON.stringify(typed)); } catch { /* a full device keeps no draft */ }
  }

  function restoreDraft(form) {
    const kept = localStorage.getItem(draftOf(form));
    if (!kept || form.querySelector(".problems")) return;
    for (const [name, radio, value] of JSON.parse(kept)) {
      const field = fields(form).find((one) => one.name === name && (one.type !== "radio" || one.value === radio));
      if (field && typeof value === "boolean") field.checked = value;
      else if (field) field.value = value;
    }
    const folded = form.closest("details");
    if (folded) folded.open = true;
  }

  const forget = (form) => localStorage.removeItem(draftOf(form));
  const isTyping = () => forms().some((form) => localStorage.getItem(draftOf(form)));

  document.addEventListener("input", ({ target }) => {
    if (target.form?.matches("form[data-room]")) keepDraft(target.form);
  });
  document.addEventListener("submit", ({ target }) => {
    if (!target.action.includes("/sign-out")) return;
    Object.keys(localStorage).filter((name) => name.startsWith(DRAFT)).forEach((name) => localStorage.removeItem(name));
  });
  forms().forEach(restoreDraft);

  // ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-room]")) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  async function send(form, button) {
    const body = new FormData(form);
    if (button?.name) body.append(button.name, button.value);
    const waiting = await Kept.items(QUEUE).catch(() => []);
    if (navigator.onLine && !waiting.length) {
      const answer = await ask(form.action, body).catch(() => null);
      if (answer?.status === 204) { forget(form); return go(answer.headers.get("X-Go")); }
      if (answer && answer.status < 500) return natively(form, button);
    }
    const id = body.get("kept_id");
    body.delete("kept_id");
    try { await Kept.add(QUEUE, { url: form.action, body, id }); } catch { return natively(form, button); }
    forget(form);
    wasKept(form);
  }

  async function ask(url, body) {
    const giveUp = new AbortController(), timer = setTimeout(() => giveUp.abort(), PATIENCE);
    try {
      return await fetch(url, { method: "POST", body: new URLSearchParams(body), headers: { "X-Room": "1" },
        credentials: "same-origin", redirect: "manual", signal: giveUp.signal });
    } finally { clearTimeout(timer); }
  }

  function natively(form, button) {
    if (button?.name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
      form.append(pressed);
    }
    HTMLFormElement.prototype.submit.call(form);
  }

  function go(address) {
    const to = new URL(address, location);
    if (to.pathname !== location.pathname || to.search !== location.search) return location.assign(to);
    return location.reload();  // where one was in the page, one stays
  }

  // ── without network ──────────────────────────────────────────────────────────────────────────────────────────────
  function wasKept(form) {
    form.querySelectorAll("button").forEach((button) => { button.disabled = true; button.removeAttribute("aria-busy"); });
    const mark = document.createElement("p");
    Object.assign(mark, { className: "kept-mark", textContent: words.kept || "" });
    mark.setAttribute("role", "status");
    form.append(mark);
    copyHands(form);
    if (form.dataset.then === "sitting") document.querySelector(".back")?.click();
    else if (form.dataset.then) show(form.dataset.then);
  }

  function copyHands(form) {
    const decision = document.querySelector(".decision-form");
    if (!form.matches(".vote-form") || !decision) return;
    for (const name of ["votes_for", "votes_against", "abstentions"]) {
      if (decision.elements[name]) decision.elements[name].value = form.elements[name].value;
    }
  }

  let before = 0;
  Kept.watch(QUEUE, ({ waiting }) => {
    if (before && !waiting && !isTyping()) location.reload();
    before = waiting;
  });

  // ── a telephone's ballot renews itself, but never under the fingers, nor over what waits to be sent ───────────────
  document.addEventListener("htmx:beforeRequest", (event) => {
    const ballot = event.target.closest?.("#ballot");
    if (!ballot) return;
    const isBusy = ballot.contains(document.activeElement) && document.activeElement.matches("input[type=text]");
    if (isBusy || (before && ballot.querySelector(".kept-mark"))) event.preventDefault();
  });
  document.addEventListener("htmx:load", ({ target }) => {
    if (target.id === "ballot") target.querySelectorAll("form[data-room]").forEach(restoreDraft);
  });

  // ── one step at a time ───────────────────────────────────────────────────────────────────────────────────────────
  function show(step) {
    const sections = Array.from(document.querySelectorAll("[data-step]"));
    if (!sections.some((section) => section.dataset.step === step)) return false;
    sections.forEach((section) => { section.hidden = section.dataset.step !== step; });
    document.querySelectorAll(".room-steps a").forEach((link) => {
      const here = link.dataset.stepLink === step;
      link.parentElement.className = here ? "is-here" : link.querySelector("span") ? "is-past" : "is-next";
      if (here) link.setAttribute("aria-current", "step"); else link.removeAttribute("aria-current");
    });
    history.replaceState(null, "", `${location.pathname}?step=${step}`);
    document.getElementById(`step-${step}`)?.focus();
    return true;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-step-link]");
    if (link && !event.ctrlKey && !event.metaKey && show(link.dataset.stepLink)) event.preventDefault();
  });

  // The next files open without network too.
  const next = Array.from(document.querySelectorAll("a[data-keep]"), (link) => new URL(link.href).pathname);
  if (next.length && navigator.serviceWorker) {
    navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ keep: next }));
  }
})();
