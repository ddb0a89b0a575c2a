// Keeps the app's own files on the device, so that it opens without a network. It touches nothing else: no /v1/, no
// page of the bureau, no record. `cargo xtask web` fills in version and files.
'use strict';

const BASE = '@BASE@';
const VERSION = '@VERSION@';
/** Path below BASE → the hash that the browser checks the download against. */
const FILES = "@FILES@";

const PREFIX = 'studio-app-';
const CACHE = PREFIX + VERSION;
const INDEX = BASE + 'index.html';
/** So many downloads at once: a village line gains nothing from more. */
const DOWNLOADS_AT_ONCE_MAX = 4;

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll().then(announce));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

// A new version starts only when the user agreed: two versions must not share one open page.
self.addEventListener('message', (event) => {
  if (event.data && event.data.type === 'activate') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || !url.pathname.startsWith(BASE)) return;
  if (request.mode === 'navigate') {
    event.respondWith(kept(INDEX, request));
  } else if (url.pathname.slice(BASE.length) in FILES) {
    event.respondWith(kept(BASE + url.pathname.slice(BASE.length), request));
  }
});

/** From the device; from the network only what the system has cleared away. */
async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) || fetch(request);
}

/** File by file: a first download that broke off goes on where it stopped, and one broken file holds up no other. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  const waiting = Object.keys(FILES);
  const broken = [];
  const work = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      await keep(cache, path).catch((error) => broken.push(error));
    }
  };
  await Promise.all(Array.from({ length: DOWNLOADS_AT_ONCE_MAX }, work));
  if (broken.length > 0) throw broken[0];
}

async function keep(cache, path) {
  const address = BASE + path;
  if (await cache.match(address)) return;
  const response = (await fromOlderVersion(path)) || (await download(address, FILES[path]));
  await cache.put(address, response);
}

/** Under assets/ a name belongs to one content: an update loads only what changed. */
async function fromOlderVersion(path) {
  return path.startsWith('assets/') ? caches.match(BASE + path) : undefined;
}

async function download(address, integrity) {
  const response = await fetch(address, { integrity, cache: 'no-cache' });
  if (!response.ok) throw new Error(address + ': ' + response.status);
  return response;
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

/** The first version has nobody to ask; a later one tells every open page that it waits. */
async function announce() {
  if (!self.registration.active) return;
  const pages = await self.clients.matchAll({ includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: 'update-ready' });
}
