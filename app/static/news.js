// News of a project from a phone: kept on the device first (kept.js), then sent, with or without network.
//
// A photo is made smaller here and kept as text, so that it waits with the words. Without this file the form is posted
// as it is. What does not concern a project that is not blocked is put away.
"use strict";

(() => {
  const form = document.getElementById("news");
  if (!form) return;
  const SIDE = 1280, QUALITY = 0.7, MOST = 600_000;
  const blocked = form.querySelector("[data-when-blocked]");
  const done = document.getElementById("news-kept");
  let wanted = form.querySelector("[name=kept_id]").value;

  function arrange() {
    const pace = form.querySelector("[name=pace]:checked")?.value;
    blocked.hidden = pace !== "blocked";
    // without network nobody answers: what the server would ask for is asked here
    for (const field of blocked.querySelectorAll("select, input")) field.required = !blocked.hidden;
    form.querySelector("[name=note]").required = pace !== "on_track" || !form.querySelector("[name=photo]").files.length;
  }
  form.addEventListener("change", arrange);
  arrange();

  if (!window.Kept) return;
  const status = document.querySelector("[data-kept-status]");

  form.addEventListener("submit", async (event) => {
    if (navigator.onLine) return;  // the page answers by itself
    event.preventDefault();
    if (!form.reportValidity()) return;
    const body = new FormData(form), file = body.get("photo");
    body.delete("photo");
    body.delete("kept_id");
    try {
      if (file && file.size) body.set("photo_kept", await smaller(file));
      await Kept.add(status.dataset.keptStatus, { url: form.action || location.href, body, id: wanted });
    } catch { form.submit(); return; }
    wanted = Kept.uuid();
    form.reset();
    arrange();
    done.hidden = false;
    done.scrollIntoView({ block: "nearest" });
  });

  async function smaller(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of [QUALITY, 0.5, 0.3]) {
      const text = canvas.toDataURL("image/jpeg", quality).split(",")[1];
      if (text.length < MOST) return text;
    }
    throw new Error("too large");
  }
})();
