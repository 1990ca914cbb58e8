// A queue kept on the device: what a person does without network is written here first, then sent, once only.
//
//   await Kept.add(queue, {url, body, id?, batch?, anyone?})   resolves with the item's id once the item is ON THE DEVICE (it
//        survives a closed tab or a flat battery), before anything is sent. `id` is drawn when absent (a UUID); adding
//        the same id twice keeps one. `body`: an object, FormData or URLSearchParams → posted as a form;
//        with batch: true, any JSON value → consecutive items of one url are posted together, 100 at most.
//        anyone: true → the answer of nobody in particular (a public form): sent whoever is signed in, or nobody.
//        Rejects when the device cannot keep anything at all (tell the person).
//   Kept.watch(queue, seen)     calls seen(state) now and at each change, in every tab:
//        state = {waiting, state, sentence, refused, items}
//        state.state: "idle" nothing waits · "sending" · "offline" no network or no server, tried again by itself ·
//        "expired" the session is over or is somebody else's: nothing is lost, the person must sign in again ·
//        "refused" the server read the first item and said no: `sentence` says why, `refused` is the item; the queue
//        stops there until Kept.again(queue) or Kept.drop(queue, id)
//   Kept.answered(queue, heard) calls heard(ids, answer) for each answer of the server (JSON, or null for a page)
//   Kept.flush(queue)           tries now; also happens by itself on add, on load, when the network or the tab is back
//   Kept.items(queue)           what waits, in order
//   Kept.uuid()
//   <p data-kept-status="queue" …> (macros/kept.html) is filled by itself, in plain words.
//
// What the server must do (app/kept.py says it for Python)
//   - A form arrives as an ordinary POST with two more things: a field `kept_id` and the header X-Kept (the same id).
//     A batch arrives as JSON {"items": [{"id": …, "body": …}, …]} with the header X-Kept: batch. All or nothing.
//   - Store each id once, in the same transaction as its effect; answer a repeated id as the first time: 2xx. The answer
//     may be lost on its way, so EVERY item may come twice.
//   - 2xx (a redirect that ends in a page too) = kept on the server: the item leaves the device. Nothing else does.
//     Refuse with 409 or 422 and JSON {"sentence": "…"} in plain words, never with a redirect and a flash.
//   - Nobody signed in → 401 (security.py does it when X-Kept is there); a dead token → 400, tried once more. 429 and 5xx are tried again.
//
// Late sends and forgery protection: a token printed in a page that waited two hours may be dead. Before sending, the
// queue asks /kept/token for a fresh one, which comes with the session's cookie (SameSite=Lax) in an answer that no
// other site can read; it is sent in X-CSRFToken. The same answer says who is signed in: what one person wrote on a
// shared phone is never sent in the name of the next. Each send says who wrote it (X-Kept-Who), and the server answers
// 401 when somebody else is signed in by then, or when a helper has begun or ceased to act for a resident meanwhile.
"use strict";

