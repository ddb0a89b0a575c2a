// Every way in which §11 says that a change can be wrong, one function each. A break changes the draft's change, or sets
// `body` (the chunk's bytes), or adds to `wraps` (what is done to the envelope). What it cannot break it leaves whole.
import { deflateRawSync } from 'node:zlib';
import { H, asText, fromHex, hex, join } from '../bytes.mjs';
import { COLUMN, DELETE, MAKE_MAP, PUT, VALUE, changeData, leb, makeMap, operationColumns, put, remove, seal, uleb, writeChange } from '../chunk.mjs';
import { KIND, descriptor, halfOf } from '../documents.mjs';
import { LIMITS } from '../page.mjs';
import { SUITE, envelopeBytes } from '../sign.mjs';
import { anyOp, birth, changeOf, draft, freshActor, headsOf, isDelete } from './drafts.mjs';

const flipped = (bytes, at) => bytes.map((byte, n) => (n === at ? byte ^ 1 : byte));
const NOTHING = new Uint8Array();
const isPut = ({ action }) => action === PUT;
function isPlainPut({ action, key }) {
  return action === PUT && key !== 'type';
}

/** §11, 6: deps, row, start_op, heads. */
const PLACE = {
  'no deps': ({ change }) => { change.deps = []; },
  'a dep twice': ({ change }) => { change.deps = [...change.deps, change.deps.at(-1)]; },
  'deps the other way round': ({ change }) => { change.deps = [...change.deps].reverse(); },
  'a dep that nobody knows': ({ change, scene }) => { change.deps = [...change.deps, hex(scene.random.bytes(32))].sort(); },
  'two deps that nobody knows': ({ change, scene }) => { change.deps = [1, 2].map(() => hex(scene.random.bytes(32))).sort(); },
  'a dep of another document': ({ change, scene, doc }) => {
    const other = [...scene.book.docs.values()].find((one) => one !== doc);
    change.deps = [...change.deps, [...other.known.keys()].at(-1)].sort();
  },
  'a dep that was refused': withDep('refused'),
  'a dep that is held': withDep('held'),
  'only the beginning as dep': ({ change, doc }) => { change.deps = [hex(doc.start.hash)]; },
  'an old dep besides': ({ change, scene, doc }) => {
    const past = [...doc.past(change.deps).keys()].filter((name) => !change.deps.includes(name));
    if (past.length > 0) change.deps = [...change.deps, scene.random.pick(past)].sort();
  },
  'deps without the own head': ({ change, scene, author, doc }) => {
    const others = doc.standing().filter(({ actor, state }) => state === 'accepted' && !actor.startsWith(hex(author.device)));
    const past = [...doc.past(headsOf(others)).values()].filter(({ actor }) => !actor.startsWith(hex(author.device)));
    Object.assign(change, changeOf(scene, author, doc, headsOf(past)), { actor: freshActor(scene.random, author), seq: 1 });
  },
  'seq 0': ({ change }) => { change.seq = 0; },
  'seq skipped': ({ change, scene }) => { change.seq = Number(change.seq) + 1 + scene.random.below(3); },
  'seq again': ({ change }) => { change.seq = Math.max(Number(change.seq) - 1, 1); },
  'seq of 2^53': ({ change }) => { change.seq = 2 ** 53 - 1; },
  'seq of 2^64 - 1': ({ change }) => { change.seq = 2n ** 64n - 1n; },
  'start_op 0': ({ change }) => { change.startOp = 0; },
  'start_op one more': ({ change }) => { shift(change, 1); },
  'start_op one less': ({ change }) => { shift(change, -1); },
  'start_op of 2^31': ({ change }) => { change.startOp = 2 ** 31; },
  'start_op of 2^63': ({ change }) => { change.startOp = 2n ** 63n; },
};

