// The long run: `node long.mjs <seeds> [first]` attacks real servers with so many seeds of every kind and prints a table.
// `cargo xtask stranger --seeds N` builds what it needs and starts it.
import { faultText, Table } from './hostile/table.mjs';
import { attack, KINDS } from './hostile/tries.mjs';
import { World } from './world.mjs';

/** Tries of one seed. */
const TRIES = {
  grammar: 120,
  envelopes: 80,
  cbor: 80,
  sheaves: 60,
  cursors: 40,
  packings: 12,
  signatures: 30,
  doors: 20,
  sockets: 30,
  runs: 3,
};
/** Studios of one county before the next one is opened: a restore copies all of them. */
const SEEDS_OF_A_COUNTY = 10;
/** More differences than anybody reads. */
const SHOWN = 40;

const seeds = Number(process.argv[2] ?? 1);
const first = Number(process.argv[3] ?? 1);
const table = new Table();
let content = true;
let world;

for (let seed = first; seed < first + seeds; seed += 1) {
  if ((seed - first) % SEEDS_OF_A_COUNTY === 0) await nextCounty();
  for (const kind of KINDS) table.add(kind, TRIES[kind], await attacked(kind, `${kind} ${seed}`));
  console.error(`seed ${seed}: ${table.faults.length} differences so far`);
}
await endCounty();

for (const fault of table.faults.slice(0, SHOWN)) console.log(`✗ ${faultText(fault)}`);
console.log(`\n${table}, doctor ${content ? 'content' : 'not content'}`);
process.exitCode = table.faults.length === 0 && table.serverErrors === 0 && content ? 0 : 1;

/** An attack that breaks off (the server is gone, an answer is none) is a difference like any other. */
async function attacked(kind, name) {
  try {
    return await attack(world, kind, name, TRIES[kind]);
  } catch (error) {
    return { counts: {}, faults: [{ seed: name, label: 'broke off', right: 'an end', seen: error.stack, bytes: '' }] };
  }
}

async function nextCounty() {
  await endCounty();
  world = await World.open(`county ${seeds}`);
}

/** The server must be alive and its database whole. */
async function endCounty() {
  if (!world) return;
  await world.chief('最后的老师');
  const findings = world.doctorsFindings();
  for (const finding of findings) console.log(finding);
  content &&= findings.length === 0;
  await world.close();
}
