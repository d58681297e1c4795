// <live-raad src="https://…/2026-03-12-raadsvergadering/" view="…" theme="…">: a meeting inside somebody else's page.
//
// Why so. The element shows the very pieces of the live page, kept up by the very line (`line.js` stands before this in the
// published file), so it can say nothing else and nothing later. It lives in a shadow root whose host resets everything
// with `!important`, which there wins from any rule of the page around it; what that page may choose is the theme, the
// accent and the radius. It asks nothing of anybody but the council, keeps nothing in the browser, and until it has
// something to show, or where there is no script, the link inside the element stands.
//
// It must never run anything it was sent: pieces are parsed as documents of their own, in which no script runs.

const PIECES = ["status", "nu"];
const BESIDE = 5; // decisions shown
const STYLE = `
:host { all: initial !important; display: block !important; contain: content !important; color-scheme: light dark !important;
  direction: ltr !important; unicode-bidi: isolate !important;
  --ink: #14191f; --paper: #fff; --soft: #4b5661; --line: #c3cad1; --blue: #0b4a8f; --oker: #8a4b00; --mark: #fdf0da; }
:host([hidden]) { display: none !important; }
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) {
  --ink: #edf1f4; --paper: #11161b; --soft: #b3bec8; --line: #3a454f; --blue: #93c4f8; --oker: #f0b45c; --mark: #33270f; } }
:host([theme="dark"]) {
  --ink: #edf1f4; --paper: #11161b; --soft: #b3bec8; --line: #3a454f; --blue: #93c4f8; --oker: #f0b45c; --mark: #33270f; }
* { box-sizing: border-box; margin: 0; padding: 0; }
article { font: 16px/1.45 "Segoe UI", system-ui, Arial, sans-serif; font-variant-numeric: tabular-nums; color: var(--ink);
  background: var(--paper); border-top: 4px solid var(--ink); border-radius: var(--live-raad-radius, 0); padding: 12px 14px;
  overflow-wrap: anywhere; text-align: left; }
a { color: var(--live-raad-accent, var(--blue)); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--live-raad-accent, var(--blue)); outline-offset: 2px; }
h2 { font-size: 19px; line-height: 1.25; }
.band { border: 2px dashed var(--oker); font-weight: 700; text-align: center; margin-bottom: 8px; }
.status, .net, time, .figures, small, .ago { color: var(--soft); font-size: 14px; }
.body { margin-top: 8px; }
ol { list-style: none; }
li { display: grid; grid-template-columns: 3em 1fr; gap: 0 10px; padding: 8px 0; border-top: 1px solid var(--line); }
li.entry { display: block; }
li:first-child { border-top: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; }
dt { color: var(--soft); }
h3 { font-size: 17px; line-height: 1.25; }
h3 b { display: block; font-size: 20px; }
.decision .when { float: right; margin-left: 10px; }
.picture { display: block; width: 100%; height: auto; max-width: 480px; margin: 10px 0; overflow: visible; }
.strip { width: 96px; height: auto; vertical-align: middle; }
summary { cursor: pointer; padding: 6px 0; color: var(--live-raad-accent, var(--blue)); }
del { text-decoration-thickness: 2px; }
ins { text-decoration: none; font-weight: 700; }
.net { border-top: 1px solid var(--line); margin-top: 10px; padding-top: 6px; }
.net.cut, .net.healing { color: var(--oker); font-weight: 700; }
`;

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

// What is known of one meeting, for all elements of a page that show it: they share one line.
function Followed(base) {
  const shown = new Set();
  let rows = new Map();
  let keys = new Map();
  let pieces = {};
  let words = null;
  let line = null;
  let first = null;
  let minute = "";
  let how = "";

  function said() {
    return how ? words[how].replace("{time}", minute) : "";
  }

  function all() { shown.forEach((one) => one.show()); }

  function take(told) {
    rows.set(told.seq, told.page.row);
    if (told.page.key) keys.set(told.seq, told.page.key);
    else keys.delete(told.seq);
    if (told.page.updated) words.updated = told.page.updated;
  }

  function settle(fresh) {
    const outer = (one) => one.outerHTML;
    words = Object.assign({}, fresh.getElementById("stand").dataset, {
      title: fresh.querySelector("h1").textContent + " " + fresh.querySelector(".over").firstChild.textContent.split(" · ")[0],
      over: fresh.querySelector(".over").textContent,
      none: fresh.querySelector("p.none").textContent,
      decisions: fresh.getElementById("kop-besluiten").textContent,
      language: fresh.documentElement.lang,
      bands: Array.from(fresh.querySelectorAll("body > .band")).map((one) => one.textContent),
    });
    rows = new Map(Array.from(fresh.querySelectorAll("#timeline [data-seq]")).map((li) => [Number(li.dataset.seq), outer(li)]));
    keys = new Map(Array.from(fresh.querySelectorAll("#keys > li")).map((li) => [Number(li.dataset.seq), outer(li)]));
    PIECES.forEach((id) => { pieces[id] = outer(fresh.getElementById(id)); });
    all();
  }

  const page = {
    base,
    name: "index.html",
    settle,
    entry: (told) => {
      if (told.seq <= Number(words.seq)) return;
      words.seq = told.seq;
      take(told);
      all();
    },
    changed: (told) => { take(told); all(); },
    state: (told) => {
      words.mark = told.page.mark;
      if (told.page.updated) words.updated = told.page.updated;
      Object.assign(pieces, told.page.slots);
      all();
    },
    forget: () => {
      words.seq = 0;
      rows = new Map();
      keys = new Map();
      all();
    },
    time: (at) => {
      const there = /T(\d\d:\d\d)/.exec(at);
      minute = there ? there[1] : new Date(at).toLocaleTimeString("nl", {
        timeZone: words.zone, hour: "2-digit", minute: "2-digit",
      });
    },
    connection: (now) => {
      const before = said();
      how = now;
      if (said() !== before) all();
    },
    seen: () => Number(words.seq),
    mark: () => words.mark,
    updated: () => words.updated,
    over: () => false,
  };

  // The page itself first: it has the words that are said of the line.
  function begin() {
    first = null;
    fetch(base + page.name, { cache: "no-cache" }).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then((text) => {
      if (!shown.size) return;
      settle(parsed(text));
      line = new Line(page);
      line.begin();
    }).catch(() => { if (shown.size) first = setTimeout(begin, LOOK * (1 + Math.random())); });
  }

  this.join = (one) => {
    shown.add(one);
    if (shown.size === 1) begin();
    else one.show();
  };
  this.leave = (one) => {
    shown.delete(one);
    if (shown.size) return false;
    clearTimeout(first);
    if (line) line.end();
    return true;
  };
  this.words = () => words;
  this.piece = (id) => pieces[id];
  this.keys = () => Array.from(keys).sort((a, b) => b[0] - a[0]).map((one) => one[1]);
  this.rows = () => Array.from(rows).sort((a, b) => b[0] - a[0]).map((one) => one[1]);
  this.net = () => ({ how, text: said() });
}

