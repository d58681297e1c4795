// The live page and the embed.
//
// The page shows at every moment what a fresh load shows. It is made of pieces that the server renders, in the file and
// in the stream alike (`publishing/living.py`); this script only puts them in their places, and adds what is of this
// reader alone: how long ago, a button to copy, a filter. What it adds bears `data-added`.
//
// A new message waits behind the gate while somebody reads, so that nothing moves under their eyes; what was corrected or
// deleted is replaced at once, where it stands. What comes in is told to screen readers one by one.
"use strict";

const by = (id) => document.getElementById(id);
const stand = by("stand");
const words = stand.dataset;
const timeline = by("timeline"); // not in the embed
const keys = by("keys");
const gate = by("gate");
const announce = by("announce");
const KEPT = 20; // announcements
const READING = 200; // pixels down the page: somebody reads
const RECENT = 60; // minutes
const COPIED = 5000; // milliseconds between two copies of a page that changes
let seen = Number(words.seq);
let waiting = [];
let clock = null; // the server's time (milliseconds), and when it was that (of performance.now())
let said = "";
let copyOf = ""; // which state of this page the copy for reading without a network has
const texts = new Map(); // what was announced of each entry

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}

function added(name, text, kind) {
  const made = document.createElement(name);
  made.className = kind;
  made.textContent = text;
  made.dataset.added = "";
  return made;
}

// An element as the server made it, without what was added here.
function bare(element) {
  const copy = element.cloneNode(true);
  copy.classList.remove("out");
  if (!copy.className) copy.removeAttribute("class");
  copy.querySelectorAll("[data-added]").forEach((one) => one.remove());
  copy.querySelectorAll("details[open]").forEach((one) => one.removeAttribute("open"));
  return copy;
}

// Put `fresh` in the place of `old` where they differ, keeping what is open, chosen and focused. True when they did.
function replace(old, fresh) {
  if (bare(old).isEqualNode(fresh)) return false;
  const before = old.querySelectorAll("details");
  fresh.querySelectorAll("details").forEach((one, n) => { one.open = Boolean(before[n] && before[n].open); });
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  if (old.value) fresh.value = old.value;
  old.replaceWith(fresh);
  if (focused) (focused === old ? fresh : fresh.querySelector(focused.localName) || fresh).focus();
  return true;
}

// A log of its own for screen readers: what comes together is read one after another, nothing is lost.
function say(text) {
  announce.append(added("p", text, ""));
  while (announce.children.length > KEPT) announce.firstElementChild.remove();
}

function unsay(text) {
  Array.from(announce.children).forEach((one) => { if (one.textContent.endsWith(text)) one.remove(); });
}

function rowOf(seq) {
  return timeline && timeline.querySelector('[data-seq="' + seq + '"]');
}

function keyOf(html) {
  const li = parse(html);
  const link = li.querySelector("a");
  if (!timeline && link.getAttribute("href").startsWith("#")) link.setAttribute("href", "index.html" + link.hash);
  return li;
}

function sectionOf(page, root) {
  const fresh = parse(page.head);
  const there = root.querySelector("#" + page.section);
  if (!there) root.querySelector("#timeline").prepend(fresh);
  else replace(there.querySelector("h3"), fresh.querySelector("h3"));
  return (there || fresh).querySelector("ol");
}

// Among its kind by number, the highest first.
function insert(list, li) {
  const after = Array.from(list.children).find((one) => Number(one.dataset.seq) < Number(li.dataset.seq));
  list.insertBefore(li, after || null);
}

// Into the page, or into a copy of it; the row.
function add(entry, root) {
  const row = timeline && parse(entry.page.row);
  if (row) insert(sectionOf(entry.page, root), row);
  if (entry.page.key) insert(root.querySelector("#keys"), keyOf(entry.page.key));
  return row;
}

function show() {
  waiting.map((one) => add(one, document)).filter(Boolean).forEach(offer);
  waiting = [];
  gate.hidden = true;
  filter();
}

function entry(told) {
  if (told.seq <= seen) return;
  seen = told.seq;
  words.seq = seen;
  if (told.page.updated) words.updated = told.page.updated;
  if (!timeline && !told.page.key) return;
  waiting.push(told);
  texts.set(told.seq, told.text);
  say(told.text);
  if (window.scrollY < READING) return show();
  gate.textContent = gate.dataset.text.replace("{n}", waiting.length);
  gate.hidden = false;
}

