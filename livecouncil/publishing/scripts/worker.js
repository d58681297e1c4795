// Keeps the last page for a reload without a network. One a meeting, beside its page, so that it works below any address.
//
// The network comes first, always: what is kept is shown only where nothing answers. What was corrected or deleted must
// not live on here, so the page says when something was, and the copy is dropped at once; a new one is kept only when the
// page on the server is as new as what the reader was told.
"use strict";

const KEPT = "livecouncil " + self.registration.scope;
const PAGE = new URL("index.html", self.registration.scope).href;
const STATIC = new URL("../static/", self.registration.scope).href;
const UPDATED = /data-updated="([^"]+)"/;
const PATIENCE = 8000; // milliseconds until a network that says nothing counts as none
const AGAIN = [1000, 4000, 15000]; // milliseconds between looks for the page as it became

function isPage(request) {
  const address = request.url.split(/[?#]/)[0];
  return request.mode === "navigate" && (address === PAGE || address === self.registration.scope);
}

function keep(key, answer) {
  return caches.open(KEPT).then((cache) => cache.put(key, answer));
}

// A network that answers everything with a page of its own is not the council.
function keepPage(answer) {
  return answer.clone().text().then((text) => UPDATED.test(text) && keep(PAGE, answer));
}

function kept(key) {
  return caches.open(KEPT).then((cache) => cache.match(key));
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
  }).catch((error) => kept(key).then((copy) => {
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
      return Promise.all(each.concat(keep(PAGE, answer)));
    });
  });
}

function afresh(updated, turn) {
  if (turn >= AGAIN.length) return Promise.resolve();
  return new Promise((resolve) => setTimeout(resolve, AGAIN[turn])).then(() => fetch(PAGE, { cache: "no-cache" }))
    .then((answer) => answer.clone().text().then((text) => {
      const there = UPDATED.exec(text);
      if (answer.ok && there && Date.parse(there[1]) >= Date.parse(updated)) return keep(PAGE, answer);
      return afresh(updated, turn + 1);
    })).catch(() => {});
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(whole().catch(() => {}));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  const drop = caches.open(KEPT).then((cache) => cache.delete(PAGE));
  event.waitUntil(drop.then(() => afresh(event.data.updated, 0)));
});
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (isPage(request)) event.respondWith(answered(event, PAGE));
  else if (request.url.startsWith(STATIC)) event.respondWith(answered(event, request.url));
});
