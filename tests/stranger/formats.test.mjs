// The formats of the page, written here a second time, against the published automerge and against themselves.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as Automerge from '@automerge/automerge';
import { asText, fromHex, fromText, hex } from './bytes.mjs';
import { NotCbor, decode, encode, encodeStructure } from './cbor.mjs';
import { VALUE, hashOf, put, readChange, remove, scalarOf, writeChange } from './chunk.mjs';
import { genesis, recordVersion } from './documents.mjs';
import { OTHERS, TEARS, TOMORROW } from './hostile/tears.mjs';
import { Prng } from './prng.mjs';
import { Torn, envelopesOf, lengthened, sheafOf } from './short.mjs';
import { changeHeader, syncAnswer } from './wire.mjs';

const GOLDEN = readFileSync(new URL('../../core/tests/golden/formats.txt', import.meta.url), 'utf8');
const golden = (name) => fromHex(GOLDEN.split('\n').find((line) => line.startsWith(`${name}: `)).split(': ')[1]);
/** The golden request and its envelopes, which stand in its sheaf. */
const REQUEST = decode(golden('sync request, short'));
const SHEAF = REQUEST[11];

test('ids as text are what the page shows, and come back', () => {
  assert.equal(asText(new Uint8Array(16).fill(6)), '0r30c1g60r30c1g60r30c1g60r');
  const random = new Prng('ids');
  for (const length of [8, 16, 24, 32, 64]) {
    const bytes = random.bytes(length);
    assert.deepEqual(fromText(asText(bytes)), bytes);
  }
});

test('CBOR is written shortest and read strictly', () => {
  assert.equal(
    hex(encode([0, 23, 24, 255, 256, 65536, -1, 2n ** 32n, null, true, 'é', new Uint8Array([1])])),
    '8c001718' + '1818ff1901001a00010000201b0000000100000000f6f562c3a94101',
  );
  assert.equal(hex(encodeStructure([null, 1, null, null])), '82f601');
  for (const wrong of ['1817', '9fff', '0000', '82', '5803', 'fb0000000000000000', '1c', '61ff', 'c001'])
    assert.throws(() => decode(fromHex(wrong)), wrong);
  assert.throws(() => decode(fromHex('81'.repeat(100))), NotCbor);
});

test('the genesis is the one that automerge reads and the page prints', () => {
  const doc = new Uint8Array(16).fill(7);
  const { chunk, hash, actor } = genesis(doc);
  const read = Automerge.decodeChange(chunk);
  assert.equal(read.hash, hex(hash));
  assert.equal(read.actor, actor);
  assert.equal(chunk.length - 10, 83);
  const shown = Automerge.applyChanges(Automerge.init(), [chunk])[0];
  assert.deepEqual({ ...shown.doc }, { ...doc });
  assert.deepEqual(shown.records, {});
});

test('changes of automerge are read here and written again to the same bytes', () => {
  const random = new Prng('changes');
  for (const chunk of automergesChanges(random, 60)) {
    const change = readChange(chunk);
    assert.equal(hex(writeChange({ ...change, others: undefined, columns: undefined })), hex(chunk));
    assert.equal(hex(change.hash), Automerge.decodeChange(chunk).hash);
  }
});

test('changes written here are read by automerge alike', () => {
  const { records, hash } = genesis(new Uint8Array(16).fill(9));
  const actor = 'ab'.repeat(24);
  const ops = [
    put(records, 'a', 5),
    put(records, 'b', 'x', [{ counter: 9, actor: 'cd'.repeat(24) }]),
    remove(records, 'c', [{ counter: 4, actor }]),
  ];
  const chunk = writeChange({ deps: [hex(hash)], actor, seq: 1, startOp: 3, ops });
  const read = Automerge.decodeChange(chunk);
  assert.deepEqual(
    read.ops.map((op) => [op.action, op.key, op.pred.length]),
    [
      ['set', 'a', 0],
      ['set', 'b', 1],
      ['del', 'c', 1],
    ],
  );
});

test('values keep their sorts', () => {
  for (const value of [true, false, '', '汉字', 0, -1, 63, 64, -64, -65, 2 ** 53 - 1, new Uint8Array([0, 255])]) {
    assert.deepEqual(scalarOf(put(null, 'k', value).value), value);
  }
  assert.throws(() => scalarOf({ type: VALUE.float, bytes: new Uint8Array(8) }));
});

test('a version does not depend on the order of fields', () => {
  const fields = [
    ['topic', 'x'],
    ['a', 1],
    ['tags/b', true],
    ['raw', new Uint8Array([1])],
  ];
  const id = new Uint8Array(16);
  assert.deepEqual(recordVersion(id, new Map(fields)), recordVersion(id, new Map([...fields].reverse())));
});

test('the golden request in the short form is read and written again to the same bytes', () => {
  const again = [...REQUEST.slice(0, 11), sheafOf(envelopesOf(SHEAF))];
  assert.equal(hex(encodeStructure(again)), hex(golden('sync request, short')));
});

