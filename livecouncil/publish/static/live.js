// The live page: new messages wait behind a gate so that nobody's reading jumps. Text only, never markup.
"use strict";
const status = document.getElementById("status");
const list = document.getElementById("timeline");
const gate = document.getElementById("gate");
const announce = document.getElementById("announce");
let seen = Number(status.dataset.seq);
let waiting = [];

function row(entry) {
  const li = document.createElement("li");
  li.id = entry.anchor;
  li.dataset.seq = entry.seq;
  if (entry.outcome) li.className = "decision";
  const link = document.createElement("a");
  link.className = "when";
  link.href = "#" + entry.anchor;
  const time = document.createElement("time");
  time.dateTime = entry.at;
  time.textContent = entry.at.slice(11, 16);
  link.append(time);
  const text = document.createElement("p");
  text.textContent = entry.text;
  const body = document.createElement("div");
  body.append(text);
  li.append(link, body);
  offer(li);
  return li;
}

// "Kopieer besluit": sentence, time and address.
function offer(li) {
  if (!li.classList.contains("decision") || !status.dataset.copy || !navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = status.dataset.copy;
  button.addEventListener("click", async () => {
    const at = li.querySelector("time").dateTime.slice(0, 16).replace("T", " ");
    const address = new URL("#" + li.id, location.href).href;
    await navigator.clipboard.writeText(`${li.querySelector("p").firstChild.textContent.trim()} (${at}) ${address}`);
    announce.textContent = button.textContent = status.dataset.copied;
    setTimeout(() => { button.textContent = status.dataset.copy; }, 2000);
  });
  li.querySelector("div").append(button);
}

function show() {
  for (const entry of waiting) list.prepend(row(entry));
  waiting = [];
  gate.hidden = true;
  document.getElementById("empty")?.remove();
}

function take(event) {
  const entry = JSON.parse(event.data);
  if (entry.seq <= seen) return;
  seen = entry.seq;
  if (status.dataset.only && !entry.outcome) return;
  waiting.push(entry);
  announce.textContent = entry.text;
  if (window.scrollY < 200) return show();
  gate.textContent = gate.dataset.text.replace("{n}", waiting.length);
  gate.hidden = false;
}

function connect(wait) {
  const source = new EventSource("stream?last=" + seen);
  source.addEventListener("entry", take);
  source.addEventListener("state", (e) => { status.textContent = JSON.parse(e.data).text; });
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => connect(Math.min(wait * 2, 60000)), wait * (0.5 + Math.random()));
  };
}

gate.addEventListener("click", () => { show(); list.firstElementChild.querySelector("a").focus(); });
for (const li of list.children) offer(li);
if (location.protocol.startsWith("http")) connect(2000);
