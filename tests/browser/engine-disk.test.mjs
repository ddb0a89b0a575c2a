// The phone's disk in a real browser: SQLite on its private files keeps the same contract as on any other disk, notices
// flipped bytes, and sets a damaged database aside. The proof itself is Rust (app/engine/src/bin/conformance.rs).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { Browser } from './browser.mjs';

const TREE = fileURLToPath(new URL('../../target/web-conformance', import.meta.url));
const TYPES = { html: 'text/html', js: 'text/javascript', wasm: 'application/wasm' };
const PAGE = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/start.js"></script>';

async function serve() {
  const server = http.createServer((request, response) => {
    const type = TYPES[request.url.split('.').pop()] ?? TYPES.html;
    response.writeHead(200, { 'content-type': type });
    response.end(request.url === '/' ? PAGE : readFileSync(path.join(TREE, request.url)));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

test('SQLite in the browser keeps the contract of the phone’s disk', { timeout: 120_000 }, async () => {
  const server = await serve();
  const phone = await Browser.open('disk');
  try {
    await phone.page.goto(`http://127.0.0.1:${server.address().port}/`);
    const said = await phone.page.waitForFunction(() => window.said);
    assert.equal(await said.jsonValue(), 'kept');
    assert.deepEqual(phone.takeComplaints(), []);
  } finally {
    await phone.close();
    server.close();
    server.closeAllConnections();
  }
});
