// Keep this page and what it is made of on the device, to open it again without network (worker.js forgets pages at sign-out).
"use strict";

(() => {
  if (!navigator.serviceWorker) return;  // plain http outside localhost: the page works as long as it stays open
  const ready = navigator.serviceWorker.register(document.currentScript.dataset.worker).then(() => navigator.serviceWorker.ready);

  const ask = async (message) => {
    const { active } = await ready;
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      active.postMessage(message, [port2]);
    });
  };

  const files = () => performance.getEntriesByType("resource").map((entry) => entry.name)
    .filter((name) => new URL(name).origin === location.origin && new URL(name).pathname.startsWith("/static/"));

  const keep = async () => {
    const fonts = Array.from(document.fonts).map((font) => font.load().catch(() => {}));
    await Promise.all(fonts);
    const kept = await ask({ keep: [location.pathname, ...new Set(files().map((name) => name.split("#")[0]))] });
    document.documentElement.dataset.offline = kept ? "ready" : "missing";
    document.querySelectorAll("[data-offline-ready]").forEach((words) => { words.hidden = !kept; });
  };

  if (document.readyState === "complete") keep(); else window.addEventListener("load", keep);
})();