const followed = new Map();

function made(name, kind, text) {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  if (text) element.textContent = text;
  return element;
}

// A piece of the council's page as it stands in this one: its links lead to the council, and out of any frame.
function piece(html, base) {
  const element = document.importNode(parsed(html).body.firstElementChild, true);
  element.querySelectorAll("#volg, .share, .evening-drawn").forEach((one) => one.remove());
  element.querySelectorAll("a[href]").forEach((link) => {
    const href = link.getAttribute("href");
    link.href = new URL(href.startsWith("#") ? "index.html" + href : href, base).href;
    link.target = "_top";
  });
  return element;
}

function styled(root) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    if (root.adoptedStyleSheets.length === 1) return;
  } catch (error) { /* an older browser: below */ }
  const style = document.createElement("style");
  style.textContent = STYLE;
  root.append(style);
}

class LiveRaad extends HTMLElement {
  static get observedAttributes() { return ["src", "view", "besluit"]; }

  connectedCallback() {
    if (!this.shadowRoot) {
      styled(this.attachShadow({ mode: "open" }));
      this.shadowRoot.append(document.createElement("slot"));
    }
    this.follow();
  }

  disconnectedCallback() { this.unfollow(); }

  attributeChangedCallback(name) {
    if (!this.isConnected || !this.shadowRoot) return;
    if (name === "src") {
      this.unfollow();
      this.follow();
    } else this.show();
  }

  follow() {
    let base;
    try {
      base = new URL(this.getAttribute("src"), document.baseURI);
    } catch (error) { return; }
    if (!/^https?:$/.test(base.protocol)) return;
    this.base = (base.origin + base.pathname).replace(/(index\.html|\/)?$/, "/");
    if (!followed.has(this.base)) followed.set(this.base, new Followed(this.base));
    this.meeting = followed.get(this.base);
    this.meeting.join(this);
  }

  unfollow() {
    if (this.meeting && this.meeting.leave(this)) followed.delete(this.base);
    this.meeting = null;
  }

  show() {
    const words = this.meeting && this.meeting.words();
    if (!words) return;
    const fresh = made("article");
    fresh.lang = words.language;
    fresh.setAttribute("aria-label", words.title + ", " + words.over);
    words.bands.forEach((text) => fresh.append(made("p", "band", text)));
    const head = made("h2");
    const link = made("a", "", words.title);
    link.href = this.base + "index.html";
    link.target = "_top";
    head.append(link);
    fresh.append(head, piece(this.meeting.piece("status"), this.base));
    const body = made("div", "body");
    body.append(...this.parts(words));
    const net = this.meeting.net();
    fresh.append(body, made("p", "net " + net.how, net.text || words.over));
    this.put(fresh);
  }

  parts(words) {
    const named = this.getAttribute("besluit");
    const view = this.getAttribute("view");
    const each = (html) => piece(html.replace(/(<\/?)h4\b/g, "$1h3"), this.base); // below the element's own heading
    if (view === "huidig-punt" && !named) return [each(this.meeting.piece("nu"))];
    let found = this.meeting.keys().slice(0, BESIDE).map(each);
    if (named) {
      const anchor = named.toLowerCase();
      found = this.meeting.rows().map(each).filter((li) => li.id === anchor + "-stemming" || li.id === anchor).slice(0, 1);
    } else if (view === "laatste-stemming") {
      found = this.meeting.rows().filter((html) => html.includes('class="drawn"')).slice(0, 1).map(each);
    }
    if (!found.length) return [made("p", "", words.none)];
    const list = made("ol");
    list.append(...found);
    return [list];
  }

  // Only what differs is put, and whoever stands on a link stays on it.
  put(fresh) {
    const old = this.shadowRoot.querySelector("article, slot");
    if (old.localName === "article") {
      old.querySelectorAll("details").forEach((one, n) => {
        const there = fresh.querySelectorAll("details")[n];
        if (there) there.open = one.open;
      });
      if (old.isEqualNode(fresh)) return;
    }
    const on = this.shadowRoot.activeElement;
    old.replaceWith(fresh);
    if (!on) return;
    const again = Array.from(fresh.querySelectorAll("a, summary")).find((one) => one.textContent === on.textContent);
    if (again) again.focus();
  }
}

if (window.customElements && !customElements.get("live-raad")) customElements.define("live-raad", LiveRaad);