/** §11, 5: the actor, and what a change must not have. */
const HEADER = {
  "another device's actor": ({ change, scene, author }) => { change.actor = freshActor(scene.random, scene.random.pick(scene.authors.filter((one) => one !== author))); change.seq = 1; },
  "the document's actor": ({ change, doc }) => { change.actor = doc.start.actor; change.seq = 2; },
  'an actor of 16 bytes': ({ change, author }) => { change.actor = hex(author.device); change.seq = 1; },
  'an actor of 25 bytes': ({ change }) => { change.actor += '00'; change.seq = 1; },
  'an empty actor': ({ change }) => { change.actor = ''; change.seq = 1; },
  'a time': ({ change }) => { change.time = 1; },
  'a time before 1970': ({ change }) => { change.time = -1; },
  'a message': ({ change }) => { change.message = 'x'; },
  'extra bytes': ({ change }) => { change.extra = Uint8Array.from([1, 2, 3]); },
  'an actor that nothing names': ({ change, scene }) => { change.others = [...others(change), hex(scene.random.bytes(24))].sort(); },
  'an actor missing': ({ change }) => { freeze(change); change.others = others(change).slice(1); },
  'actors not in order': ({ change }) => { change.others = [...others(change)].reverse(); },
  'the author among the others': ({ change }) => { freeze(change); change.others = [...others(change), change.actor]; },
};

/** §11, 6: what an operation may be. */
const OPERATION = {
  'no operations': ({ change }) => { change.ops = []; },
  'an operation of another sort': onOp((op, { random }) => { op.action = random.pick([2, 4, 5, 6, 7, 8, 99, 2 ** 20]); }),
  'an insertion': onOp((op) => { op.insert = true; }),
  'no key': onOp((op) => { op.key = null; }),
  'an empty key': onOp((op) => { op.key = ''; }),
  'an element instead of a key': onOp((op) => { Object.assign(op, { key: null, keyActor: 0, keyCounter: 1 }); }),
  'an element and a key': onOp((op) => { Object.assign(op, { keyActor: 0, keyCounter: 3 }); }),
  'one key twice': ({ change, scene }) => { const op = anyOp(scene.random, change, isPut); if (op) change.ops.push({ ...op }); },
  'on the root': onOp((op) => { op.obj = null; }),
  'the root overwritten': ({ change, doc }) => { change.ops.push(put(null, 'records', 'x', [doc.start.records])); },
  'in an object that nobody made': onOp((op, { random }) => { op.obj = { counter: 5 + random.below(9), actor: hex(random.bytes(24)) }; }),
  'in an object of counter 0': onOp((op) => { op.obj = { ...(op.obj ?? {}), actor: op.obj.actor, counter: 0 }; }),
  'in a value': ({ change, doc, scene }) => {
    const value = anyOp(scene.random, { ops: [...doc.past(change.deps).values()].flatMap(({ ops }) => ops) }, isPut);
    if (value) change.ops.push(put(value.id, 'x', 1));
  },
  'in a map that comes later': ({ change, scene, doc }) => {
    const obj = { counter: Number(change.startOp) + change.ops.length + 1, actor: change.actor };
    change.ops.push(put(obj, 'type', 'activity'), makeMap(doc.start.records, asText(scene.random.bytes(16))));
  },
  'a scalar under records': ({ change, doc, scene }) => { change.ops.push(put(doc.start.records, asText(scene.random.bytes(16)), 1)); },
  'a record deleted': ({ change, doc, scene }) => {
    const born = recordsIn(doc, change);
    if (born.length > 0) {
      const { id, key } = scene.random.pick(born);
      change.ops.push(remove(doc.start.records, key, [id]));
    }
  },
  'a map within a record': ({ change, scene, doc }) => {
    const born = recordsIn(doc, change);
    if (born.length > 0) change.ops.push(makeMap(scene.random.pick(born).id, 'inner'));
  },
  'a map on the root': ({ change }) => { change.ops.push(makeMap(null, 'more')); },
  'a list': ({ change, doc, scene }) => { change.ops.push({ ...makeMap(doc.start.records, asText(scene.random.bytes(16))), action: 2 }); },
  'a record born twice': ({ change, doc, scene }) => {
    const born = [...scene.book.born];
    if (born.length > 0) rename(change, doc, scene, scene.random.pick(born));
  },
  'a record id in upper case': (it) => rename(it.change, it.doc, it.scene, asText(it.scene.random.bytes(16)).toUpperCase()),
  'a record id that is too short': (it) => rename(it.change, it.doc, it.scene, asText(it.scene.random.bytes(15))),
  'a record id with spare bits': (it) => rename(it.change, it.doc, it.scene, `${asText(it.scene.random.bytes(16)).slice(0, 25)}z`),
  'a record id that is a word': (it) => rename(it.change, it.doc, it.scene, '周慧敏'),
  'a birth with predecessors': ({ change, doc }) => {
    const birthOp = change.ops.find(({ action }) => action === MAKE_MAP);
    if (birthOp) birthOp.preds = [doc.start.records];
  },
  'predecessors left out': onOp((op) => { op.preds = []; }),
  'a predecessor too many': onOp((op, { random }) => { op.preds = [...op.preds, { counter: 3 + random.below(9), actor: hex(random.bytes(24)) }]; }),
  'a predecessor twice': onOp((op) => { op.preds = [...op.preds, ...op.preds]; }),
  'predecessors the other way round': onOp((op) => { op.preds = [...op.preds].reverse(); }),
  'a predecessor of the future': onOp((op, { change }) => { op.preds = [{ counter: Number(change.startOp) + 500, actor: change.actor }]; }),
  'a delete of nothing': ({ change, doc }) => {
    const [born] = recordsIn(doc, change);
    if (born) change.ops.push(remove(born.id, 'never', []));
  },
  'a deletion with a value': ({ change, scene }) => {
    const op = anyOp(scene.random, change, isDelete);
    if (op) op.value = { type: VALUE.yes, bytes: NOTHING };
  },
};

