// Keeps the last page for a reload without a network. One a meeting, beside its page, so that it works below any address.
//
// The network comes first, always: what is kept is shown only where nothing answers. An open page shows what a fresh load
// shows, so it gives a copy of itself when it changed. What was corrected or deleted must not live on here: then the page
// gives its copy at once, and no older page, of a cache on the way or of another window, ever takes its place.
"use strict";

const KEPT = "livecouncil " + self.registration.scope;
const PAGE = new URL("index.html", self.registration.scope).href;
const STATIC = new URL("../static/", self.registration.scope).href;
const UPDATED = /data-updated="([^"]+)"/;
const PATIENCE = 8000; // milliseconds until a network that says nothing counts as none
let renewing = Promise.resolve(); // what is kept, once all that was given is written

function isPage(request) {
  const address = request.url.split(/[?#]/)[0];
  return request.mode === "navigate" && (address === PAGE || address === self.registration.scope);
}

function keep(key, answer) {
  return caches.open(KEPT).then((cache) => cache.put(key, answer));
}

function kept(key) {
  return caches.open(KEPT).then((cache) => cache.match(key));
}

// When the page in `text` was last changed; 0 for what is no page of a council, as a network may answer everything.
function changed(text) {
  const found = UPDATED.exec(text);
  return found ? Date.parse(found[1]) : 0;
}

function textOf(answer) {
  return answer ? answer.clone().text() : "";
}

function keepPage(answer) {
  renewing = renewing.then(() => Promise.all([textOf(answer), kept(PAGE).then(textOf)]))
    .then(([text, before]) => changed(text) && changed(text) >= changed(before) && keep(PAGE, answer)).catch(() => {});
  return renewing;
}

// The copy that an open page gives of itself, under the headers it came with.
function renew(told) {
  renewing = renewing.then(() => kept(PAGE)).then((before) => before || fetch(PAGE))
    .then((before) => before.clone().text().then((text) => {
      const at = changed(String(told.page));
      if (!at || (at < changed(text) && !told.anyway)) return null;
      const headers = new Headers(before.headers);
      ["Content-Encoding", "Content-Length", "ETag"].forEach((name) => headers.delete(name));
      return keep(PAGE, new Response(told.page, { headers }));
    })).catch(() => {});
  return renewing;
}

function patient(request) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("silent")), PATIENCE);
    fetch(request).then(resolve, reject);
  });
}

function answered(event, key) {
  return patient(event.request).then((answer) => {
    if (answer.ok) event.waitUntil(key === PAGE ? keepPage(answer.clone()) : keep(key, answer.clone()));
    return answer;
  }).catch((error) => renewing.then(() => kept(key)).then((copy) => {
    if (copy) return copy;
    throw error;
  }));
}

// The page with its style and script, so that one visit is enough.
function whole() {
  return fetch(PAGE, { cache: "no-cache" }).then((answer) => {
    if (!answer.ok) return null;
    return answer.clone().text().then((text) => {
      const names = text.match(/\.\.\/static\/[\w.-]+\.(?:css|js)/g) || [];
      const parts = names.map((name) => new URL(name, PAGE).href);
      const each = parts.map((url) => fetch(url).then((part) => part.ok && keep(url, part)));
      return Promise.all(each.concat(keepPage(answer)));
    });
  });
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(whole().catch(() => {}));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(renew(event.data)));
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (isPage(request)) event.respondWith(answered(event, PAGE));
  else if (request.url.startsWith(STATIC)) event.respondWith(answered(event, request.url));
});
