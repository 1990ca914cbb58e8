// The service worker: it opens, without network, the few pages that asked to be kept, and what they are made of.
//
// A page asks by posting {keep: [addresses]} (static/offline.js does it). Kept pages come from the network first, so
// that what is read is fresh, and from the device when there is none; files under /static/ carry their digest in their
// address, so they come from the device first. Every other page goes straight to the server. On a shared telephone, pages
// are forgotten when the session changes hands (signing out or in), and each one when the server no
// longer gives it to whoever asks.
"use strict";

const PAGES = "kept-pages", FILES = "kept-files", PATIENCE = 4_000, MOST_FILES = 120;
const CHANGES_HANDS = /^\/(sign-(out|in|up)|demo|account\/erase)(\/|$)/;
const NOT_YOURS = [401, 403, 404];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep } = event.data || {}, [port] = event.ports;
  if (keep) event.waitUntil(keepAll(keep).then((done) => port?.postMessage(done)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method === "POST" && CHANGES_HANDS.test(address.pathname)) event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(fromDevice(request));
  else if (request.mode === "navigate") event.respondWith(fromNetwork(request));
});

async function keepAll(addresses) {
  const files = await caches.open(FILES);
  const kept = await Promise.all(addresses.map(async (address) => {
    const isFile = new URL(address, self.location).pathname.startsWith("/static/");
    return isFile ? keepFile(files, address) : keepPage(address);
  }));
  await prune(files);
  return kept.every(Boolean);
}

async function keepFile(files, address) {
  if (await files.match(address)) return true;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return false;
  await files.put(address, answer);
  return true;
}

async function keepPage(address) {
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  await (await caches.open(PAGES)).put(plain(address), answer);
  return true;
}

async function fromDevice(request) {
  const files = await caches.open(FILES);
  return await files.match(request.url) || fetch(request);
}

async function fromNetwork(request) {
  const pages = await caches.open(PAGES), known = await pages.match(plain(request.url));
  if (!known) return fetch(request);
  try {
    const answer = await soon(fetch(request));
    if (answer.type === "opaqueredirect" || NOT_YOURS.includes(answer.status)) await pages.delete(plain(request.url));
    else if (answer.ok && !answer.redirected) await pages.put(plain(request.url), answer.clone());
    return answer.status >= 500 ? known : answer;
  } catch { return known; }
}

function soon(answer) {
  return Promise.race([answer, new Promise((_resolve, reject) => { setTimeout(reject, PATIENCE, new Error("slow")); })]);
}

function plain(address) { return new URL(address, self.location).pathname; }

async function prune(files) {
  const known = await files.keys();
  await Promise.all(known.slice(0, Math.max(0, known.length - MOST_FILES)).map((request) => files.delete(request)));
}