(() => {
  const MOST = 100, SLOWEST = 60_000, FIRST_WAIT = 2_000, PATIENCE = 20_000, LEASE = 30_000, FRESH = 60_000;
  const queues = new Map();
  let token = null;
  const news = "BroadcastChannel" in window ? new BroadcastChannel("kept") : { postMessage() {} };
  news.onmessage = ({ data }) => { if (queues.has(data)) tell(data, true); };

  // ── on the device: IndexedDB, or localStorage where a browser refuses it ──────────────────────────────────────────
  const opened = openStore();

  async function openStore() {
    try {
      const base = await promised(indexedDB.open("porte-voix", 1), (request) => {
        const store = request.result.createObjectStore("kept", { keyPath: "order", autoIncrement: true });
        store.createIndex("queue", "queue");
        store.createIndex("id", "id", { unique: true });
      });
      return inDatabase(base);
    } catch { return inStorage(); }
  }

  function promised(request, upgrade) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => reject(request.error || new Error("blocked"));
      if (upgrade) request.onupgradeneeded = () => upgrade(request);
    });
  }

  function inDatabase(base) {
    const work = (mode, act) => new Promise((resolve, reject) => {
      const transaction = base.transaction("kept", mode, { durability: "strict" });
      const request = act(transaction.objectStore("kept"));
      transaction.oncomplete = () => resolve(request && request.result);
      transaction.onerror = transaction.onabort = (event) => reject(event.target.error || transaction.error);
    });
    return {
      add: (item) => work("readwrite", (store) => store.add(item)).catch((error) => {
        if (error?.name !== "ConstraintError") throw error;  // this id is already kept
      }),
      put: (item) => work("readwrite", (store) => store.put(item)),
      list: (queue) => work("readonly", (store) => store.index("queue").getAll(queue)),
      remove: (items) => work("readwrite", (store) => { items.forEach((item) => store.delete(item.order)); }),
    };
  }

  function inStorage() {
    const PREFIX = "kept/";
    let last = 0;
    const key = (item) => `${PREFIX}${item.queue}/${item.order}/${item.id}`;
    const keys = (queue) => Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}${queue}/`)).sort();
    const put = async (item) => localStorage.setItem(key(item), JSON.stringify(item));
    return {
      put,
      add: async (item) => {
        if (Object.keys(localStorage).some((name) => name.startsWith(PREFIX) && name.endsWith(item.id))) return;
        last = Math.max(last + 1, Date.now() * 1000);
        await put({ ...item, order: String(last).padStart(17, "0") });
      },
      list: async (queue) => keys(queue).map((name) => JSON.parse(localStorage.getItem(name))).filter(Boolean),
      remove: async (items) => items.forEach((item) => localStorage.removeItem(key(item))),
    };
  }

  // ── what pages call ──────────────────────────────────────────────────────────────────────────────────────────────
  async function add(queue, { url, body, id = uuid(), batch = false, anyone = false }) {
    const who = anyone ? "" : whoIsHere();
    const item = { queue, id, url, batch, anyone, body: batch ? body : pairs(body), who, at: Date.now() };
    await (await opened).add(item);
    known(queue).wait = FIRST_WAIT;
    await tell(queue);
    if (!known(queue).stopped) flush(queue);
    return id;
  }

  function watch(queue, seen) {
    known(queue).watchers.push(seen);
    tell(queue, true);
  }

  function answered(queue, heard) { known(queue).hearers.push(heard); }

  async function items(queue) { return (await opened).list(queue); }

  async function again(queue) {
    known(queue).stopped = null;
    return flush(queue);
  }

  async function drop(queue, id) {
    const store = await opened;
    await store.remove((await store.list(queue)).filter((item) => item.id === id));
    return again(queue);
  }

  function flush(queue) {
    const known_ = known(queue);
    clearTimeout(known_.timer);
    known_.sending ||= alone(queue, () => sendAll(queue)).finally(() => { known_.sending = null; });
    return known_.sending;
  }

  // ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────
  async function sendAll(queue) {
    const store = await opened, state = known(queue);
    for (;;) {
      const waiting = await store.list(queue);
      if (!waiting.length) return settle(queue, "idle");
      if (!navigator.onLine) return later(queue);
      settle(queue, "sending");
      const group = together(waiting);
      const outcome = await sent(group).catch(() => ({ verdict: "offline" }));
      if (outcome.verdict !== "stored") return stop(queue, outcome, group[0]);
      await store.remove(group);
      state.wait = FIRST_WAIT;
      state.hearers.forEach((heard) => heard(group.map((item) => item.id), outcome.answer));
      await tell(queue);
    }
  }

  function together(waiting) {
    const [first] = waiting;
    if (!first.batch) return [first];
    const other = waiting.findIndex((item) => !item.batch || item.url !== first.url || item.who !== first.who);
    return waiting.slice(0, Math.min(MOST, other < 0 ? waiting.length : other));
  }

  async function sent(group) {
    for (const attempt of [1, 2]) {
      const now = await freshToken();
      if (!group[0].anyone && (!now.who || (group[0].who && now.who !== group[0].who))) return { verdict: "expired" };
      const response = await ask(group[0].url, posted(group, now.token));
      if (!response.ok) token = null;
      if (response.status === 400 && attempt === 1) continue;  // the token may have died in between: once more
      return judged(response);
    }
  }

  // Kept a minute: the token belongs to the session, so the server refuses it once somebody else has signed in.
  async function freshToken() {
    if (token && token.until > Date.now()) return token;
    const answer = await (await ask(tokenAddress(), { cache: "no-store" })).json();
    token = answer.who ? { ...answer, until: Date.now() + FRESH } : null;
    return answer;
  }

  function posted(group, token) {
    const [first] = group, headers = { "X-CSRFToken": token, "X-Kept": first.batch ? "batch" : first.id };
    if (first.who) headers["X-Kept-Who"] = first.who;
    if (!first.batch) return { method: "POST", headers, body: new URLSearchParams([...first.body, ["kept_id", first.id]]) };
    headers["Content-Type"] = "application/json";
    return { method: "POST", headers, body: JSON.stringify({ items: group.map(({ id, body }) => ({ id, body })) }) };
  }

  async function ask(url, options) {
    const giveUp = new AbortController(), timer = setTimeout(() => giveUp.abort(), PATIENCE);
    try {
      return await fetch(url, { credentials: "same-origin", ...options, signal: giveUp.signal });
    } finally { clearTimeout(timer); }
  }

  async function judged(response) {
    const isJson = (response.headers.get("Content-Type") || "").includes("json");
    const answer = isJson ? await response.json() : null;
    if (response.ok) return { verdict: "stored", answer };
    if (response.status === 401 || (response.status === 400 && !answer)) return { verdict: "expired" };
    if (response.status === 429 || response.status >= 500) return { verdict: "offline" };
    return { verdict: "refused", sentence: answer?.sentence || "" };
  }

  function stop(queue, outcome, item) {
    if (outcome.verdict === "offline") return later(queue);
    known(queue).stopped = outcome.verdict;
    return settle(queue, outcome.verdict, outcome.sentence, item);
  }

  function later(queue) {
    const state = known(queue);
    state.timer = setTimeout(() => flush(queue), state.wait * (0.75 + Math.random() / 2));
    state.wait = Math.min(state.wait * 2, SLOWEST);
    return settle(queue, "offline");
  }

  // One tab sends at a time; two would do no harm, each id being stored once.
  function alone(queue, work) {
    if (navigator.locks) return navigator.locks.request(`kept-${queue}`, work);
    const name = `kept-lease-${queue}`, until = Number(localStorage.getItem(name) || 0);
    if (until > Date.now() && until < Date.now() + LEASE) return Promise.resolve(later(queue));
    localStorage.setItem(name, String(Date.now() + LEASE - 1));
    return Promise.resolve(work()).finally(() => localStorage.removeItem(name));
  }

  // ── what is known and told ───────────────────────────────────────────────────────────────────────────────────────
  function known(queue) {
    if (!queues.has(queue)) {
      queues.set(queue, { watchers: [], hearers: [], wait: FIRST_WAIT, stopped: null, sending: null,
        now: { state: "idle", sentence: "", refused: null } });
    }
    return queues.get(queue);
  }

  function settle(queue, state, sentence = "", refused = null) {
    known(queue).now = { state, sentence, refused };
    return tell(queue);
  }

  async function tell(queue, heardElsewhere = false) {
    const kept = await items(queue), state = { ...known(queue).now, items: kept, waiting: kept.length };
    if (!kept.length) state.state = "idle";
    known(queue).watchers.forEach((seen) => seen(state));
    if (!heardElsewhere) news.postMessage(queue);
    return state;
  }

  function tokenAddress() { return document.querySelector("[data-kept-token]")?.dataset.keptToken || "/kept/token"; }

  function whoIsHere() { return document.querySelector("[data-kept-who]")?.dataset.keptWho || ""; }

  function pairs(body) {
    const entries = typeof body.entries === "function" ? [...body.entries()] : Object.entries(body);
    return entries.filter(([name]) => name !== "csrf_token").map(([name, value]) => [name, String(value)]);
  }

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function show(place, { state, waiting, sentence }) {
    const words = place.dataset;
    const count = (waiting === 1 ? words.one : words.many || "").replace("%", waiting);
    const why = { offline: words.offline, expired: words.expired, refused: sentence || words.refused }[state] || "";
    const text = waiting ? `${why} ${count}`.trim() : words.idle || "";
    place.dataset.state = state;
    if (place.querySelector("[data-kept-words]").textContent !== text) place.querySelector("[data-kept-words]").textContent = text;
    place.querySelectorAll("[data-when]").forEach((part) => { part.hidden = !waiting || part.dataset.when !== state; });
    place.hidden = !text;
  }

  window.Kept = { add, watch, answered, flush, items, again, drop, uuid };

  const everything = () => queues.forEach((state, queue) => {
    if (state.stopped === "expired") state.stopped = null;
    if (!state.stopped) flush(queue);
  });
  window.addEventListener("online", everything);
  window.addEventListener("offline", () => queues.forEach((_state, queue) => {
    if (!known(queue).stopped) settle(queue, "offline");
  }));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) everything(); });
  document.querySelectorAll("[data-kept-status]").forEach((place) => {
    const queue = place.dataset.keptStatus;
    watch(queue, (state) => show(place, state));
    place.querySelectorAll("[data-kept-again]").forEach((button) => button.addEventListener("click", () => again(queue)));
    place.querySelectorAll("[data-kept-drop]").forEach((button) => button.addEventListener("click", () => {
      const refused = known(queue).now.refused;
      if (refused) drop(queue, refused.id);
    }));
    flush(queue);
  });
  if (navigator.storage?.persist) navigator.storage.persist().catch(() => {});
})();