/** Values that no record may hold. */
const VALUES = Object.fromEntries([
  ['null', VALUE.null, NOTHING], ['an unsigned number', VALUE.uint, uleb(7)], ['a float', VALUE.float, new Uint8Array(8)], ['a counter', VALUE.counter, leb(1)],
  ['a timestamp', VALUE.timestamp, leb(1)], ['a sort of tomorrow', 11, Uint8Array.from([1, 2])], ['a number of no bytes', VALUE.int, NOTHING],
  ['a number that is too long', VALUE.int, fromHex('8100')], ['a number of more than 64 bits', VALUE.int, fromHex('ffffffffffffffffffff00')],
  ['two numbers', VALUE.int, fromHex('0101')], ['text that is no UTF-8', VALUE.text, fromHex('ff')], ['half a surrogate', VALUE.text, fromHex('eda080')],
  ['yes with bytes', VALUE.yes, fromHex('01')],
].map(([name, type, bytes]) => [`the value ${name}`, onOp((op) => { op.value = { type, bytes }; }, isPut)]));

/** §11, 7. */
const TYPE = {
  'born without a type': ({ change }) => { change.ops = change.ops.filter(({ key, obj, action }) => !(key === 'type' && action === PUT && obj?.actor === change.actor)); renumber(change); },
  'a type that is a number': onType((op) => { op.value = put(null, '', 5).value; }),
  'an empty type': onType((op) => { op.value = put(null, '', '').value; }),
  'a type that lies elsewhere': onType((op, { doc }) => { op.value = put(null, '', doc.descriptor.kind === 2 ? 'person' : 'activity').value; }),
  'a type that changes': ({ change, doc, scene }) => retype(change, doc, scene, (id, preds) => put(id, 'type', 'activity', preds)),
  'a type that goes': ({ change, doc, scene }) => retype(change, doc, scene, (id, preds) => remove(id, 'type', preds)),
};

