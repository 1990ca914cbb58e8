// The ballot and its door. Every page works without this file: it counts at once what the server counts when asked,
// keeps the draft as one goes, and reads the code that a photographed square puts after the "#" (never sent in an address).
"use strict";

(() => {
  const field = document.querySelector("[data-code]");
  if (field && /^#[0-9A-Za-z]{12}$/.test(location.hash)) {
    field.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
  }

  const form = document.getElementById("ballot"), cards = form?.querySelector("[data-ballot]");
  if (!cards) return;
  const { ballot: kind, goal, envelope, draft, kept, unkept, overOne, overTwo, twice, within, beyond } = cards.dataset;
  const PAUSE = 1500, LANGUAGE = document.documentElement.lang;

  const euros = (cents) => new Intl.NumberFormat(LANGUAGE, { style: "currency", currency: "EUR",
    minimumFractionDigits: cents % 100 ? 2 : 0 }).format(cents / 100);
  const inputs = () => Array.from(cards.querySelectorAll("[data-cost]"));
  const isChosen = (input) => (["checkbox", "radio"].includes(input.type) ? input.checked : Number(input.value) > 0);
  const put = (name, text) => { const place = form.querySelector(`[data-${name}]`); if (place) place.textContent = text; };

  function count() {
    const chosen = inputs().filter(isChosen);
    const done = kind === "points" ? chosen.reduce((sum, input) => sum + Number(input.value), 0) : chosen.length;
    const cost = chosen.reduce((sum, input) => sum + Number(input.dataset.cost), 0);
    put("done", done);
    const over = Math.max(0, done - goal);
    put("left", Math.max(0, goal - done));
    const ranks = kind === "ranking" ? chosen.map((input) => input.value) : [];
    const doubled = ranks.find((rank, place) => ranks.indexOf(rank) !== place);
    put("over", over > 1 ? overTwo.replace("2", over) : over ? overOne : doubled ? twice.replace("0", doubled) : "");
    form.querySelector("[data-left-line]").hidden = over > 0;
    form.querySelector("[data-over]").hidden = !over && !doubled;
    put("cost-total", euros(cost));
    put("cost-word", cost > envelope ? beyond : within);
    put("cost-left", euros(Math.abs(envelope - cost)));
    form.querySelector(".ballot-bar").classList.toggle("is-over", over > 0 || Boolean(doubled));
    return chosen.length;
  }

  let saying = null, keeping = null;
  const leaving = new AbortController();
  function say() {
    clearTimeout(saying);
    const shown = () => Array.from(form.querySelector(".ballot-figures").children).filter((part) => !part.hidden);
    saying = setTimeout(() => put("say", shown().map((part) => part.textContent.replace(/\s+/g, " ").trim().replace(/\.$/, "")).join(". ")), 400);
  }

  async function keep() {
    const state = form.querySelector("[data-draft-state]");
    const body = new URLSearchParams(new FormData(form));
    const headers = { "X-Requested-With": "draft" };
    const answer = await fetch(draft, { method: "POST", body, headers, signal: leaving.signal }).catch(() => null);
    state.hidden = false;
    state.textContent = answer?.status === 204 ? kept : unkept;
  }

  form.addEventListener("input", () => {
    count();
    say();
    clearTimeout(keeping);
    keeping = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => { clearTimeout(keeping); leaving.abort(); });
  form.querySelector("[data-keep]").hidden = true;
  count();
})();
