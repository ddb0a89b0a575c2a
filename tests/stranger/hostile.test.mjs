// The short run of the hostile stranger: a few seeds of every kind of attack against the real server. The long one is
// `cargo xtask stranger --seeds N`. Seeds are printed with every difference: the same seed draws the same tries again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faultText } from './hostile/table.mjs';
import { attack } from './hostile/tries.mjs';
import { World } from './world.mjs';

/** Seeds and tries of each: together about a minute on two cores. */
const SHORT = {
  grammar: { seeds: 6, tries: 160 }, envelopes: { seeds: 4, tries: 120 }, cbor: { seeds: 3, tries: 120 }, cursors: { seeds: 2, tries: 80 },
  packings: { seeds: 2, tries: 30 }, signatures: { seeds: 2, tries: 60 }, doors: { seeds: 2, tries: 40 }, sockets: { seeds: 2, tries: 50 }, runs: { seeds: 4, tries: 30 },
};

let world;

before(async () => { world = await World.open('hostile'); });
after(() => world?.close());

for (const [kind, { seeds, tries }] of Object.entries(SHORT)) {
  test(`${kind}: the oracle and the server agree on every try, and a fresh reader sees what the oracle says`, async () => {
    const faults = [];
    for (let n = 1; n <= seeds; n += 1) faults.push(...(await attack(world, kind, `short ${kind} ${n}`, tries)).faults);
    assert.equal(faults.map(faultText).join('\n'), '');
  });
}

test('after all that the server still serves, and doctor is content', async () => {
  const chief = await world.chief('最后的老师');
  chief.addRecord(chief.journal(), 'activity', { topic: '一切照旧' });
  await chief.sync();
  assert.deepEqual(chief.verdicts.map(({ verdict }) => verdict), ['accepted']);
  assert.deepEqual(world.doctorsFindings(), []);
});