/** §12, each limit at its number and one above. */
const AT_LIMITS = {
  'as many operations as may be': fill(LIMITS.operations),
  'one operation too many': fill(LIMITS.operations + 1),
  'the longest key': onOp((op) => { op.key = 'k'.repeat(LIMITS.keyBytes); op.preds = []; }, isPlainPut),
  'a key one byte too long': onOp((op) => { op.key = 'k'.repeat(LIMITS.keyBytes + 1); op.preds = []; }, isPlainPut),
  'a key of three-byte letters, too long': onOp((op) => { op.key = '键'.repeat(LIMITS.keyBytes / 3 + 1); op.preds = []; }, isPlainPut),
  'the longest text': onOp((op) => { op.value = put(null, '', '字'.repeat(LIMITS.textChars)).value; }, isPlainPut),
  'a text one letter too long': onOp((op) => { op.value = put(null, '', 'a'.repeat(LIMITS.textChars + 1)).value; }, isPlainPut),
  'many long texts': ({ change }) => {
    for (const op of change.ops.filter(isPlainPut)) op.value = put(null, '', '字'.repeat(LIMITS.textChars)).value;
  },
  'byte strings that are too long together': onOp((op, { random }) => { op.value = put(null, '', random.bytes(LIMITS.textBytes + 1)).value; }, isPlainPut),
  'byte strings as long as may be': onOp((op) => { op.value = put(null, '', new Uint8Array(LIMITS.textBytes)).value; }, isPlainPut),
  'more columns than may be': ({ change }) => withColumns(change, (columns) => [...columns, ...Array.from({ length: LIMITS.columns }, (_, n) => ({ spec: 0x102 + 16 * n, bytes: Uint8Array.of(0, change.ops.length) }))]),
  'larger than a change may be': onOp((op, { random }) => { op.value = put(null, '', random.bytes(LIMITS.changeBytes)).value; }, isPlainPut),
  'more deps than may be': ({ change, random }) => { change.deps = Array.from({ length: LIMITS.deps + 1 }, () => hex(random.bytes(32))).sort(); },
  'as many deps as may be, all unknown': ({ change, random }) => { change.deps = Array.from({ length: LIMITS.deps }, () => hex(random.bytes(32))).sort(); },
  'a counter beyond the greatest': ({ change }) => { change.startOp = LIMITS.opCounter + 1; },
};

/** §3: one encoding only. These write the same operations otherwise, or columns that no automerge writes. */
const ENCODING = {
  'a column of nothing': ({ change }) => withColumns(change, (columns) => [...columns, { spec: 0x94, bytes: NOTHING, keep: true }]),
  'a column that nobody knows': ({ change }) => withColumns(change, (columns) => [...columns, { spec: 0xf2, bytes: fromHex('0201') }]),
  'columns not in order': ({ change }) => withColumns(change, (columns) => [...columns].reverse()),
  'a column twice': ({ change }) => withColumns(change, (columns) => [columns[0], ...columns]),
  'a deflated column': ({ change }) => withColumns(change, (columns) => columns.map((column) => (column.spec === COLUMN.keyText ? { spec: column.spec | 8, bytes: new Uint8Array(deflateRawSync(column.bytes)) } : column))),
  'no actions': ({ change }) => withColumns(change, (columns) => columns.filter(({ spec }) => spec !== COLUMN.action)),
  'no insert column': ({ change }) => withColumns(change, (columns) => columns.filter(({ spec }) => spec !== COLUMN.insert)),
  'bytes behind a column': (it) => withColumns(it.change, (columns) => columns.map((column, n) => (n === 0 ? { ...column, bytes: join(column.bytes, [it.scene.random.below(256)]) } : column))),
  'a column cut short': ({ change }) => withColumns(change, (columns) => columns.map((column, n) => (n === 1 ? { ...column, bytes: column.bytes.slice(0, -1) } : column))),
  'a run of one': ({ change }) => replaceColumn(change, COLUMN.action, join(...change.ops.flatMap(({ action }) => [leb(1), uleb(action)]))),
  'literals that are equal': ({ change }) => replaceColumn(change, COLUMN.insert, join(...change.ops.flatMap(() => [uleb(1), uleb(0)]))),
  'a stretch of no nulls': ({ change }) => withColumns(change, (columns) => columns.map((column) => (column.spec === COLUMN.action ? { ...column, bytes: join([0, 0], column.bytes) } : column))),
  'more rows than anybody has': (it) => replaceColumn(it.change, COLUMN.action, join(leb(it.scene.random.pick([5000, 2 ** 20, 2 ** 31, 2 ** 40, 2 ** 53])), uleb(PUT))),
  'more nulls than anybody has': (it) => replaceColumn(it.change, COLUMN.action, join([0], uleb(it.scene.random.pick([5000, 2 ** 31, 2 ** 53])))),
  'a run of fewer than none': ({ change }) => replaceColumn(change, COLUMN.action, leb(-(2 ** 40))),
};

