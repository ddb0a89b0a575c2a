// The short run of the hostile stranger: a few seeds of every kind of attack against the real server. The long one is
// `cargo xtask stranger --seeds N`. Seeds are printed with every difference: the same seed draws the same tries again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hex } from './bytes.mjs';
import { MAKE_MAP } from './chunk.mjs';
import { tryOf } from './hostile/draw.mjs';
import { changeOf } from './hostile/drafts.mjs';
import { Scene } from './hostile/scene.mjs';
import { faultText } from './hostile/table.mjs';
import { attack } from './hostile/tries.mjs';
import { World } from './world.mjs';

/** Seeds and tries of each: together about a minute on two cores. */
const SHORT = {
  grammar: { seeds: 6, tries: 160 },
  envelopes: { seeds: 4, tries: 120 },
  cbor: { seeds: 3, tries: 120 },
  sheaves: { seeds: 3, tries: 100 },
  cursors: { seeds: 2, tries: 80 },
  packings: { seeds: 2, tries: 30 },
  signatures: { seeds: 2, tries: 60 },
  doors: { seeds: 2, tries: 40 },
  sockets: { seeds: 2, tries: 50 },
  runs: { seeds: 8, tries: 3 },
};

/** What the answers of the short run must hold, so that no rule of the page goes unasked: refusals 1 to 22, all that is held. */
const ASKED = [
  'accepted',
  'duplicate',
  'later',
  'missing',
  'held 1',
  'held 2',
  'held 3',
  ...Array.from({ length: 22 }, (_, n) => `refused ${n + 1}`),
  'let in, accepted',
  'let in, refused',
  '400 malformed',
  '401 unsigned',
  '401 bad-signature',
  '401 unknown-device',
  '403 may-not',
  '404 not-found',
  '409 device-taken',
  '413 send-less',
  '413 too-large',
  '415 encoding',
  '426 update',
];

const seen = new Set();
let world;

before(async () => {
  world = await World.open('hostile');
});
after(() => world?.close());

for (const [kind, { seeds, tries }] of Object.entries(SHORT)) {
  test(`${kind}: the oracle and the server agree on every try, and a fresh reader sees what the oracle says`, async () => {
    const faults = [];
    for (let n = 1; n <= seeds; n += 1) {
      const scene = await attack(world, kind, `short ${kind} ${n}`, tries);
      faults.push(...scene.faults);
      Object.keys(scene.counts).forEach((what) => seen.add(what.trim()));
    }
    assert.equal(faults.map(faultText).join('\n'), '');
  });
}

/** What the generators draw too seldom to be sure of it. */
test('a change that comes twice, a second head, a second birth and one without a type are called what they are', async () => {
  const scene = await Scene.open(world, 'short seldom');
  const { backbone, chief } = scene;
  const drafted = (author, deps) => {
    const doc = scene.book.describe(scene.journalOf(author.person));
    return { scene, author, doc, change: changeOf(scene, author, doc, deps && [hex(doc.start.hash)]) };
  };
  const birth = ({ change }) => change.ops.find(({ action }) => action === MAKE_MAP);
  const first = drafted(backbone);
  await scene.judge([tryOf(first, 'whole')]);
  await scene.judge([tryOf(first, 'again')]);
  await scene.judge([tryOf(drafted(backbone, 'from the beginning'), 'a second head')]);
  const again = drafted(chief);
  birth(again).key = birth(first).key;
  await scene.judge([tryOf(again, 'a second birth')]);
  const bare = drafted(scene.assistant);
  for (const op of bare.change.ops.filter(({ key }) => key === 'type')) op.key = 'sort';
  await scene.judge([tryOf(bare, 'no type')]);
  assert.equal(scene.faults.map(faultText).join('\n'), '');
  assert.deepEqual(scene.counts, { accepted: 1, duplicate: 1, 'refused 19': 1, 'refused 17': 1, 'refused 20': 1 });
  Object.keys(scene.counts).forEach((what) => seen.add(what));
});

test('every verdict, every refusal and the codes of what is asked wrongly were among the answers', () => {
  assert.deepEqual(
    ASKED.filter((what) => !seen.has(what)),
    [],
  );
});

test('after all that the server still serves, and doctor is content', async () => {
  const chief = await world.chief('最后的老师');
  chief.addRecord(chief.journal(), 'activity', { topic: '一切照旧' });
  await chief.sync();
  assert.deepEqual(
    chief.verdicts.map(({ verdict }) => verdict),
    ['accepted'],
  );
  assert.deepEqual(world.doctorsFindings(), []);
});