function changed(told) {
  const at = waiting.findIndex((one) => one.seq === told.seq);
  let before = texts.get(told.seq);
  if (told.page.updated) words.updated = told.page.updated;
  if (at >= 0) {
    waiting[at] = told;
    if (before !== told.text) unsay(before);
    if (before !== told.text) say(told.text);
    texts.set(told.seq, told.text);
    keepCopy(true);
  }
  const row = rowOf(told.seq);
  const key = by("besluit-" + told.seq);
  if (at >= 0 || (timeline && !row)) return;
  if (row && before === undefined) before = row.querySelector("p").textContent.trim();
  let other = false;
  if (row) {
    sectionOf(told.page, document);
    other = replace(row, parse(told.page.row));
    if (other) offer(rowOf(told.seq));
  }
  if (key && told.page.key) other = replace(key, keyOf(told.page.key)) || other;
  else if (key) key.remove();
  else if (told.page.key) insert(keys, keyOf(told.page.key));
  filter();
  if (!other) return;
  keepCopy(true);
  if (before) unsay(before);
  texts.set(told.seq, told.text);
  // What search engines read is right on the next load; until then it would say what was taken back.
  const posting = document.querySelector('script[type="application/ld+json"]');
  if (posting) posting.remove();
  // A correction is a message of its own, which was told; that words were deleted is not.
  if (before !== told.text && told.status !== "corrected") say(words.again + ": " + told.text);
}

function state(told) {
  const page = told.page;
  words.mark = page.mark;
  if (page.updated) words.updated = page.updated;
  const lines = by("items");
  Object.keys(page.slots).forEach((id) => {
    const old = by(id);
    if (old) replace(old, parse(page.slots[id]));
    else if (lines && id.startsWith("agenda-")) lines.append(parse(page.slots[id]));
  });
  if (lines && page.lines) {
    Array.from(lines.children).forEach((one) => { if (page.lines.indexOf(one.id) < 0) one.remove(); });
    page.lines.forEach((id) => lines.append(by(id)));
  }
  filter();
}

function forget() {
  seen = 0;
  waiting = [];
  gate.hidden = true;
  announce.textContent = "";
  keys.textContent = "";
  if (timeline) timeline.textContent = "";
  keepCopy(true);
}

// Everything as in `fresh`, a page loaded now.
function settle(fresh) {
  const entries = entriesOf(fresh);
  const stale = Date.parse(words.updated) !== Date.parse(fresh.getElementById("stand").dataset.updated);
  const numbers = entries.map((one) => one.seq);
  document.querySelectorAll("[data-seq]").forEach((one) => {
    if (one !== stand && numbers.indexOf(Number(one.dataset.seq)) < 0) one.remove();
  });
  waiting = waiting.filter((one) => numbers.indexOf(one.seq) >= 0);
  document.querySelectorAll(".point").forEach((one) => { if (!one.querySelector("li")) one.remove(); });
  const there = fresh.getElementById("stand").dataset;
  if (Number(there.seq) < seen) seen = Number(there.seq);
  entries.forEach((one) => (one.seq > seen ? entry(one) : changed(one)));
  words.seq = seen = Number(there.seq);
  const slots = {};
  ["status", "nu", "verloop", "wie", "nav", "voet"].forEach((id) => {
    if (fresh.getElementById(id)) slots[id] = fresh.getElementById(id).outerHTML;
  });
  const lines = Array.from(fresh.querySelectorAll("#items > li"));
  lines.forEach((one) => { slots[one.id] = one.outerHTML; });
  state({ page: { mark: there.mark, slots, lines: lines.map((one) => one.id) } });
  words.updated = there.updated;
  if (stale) keepCopy(true);
}

// The entries of a page, oldest first, as the stream would tell them.
function entriesOf(page) {
  const key = (seq) => {
    const li = page.getElementById("besluit-" + seq);
    return li ? li.outerHTML : "";
  };
  const found = page.querySelectorAll(timeline ? "#timeline [data-seq]" : "#keys > li");
  return Array.from(found).reverse().map((li) => {
    const seq = Number(li.dataset.seq);
    if (!timeline) return { seq, text: li.textContent, page: { key: li.outerHTML } };
    const head = li.closest(".point").cloneNode(true);
    head.querySelector("ol").textContent = "\n";
    const text = li.querySelector("p").textContent.trim();
    return { seq, text, page: { section: head.id, head: head.outerHTML, row: li.outerHTML, key: key(seq) } };
  });
}

// How long ago, beside the time, by the server's clock; and "Kopieer": sentence, time and address.
function offer(li) {
  const ago = added("span", "", "ago");
  li.querySelector(".when").append(ago);
  since(ago);
  if (!li.classList.contains("decision") || !words.copy || !navigator.clipboard) return li;
  const button = added("button", words.copy, "copy");
  button.type = "button";
  button.addEventListener("click", () => {
    const at = li.querySelector("time").dateTime.slice(0, 16).replace("T", " ");
    const address = new URL("#" + li.id, location.href).href;
    const said = li.querySelector("p").cloneNode(true);
    said.querySelectorAll("small").forEach((one) => one.remove());
    const text = said.textContent.trim();
    navigator.clipboard.writeText(`${text} (${at}) ${address}`).then(() => {
      button.textContent = words.copied;
      say(words.copied);
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    });
  });
  li.querySelector("div").append(button);
  return li;
}

