// The browser's figures of "speed and size", printed, never judged: `cargo xtask bench` opens a demo county and runs this.
// Times are taken inside the page, from the event to the picture; the driver's own delays are not in them.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { saidByDemo } from './demo.mjs';
import { photo } from './photo.mjs';
import { Teacher } from './teacher.mjs';

const SAVES = 25;
const STARTS = 5;
const LISTS = 25;
const PHOTOS = 8;
/** How much slower than this machine a cheap phone is taken to be. */
const CPU_SLOWER = 4;

const address = process.env.STUDIO_ADDRESS;
const words = process.env.STUDIO_DEMO;
if (!address || !words) throw new Error('run me through `cargo xtask bench`');
const county = { address };
const said = saidByDemo(existsSync(words) ? readFileSync(words, 'utf8') : words);

const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
const spread = (times) => `median ${median(times).toFixed(1)} ms, ${Math.min(...times).toFixed(1)}–${Math.max(...times).toFixed(1)}, n=${times.length}`;
const print = (what, figure, budget) => console.log(`${what}: ${figure}${budget ? ` (${budget})` : ''}`);

/** Bytes of a file as a phone loads it. */
function transferred(file) {
  return new Promise((resolve, reject) => {
    const asked = http.get(new URL(file, address), { headers: { 'accept-encoding': 'br' } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks)));
    });
    asked.on('error', reject);
  });
}

async function sizes() {
  const index = await (await fetch(`${address}/app/`)).text();
  const worker = await (await fetch(`${address}/app/sw.js`)).text();
  const everything = Object.keys(JSON.parse(/FILES = (\{[^}]*\})/.exec(worker)[1])).map((file) => `/app/${file}`);
  const named = [...index.matchAll(/(?:href|src|data-page)="(\/app\/assets\/[^"]+)"/g)].map((match) => match[1]);
  const sum = async (files) => {
    let bytes = 0;
    for (const file of new Set(files)) bytes += (await transferred(file)).length;
    return `${(bytes / 1024).toFixed(0)} KB`;
  };
  print('web app, page, brotli', await sum(['/app/', ...named]), '≤ 350 KB');
  print('web app, everything for offline use, brotli', await sum(everything), '≤ 1.2 MB');
}

/** Notes in every page when the home is usable, how long a press of 完成 takes to the engine's word and to ✓, and how long
 * a press of 记录 takes to the list. */
function notes() {
  const noted = { home: undefined, press: undefined, tick: undefined, acked: undefined, asked: undefined, list: undefined };
  window.noted = noted;
  new MutationObserver(() => {
    noted.home ??= document.querySelector('[data-testid=compass]') ? performance.now() : undefined;
    if (noted.asked && document.querySelector('[data-testid=record-row]')) noted.list ??= performance.now();
    if (noted.press && !noted.tick && document.querySelector('[data-testid=saved-tick]')) noted.tick = performance.now();
  }).observe(document, { childList: true, subtree: true });
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-testid=tab-records]')) Object.assign(noted, { asked: performance.now(), list: undefined });
    if (event.target.closest('[data-testid=submit]')) Object.assign(noted, { press: performance.now(), tick: undefined, acked: undefined });
  }, true);
  const Real = window.Worker;
  window.Worker = class extends Real {
    constructor(...words) {
      super(...words);
      this.addEventListener('message', () => {
        if (noted.press) noted.acked ??= performance.now();
      });
    }
  };
}

async function joined({ name, link }) {
  const teacher = await Teacher.with(county, name);
  await teacher.join(link(county));
  await teacher.sync();
  return teacher;
}

/** Saves: an own activity is opened, changed by one tap, and handed in again. */
async function saves(teacher) {
  await teacher.context.addInitScript(notes);
  await teacher.goto('');
  await teacher.at('home').waitFor();
  await teacher.recordActivity({ topic: '测速|cesu', place: '学区|xuequ', people: [teacher.name] });
  const [acked, ticked] = [[], []];
  for (let save = 0; save < SAVES; save += 1) {
    await teacher.at('edit').click();
    await teacher.at('form').waitFor();
    await teacher.pick('length', save % 2 ? '120' : '90');
    await teacher.handIn();
    const noted = await teacher.page.waitForFunction(() => window.noted.tick && window.noted).then((held) => held.jsonValue());
    acked.push(noted.acked - noted.press);
    ticked.push(noted.tick - noted.press);
  }
  print('save one record, Chromium on OPFS, press to durable', spread(acked), 'median ≤ 15 ms');
  print('save one record, Chromium on OPFS, press to ✓ on screen', spread(ticked));
}

