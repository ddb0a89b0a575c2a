#!/bin/sh
# What:  navigator.storage.estimate() of Chromium tells nothing of the room that is left. Its quota is what the site uses plus
#        10 GiB, on every reading: a site that writes 96 MB into its private file system reads a quota that has grown by as
#        much, so "quota - usage" never shrinks. Storage.overrideQuotaForOrigin of the DevTools protocol is accepted and
#        does not change what a page reads either.
# Why it matters: an offline app that warns "little room is left" by this number never warns on Chromium, and a test that
#        shrinks the quota through DevTools proves nothing. The first word of a full disk is a failed write: what is
#        written must be durable piece by piece, and a failed write must be told with what to do. The number still tells
#        what the site uses; other browsers tell what is left.
#        (In a window that keeps no profile the constant is smaller, 5 GiB on the machine where this was seen.)
# Also:  Network.emulateNetworkConditions with a connectionType and no limit (throughputs -1, latency 0) changes nothing, also
#        not navigator.connection.type; with any limit, however high, the type is changed for the page and its workers.
#        (--enable-blink-features=NetInfoDownlinkMax gives the type to a desktop Chromium.)
# Seen in: Chromium 148.0.7778.167 (Debian), driven by playwright-core 1.60.0. Older ones told a share of the disk.
# Exits with an error when any of this changes. Needs node, npm, and Chromium ($CHROMIUM or on the path).
set -eu
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes > /dev/null
npm install --silent --no-fund --no-audit playwright-core@1.60.0
cat > finding.mjs <<'JS'
import http from 'node:http';
import { chromium } from 'playwright-core';

const GIB10 = 10 * 1024 ** 3;
const MB = 1_000_000;
const server = http.createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>')).listen(0, '127.0.0.1');
const browser = await chromium.launchPersistentContext('profile', {
  executablePath: process.argv[2],
  args: ['--no-sandbox', '--disable-background-networking', '--enable-blink-features=NetInfoDownlinkMax'],
});
const page = await browser.newPage();
const origin = `http://127.0.0.1:${server.address().port}`;
await page.goto(origin);
const devtools = await browser.newCDPSession(page);
const told = () => page.evaluate(async () => {
  const { quota, usage } = await navigator.storage.estimate();
  return { usage, left: quota - usage };
});
const write = (name, megabytes) => page.evaluate(async ([file, count]) => {
  const root = await navigator.storage.getDirectory();
  const stream = await (await root.getFileHandle(file, { create: true })).createWritable();
  for (let n = 0; n < count; n += 1) await stream.write(new Uint8Array(1_000_000).fill(n + 1));
  await stream.close();
}, [name, megabytes]);
const must = (holds, what) => {
  if (!holds) throw new Error(`no longer so: ${what}`);
  console.log(`as said: ${what}`);
};

const before = await told();
await write('much', 96);
const after = await told();
must(after.usage - before.usage >= 96 * MB, `the site uses ${after.usage - before.usage} bytes more`);
must(before.left === GIB10 && after.left === GIB10, 'quota minus usage is 10 GiB before and after');
await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: after.usage + 5 * MB });
must((await told()).left === GIB10, 'a quota that DevTools has overridden is not told to the page');

const kind = () => page.evaluate(() => navigator.connection.type);
const emulate = (throughput) => devtools.send('Network.emulateNetworkConditions', {
  offline: false, latency: 0, downloadThroughput: throughput, uploadThroughput: throughput, connectionType: 'cellular4g',
});
const plain = await kind();
await emulate(-1);
must((await kind()) === plain, `without a limit the connection stays ${plain}`);
await emulate(1e9);
must((await kind()) === 'cellular', 'with one it is cellular');
await browser.close();
server.close();
JS
node finding.mjs "$chromium"