/** §11, 3: the chunk around it. These set the bytes themselves. */
const CHUNK = {
  'a wrong checksum': onBody((body) => flipped(body, 5)),
  'other magic': onBody((body) => flipped(body, 0)),
  'a document chunk': onBody((body, { change }) => seal(changeData(change), 0)),
  'a compressed chunk': onBody((body, { change }) => deflatedChunk(changeData(change))),
  'a bundle': onBody((body, { change }) => seal(changeData(change), 3)),
  'a chunk of type 200': onBody((body, { change }) => seal(changeData(change), 200)),
  'bytes behind the chunk': onBody((body) => join(body, [0])),
  'two chunks': onBody((body) => join(body, body)),
  'cut short': onBody((body, { scene }) => body.slice(0, scene.random.below(body.length))),
  'data cut short under a right checksum': onBody((body, { scene, change }) => { const data = changeData(change); return seal(data.slice(0, scene.random.below(data.length))); }),
  'a byte turned under a right checksum': onBody((body, { scene, change }) => { const data = changeData(change); return seal(flipped(data, scene.random.below(data.length))); }),
  'bytes drawn under a right checksum': onBody((body, { scene }) => seal(scene.random.bytes(scene.random.below(300)))),
  'no bytes': onBody(() => NOTHING),
  'bytes drawn': onBody((body, { scene }) => scene.random.bytes(scene.random.below(300))),
  'a number written too long': onBody((body, { change }) => {
    const data = changeData(change);
    const at = 1 + 32 * change.deps.length + 1 + change.actor.length / 2;
    return seal(join(data.slice(0, at), [data[at] | 0x80, 0], data.slice(at + 1)));
  }),
  'a length written too long': onBody((body, { change }) => { const data = changeData(change); const rest = join([1], leb128Padded(data.length), data); return chunkAround(rest); }),
};

/** §5, §11, 1 and 2: the envelope. */
const ENVELOPE = {
  'a signature drawn': onEnvelope((e, { scene }) => ({ ...e, signature: scene.random.bytes(64) })),
  'a signature with one bit turned': onEnvelope((e, { scene }) => ({ ...e, signature: flipped(e.signature, scene.random.below(64)) })),
  'a signature of nothing': onEnvelope((e) => ({ ...e, signature: new Uint8Array(64) })),
  "signed with a colleague's key": onEnvelope((e, { scene, author }) => signedBy(scene.random.pick(scene.authors.filter((one) => one !== author)), e, scene)),
  "signed with a stranger's key": onEnvelope((e, { scene }) => signedBy(scene.elsewhere, e, scene)),
  'signed for another studio': onEnvelope((e, { scene, author }) => signedBy(author, e, { chief: scene.elsewhere })),
  'signed for another document': onEnvelope((e, { scene, author }) => ({ ...e, signature: author.keys.sign(envelopeBytes({ ...e, studio: scene.chief.studio, doc: scene.random.bytes(16) })) })),
  'another time than signed': onEnvelope((e) => ({ ...e, madeAt: e.madeAt + 1 })),
  'made before 1970': onEnvelope((e, { scene, author }) => signedBy(author, { ...e, madeAt: -5 }, scene)),
  'another device than signed': onEnvelope((e, { scene, author }) => ({ ...e, device: scene.random.pick(scene.authors.filter((one) => one !== author)).device })),
  'a device that nobody knows': onEnvelope((e, { scene }) => signedBy(scene.unknown, { ...e, device: scene.unknown.device }, scene)),
  "a colleague's device, signed by the writer": onEnvelope((e, { scene, author }) => signedBy(author, { ...e, device: scene.random.pick(scene.authors.filter((one) => one !== author)).device }, scene)),
  'a suite of tomorrow': onEnvelope((e, { scene, author }) => signedBy(author, { ...e, suite: scene.random.pick([0, 2, 255]) }, scene)),
  'another kind of body': onEnvelope((e, { scene, author }) => signedBy(author, { ...e, bodyKind: 1 + scene.random.below(200) }, scene)),
  'a document that nobody described': onEnvelope((e, { scene, author }) => signedBy(author, { ...e, doc: scene.random.bytes(16) }, scene)),
  'another document than it was made for': onEnvelope((e, { scene, author, doc }) => signedBy(author, { ...e, doc: scene.random.pick(scene.descriptors().map((wanted) => scene.book.describe(wanted)).filter((one) => one !== doc)).id }, scene)),
  'another kind of body, by somebody else first': spoiltFirst((e) => ({ ...e, bodyKind: 1 })),
  'a wrong checksum, by somebody else first': spoiltFirst((e) => ({ ...e, body: flipped(e.body, 5) })),
  'other magic, by somebody else first': spoiltFirst((e) => ({ ...e, body: flipped(e.body, 0) })),
  'another suite, by somebody else first': spoiltFirst((e) => ({ ...e, suite: 2 })),
  'another signature, by somebody else first': spoiltFirst((e) => ({ ...e, signature: new Uint8Array(64) })),
  'another device, by somebody else first': spoiltFirst((e, { scene }) => ({ ...e, device: scene.assistant.device })),
  'a document that may not exist': elsewhere(({ random, person }) => random.pick([
    descriptor(KIND.charter, [person]), descriptor(KIND.roster, [], [2026, 1]), descriptor(KIND.charter, [], null, 1),
    descriptor(KIND.journal), descriptor(KIND.journal, [person]), descriptor(KIND.journal, [], [2026, 1]), descriptor(KIND.journal, [person, person], [2026, 1]),
    descriptor(KIND.journal, [person], [2026, 0]), descriptor(KIND.journal, [person], [2026, 3]), descriptor(KIND.journal, [person], [2026, 1], 1),
  ])),
  'a journal of another half-year': elsewhere(({ random, person, half: [year, part] }) => {
    const number = 2 * year + part - 1 + random.below(13) - 6;
    return descriptor(KIND.journal, [person], [Math.floor(number / 2), (number % 2) + 1]);
  }),
  'sent twice': (it) => { it.again = true; },
};

