// The facilitator's screen: each tap is kept on the device (kept.js), shown at once, then sent, once.
//
// What is shown = the last sums the server gave + what waits on this device. An undo is a tap too: it names the tap that
// was a mistake, so that sending it twice undoes once. Without this file the same buttons post ordinary forms.
"use strict";

(() => {
  const page = document.querySelector("[data-live]");
  if (!page || !window.Kept) return;
  const words = page.dataset, queue = `live-${words.live}`, said = `said-${words.live}`;
  const taps = document.getElementById("taps"), note = document.getElementById("said");
  const aloud = document.querySelector("[data-said-aloud]"), lamp = page.querySelector("[data-lamp]");
  const undoButton = document.querySelector("[data-undo]"), FRESH = 10_000, MOST_UNDONE = 100;
  let waiting = [], shown = {}, changes = 0, announced = "";

  const memory = {
    read(name, otherwise) {
      try { return JSON.parse(localStorage.getItem(`${queue}-${name}`)) ?? otherwise; } catch { return otherwise; }
    },
    write(name, value) { try { localStorage.setItem(`${queue}-${name}`, JSON.stringify(value)); } catch { /* full */ } },
  };

  // ── sums ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  function cellsOf(tap) {
    if (tap.kind === "turn") {
      return [`turns:${tap.category}`, `${tap.is_new_voice ? "voices" : "again"}:${tap.category}`];
    }
    return [`present:${tap.category}`, ...(tap.novelty ? [`novelty:${tap.novelty}`] : [])];
  }

  function summed() {
    const cells = { ...memory.read("sums", {}) };
    for (const { body } of waiting) {
      const by = body.undoes ? -1 : 1;
      for (const cell of cellsOf(body.undoes ? body.was : body)) cells[cell] = (cells[cell] || 0) + by;
    }
    return cells;
  }

  function heard(cells) {
    changes += 1;
    memory.write("sums", cells);
  }

  function render() {
    shown = summed();
    page.querySelectorAll("[data-cell]").forEach((place) => { place.textContent = shown[place.dataset.cell] || 0; });
    renderLamp();
    const [last] = memory.read("mine", []).slice(-1);
    undoButton.hidden = !last;
    undoButton.querySelector("span").textContent = last?.label || "";
  }

  function renderLamp() {
    const turns = Object.keys(shown).filter((cell) => cell.startsWith("turns:"));
    const all = turns.reduce((sum, cell) => sum + shown[cell], 0);
    const share = all ? ((shown["turns:institution"] || 0) + (shown["turns:elected"] || 0)) / all : 0;
    const light = all < Number(words.fewest) ? "off"
      : share > Number(words.red) ? "red" : share > Number(words.amber) ? "amber" : "shared";
    const sentence = lamp.dataset[light].replace("%", `${Math.round(share * 100)}\u00a0%`);
    lamp.className = `lamp tone-${{ off: "done", shared: "calm", amber: "act", red: "late" }[light]}`;
    if (announced === light && lamp.dataset.now === sentence) return;
    lamp.setAttribute("aria-live", announced === light ? "off" : "polite");  // speaks when the light changes, not the figure
    announced = light;
    lamp.dataset.now = sentence;
    lamp.firstElementChild.textContent = sentence;
  }

  // ── taps ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  taps.addEventListener("submit", async (event) => {
    if (!event.submitter?.value) return;
    event.preventDefault();
    const button = event.submitter, body = tapped(button.value);
    const label = button.querySelector("[data-say]").textContent.trim().replace(/\s+/g, " ");
    taps.reset();
    const id = Kept.uuid();
    if (await kept(queue, { id, url: taps.action, body, batch: true })) {
      memory.write("mine", [...memory.read("mine", []), { id, body, label }].slice(-MOST_UNDONE));
      render();
      navigator.vibrate?.(15);
      say(`${label}. ${words.totalWords.replace("%", shown[button.dataset.shows] || 0)}`);
    }
  });

  function tapped(value) {
    const [kind, category, third] = value.split(":"), more = {};
    if (kind === "turn") more.is_new_voice = third === "new";
    else if (third) {
      more.novelty = third;
      for (const name of ["age", "sex", "heard"]) {
        const chosen = page.querySelector(`[name="${name}"]:checked`);
        if (chosen) more[name] = chosen.value;
      }
    }
    return { kind, category, ...more };
  }

  undoButton.addEventListener("click", async () => {
    const mine = memory.read("mine", []), last = mine.pop();
    if (!last) return;
    memory.write("mine", mine);
    if (await kept(queue, { url: taps.action, body: { undoes: last.id, was: last.body }, batch: true })) {
      say(`${words.undoneWords} ${last.label}`);
    }
    if (undoButton.hidden) page.querySelector("[data-screen]:not([hidden]) h2").focus();
  });

  async function kept(where, item) {
    changes += 1;
    try {
      await Kept.add(where, item);
      return true;
    } catch {
      window.alert(words.fullWords);
      return false;
    }
  }

  function say(sentence) { aloud.textContent = ""; setTimeout(() => { aloud.textContent = sentence; }, 50); }

  // ── what is said ─────────────────────────────────────────────────────────────────────────────────────────────────
  const error = note.querySelector("[data-said-error]"), text = note.elements.text;
  text.value ||= memory.read("draft", "");
  text.addEventListener("input", () => memory.write("draft", text.value));
  note.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = Boolean(text.value.trim());
    if (!text.value.trim()) { complain(text.dataset.needed); return; }
    const body = new FormData(note);
    body.delete("kept_id");
    if (!await kept(said, { url: note.action, body })) return;
    note.reset();
    text.value = "";
    memory.write("draft", "");
    say(words.keptWords);
    text.focus();
  });

  Kept.watch(said, async ({ state, refused, sentence }) => {
    if (state !== "refused" || !refused) return;
    const [, written] = refused.body.find(([name]) => name === "text");
    text.value = text.value ? `${written}\n${text.value}` : written;
    memory.write("draft", text.value);
    complain(sentence);
    show("note");
    await Kept.drop(said, refused.id);
  });

  function complain(sentence) {
    error.textContent = sentence;
    error.hidden = false;
    text.focus();
  }

  // ── one screen at a time ─────────────────────────────────────────────────────────────────────────────────────────
  const links = document.querySelectorAll(".live-bar nav a");
  function show(name, focus = false) {
    page.querySelectorAll("[data-screen]").forEach((screen) => { screen.hidden = screen.id !== name; });
    links.forEach((link) => {
      if (link.hash === `#${name}`) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
    memory.write("screen", name);
    if (focus) {
      window.scrollTo(0, 0);
      document.getElementById(`${name}-title`).focus({ preventScroll: true });
    }
  }
  links.forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    show(link.hash.slice(1), true);
  }));

  // ── the sums of every phone ──────────────────────────────────────────────────────────────────────────────────────
  async function refresh() {
    if (document.hidden || !navigator.onLine || waiting.length) return;
    const before = changes;
    const answer = await fetch(words.totals, { headers: { "X-Kept": "totals" } }).catch(() => null);
    if (!answer?.ok || before !== changes) return;
    heard((await answer.json()).cells);
    render();
  }

  const today = () => new Intl.DateTimeFormat("sv-SE").format(new Date());
  if (words.early && today() < words.early) {
    document.querySelectorAll(".tap, #said button").forEach((button) => { button.disabled = true; });
  } else if (words.early) document.querySelector("[data-early-words]").hidden = true;

  document.querySelectorAll("[data-without-scripts]").forEach((form) => form.remove());
  if (navigator.onLine && !memory.read("sums", null)) heard(JSON.parse(words.cells));
  Kept.answered(queue, (_ids, answer) => { if (answer?.cells) heard(answer.cells); });
  Kept.watch(queue, ({ items }) => { waiting = items; render(); });
  const asked = location.hash.slice(1), screens = Array.from(links, (link) => link.hash.slice(1));
  show(screens.includes(asked) ? asked : memory.read("screen", "door"));
  setInterval(refresh, FRESH);
  window.addEventListener("online", refresh);
  document.addEventListener("visibilitychange", refresh);
  refresh();
})();
