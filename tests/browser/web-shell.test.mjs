// The shell around the app: opens without a network, loads file by file, updates only with consent, and says plainly
// when it cannot go on. It needs no server of the county: the built tree is given out by a few lines below.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { Browser } from './browser.mjs';

const WEB = fileURLToPath(new URL('../../target/web', import.meta.url));
const TYPES = {
  css: 'text/css', html: 'text/html; charset=utf-8', js: 'text/javascript', png: 'image/png', svg: 'image/svg+xml',
  wasm: 'application/wasm', webmanifest: 'application/manifest+json',
};
const LIMIT = { timeout: 60_000 };
const DRAWN = '#main > :not(.first-paint)';

/** Gives out a tree under /app/ as the county's server does; `site.broken` names a file that fails. */
async function serve(tree) {
  const site = { tree, broken: undefined, asked: [] };
  const server = http.createServer((request, response) => {
    const asked = request.url.replace(/^\/app\//, '').split('?')[0];
    site.asked.push(asked);
    const found = path.join(site.tree, asked);
    const file = existsSync(found) && statSync(found).isFile() ? found : path.join(site.tree, 'index.html');
    if (site.broken && asked.includes(site.broken)) return response.writeHead(500).end();
    response.writeHead(200, { 'content-type': TYPES[file.split('.').pop()], 'cache-control': 'no-store' });
    response.end(readFileSync(file));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  site.address = `http://127.0.0.1:${server.address().port}/app/`;
  site.stop = () => new Promise((stopped) => { server.close(stopped); server.closeAllConnections(); });
  return site;
}

/** The same app with another title: a new version. */
function nextVersion() {
  const tree = mkdtempSync(path.join(tmpdir(), 'studio-web-'));
  cpSync(WEB, tree, { recursive: true });
  const index = readFileSync(path.join(tree, 'index.html'), 'utf8').replace('<title>', '<title>新版 ');
  writeFileSync(path.join(tree, 'index.html'), index);
  const hash = createHash('sha256').update(index).digest('base64');
  const worker = readFileSync(path.join(tree, 'sw.js'), 'utf8');
  writeFileSync(path.join(tree, 'sw.js'), worker
    .replace(/"index.html": "[^"]+"/, `"index.html": "sha256-${hash}"`)
    .replace(/VERSION = '[^']+'/, "VERSION = 'next'"));
  return tree;
}

const isKept = () => navigator.serviceWorker.controller !== null;
const updateWaits = () => document.documentElement.dataset.update === 'ready';

async function withShell(run) {
  const site = await serve(WEB);
  const phone = await Browser.open('shell');
  try {
    await run(site, phone);
  } finally {
    await phone.close();
    await site.stop();
  }
}

test('with the server down the app opens, also at a deep link', () => withShell(async (site, { page, complaints }) => {
  await page.goto(site.address);
  await page.waitForFunction(isKept);
  assert.deepEqual(complaints, []);
  await site.stop();
  await page.reload();
  await page.waitForSelector(DRAWN);
  await page.goto(`${site.address}records`);
  await page.waitForSelector(DRAWN);
  assert.equal(await page.locator('.first-paint:visible').count(), 0);
}));

test('a first download that broke off goes on where it stopped', LIMIT, () => withShell(async (site, { page }) => {
  site.broken = 'icon-maskable';
  await page.goto(site.address);
  const kept = () => page.evaluate(async () => {
    const names = await caches.keys();
    return names.length ? (await (await caches.open(names[0])).keys()).length : 0;
  });
  const files = Object.keys(JSON.parse(/FILES = (\{[^}]+\})/.exec(readFileSync(path.join(WEB, 'sw.js'), 'utf8'))[1]));
  while ((await kept()) < files.length - 1); // ends with the test's time limit at the latest
  site.broken = undefined;
  site.asked.length = 0;
  await page.reload();
  await page.waitForFunction(isKept);
  assert.equal(await kept(), files.length);
  const again = site.asked.filter((file) => file.includes('icon-512') || file.includes('icon-180'));
  assert.deepEqual(again, [], 'what was kept is not loaded again');
}));

test('a new version waits for consent, then loads only what changed', () => withShell(async (site, { page }) => {
  await page.goto(site.address);
  await page.waitForFunction(isKept);
  site.tree = nextVersion();
  site.asked.length = 0;
  try {
    await page.reload();
    await page.waitForFunction(updateWaits);
    await page.reload();
    await page.waitForFunction(updateWaits);
    assert.doesNotMatch(await page.title(), /新版/, 'nobody agreed yet');
    await page.evaluate(() => window.dispatchEvent(new CustomEvent('studio-activate')));
    await page.waitForFunction(() => document.title.includes('新版') && !document.documentElement.dataset.update);
    assert.deepEqual(site.asked.filter((file) => file.startsWith('assets/')), []);
    assert.equal(await page.evaluate(async () => (await caches.keys()).length), 1, 'the old version is forgotten');
  } finally {
    rmSync(site.tree, { recursive: true, force: true });
  }
}));

test('a browser without module workers is told to use another one', () => withShell(async (site, { page, context }) => {
  await context.addInitScript(() => { delete window.Worker; });
  await page.goto(site.address);
  await page.getByText('请用其他浏览器打开').waitFor();
  assert.equal(await page.locator('#main').isVisible(), false);
}));

test('a broken download of the page offers to load again', () => withShell(async (site, { page }) => {
  site.broken = '_bg.wasm';
  await page.goto(site.address);
  await page.getByText('草稿已保存').waitFor();
  site.broken = undefined;
  await page.getByRole('button', { name: '重新载入' }).click();
  await page.waitForSelector(DRAWN);
}));

test('after a panic the page says that nothing is lost', () => withShell(async (site, { page }) => {
  await page.goto(site.address);
  await page.waitForSelector(DRAWN);
  await page.evaluate(() => setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }));
  await page.getByText('草稿已保存').waitFor();
  assert.equal(await page.locator('#main').isVisible(), false);
}));
