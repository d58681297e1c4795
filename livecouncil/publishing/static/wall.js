// The wall: swaps one prepared fragment per event, never goes blank, and says so when it no longer hears the server.
"use strict";
const wall = document.getElementById("wall");
const stale = document.getElementById("stale");
const announce = document.getElementById("announce");
const words = document.body.dataset;
const shown = new Intl.DateTimeFormat("nl", { timeZone: words.zone, hour: "2-digit", minute: "2-digit" });
let skew = 0; // the server's clock less this computer's, in milliseconds
let heard = Date.now();
let updated = new Date();

const REST = 20000; // a result stands at least this long
const PAGE = 12000;
let since = 0;
let next = null;
let paused = false;

function show(body) {
  clearTimeout(next);
  next = null;
  wall.replaceChildren(...body.childNodes);
  since = Date.now();
  announce.textContent = wall.querySelector("article")?.dataset.sentence ?? "";
  turn();
}

// What follows a result waits its turn; what takes a result back, or stops the meeting, does not.
function swap(event) {
  heard = Date.now();
  updated = new Date();
  const body = new DOMParser().parseFromString(event.data, "text/html").body;
  const now = wall.querySelector("article");
  const then = body.querySelector("article");
  const later = Number(then?.dataset.shown) > Number(now?.dataset.shown);
  const left = REST - (Date.now() - since);
  clearTimeout(next);
  if (now?.className === "result" && later && left > 0 && ["item", "filed"].includes(then.className)) {
    next = setTimeout(() => show(body), left);
  } else {
    show(body);
  }
}

// Decisions at the end, a page at a time; the p key pauses.
function turn() {
  const list = wall.querySelector(".pages");
  if (!list || paused) return;
  const rows = [...list.children];
  for (const row of rows) row.hidden = false;
  const size = Number(list.dataset.size) || fitting(list, rows);
  list.dataset.size = size;
  if (size >= rows.length) return;
  const page = Number(list.dataset.page ?? -1) + 1;
  const first = page * size < rows.length ? page * size : 0;
  list.dataset.page = first / size;
  rows.forEach((row, i) => { row.hidden = i < first || i >= first + size; });
}

function fitting(list, rows) {
  let size = rows.length;
  while (size > 1 && list.scrollWidth > list.clientWidth + 1) rows[--size].hidden = true;
  return size;
}

let source = null;
let opened = 0;

// A screen's own clock may stand in another zone, or be wrong: the time shown is the council's, by the server.
async function setClock() {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    const there = Date.parse(answer.headers.get("Date"));
    if (there) skew = there - Date.now();
  } catch {
    return; // not heard: the next connection asks again
  }
  clock();
}

function connect(wait) {
  setClock();
  source?.close();
  opened = Date.now();
  const line = new EventSource("wall-stream" + location.search);
  source = line;
  line.addEventListener("wall", (e) => { swap(e); wait = 1000; });
  line.addEventListener("beat", () => { heard = Date.now(); });
  line.onerror = () => {
    if (line !== source || line.readyState !== EventSource.CLOSED) return;
    setTimeout(() => { if (line === source) connect(Math.min(wait * 2, 15000)); }, wait * (0.5 + Math.random()));
  };
}

// A connection can die without a word: after five silent beats the line is opened again.
const DEAD = 10000;

function watch() {
  const quiet = (Date.now() - heard) / 1000;
  if (Date.now() - Math.max(heard, opened) > DEAD) connect(1000);
  stale.hidden = quiet < 5;
  const clock = shown.format(updated.getTime() + skew);
  stale.textContent = quiet > 60 ? words.follow : `${words.updated} ${clock} · ${words.stale}`;
}

function count() {
  const clock = wall.querySelector(".count");
  if (!clock || clock.dataset.running !== "true") return;
  const passed = (Date.now() + skew - Date.parse(clock.dataset.at)) / 1000;
  if (passed > 14400) return;
  const left = Math.round(clock.dataset.left - passed);
  const size = Math.abs(left);
  clock.textContent = `${left < 0 ? "−" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
}

function clock() {
  const now = wall.querySelector(".now");
  if (now) now.textContent = shown.format(Date.now() + skew);
}

function shift() {
  const step = Math.floor(Date.now() / 60000) % 5;
  wall.style.transform = `translate(${step}px, ${(step * 2) % 5}px)`;
}

if (location.protocol.startsWith("http") && location.pathname.endsWith("/wall")) {
  connect(1000);
  setInterval(watch, 1000);
  setInterval(() => { count(); clock(); }, 1000);
  setInterval(shift, 60000);
  setInterval(turn, PAGE);
  addEventListener("keydown", (e) => { if (e.key === "p") paused = !paused; });
}
document.documentElement.style.setProperty("--k", words.scale);
since = Date.now();
turn();
