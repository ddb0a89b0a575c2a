// Comfort for the server's pages; every page works without it. No libraries, no data leaves the page.
"use strict";

const byName = (name) => document.querySelectorAll(`button[name="${name}"]`);

for (const button of byName("print")) button.addEventListener("click", () => window.print());

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // plain http or an old browser: the way that selects a hidden field
    const field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

for (const button of byName("copy")) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.value);
    const label = button.querySelector("span");
    if (!source || !label) return;
    const done = await copy(source.textContent.trim());
    const before = label.textContent;
    const words = button.closest("[data-copied]").dataset;
    label.textContent = done ? words.copied : words.copyFailed;
    setTimeout(() => { label.textContent = before; }, 2000);
  });
}

// beside an open record its row in the list is in sight; on a phone the record itself is
const opened = document.querySelector("[data-steps] .row-on");
if (opened && matchMedia("(min-width: 1181px)").matches) {
  addEventListener("load", () => opened.scrollIntoView({ block: "center" }));
}

// J and K step through a list of records, as long as nobody is typing
const steps = [...document.querySelectorAll("[data-steps] .row-door")];
if (steps.length > 0) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (/^(input|textarea|select)$/i.test(event.target.tagName)) return;
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!step) return;
    const open = steps.findIndex((door) => door.closest("tr").classList.contains("row-on"));
    const next = steps[Math.min(Math.max(open + step, 0), steps.length - 1)];
    if (next) location.assign(next.href);
  });
}

// the invite: its code is in the fragment, which the server never sees
const invite = document.querySelector("[data-invite]");
if (invite) {
  const code = decodeURIComponent(location.hash.slice(1)).toUpperCase().replace(/[^0-9A-Z]/g, "").slice(0, 8);
  if (code.length === 8) {
    const letters = document.getElementById("invite-code");
    letters.textContent = `${code.slice(0, 4)}-${code.slice(4)}`;
    letters.hidden = false;
    document.getElementById("code-hint").hidden = true;
    for (const door of invite.querySelectorAll("#open-way a")) door.href = `${invite.dataset.invite}#${code}`;
  }
  const chat = /MicroMessenger|WeCom|wxwork|QQ\/|DingTalk|AlipayClient/i.test(navigator.userAgent) || !("storage" in navigator);
  document.getElementById("chat-way").hidden = !chat;
  document.getElementById("chat-arrow").hidden = !chat;
  document.getElementById("open-way").hidden = chat;
}
