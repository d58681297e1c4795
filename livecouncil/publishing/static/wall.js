// The wall: swaps one prepared fragment per event, never goes blank, and says so when it no longer hears the server.
// A state is one or more frames. Each is fitted to the screen: the largest scale that holds, never under the floor;
// what does not hold at the floor gives way in the frame's own order, lists go on in pages, each 8 seconds.
// Times are the server's, told with every beat; of this machine's clock only what passed counts. ES2017, for old kiosks.
(function () {
  "use strict";

  const REST = 20000; // a result stands at least this long
  const TURN = 8000;
  const STALE = 5000;
  const LOST = 60000;
  const DEAD = 10000; // a connection can die without a word: after five silent beats the line is opened again
  const NIGHT = "04:0"; // the time at which a screen that ran all day loads itself anew, unless a council still sits
  const DAY = 6 * 3600000;

  const wall = document.getElementById("wall");
  const stale = document.getElementById("stale");
  const announce = document.getElementById("announce");
  const words = document.body.dataset;
  const passed = function () { return performance.now(); };
  const query = new URLSearchParams(location.search);

  // ---- fitting ----------------------------------------------------------------------------------------------

  const PARTS = "h1,h2,p,section,.sides b,.upper,.fill,.pers > div,.upper > svg,.gr span,li,li > span,header > *";

  function inside(part, right, bottom, box) {
    const r = part.getBoundingClientRect();
    if (!r.width) return true;
    if (r.right > right || r.left < box.left) return false;
    if (part.parentElement.tagName === "HEADER") return true;
    if (part.parentElement.classList.contains("gr")) return true; // its paragraph tells
    if (r.top < box.top) return false;
    // Room for the tails of letters is taken back by a margin: it may stick out below, what is written does not.
    if (r.bottom > bottom && r.bottom + (parseFloat(getComputedStyle(part).marginBottom) || 0) > bottom) return false;
    if (part.classList.contains("next") && part.closest(".cutnext")) return true;
    return part.scrollWidth <= part.clientWidth + 1 || getComputedStyle(part).display === "inline";
  }

  function holds(frame) {
    if (frame.scrollHeight > frame.clientHeight + 1 || frame.scrollWidth > frame.clientWidth + 1) return false;
    const box = frame.getBoundingClientRect();
    const style = getComputedStyle(frame);
    const right = box.right - parseFloat(style.paddingRight) + 1;
    const bottom = box.bottom - parseFloat(style.paddingBottom) + 1;
    const parts = frame.querySelectorAll(PARTS);
    for (let i = 0; i < parts.length; i++) if (!inside(parts[i], right, bottom, box)) return false;
    return true;
  }

  function scaled(frame, scale) { // whether it holds so
    frame.style.setProperty("--s", scale);
    return holds(frame);
  }

  // A word of a heading is never broken: where it is as wide as the screen, the heading is less large beside the rest.
  const HEADS = [1, 0.9, 0.8, 0.7];

  function headed(frame) { // the largest heading with which it holds at the floor; 0 for none
    for (let i = 0; i < HEADS.length; i++) {
      frame.style.setProperty("--h", HEADS[i]);
      if (scaled(frame, 1)) return HEADS[i];
    }
    return 0;
  }

  // The first step at which the frame holds at the floor; the last where none does.
  function giveWay(frame) {
    const steps = (frame.dataset.steps || "").split("|");
    for (let i = 0; i < steps.length; i++) {
      frame.className = `w show ${frame.dataset.kind || ""} ${steps[i]}`;
      frame.dataset.step = steps[i];
      if (headed(frame)) return true;
    }
    return false;
  }

  function cutRows(frame) { // of a list: how many are longer than their lines
    const texts = Array.from(frame.querySelectorAll("ol li:not([hidden]) > :last-child"));
    return texts.filter(function (text) {
      return text.scrollHeight - text.clientHeight > parseFloat(getComputedStyle(text).fontSize) / 2;
    }).length;
  }

  // The largest scale that holds and cuts no row that is whole at the floor.
  function largest(frame, most) {
    let low = 1;
    let high = most;
    scaled(frame, low);
    const cut = cutRows(frame);
    if (scaled(frame, high) && cutRows(frame) <= cut) return high;
    while (high - low > 0.01) {
      const middle = (low + high) / 2;
      if (scaled(frame, middle) && cutRows(frame) <= cut) low = middle; else high = middle;
    }
    return low;
  }

  // Larger only with every word whole: a syllable alone is read by nobody.
  function enlarge(frame, most) {
    const best = enlarged(frame, most);
    if (!frame.querySelector(".picture") || frame.classList.contains("small")) return;
    frame.classList.add("small"); // the picture stands back where that lets the words grow much
    if (enlarged(frame, most) < best * 1.12) {
      frame.classList.remove("small");
      enlarged(frame, most);
    }
  }

  function enlarged(frame, most) {
    frame.classList.add("whole");
    let first = headed(frame);
    if (!first) {
      frame.classList.remove("whole");
      first = headed(frame) || 0.7;
      most = Math.min(most, 1.15);
    }
    const least = Math.min(first, Number(frame.dataset.heads) || 0.9);
    let best = [first, 0];
    HEADS.forEach(function (head) {
      if (head > first || head < least || best[1] >= most) return;
      frame.style.setProperty("--h", head);
      const scale = largest(frame, most);
      if (scale > best[1] * 1.04) best = [head, scale];
    });
    frame.style.setProperty("--h", best[0]);
    frame.style.setProperty("--s", best[1]);
    frame.dataset.scale = best[1].toFixed(2);
    return best[1];
  }

  function only(rows, from, to) {
    rows.forEach(function (row, i) { row.hidden = i < from || i >= to; });
  }

  // Pages of a list: as many rows each as hold at the floor, never none, and no page much emptier than another.
  function pagesOf(frame, rows) {
    const pages = [];
    frame.querySelector(".page").textContent = "9/9";
    for (let from = 0; from < rows.length;) {
      let few = 1;
      let many = rows.length - from;
      while (few < many) {
        const middle = Math.ceil((few + many) / 2);
        only(rows, from, from + middle);
        if (scaled(frame, 1)) few = middle; else many = middle - 1;
      }
      pages.push([from, from + few]);
      from += few;
    }
    return even(frame, rows, pages);
  }

  function even(frame, rows, pages) {
    const size = Math.ceil(rows.length / pages.length);
    const same = pages.map(function (page, i) { return [i * size, Math.min(rows.length, (i + 1) * size)]; });
    const fits = same.every(function (page) {
      only(rows, page[0], page[1]);
      return page[0] < page[1] && scaled(frame, 1);
    });
    return fits ? same : pages;
  }

  function viewsOf(frame) {
    const list = frame.querySelector(".paged");
    const rows = list ? Array.from(list.children) : [];
    only(rows, 0, rows.length);
    const held = giveWay(frame);
    if (held || !rows.length) return [{ frame: frame, rows: rows, from: 0, to: rows.length, page: "" }];
    const pages = pagesOf(frame, rows);
    return pages.map(function (page, i) {
      return { frame: frame, rows: rows, from: page[0], to: page[1], page: `${i + 1}/${pages.length}` };
    });
  }

  // What there is to show in turn. Names of groups come in a frame of their own only where the picture needed the room.
  function allViews() {
    const frames = Array.from(wall.querySelectorAll(".w"));
    let views = [];
    let first = null;
    let names = false;
    frames.forEach(function (frame) {
      const kind = frame.dataset.kind;
      frame.classList.add("show");
      if (!kind) first = frame;
      const wanted = !kind || (first && / p1$|^p1$/.test(first.dataset.step || ""));
      if (kind === "names" && wanted) {
        names = giveWay(frame);
        if (names) views.push({ frame: frame, rows: [], from: 0, to: 0, page: "" });
      } else if (!kind || (kind === "part" && wanted && !names)) {
        views = views.concat(viewsOf(frame));
      }
      frame.classList.remove("show");
    });
    return views;
  }

  function display(view) {
    wall.querySelectorAll(".w").forEach(function (frame) { frame.classList.remove("show"); });
    view.frame.className = `w show ${view.frame.dataset.kind || ""} ${view.frame.dataset.step || ""}`;
    only(view.rows, view.from, view.to);
    const page = view.frame.querySelector(".page");
    if (page) page.textContent = view.page;
    const most = Number(view.frame.dataset.most) || 2;
    enlarge(view.frame, view.from ? Math.min(most, Number(view.frame.dataset.scale) || most) : most);
  }

  // ---- what is shown ----------------------------------------------------------------------------------------

  let views = [];
  let at = 0;
  let since = 0;
  let next = null;
  let paused = false;

  function bars() {
    wall.querySelectorAll("[data-width]").forEach(function (bar) { 
      bar.style.width = `${bar.dataset.width}%`;
      bar.hidden = Number(bar.dataset.width) === 0;
    });
  }

  function refit() {
    bars();
    tick();
    views = allViews();
    at = Math.min(at, Math.max(0, views.length - 1));
    if (views.length) display(views[at]);
    tick();
  }

  function turn() {
    if (paused || views.length < 2) return;
    at = (at + 1) % views.length;
    display(views[at]);
    tick();
  }

  function show(article) {
    clearTimeout(next);
    next = null;
    wall.textContent = "";
    wall.appendChild(article);
    since = passed();
    at = 0;
    if (announce) announce.textContent = article.dataset.sentence || "";
    refit();
    beginTurning();
  }

  let turning = 0;
  function beginTurning() {
    clearInterval(turning);
    turning = setInterval(turn, TURN);
  }

  // What follows a result waits its turn; what takes a result back, or stops the meeting, does not.
  function swap(text) {
    const then = new DOMParser().parseFromString(text, "text/html").querySelector("article");
    if (!then) return;
    const now = wall.querySelector("article");
    const later = now && Number(then.dataset.shown) > Number(now.dataset.shown);
    const left = Math.max(REST, views.length * TURN) - (passed() - since);
    const waits = then.classList.contains("item") || then.classList.contains("filed");
    clearTimeout(next);
    next = null;
    if (now && now.classList.contains("result") && later && left > 0 && waits) {
      next = setTimeout(function () { show(then); }, left);
    } else {
      show(then);
    }
  }

  // ---- the server's time --------------------------------------------------------------------------------------

  let heard = passed();
  let told = { clock: "", now: 0, at: passed() };

  function beat(text) {
    heard = passed();
    if (!text) return;
    const said = JSON.parse(text);
    told = { clock: said.clock, now: said.now, at: heard };
    tick();
    const other = said.on && said.on !== words.meeting && query.get("follow");
    const renewed = words.build && said.build && said.build !== words.build;
    const night = said.clock.indexOf(NIGHT) === 0 && heard > DAY && !said.sitting;
    if (other || renewed || night) reload(other ? `../${said.on}/wall${location.search}` : location.href);
  }

  // Never to an error page: only what answers is loaded, and of that no more than once a minute.
  let reloaded = -LOST;
  function reload(address) {
    if (passed() - reloaded < LOST) return;
    reloaded = passed();
    fetch(address, { cache: "no-store" }).then(function (answer) {
      if (answer.ok) location.replace(address);
    }, function () { return null; });
  }

  function tick() {
    wall.querySelectorAll(".now").forEach(function (clock) {
      clock.textContent = told.clock || "00:00"; // unheard of yet: its room is kept, so that nothing moves later
      clock.style.visibility = told.clock ? "visible" : "hidden";
    });
    const count = wall.querySelector(".show .count");
    if (!count || count.dataset.running !== "true" || !told.now) return;
    const gone = told.now + (passed() - told.at) / 1000 - Number(count.dataset.at);
    if (gone > 14400) return;
    const left = Math.round(count.dataset.left - gone);
    const size = Math.abs(left);
    count.textContent = `${left < 0 ? "−" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
  }

  // ---- the line -----------------------------------------------------------------------------------------------

  let source = null;
  let opened = 0;

  function connect(wait) {
    if (source) source.close();
    opened = passed();
    const line = new EventSource("wall-stream" + location.search);
    source = line;
    line.addEventListener("wall", function (e) { heard = passed(); swap(e.data); wait = 1000; });
    line.addEventListener("beat", function (e) { beat(e.data); });
    line.onerror = function () {
      if (line !== source || line.readyState !== EventSource.CLOSED) return;
      forbidden();
      setTimeout(function () { if (line === source) connect(Math.min(wait * 2, 15000)); }, wait * (0.5 + Math.random()));
    };
  }

  // A screen that was uncoupled asks for new digits; where nobody answers it waits.
  function forbidden() {
    if (!query.get("follow")) return;
    fetch(location.href, { cache: "no-store" }).then(function (answer) {
      if (answer.status === 404) location.replace("/wand");
    }, function () { return null; });
  }

  function watch() {
    const quiet = passed() - heard;
    if (passed() - Math.max(heard, opened) > DEAD) connect(1000);
    const text = quiet > LOST ? words.follow : `${words.updated} ${told.clock} · ${words.stale}`;
    const hidden = quiet < STALE;
    if (stale.hidden === hidden && (hidden || stale.textContent === text)) return;
    stale.textContent = text;
    stale.hidden = hidden;
    refit();
  }

  function shift() {
    const step = Math.floor(passed() / 60000) % 5;
    wall.style.transform = `translate(${step}px, ${(step * 2) % 5}px)`;
  }

  let lock = null;
  function keepAwake() {
    if (!navigator.wakeLock || document.visibilityState !== "visible") return;
    navigator.wakeLock.request("screen").then(function (got) { lock = got; }, function () { lock = null; });
  }

  document.documentElement.style.setProperty("--k", words.scale || 1);
  addEventListener("resize", refit);
  const faces = document.fonts ? document.fonts.ready : Promise.resolve();
  faces.then(function () {
    since = passed();
    refit();
    if (!location.protocol.startsWith("http") || !location.pathname.endsWith("/wall")) return;
    connect(1000);
    beginTurning();
    setInterval(watch, 1000);
    setInterval(tick, 1000);
    setInterval(shift, 60000);
    addEventListener("keydown", function (e) { if (e.key === "p") paused = !paused; });
    document.addEventListener("visibilitychange", function () { keepAwake(); if (!document.hidden) watch(); });
    keepAwake();
  });

  window.livecouncilWall = { // for tests: what a person does with time, done at once
    refit: refit, turn: turn, shift: shift, views: function () { return views; },
    show: function (i) { at = i; display(views[i]); }, waiting: function () { return next !== null; },
    age: function (ms) { heard -= ms; opened -= ms; watch(); }, awake: function () { return lock; },
  };
})();