/** The list of all records, opened from 首页. */
async function lists(teacher) {
  const taken = [];
  for (let opened = 0; opened < LISTS; opened += 1) {
    await teacher.tab('home');
    await teacher.at('tab-records').click();
    const noted = await teacher.page.waitForFunction(() => window.noted.list && window.noted).then((held) => held.jsonValue());
    taken.push(noted.list - noted.asked);
  }
  print('open the list of records, press to the rows', spread(taken));
}

/** A photo of 12 megapixels from its choice to the form that names it: small, turned, bare, and on the disk. */
async function photos(teacher) {
  const files = [];
  for (let n = 1; n <= PHOTOS; n += 1) files.push(await photo(teacher.page, n, { width: 4_000, height: 3_000, grain: 60_000 }));
  // from the disk, as a camera leaves them: bytes that the driver brings pass through the page's memory as text
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-photos-'));
  const places = files.map(({ buffer }, n) => {
    const place = path.join(folder, `${n}.jpg`);
    writeFileSync(place, buffer);
    return place;
  });
  await teacher.begin('activity');
  await slow(teacher, CPU_SLOWER);
  const taken = [];
  const memory = await peaks(teacher);
  for (const [n, place] of places.entries()) {
    await teacher.page.evaluate((count) => {
      window.held = new Promise((seen) => {
        addEventListener('change', () => { window.chosen = performance.now(); }, { capture: true, once: true });
        new MutationObserver((_, observer) => {
          if (document.querySelectorAll('[data-testid=picture-held]').length < count) return;
          observer.disconnect();
          seen(performance.now());
        }).observe(document, { childList: true, subtree: true });
      });
    }, n + 1);
    await teacher.at('picture-pick').setInputFiles(place);
    taken.push(await teacher.page.evaluate(async () => (await window.held) - window.chosen));
  }
  const above = memory();
  rmSync(folder, { recursive: true });
  await slow(teacher, 1);
  await teacher.at('throw-away').click();
  print(`a photo of 12 megapixels (${(files[0].buffer.length / 1024 / 1024).toFixed(1)} MB) to durable, CPU ${CPU_SLOWER}× slower`, spread(taken), '≤ 1.5 s');
  if (above !== undefined) print(`renderer at its largest over these ${PHOTOS} photos, above before`, `${(above / 1_024).toFixed(0)} MB`, '≤ 120 MB');
}

/** Begins to watch how large the browser's renderers grow; what is returned says by how many KB the greediest one did. */
async function peaks(teacher) {
  const devtools = await teacher.remote.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter((one) => one.type === 'renderer').map((one) => `/proc/${one.id}`);
  if (!renderers.every((place) => existsSync(`${place}/status`))) return () => undefined;
  const told = (place, word) => Number(new RegExp(`${word}:\\s+(\\d+) kB`).exec(readFileSync(`${place}/status`, 'utf8'))[1]);
  const before = renderers.map((place) => {
    // from here on the system notes the largest size anew
    writeFileSync(`${place}/clear_refs`, '5');
    return told(place, 'VmRSS');
  });
  return () => Math.max(...renderers.map((place, at) => told(place, 'VmHWM') - before[at]));
}

/** Slows the page's own thread; Chromium slows no worker. */
async function slow(teacher, rate) {
  const cdp = await teacher.context.newCDPSession(teacher.page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
}

async function untilHome(teacher, open) {
  await open();
  await teacher.page.waitForFunction(() => window.noted?.home);
  return teacher.page.evaluate(() => window.noted.home);
}

/** Cold: the browser was not running. Warm: it was, and the app is opened again. */
async function starts(teacher) {
  const [cold, warm] = [[], []];
  for (let start = 0; start < STARTS; start += 1) {
    await teacher.kill();
    await teacher.start();
    await teacher.context.addInitScript(notes);
    await slow(teacher, CPU_SLOWER);
    cold.push(await untilHome(teacher, () => teacher.goto('')));
    warm.push(await untilHome(teacher, () => teacher.page.reload()));
  }
  print(`cold start to a usable home, CPU ${CPU_SLOWER}× slower`, spread(cold), '≤ 2.5 s');
  print(`warm start to a usable home, CPU ${CPU_SLOWER}× slower`, spread(warm), '≤ 1 s');
}

await sizes();
const teacher = await joined(said.invites[0]);
try {
  await saves(teacher);
  await lists(teacher);
  await photos(teacher);
  await starts(teacher);
} finally {
  await teacher.close();
}
