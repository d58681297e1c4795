// The wall: swaps one prepared fragment per event, never goes blank, and says so when it no longer hears the server.
"use strict";
const wall = document.getElementById("wall");
const stale = document.getElementById("stale");
const announce = document.getElementById("announce");
const words = document.body.dataset;
let heard = Date.now();
let updated = new Date();

function swap(event) {
  const page = new DOMParser().parseFromString(event.data, "text/html");
  wall.replaceChildren(...page.body.childNodes);
  announce.textContent = wall.querySelector("article")?.dataset.sentence ?? "";
  heard = Date.now();
  updated = new Date();
}

function connect(wait) {
  const source = new EventSource("wall-stream" + location.search);
  source.addEventListener("wall", (e) => { swap(e); wait = 1000; });
  source.addEventListener("beat", () => { heard = Date.now(); });
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => connect(Math.min(wait * 2, 15000)), wait * (0.5 + Math.random()));
  };
}

function watch() {
  const quiet = (Date.now() - heard) / 1000;
  stale.hidden = quiet < 5;
  const clock = updated.toTimeString().slice(0, 5);
  stale.textContent = quiet > 60 ? words.follow : `${words.updated} ${clock} · ${words.stale}`;
}

function count() {
  const clock = wall.querySelector(".count");
  if (!clock || clock.dataset.running !== "true") return;
  const passed = (Date.now() - Date.parse(clock.dataset.at)) / 1000;
  if (passed > 14400) return;
  const left = Math.round(clock.dataset.left - passed);
  const size = Math.abs(left);
  clock.textContent = `${left < 0 ? "−" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
}

function shift() {
  const step = Math.floor(Date.now() / 60000) % 5;
  wall.style.transform = `translate(${step}px, ${(step * 2) % 5}px)`;
}

if (location.protocol.startsWith("http") && location.pathname.endsWith("/wall")) {
  connect(1000);
  setInterval(watch, 1000);
  setInterval(count, 1000);
  setInterval(shift, 60000);
}