export const GRAMMAR = { ...PLACE, ...HEADER, ...OPERATION, ...VALUES, ...TYPE, ...AT_LIMITS, ...ENCODING, ...CHUNK };
export { ENVELOPE };

// ---- a try

/** Draws a change with some of these broken: the tries that it makes, `[{ envelope, label }]`. */
export function drawTry(scene, breaks) {
  const { random } = scene;
  const names = Object.keys(breaks);
  const chosen = Array.from({ length: random.pick([0, 0, 0, 1, 1, 1, 1, 1, 1, 2]) }, () => random.pick(names));
  const it = { ...draft(scene), random, wraps: [] };
  for (const name of chosen) breaks[name](it);
  const body = (it.makeBody ?? ((plain) => plain))(bodyOf(it), it);
  const whole = it.author.sign({ suite: SUITE, bodyKind: 0, doc: it.doc.id, device: it.author.device, madeAt: random.word(), hash: hashOrNothing(body), body });
  const envelope = it.wraps.reduce((e, wrap) => wrap(e, it), whole);
  const one = { envelope, label: chosen.join(' + ') || 'whole', wanted: it.wanted };
  if (it.first) return [{ ...one, envelope: it.first(envelope, it) }, one];
  return it.again ? [one, one] : [one];
}

function bodyOf({ change }) {
  return change.body ?? writeChange(change);
}

// ---- helpers of the breaks

function onOp(breakIt, wanted = () => true) {
  return (it) => {
    const op = anyOp(it.random, it.change, (one) => wanted(one) && one.obj);
    if (op) breakIt(op, it);
  };
}

/** A birth with so many operations in all. */
function fill(count) {
  return ({ change, scene, doc }) => {
    change.ops = [];
    birth(scene, doc, change);
    const { obj } = change.ops[1];
    for (let n = change.ops.length; n < count; n += 1) change.ops.push(put(obj, `tags/${n}`, true));
  };
}

function onType(breakIt) {
  return onOp(breakIt, ({ key, action }) => key === 'type' && action === PUT);
}