test('the golden answer in the short form says what a long one would, and is written again to the same bytes', () => {
  const sent = envelopesOf(SHEAF);
  const { verdicts, entries } = lengthened(syncAnswer(golden('sync answer, short')), sent);
  assert.deepEqual(
    verdicts.map(({ verdict, value }) => [verdict, value]),
    [...[5, 6, 7].map((seq) => ['accepted', seq]), ['refused', 21]],
  );
  assert.deepEqual(
    verdicts.map(({ doc, hash }) => [doc, hash]),
    sent.map(({ doc, hash }) => [doc, hash]),
  );
  const headers = new Map(entries.map(({ seq, header }) => [seq, hex(header)]));
  assert.deepEqual([...headers.keys()], [2, 3, 4, 5, 6, 7, 9]);
  const brought = [5, 6, 7].map((seq) => headers.get(seq));
  assert.deepEqual(
    brought,
    sent.slice(0, 3).map((envelope) => hex(changeHeader(envelope))),
  );
  const fields = decode(golden('sync answer, short'));
  const [runs, times, sheaf] = fields[14];
  const again = [...fields.slice(0, 14), [runs, times, sheafOf(envelopesOf(sheaf))]];
  assert.equal(hex(encodeStructure(again)), hex(golden('sync answer, short')));
});

test('columns that do not belong together are no sheaf', () => {
  const random = new Prng('tears');
  for (const [name, tear] of Object.entries(TEARS)) assert.throws(() => envelopesOf(tear(SHEAF, random)), Torn, name);
  assert.equal(envelopesOf(OTHERS['times that moved'](SHEAF, random)).length, 4);
  for (const add of Object.values(TOMORROW)) assert.deepEqual(envelopesOf(add(SHEAF)), envelopesOf(SHEAF));
});

test('behind a chunk of two deps stands a whole one, and behind that a rest again', () => {
  const [doc, device] = [new Uint8Array(16).fill(7), new Uint8Array(16).fill(3)];
  const actor = hex(device).padEnd(48, '5');
  const bodies = [];
  for (const more of [[], ['ff'.repeat(32)], [], []]) {
    const deps = [bodies.length > 0 ? hex(hashOf(bodies.at(-1))) : 'aa'.repeat(32), ...more];
    const seq = bodies.length + 1;
    bodies.push(writeChange({ deps, actor, seq, startOp: seq + 2, ops: [put(null, 'k', seq)] }));
  }
  const signature = new Uint8Array(64);
  const envelopes = bodies.map((body) => ({ suite: 1, bodyKind: 0, doc, device, madeAt: 1, signature, hash: hashOf(body), body }));
  const sheaf = sheafOf(envelopes);
  assert.deepEqual(
    sheaf[4].map((length) => length % 2),
    [0, 0, 0, 1],
  );
  assert.deepEqual(envelopesOf(sheaf), envelopes);
});

test('a short answer whose parts do not fit together or to the request is torn', () => {
  const sent = envelopesOf(SHEAF);
  const answer = syncAnswer(golden('sync answer, short'));
  const [run, refused] = answer.told;
  const [runs, times, sheaf] = answer.changes;
  const torn = {
    'a verdict fewer': { told: [run] },
    'a verdict more': { told: [run, { ...refused, count: 2 }] },
    'a verdict for nothing': { told: [run, refused, { ...refused, count: 0 }] },
    'verdicts in both forms': { verdicts: [{ verdict: 'later', value: null }] },
    'an entry that nobody brought': { brought: [[5, 4, 0]] },
    'more entries than envelopes': { brought: [[5, 2 ** 32, 0]] },
    'an entry brought twice': { brought: [...answer.brought, [7, 1, 0]] },
    'an entry fewer': { changes: [[2, 2], times, sheaf] },
    'an entry more': { changes: [[2, 2, 9, 2], times, sheaf] },
    'an entry twice': { changes: [[2, 2, 4, 1], times, sheaf] },
    'a time fewer': { changes: [runs, times.slice(1), sheaf] },
    'columns missing': { changes: [runs, times] },
    'a sheaf fewer': { changes: [runs, times, SHEAF.slice(0, 5)] },
  };
  for (const [name, parts] of Object.entries(torn)) {
    assert.throws(() => lengthened({ ...answer, ...parts }, sent), Torn, name);
  }
  assert.throws(() => lengthened(answer, sent.slice(1)), Torn);
});

/** Changes of three actors who write the same few records and merge now and then. */
function automergesChanges(random, count) {
  const start = genesis(random.bytes(16)).chunk;
  const docs = [1, 2, 3].map(() => Automerge.applyChanges(Automerge.init({ actor: hex(random.bytes(24)) }), [start])[0]);
  for (let n = 0; n < count; n += 1) {
    const at = random.below(docs.length);
    if (random.once(3)) docs[at] = Automerge.merge(docs[at], docs[(at + 1 + random.below(2)) % 3]);
    docs[at] = Automerge.change(docs[at], { time: 0 }, ({ records }) => editSomething(records, random));
  }
  const merged = docs.slice(1).reduce((all, doc) => Automerge.merge(all, doc), docs[0]);
  return Automerge.getAllChanges(merged)
    .map((chunk) => new Uint8Array(chunk))
    .filter((chunk) => chunk[8] === 1);
}

function editSomething(records, random) {
  const id = random.pick(['a', 'b', 'c']);
  if (!(id in records)) records[id] = { type: new Automerge.ImmutableString('activity') };
  for (let n = random.below(4); n >= 0; n -= 1) {
    const key = random.pick(['topic', 'place', 'hours']);
    if (random.once(4) && key in records[id]) delete records[id][key];
    else
      records[id][key] = random.once(2)
        ? new Automerge.Int(random.below(1000) - 500)
        : new Automerge.ImmutableString('字'.repeat(random.below(3)));
  }
}
