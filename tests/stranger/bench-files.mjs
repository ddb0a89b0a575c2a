// What pictures cost, printed and never judged: over a line that breaks, beside the published tus server; the server's memory
// while many come at once; the text's turns meanwhile. `cargo xtask bench` builds what this runs.
import { fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Upload } from 'tus-js-client';
import { Line } from './line.mjs';
import { CHUNK, bring, jpeg, named } from './pictures.mjs';
import { ROLE } from './wire.mjs';
import { World } from './world.mjs';

/** The phone's own engine as a program: `tests/examples/phone.rs`. */
const PHONE = process.env.STUDIO_PHONE;
const PICTURES = 20;
const BYTES = 400_000;
const CUTS = 5;
const ROUNDS = 3;
/** A village's line: 8 Mbit/s upwards, 20 ms each way. */
const LINE = { bytesPerMs: 1_000, delayMs: 20 };
const AT_ONCE = 50;
/** What one phone may have begun, and some room. */
const OF_ONE_PHONE = 10;
const POURING = 3;
const SYNCS = 150;
const BLOCKS = 4;
const PAUSE_MS = 20;

if (!PHONE) throw new Error('run me through `cargo xtask bench`');
const print = (what, figure, budget) => console.log(`${what}: ${figure}${budget ? ` (${budget})` : ''}`);
const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const at = (numbers, share) => sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const pause = (ms) => new Promise((on) => setTimeout(on, ms));
const beside = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The line breaks so often, each time after the same share of the files. */
const cutsIn = (bytes) => Array.from({ length: CUTS }, (_, n) => Math.floor((bytes * (n + 1)) / (CUTS + 1)));

/** Bytes of memory that the server holds. */
function resident(county) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${county.process.pid}/status`, 'utf8'))[1]) * 1024;
}

async function lines(child, word) {
  child.lines ??= createInterface(child.stdout)[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await child.lines.next();
    if (done) throw new Error(`the phone ended before it said ${word}`);
    const [said, number] = value.split(' ');
    if (said === word) return Number(number);
  }
}

/** A phone's engine brings its pictures over the line; `{ ms, sent, files, cuts }`. */
async function byPhone(world, chief, line, round) {
  const name = `王丽${round}`;
  const { code } = await chief.invite(ROLE.backbone, name);
  line.count();
  const child = spawn(PHONE, [line.address, code, name, PICTURES, BYTES], { stdio: ['pipe', 'pipe', 'inherit'] });
  const files = await lines(child, 'ready');
  line.count(cutsIn(files));
  child.stdin.write('go\n');
  const ms = await lines(child, 'brought');
  return { ms, sent: line.sent, files, cuts: line.cuts };
}

/** The published client brings as much to the published server over the same line. */
async function byPeer(line) {
  const all = Array.from({ length: PICTURES }, (_, n) => jpeg(BYTES - 60, undefined, n));
  const files = all.reduce((sum, bytes) => sum + bytes.length, 0);
  line.count(cutsIn(files));
  const begun = performance.now();
  for (const bytes of all) {
    await new Promise((onSuccess, onError) => {
      new Upload(bytes, { endpoint: `${line.address}/files`, onSuccess, onError }).start();
    });
  }
  return { ms: performance.now() - begun, sent: line.sent, files, cuts: line.cuts };
}

async function overABreakingLine(world, chief) {
  const peer = fork(beside('bench-peer.mjs'));
  const { port } = await new Promise((said) => peer.once('message', said));
  const [ours, theirs] = [await Line.before(world.county.port, LINE), await Line.before(port, LINE)];
  const runs = { ours: [], theirs: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    runs.ours.push(await byPhone(world, chief, ours, round));
    runs.theirs.push(await byPeer(theirs));
  }
  for (const line of [ours, theirs]) await line.close();
  peer.kill();
  const tell = (of) => of.map(({ ms, sent, files, cuts }) => `${(ms / 1000).toFixed(1)} s, ${(sent / files).toFixed(3)}×, ${cuts} cuts`).join(' · ');
  const share = at(runs.ours.map(({ sent, files }) => sent / files), 0.5);
  const perByte = (of) => at(of.map(({ ms, files }) => ms / files), 0.5);
  const what = `${PICTURES} pictures of ${BYTES / 1000} KB over a line cut ${CUTS} times`;
  print(`${what}, the phone to the county`, tell(runs.ours));
  print(`${what}, tus-js-client to @tus/server`, tell(runs.theirs));
  print(`${what}, bytes sent`, `${share.toFixed(3)}× of the files`, '≤ 1.05×');
  print(`${what}, time`, `${(perByte(runs.ours) / perByte(runs.theirs)).toFixed(2)}× of the published pair`, '≤ 1×');
}

async function manyAtOnce(world, chief) {
  const phones = [];
  for (let n = 0; n * OF_ONE_PHONE < AT_ONCE; n += 1) phones.push(await world.mate(chief, `赵静${n}`));
  const all = [];
  for (const [n, phone] of phones.entries()) {
    const own = Array.from({ length: OF_ONE_PHONE }, (_, m) => jpeg(BYTES, undefined, n * OF_ONE_PHONE + m));
    await named(phone, ...own);
    all.push(...own.map((bytes) => [phone, bytes]));
  }
  // the first picture makes what every one after it finds ready
  const first = jpeg(BYTES, undefined, 200);
  await named(chief, first);
  await bring(chief, first);
  const idle = resident(world.county);
  let most = idle;
  let done = false;
  const watched = (async () => {
    while (!done) {
      most = Math.max(most, resident(world.county));
      await pause(5);
    }
  })();
  const begun = performance.now();
  await Promise.all(all.map(([phone, bytes]) => bring(phone, bytes)));
  const ms = performance.now() - begun;
  done = true;
  await watched;
  const mb = (bytes) => (bytes / 1024 / 1024).toFixed(1);
  print(`${AT_ONCE} uploads of ${BYTES / 1000} KB at once, in chunks of ${CHUNK / 1024} KB`, `${(ms / 1000).toFixed(1)} s`);
  print(`server's RSS meanwhile`, `${mb(idle)} → ${mb(most)} MB, +${mb(most - idle)} MB`, '≤ +16 MB');
}

