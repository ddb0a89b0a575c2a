// What a studio's year costs to bring and to take, printed and never judged: the phone's own engine to the county's server,
// beside bare automerge sync over HTTP, which checks nothing. `cargo xtask bench --peer` builds what this runs.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Line } from './line.mjs';
import { ROLE } from './wire.mjs';
import { World } from './world.mjs';

/** `tests/examples/year.rs` and `tests/examples/bare.rs`, built for release. */
const { STUDIO_YEAR: YEAR, STUDIO_BARE: BARE } = process.env;
const RECORDS = Number(process.argv[2] ?? 1_000);
const ROUNDS = 3;
const TICKS_A_SECOND = 100;

if (!YEAR || !BARE) throw new Error('run me through `cargo xtask bench --peer`');

/** A program that says words on lines, some of them with a number. */
class Program {
  constructor(file, words) {
    this.process = spawn(file, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface(this.process.stdout)[Symbol.asyncIterator]();
  }

  async word(awaited) {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error(`it ended before it said ${awaited}`);
      const [said, number] = value.split(' ');
      if (said === awaited) return Number(number);
    }
  }

  go() {
    this.process.stdin.write('go\n');
  }
}

/** Seconds of processor that a process has used. */
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** Megabytes that a process has held at the most. */
const peak = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** What it costs until a client that is ready has done. */
async function measured(client, line, pid) {
  await client.word('ready');
  line.count();
  const before = cpu(pid);
  client.go();
  const ms = await client.word('done');
  const cost = { cpu: cpu(pid) - before, peak: peak(pid), up: line.sent, down: line.received, turns: line.turns, ms };
  client.process.kill();
  return cost;
}

/** A county of its own, its chief's phone, and one that joins and takes everything. */
async function ours() {
  const world = await World.open('year');
  const line = await Line.before(world.county.port);
  try {
    const chief = await world.chief();
    const [writer, reader] = [await chief.invite(ROLE.backbone, '王丽'), await chief.invite(ROLE.backbone, '孙红梅')];
    // from here on the server has forgotten what founding and inviting took
    await world.county.stop();
    await world.county.start();
    const { pid } = world.county.process;
    const push = await measured(new Program(YEAR, [line.address, writer.code, '王丽', RECORDS]), line, pid);
    const pull = await measured(new Program(YEAR, [line.address, reader.code, '孙红梅', 0]), line, pid);
    return { push, pull };
  } finally {
    await line.close();
    await world.close();
  }
}

async function bare() {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-bare-'));
  const server = new Program(BARE, ['serve', folder]);
  const line = await Line.before(await server.word('port'));
  try {
    const push = await measured(new Program(BARE, ['push', line.address, RECORDS]), line, server.process.pid);
    const pull = await measured(new Program(BARE, ['pull', line.address]), line, server.process.pid);
    return { push, pull };
  } finally {
    server.process.kill();
    await line.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function tell(who, rounds) {
  for (const way of ['push', 'pull']) {
    const of = (what) => median(rounds.map((round) => round[way][what]));
    const kb = (bytes) => `${Math.round(bytes / 1000)} KB`;
    const words = [`server ${of('cpu').toFixed(2)} s CPU`, `peak ${of('peak').toFixed(1)} MB`, `${kb(of('up'))} up`, `${kb(of('down'))} down`,
      `${of('turns')} turns`, `${of('ms')} ms`];
    console.log(`${who}, ${way} of ${RECORDS}: ${words.join(', ')}`);
  }
}

/** How long a look at the list of so many records takes on the phone that wrote them, in milliseconds. */
async function look(records) {
  const world = await World.open('list');
  const chief = await world.chief();
  const { code } = await chief.invite(ROLE.backbone, '王丽');
  const phone = new Program(YEAR, [world.county.address, code, '王丽', records]);
  const ms = (await phone.word('list')) / 1_000;
  phone.process.kill();
  await world.close();
  return ms;
}

const rounds = { ours: [], bare: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  rounds.bare.push(await bare());
  rounds.ours.push(await ours());
}
tell('bare automerge', rounds.bare);
tell('this product', rounds.ours);
const ratio = (way, what) => (median(rounds.ours.map((r) => r[way][what])) / median(rounds.bare.map((r) => r[way][what]))).toFixed(2);
const looks = { short: await look(1_000), long: await look(10_000) };
console.log(`the list of 10,000 records, native: ${looks.long.toFixed(1)} ms, of 1,000: ${looks.short.toFixed(1)} ms (${(looks.long / looks.short).toFixed(2)}×)`);
console.log(`this product to bare automerge: push CPU ${ratio('push', 'cpu')}×, bytes up ${ratio('push', 'up')}×; pull bytes down ${ratio('pull', 'down')}×`);
