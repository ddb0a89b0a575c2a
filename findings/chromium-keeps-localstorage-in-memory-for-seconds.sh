#!/bin/sh
# What:  localStorage.setItem of Chromium returns before anything is on the disk, and nothing tells when it is: a browser
#        process that is killed two seconds later has lost the value, one that is killed fifteen seconds later has kept it.
#        A page that reloads, or a second tab, reads the value at once, so no test without a kill sees the difference.
#        A commit of IndexedDB with durability "strict", asked for at the same moment, is there after the same kill.
# Why it matters: a phone's system ends a browser without a word, and a battery too. What a person typed must lie where a
#        write is durable when it is answered (a worker's file with flush(), IndexedDB with "strict"); localStorage is for
#        what may be forgotten: a hint that was seen, the size of letters.
# Seen in: Chromium 148.0.7778.167 (Debian), driven by playwright-core 1.60.0.
# Exits with an error when this changes. Needs node, npm, and Chromium ($CHROMIUM or on the path).
set -eu
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes > /dev/null
npm install --silent --no-fund --no-audit playwright-core@1.60.0
cat > finding.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const server = http.createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>')).listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;
const must = (holds, what) => {
  if (!holds) throw new Error(`no longer so: ${what}`);
  console.log(`as said: ${what}`);
};

/** A browser in a process group of its own, so that all of it can be killed at once. */
async function open(profile) {
  const flags = ['--headless=new', '--no-sandbox', '--no-first-run', '--disable-background-networking', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const child = spawn(process.argv[2], flags, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  const address = await new Promise((found) => {
    child.stderr.on('data', (part) => {
      words += part;
      const told = /ws:\/\/\S+/.exec(words);
      if (told) found(told[0]);
    });
  });
  const browser = await chromium.connectOverCDP(address);
  const page = await browser.contexts()[0].newPage();
  await page.goto(origin);
  const kill = async () => {
    process.kill(-child.pid, 'SIGKILL');
    await once(child, 'exit');
  };
  return { page, kill };
}

const store = () => new Promise((opened, failed) => {
  const asked = indexedDB.open('words', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('words');
  asked.onsuccess = () => opened(asked.result);
  asked.onerror = () => failed(asked.error);
});

/** Writes one word into both, waits, kills; what a new browser over the same profile finds. */
async function after(milliseconds) {
  const profile = `profile-${milliseconds}`;
  const first = await open(profile);
  await first.page.evaluate(async (opening) => {
    const words = await eval(opening)();
    const written = words.transaction('words', 'readwrite', { durability: 'strict' });
    written.objectStore('words').put('here', 'word');
    localStorage.setItem('word', 'here');
    await new Promise((done) => { written.oncomplete = done; });
  }, `(${store})`);
  await pause(milliseconds);
  await first.kill();
  const second = await open(profile);
  const found = await second.page.evaluate(async (opening) => {
    const words = await eval(opening)();
    const read = words.transaction('words').objectStore('words').get('word');
    await new Promise((done) => { read.onsuccess = done; });
    return { local: localStorage.getItem('word'), indexed: read.result };
  }, `(${store})`);
  await second.kill();
  return found;
}

const soon = await after(2_000);
must(soon.local === null, 'killed two seconds after setItem, localStorage has lost the word');
must(soon.indexed === 'here', 'IndexedDB with "strict" durability has kept it');
const late = await after(15_000);
must(late.local === 'here', 'killed fifteen seconds after it, localStorage has kept it');
server.close();
JS
node finding.mjs "$chromium"
