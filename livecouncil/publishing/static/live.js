// The live page and the embed. Text only, never markup.
//
// The page shows at every moment what a fresh load shows: an entry is new ("entry", behind a gate so that nobody's
// reading jumps) or it was corrected, deleted or completed with names ("changed", whole, under its number, in place).
// The server tells anew of everything that changed whenever a line is opened, so a page that missed something - a line
// that broke, a frozen tab, a page come back from the browser's cache, a connection that died without a word - need only
// open its line again.
"use strict";
const status = document.getElementById("status");
const list = document.getElementById("timeline");
const gate = document.getElementById("gate");
const announce = document.getElementById("announce");
const words = status.dataset;
const brief = Boolean(words.only); // the embed: the newest decisions alone
const NEWEST = 8;
const SILENT = 40000; // milliseconds: more than two beats of the server
const KEPT = 20; // announcements
let seen = Number(words.seq);
let waiting = [];
let source = null;
let heard = 0;

function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  return made;
}

function row(entry) {
  const li = document.createElement("li");
  if (!brief) li.id = entry.anchor;
  li.dataset.seq = entry.seq;
  if (!brief) li.className = entry.outcome ? "decision" : "";
  const link = element("a", "", "when");
  link.href = (brief ? "index.html#" : "#") + entry.anchor;
  const time = element("time", entry.clock ?? entry.at.slice(11, 16));
  time.dateTime = entry.at;
  link.append(time);
  const body = document.createElement("div");
  const text = element("p", entry.text);
  if (!brief && entry.status === "corrected") text.append(" ", element("small", `(${words.corrected})`));
  if (!brief && entry.review) text.append(" ", element("small", `(${words.review})`, "review"));
  body.append(text);
  if (!brief && entry.voters) body.append(voters(entry.voters));
  li.append(link, body);
  offer(li);
  return li;
}

function voters(options) {
  const details = document.createElement("details");
  const names = document.createElement("dl");
  for (const [option, members] of options) names.append(element("dt", option), element("dd", members.join(", ")));
  details.append(element("summary", words.voters), names);
  return details;
}

// "Kopieer besluit": sentence, time and address, as the row has them when it is pressed.
function offer(li) {
  if (!li.classList.contains("decision") || !words.copy || !navigator.clipboard) return;
  const button = element("button", words.copy, "copy");
  button.type = "button";
  button.addEventListener("click", async () => {
    const at = li.querySelector("time").dateTime.slice(0, 16).replace("T", " ");
    const address = new URL("#" + li.id, location.href).href;
    await navigator.clipboard.writeText(`${li.querySelector("p").firstChild.textContent.trim()} (${at}) ${address}`);
    button.textContent = words.copied;
    say(words.copied);
    setTimeout(() => { button.textContent = words.copy; }, 2000);
  });
  li.querySelector("div").append(button);
}

// A log of its own for screen readers: what comes together is read one after another, nothing is lost.
function say(text) {
  announce.append(element("p", text));
  while (announce.children.length > KEPT) announce.firstElementChild.remove();
}

function unsay(text) {
  for (const said of [...announce.children]) if (said.textContent.endsWith(text)) said.remove();
}

function show() {
  for (const entry of waiting) list.prepend(row(entry));
  waiting = [];
  while (brief && list.children.length > NEWEST) list.lastElementChild.remove();
  gate.hidden = true;
  document.getElementById("empty")?.remove();
}

function take(event) {
  const entry = JSON.parse(event.data);
  if (entry.seq <= seen) return;
  seen = entry.seq;
  if (brief && !entry.outcome) return;
  waiting.push(entry);
  say(entry.text);
  if (window.scrollY < 200) return show();
  gate.textContent = waiting.length === 1 ? gate.dataset.one : gate.dataset.text.replace("{n}", waiting.length);
  gate.hidden = false;
}

function change(event) {
  const entry = JSON.parse(event.data);
  const at = waiting.findIndex((one) => one.seq === entry.seq);
  if (at >= 0) {
    unsay(waiting[at].text);
    waiting[at] = entry;
  }
  const old = list.querySelector(`[data-seq="${entry.seq}"]`);
  if (!old) return;
  if (brief && !entry.outcome) return old.remove();
  const li = row(entry);
  if (shown(old) === shown(li)) return;
  const open = Boolean(old.querySelector("details")?.open);
  const focused = old.contains(document.activeElement) ? document.activeElement.localName : "";
  unsay(old.querySelector("p").firstChild.textContent.trim());
  old.replaceWith(li);
  if (open && li.querySelector("details")) li.querySelector("details").open = true;
  if (focused) li.querySelector(focused)?.focus();
  // What search engines read is right on the next load; until then it would say what was taken back.
  document.querySelector('script[type="application/ld+json"]')?.remove();
  say(`${words.corrected ? words.corrected + ": " : ""}${entry.text}`);
}

function shown(li) {
  const button = words.copy && li.querySelector("button.copy");
  const text = li.textContent.slice(0, button ? -button.textContent.length : undefined);
  return li.id + li.className + li.querySelector("time").dateTime + text.replace(/\s+/g, "");
}

function agenda(event) {
  const items = document.getElementById("items");
  if (!items) return;
  items.replaceChildren(...JSON.parse(event.data).items.map((item) => {
    const li = document.createElement("li");
    const link = element("a", `${item.number} ${item.title}`);
    link.href = "transcript.html#" + item.anchor;
    li.append(link);
    if (item.outcome) li.append(" ", element("strong", item.outcome));
    return li;
  }));
}

function stand(event) {
  const state = JSON.parse(event.data);
  status.textContent = brief ? state.text : state.line;
}

function connect(wait) {
  source?.close();
  heard = performance.now();
  const line = new EventSource("stream?last=" + seen);
  source = line;
  const told = { entry: take, changed: change, agenda, state: stand, beat: () => {} };
  for (const [kind, act] of Object.entries(told)) {
    line.addEventListener(kind, (event) => {
      heard = performance.now();
      act(event);
    });
  }
  line.addEventListener("reset", () => setTimeout(() => location.reload(), 5000 + 5000 * Math.random()));
  line.onerror = () => {
    if (line !== source || line.readyState !== EventSource.CLOSED) return;
    setTimeout(() => { if (line === source) connect(Math.min(wait * 2, 60000)); }, wait * (0.5 + Math.random()));
  };
}

// Over HTTP/1.1 a browser has six lines to a site: a page nobody sees lets its own go, and later asks for what it missed.
function seenAgain() {
  if (!document.hidden) return source?.readyState === EventSource.CLOSED ? connect(2000) : heal();
  setTimeout(() => { if (document.hidden) source?.close(); }, 5000);
}

function heal() {
  if (document.hidden) return;
  if (performance.now() - heard > SILENT) connect(2000);
}

gate.addEventListener("click", () => { show(); list.firstElementChild.querySelector("a").focus(); });
for (const li of list.children) offer(li);
if (location.protocol.startsWith("http")) {
  connect(2000);
  setInterval(heal, 5000);
  document.addEventListener("resume", () => connect(2000));
  addEventListener("online", () => connect(2000));
  addEventListener("pageshow", (event) => { if (event.persisted) connect(2000); });
  document.addEventListener("visibilitychange", seenAgain);
  seenAgain();
}
