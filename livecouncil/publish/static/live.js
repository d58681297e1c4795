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
  li.append(link, text);
  return li;
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
if (location.protocol.startsWith("http")) connect(2000);
