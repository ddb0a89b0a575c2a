// The formats of the page, written here a second time, against the published automerge and against themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as Automerge from '@automerge/automerge';
import { asText, fromHex, fromText, hex } from './bytes.mjs';
import { NotCbor, decode, encode, encodeStructure } from './cbor.mjs';
import { VALUE, put, readChange, remove, scalarOf, writeChange } from './chunk.mjs';
import { genesis, recordVersion } from './documents.mjs';
import { Prng } from './prng.mjs';

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