function since(ago) {
  if (!clock) return;
  const at = Date.parse(ago.parentNode.querySelector("time").dateTime);
  const minutes = Math.floor((clock.at + performance.now() - clock.then - at) / 60000);
  ago.textContent = minutes < 1 ? words.just : minutes < RECENT ? words.ago.replace("{n}", minutes) : "";
}

// The server's time, of a beat (with its zone's offset) or of an answer's Date.
function time(at) {
  const moment = Date.parse(at);
  if (!moment || (clock && moment < clock.at)) return;
  const there = /T(\d\d:\d\d)/.exec(at);
  const minute = there ? there[1] : new Date(moment).toLocaleTimeString("nl", {
    timeZone: words.zone, hour: "2-digit", minute: "2-digit",
  });
  const later = !clock || minute !== clock.minute;
  clock = { at: moment, then: performance.now(), minute };
  if (later) document.querySelectorAll(".ago").forEach(since);
}

// 'Live 20:54', 'Bijgewerkt 20:41': the council's time when it was last heard.
function standing(how) {
  return words[how].replace("{time}", clock ? clock.minute : by("net").dataset.loaded);
}

function connection(how) {
  if (!how) return;
  const text = standing(how);
  if (by("net").textContent !== text) by("net").textContent = text;
  if (how === said) return;
  if (how === "cut" || said === "cut") say(text);
  said = how;
  stand.classList.toggle("weak", how === "healing");
  stand.classList.toggle("off", how === "cut");
  stand.classList.toggle("on", how === "live" || how === "fetched");
}

// Whether `name` stands in `text` as words of their own.
function mentions(text, name) {
  const letter = /[0-9A-Za-z\u00c0-\u024f]/;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!letter.test(text.charAt(at - 1)) && !letter.test(text.charAt(at + name.length))) return true;
  }
  return false;
}

function filter() {
  if (!timeline) return;
  const what = by("filters").querySelector(":checked").value;
  const who = by("wie").value;
  const item = by("nu").dataset.item;
  timeline.querySelectorAll("li").forEach((li) => {
    const other = (what === "besluiten" && !li.classList.contains("decision")) || (who && !mentions(li.textContent, who));
    li.classList.toggle("out", Boolean(other));
  });
  timeline.querySelectorAll(".point").forEach((one) => {
    const other = (what === "punt" && one.dataset.item !== item) || !one.querySelector("li:not(.out)");
    one.classList.toggle("out", other);
  });
}

// What a reload without a network shows is the page as it is now, with what waits behind the gate. `anyway`: also in
// place of a newer copy, for something was taken back.
function keepCopy(anyway) {
  const worker = timeline && navigator.serviceWorker && navigator.serviceWorker.controller;
  const now = [words.updated, words.mark, seen].join();
  if (!worker || (now === copyOf && !anyway)) return;
  copyOf = now;
  const copy = bare(document.documentElement);
  waiting.forEach((one) => add(one, copy));
  copy.querySelectorAll('script[type="application/ld+json"]').forEach((one) => one.remove()); // as it was at first
  copy.querySelector("#stand").className = "now";
  copy.querySelector("#net").textContent = standing("fetched");
  copy.querySelector("#announce").textContent = "";
  copy.querySelector("#gate").hidden = true;
  worker.postMessage({ page: "<!DOCTYPE html>\n" + copy.outerHTML, anyway });
}

by("net").dataset.loaded = (/\d\d:\d\d/.exec(by("net").textContent) || [""])[0];
gate.addEventListener("click", () => {
  show();
  const newest = (timeline || keys).querySelector("li:not(.out) a");
  if (newest) newest.focus();
});
document.documentElement.classList.add("script");
if (timeline) {
  timeline.querySelectorAll("li").forEach(offer);
  by("filters").addEventListener("change", filter);
  by("filters").addEventListener("submit", (event) => event.preventDefault());
  filter();
}
let line = null;
if (location.protocol.startsWith("http")) {
  line = new Line({
    name: timeline ? "index.html" : "embed.html",
    entry, changed, state, forget, settle, time, connection,
    seen: () => seen,
    mark: () => words.mark,
    updated: () => words.updated,
    over: () => Boolean(by("voet") && by("voet").textContent.trim()),
  });
  line.begin();
  if (timeline && navigator.serviceWorker) {
    navigator.serviceWorker.register("worker.js").catch(() => {});
    setInterval(keepCopy, COPIED);
  }
}