async function timed(phone, times) {
  for (let n = 0; n < SYNCS; n += 1) {
    phone.addRecord(phone.journal(), 'activity', { topic: `集体备课 ${n}` });
    const begun = performance.now();
    await phone.sync();
    times.push(performance.now() - begun);
    await pause(PAUSE_MS);
  }
}

async function textMeanwhile(world) {
  const times = { alone: [], meanwhile: [] };
  let brought = 0;
  for (let block = 0; block < BLOCKS; block += 1) {
    // a studio of its own each: what is written before makes no later turn slower
    for (const pours of block % 2 ? [true, false] : [false, true]) {
      const chief = await world.chief();
      const children = [];
      for (let n = 0; pours && n < POURING; n += 1) {
        const name = `孙红梅${n}`;
        const { code } = await chief.invite(ROLE.backbone, name);
        const child = fork(beside('bench-pour.mjs'), [world.county.address, code, name, String(BYTES)]);
        await new Promise((ready) => child.once('message', ready));
        child.on('message', () => { brought += 1; });
        children.push(child);
      }
      await timed(chief, pours ? times.meanwhile : times.alone);
      for (const child of children) child.kill();
    }
  }
  const tell = (of) => `median ${at(of, 0.5).toFixed(1)} ms, p95 ${at(of, 0.95).toFixed(1)} ms, n=${of.length}`;
  print('a turn of text, no pictures', tell(times.alone));
  print(`a turn of text while ${POURING} phones of the studio bring pictures (${brought} came)`, tell(times.meanwhile));
  print('a turn of text, p95', `${(at(times.meanwhile, 0.95) / at(times.alone, 0.95)).toFixed(2)}×`, '≤ 1.1×');
}

const world = await World.open('pictures');
try {
  const wanted = process.argv[2];
  const chief = await world.chief();
  if (!wanted || wanted === 'line') await overABreakingLine(world, chief);
  if (!wanted || wanted === 'memory') await manyAtOnce(world, chief);
  if (!wanted || wanted === 'text') await textMeanwhile(world);
} finally {
  await world.close();
}
