// The line between an open page and the council: the stream where there is one, else the files beside the page.
//
// Why so. A page may claim that it is live only while it hears the server: the server speaks at least every six seconds,
// so ten seconds of silence mean that the line is broken, whatever the browser says of it (a connection may die without a
// word). Then the page says so and opens its line anew. Where no stream answers, or two lines in a row stay silent behind
// something that keeps what passes, the page asks for `state.json` and, only where that differs, for itself: what it then
// shows is what a fresh load shows. Times are the server's: of its beats, of the Date its answers bear. The reader's own
// clock is asked for nothing but how long something took.
//
// Over HTTP/1.1 a browser has six connections to a site, for all its windows together: with six lines open a seventh window
// stays white. So a line has one of four places, which are the browser's own locks; a page that finds none reads the files.
//
// It must never show an older page in place of a newer one: caches on the way keep old ones for up to a minute.
"use strict";

const SILENT = 10000; // milliseconds without a word: the line is opened anew, and the page says so
const CUT = 60000;
const LOOK = 5000; // between two looks at the files
const SELDOM = 20000; // while nothing happens
const AGAIN = 10000; // until a stream is tried again beside the files
const LONGEST = 300000;
const HIDDEN = 5000; // a page nobody sees lets go of its line
const PLACES = 4; // for lines of one browser
const OLDER = 12; // looks that agree on an older page until it is believed: a minute

function Line(page) {
  const base = page.base || ""; // where the files are, for a page that is not beside them
  let source = null;
  let leave = null; // gives the place of its line to another page
  let seeking = false;
  let heard = performance.now();
  let opened = -Infinity; // when a line was opened last
  let silent = 0; // lines in a row that said nothing
  let files = false; // whether the files are asked
  let due = Infinity; // the next look at them
  let wait = LOOK;
  let asked = 0; // looks begun
  let answered = 0; // the newest of them that was answered: what answers an earlier one is too late
  let stream = Infinity; // the next time a stream is tried beside the files
  let patience = AGAIN;
  let known = ""; // state.json as it was when the page was last in agreement with it
  let older = 0;
  let live = false;
  let ended = false; // for a page that no longer shows it

  function jitter(milliseconds) {
    return performance.now() + milliseconds * (0.8 + 0.4 * Math.random());
  }

  function hear(at, streamed) {
    heard = performance.now();
    live = streamed;
    if (at) page.time(at);
    if (!streamed) return;
    silent = 0;
    files = false;
    due = stream = Infinity;
    patience = AGAIN;
  }

  function open() {
    if (!window.EventSource) return ask();
    if (!navigator.locks || leave) return follow();
    if (!seeking) seek(0);
  }

  // A browser may have the locks and forbid them here; then there are no places.
  function seek(place) {
    seeking = true;
    navigator.locks.request("livecouncil line " + place, { ifAvailable: true }, (lock) => {
      if (lock) return new Promise((free) => found(free));
      if (place + 1 < PLACES) return seek(place + 1);
      found(null);
      return ask();
    }).catch(() => {
      found(null);
      follow();
    });
  }

  function found(free) {
    seeking = false;
    leave = free;
    if (free && ended) return shut();
    if (free) follow();
  }

  function shut() {
    if (source) source.close();
    source = null;
    if (leave) leave();
    leave = null;
  }

  function follow() {
    if (source) source.close();
    opened = performance.now();
    const line = new EventSource(base + "stream?last=" + page.seen() + "&mark=" + page.mark());
    source = line;
    const acts = { entry: page.entry, changed: page.changed, state: page.state, beat: () => {}, reset: page.forget };
    Object.keys(acts).forEach((kind) => line.addEventListener(kind, (event) => {
      if (line !== source) return;
      const told = event.data ? JSON.parse(event.data) : {};
      hear(kind === "beat" ? told.at : "", true);
      acts[kind](told);
    }));
    line.onerror = () => { if (line === source && line.readyState === EventSource.CLOSED) ask(); };
  }

  // No stream here, or none that is heard: the files from now on, and a stream again later.
  function ask() {
    shut();
    if (!files) due = performance.now() + LOOK * Math.random();
    wait = LOOK;
    files = true;
    if (stream === Infinity) stream = jitter(patience);
  }

  function again() {
    stream = jitter(patience);
    patience = Math.min(patience * 2, LONGEST);
    open();
  }

  function look() {
    const turn = ++asked;
    due = jitter(SILENT); // when nothing answers at all
    const current = () => turn >= answered && files;
    fetch(base + "state.json", { cache: "no-cache" }).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text().then((text) => {
        if (!current()) return null;
        const state = JSON.parse(text); // a network that answers everything with a page of its own is not the council
        answered = turn;
        hear(answer.headers.get("Date"), false);
        if (text === known) return rest();
        due = jitter(CUT); // a slow network may take its time for the page itself
        return fetchPage().then((fresh) => { if (current() && compare(fresh, state)) known = text; });
      });
    }).catch(() => { if (current()) due = jitter(wait); });
  }

  function rest() {
    wait = Math.min(wait * 1.1, page.over() ? CUT : SELDOM);
    due = jitter(wait);
  }

  function fetchPage() {
    return fetch(base + page.name, { cache: "no-cache" }).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then((text) => new DOMParser().parseFromString(text, "text/html"));
  }

  // What came may be older than what is said to be there, and older than what is shown.
  // True where the page now is in agreement with what is said to be there.
  function compare(fresh, state) {
    const there = fresh.getElementById("stand").dataset;
    due = jitter(wait = LOOK);
    const later = Date.parse(there.updated) - Date.parse(page.updated());
    if ((later < 0 || (later === 0 && Number(there.seq) < page.seen())) && ++older < OLDER) return false;
    older = 0;
    page.settle(fresh);
    return there.mark === state.page && there.updated === state.updated && Number(there.seq) === state.seq;
  }

  // What the page says of itself; '' before it heard anything.
  function word(age) {
    if (age > CUT) return "cut";
    if (age > SILENT || navigator.onLine === false) return "healing";
    if (live && !page.over()) return "live";
    return live || files ? "fetched" : "";
  }

  function tick() {
    const now = performance.now();
    const age = now - heard;
    page.connection(word(age));
    if (document.hidden) return;
    if (files && now >= due) look();
    if (files && now >= stream) return again();
    if (files || Math.min(age, now - opened) <= SILENT) return;
    if (++silent >= 2) ask();
    else open();
  }

  function wake() {
    if (ended) return;
    if (files) due = performance.now();
    else open();
    tick();
  }

  // A page nobody sees lets its line go, and later asks what it missed.
  function seenAgain() {
    if (ended) return;
    if (!document.hidden) return files || !source || source.readyState === EventSource.CLOSED ? wake() : tick();
    setTimeout(() => { if (document.hidden) shut(); }, HIDDEN);
  }

  let ticking = 0;
  this.close = shut;
  this.end = () => {
    clearInterval(ticking);
    this.close();
    ended = true;
    files = false;
  };
  this.begin = () => {
    open();
    ticking = setInterval(tick, 1000);
    document.addEventListener("resume", wake);
    document.addEventListener("visibilitychange", seenAgain);
    addEventListener("online", wake);
    addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
    if (document.hidden) seenAgain();
  };
}