function onBody(makeBody) {
  return (it) => { it.makeBody = makeBody; };
}

function onEnvelope(wrap) {
  return (it) => { it.wraps.push(wrap); };
}

/** A change for another document, which the request describes. */
function elsewhere(draw) {
  return (it) => {
    const { scene, author, random } = it;
    it.wanted = draw({ random, person: author.person, half: halfOf(scene.chief.foundedAt) });
    it.doc = scene.book.describe(it.wanted);
    it.change = changeOf(scene, author, it.doc);
  };
}

/** What others spoil of an envelope must not spoil the change for who made it: the spoilt one goes first, then the whole. */
function spoiltFirst(spoil) {
  return (it) => { it.first = spoil; };
}

function signedBy(author, envelope, { chief }) {
  return { ...envelope, signature: author.keys.sign(envelopeBytes({ ...envelope, studio: chief.studio })) };
}

function withDep(state) {
  return ({ change, doc, scene }) => {
    const names = [...doc.known].filter(([, known]) => known.state === state).map(([name]) => name);
    if (names.length > 0) change.deps = [...new Set([...change.deps, scene.random.pick(names)])].sort();
  };
}

function others(change) {
  const named = change.ops.flatMap((op) => [op.obj, ...op.preds]).filter(Boolean).map(({ actor }) => actor);
  return [...new Set(named)].filter((actor) => actor !== change.actor).sort();
}

/** Fixes the columns as they are now, before the list of actors is spoilt. */
function freeze(change) {
  change.columns = operationColumns(change.ops, [change.actor, ...others(change)]);
}

function withColumns(change, spoil) {
  change.columns = spoil(operationColumns(change.ops, [change.actor, ...others(change)]).filter(({ bytes }) => bytes.length > 0));
}

function replaceColumn(change, spec, bytes) {
  withColumns(change, (columns) => columns.map((column) => (column.spec === spec ? { ...column, bytes } : column)));
}

function recordsIn(doc, change) {
  return [...doc.past(change.deps).values()].flatMap(({ ops }) => ops).filter(({ action, obj }) => action === MAKE_MAP && obj);
}

/** Gives a birth another key; makes one when there is none. */
function rename(change, doc, scene, key) {
  if (!change.ops.some(({ action }) => action === MAKE_MAP)) birth(scene, doc, change);
  change.ops.find(({ action }) => action === MAKE_MAP).key = key;
}

function retype(change, doc, scene, write) {
  const born = recordsIn(doc, change);
  if (born.length === 0) return;
  const { id } = scene.random.pick(born);
  const types = [...doc.past(change.deps).values()].flatMap(({ ops }) => ops).filter(({ key, obj, action }) => key === 'type' && action !== DELETE && obj?.counter === id.counter && obj.actor === id.actor);
  change.ops.push(write(id, types.map((op) => op.id)));
}

/** All ids of the change's own operations move along. */
function shift(change, by) {
  const move = (id) => (id && id.actor === change.actor && id.counter >= change.startOp ? { ...id, counter: id.counter + by } : id);
  for (const op of change.ops) Object.assign(op, { obj: move(op.obj), preds: op.preds.map(move) });
  change.startOp = Number(change.startOp) + by;
}

/** After operations went out, births keep pointing at what they made. */
function renumber(change) {
  let from = null;
  change.ops.forEach((op, n) => {
    if (op.action === MAKE_MAP) from = { counter: change.startOp + n, actor: change.actor };
    else if (from && op.obj?.actor === change.actor && op.obj.counter >= change.startOp) op.obj = from;
  });
}

function deflatedChunk(data) {
  const packed = new Uint8Array(deflateRawSync(data));
  const checksum = seal(data).slice(4, 8);
  return join(fromHex('856f4a83'), checksum, [2], uleb(packed.length), packed);
}

function leb128Padded(length) {
  const bytes = [...uleb(length)];
  bytes[bytes.length - 1] |= 0x80;
  return Uint8Array.from([...bytes, 0]);
}

function chunkAround(rest) {
  return join(fromHex('856f4a83'), H(rest).slice(0, 4), rest);
}


function hashOrNothing(body) {
  return H(body.subarray(8));
}
