// Every way in which §11 says that a change can be wrong, one function each. A break changes the draft's change,
// or sets `makeBody` (the chunk's bytes). What it cannot break it leaves whole.
import { asText, fromHex, hex } from '../bytes.mjs';
import { MAKE_MAP, PUT, VALUE, makeMap, put, remove } from '../chunk.mjs';
import { leb, uleb } from '../columns.mjs';
import { anyOp, changeOf, freshActor, headsOf, isDelete } from './drafts.mjs';
import { AT_LIMITS, CHUNK, ENCODING } from './encodings.mjs';
import { onOp, onType, withDep, others, freeze, recordsIn, rename, retype, shift, renumber, NOTHING, isPut } from './spoil.mjs';

/** §11, 6: deps, row, start_op, heads. */
const PLACE = {
  'no deps': ({ change }) => {
    change.deps = [];
  },
  'a dep twice': ({ change }) => {
    change.deps = [...change.deps, change.deps.at(-1)];
  },
  'deps the other way round': ({ change }) => {
    change.deps = [...change.deps].reverse();
  },
  'a dep that nobody knows': ({ change, scene }) => {
    change.deps = [...change.deps, hex(scene.random.bytes(32))].sort();
  },
  'two deps that nobody knows': ({ change, scene }) => {
    change.deps = [1, 2].map(() => hex(scene.random.bytes(32))).sort();
  },
  'a dep of another document': ({ change, scene, doc }) => {
    const other = [...scene.book.docs.values()].find((one) => one !== doc);
    change.deps = [...change.deps, [...other.known.keys()].at(-1)].sort();
  },
  'a dep that was refused': withDep('refused'),
  'a dep that is held': withDep('held'),
  'only the beginning as dep': ({ change, doc }) => {
    change.deps = [hex(doc.start.hash)];
  },
  'an old dep besides': ({ change, scene, doc }) => {
    const past = [...doc.past(change.deps).keys()].filter((name) => !change.deps.includes(name));
    if (past.length > 0) change.deps = [...change.deps, scene.random.pick(past)].sort();
  },
  'deps without the own head': ({ change, scene, author, doc }) => {
    const others = doc.standing().filter(({ actor, state }) => state === 'accepted' && !actor.startsWith(hex(author.device)));
    const past = [...doc.past(headsOf(others)).values()].filter(({ actor }) => !actor.startsWith(hex(author.device)));
    Object.assign(change, changeOf(scene, author, doc, headsOf(past)), { actor: freshActor(scene.random, author), seq: 1 });
  },
  'seq 0': ({ change }) => {
    change.seq = 0;
  },
  'seq skipped': ({ change, scene }) => {
    change.seq = Number(change.seq) + 1 + scene.random.below(3);
  },
  'seq again': ({ change }) => {
    change.seq = Math.max(Number(change.seq) - 1, 1);
  },
  'seq of 2^53': ({ change }) => {
    change.seq = 2 ** 53 - 1;
  },
  'seq of 2^64 - 1': ({ change }) => {
    change.seq = 2n ** 64n - 1n;
  },
  'start_op 0': ({ change }) => {
    change.startOp = 0;
  },
  'start_op one more': ({ change }) => {
    shift(change, 1);
  },
  'start_op one less': ({ change }) => {
    shift(change, -1);
  },
  'start_op of 2^31': ({ change }) => {
    change.startOp = 2 ** 31;
  },
  'start_op of 2^63': ({ change }) => {
    change.startOp = 2n ** 63n;
  },
};

/** §11, 5: the actor, and what a change must not have. */
const HEADER = {
  "another device's actor": ({ change, scene, author }) => {
    change.actor = freshActor(scene.random, scene.random.pick(scene.authors.filter((one) => one !== author)));
    change.seq = 1;
  },
  "the document's actor": ({ change, doc }) => {
    change.actor = doc.start.actor;
    change.seq = 2;
  },
  'an actor of 16 bytes': ({ change, author }) => {
    change.actor = hex(author.device);
    change.seq = 1;
  },
  'an actor of 25 bytes': ({ change }) => {
    change.actor += '00';
    change.seq = 1;
  },
  'an empty actor': ({ change }) => {
    change.actor = '';
    change.seq = 1;
  },
  'a time': ({ change }) => {
    change.time = 1;
  },
  'a time before 1970': ({ change }) => {
    change.time = -1;
  },
  'a message': ({ change }) => {
    change.message = 'x';
  },
  'extra bytes': ({ change }) => {
    change.extra = Uint8Array.from([1, 2, 3]);
  },
  'an actor that nothing names': ({ change, scene }) => {
    change.others = [...others(change), hex(scene.random.bytes(24))].sort();
  },
  'an actor missing': ({ change }) => {
    freeze(change);
    change.others = others(change).slice(1);
  },
  'actors not in order': ({ change }) => {
    change.others = [...others(change)].reverse();
  },
  'the author among the others': ({ change }) => {
    freeze(change);
    change.others = [...others(change), change.actor];
  },
};

/** §11, 6: what an operation may be. */
const OPERATION = {
  'no operations': ({ change }) => {
    change.ops = [];
  },
  'an operation of another sort': onOp((op, { random }) => {
    op.action = random.pick([2, 4, 5, 6, 7, 8, 99, 2 ** 20]);
  }),
  'an insertion': onOp((op) => {
    op.insert = true;
  }),
  'no key': onOp((op) => {
    op.key = null;
  }),
  'an empty key': onOp((op) => {
    op.key = '';
  }),
  'an element instead of a key': onOp((op) => {
    Object.assign(op, { key: null, keyActor: 0, keyCounter: 1 });
  }),
  'an element and a key': onOp((op) => {
    Object.assign(op, { keyActor: 0, keyCounter: 3 });
  }),
  'one key twice': ({ change, scene }) => {
    const op = anyOp(scene.random, change, isPut);
    if (op) change.ops.push({ ...op });
  },
  'on the root': onOp((op) => {
    op.obj = null;
  }),
  'the root overwritten': ({ change, doc }) => {
    change.ops.push(put(null, 'records', 'x', [doc.start.records]));
  },
  'in an object that nobody made': onOp((op, { random }) => {
    op.obj = { counter: 5 + random.below(9), actor: hex(random.bytes(24)) };
  }),
  'in an object of counter 0': onOp((op) => {
    op.obj = { ...(op.obj ?? {}), actor: op.obj.actor, counter: 0 };
  }),
  'in a value': ({ change, doc, scene }) => {
    const value = anyOp(scene.random, { ops: [...doc.past(change.deps).values()].flatMap(({ ops }) => ops) }, isPut);
    if (value) change.ops.push(put(value.id, 'x', 1));
  },
  'in a map that comes later': ({ change, scene, doc }) => {
    const obj = { counter: Number(change.startOp) + change.ops.length + 1, actor: change.actor };
    change.ops.push(put(obj, 'type', 'activity'), makeMap(doc.start.records, asText(scene.random.bytes(16))));
  },
  'a scalar under records': ({ change, doc, scene }) => {
    change.ops.push(put(doc.start.records, asText(scene.random.bytes(16)), 1));
  },
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
  'a map on the root': ({ change }) => {
    change.ops.push(makeMap(null, 'more'));
  },
  'a list': ({ change, doc, scene }) => {
    change.ops.push({ ...makeMap(doc.start.records, asText(scene.random.bytes(16))), action: 2 });
  },
  'a record born twice': ({ change, doc, scene }) => {
    const born = [...scene.book.born];
    if (born.length > 0) rename(change, doc, scene, scene.random.pick(born));
  },
  'a record id in upper case': (it) => rename(it.change, it.doc, it.scene, asText(it.scene.random.bytes(16)).toUpperCase()),
  'a record id that is too short': (it) => rename(it.change, it.doc, it.scene, asText(it.scene.random.bytes(15))),
  'a record id with spare bits': (it) =>
    rename(it.change, it.doc, it.scene, `${asText(it.scene.random.bytes(16)).slice(0, 25)}z`),
  'a record id that is a word': (it) => rename(it.change, it.doc, it.scene, '周慧敏'),
  'a birth with predecessors': ({ change, doc }) => {
    const birthOp = change.ops.find(({ action }) => action === MAKE_MAP);
    if (birthOp) birthOp.preds = [doc.start.records];
  },
  'predecessors left out': onOp((op) => {
    op.preds = [];
  }),
  'a predecessor too many': onOp((op, { random }) => {
    op.preds = [...op.preds, { counter: 3 + random.below(9), actor: hex(random.bytes(24)) }];
  }),
  'a predecessor twice': onOp((op) => {
    op.preds = [...op.preds, ...op.preds];
  }),
  'predecessors the other way round': onOp((op) => {
    op.preds = [...op.preds].reverse();
  }),
  'a predecessor of the future': onOp((op, { change }) => {
    op.preds = [{ counter: Number(change.startOp) + 500, actor: change.actor }];
  }),
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
const VALUES = Object.fromEntries(
  [
    ['null', VALUE.null, NOTHING],
    ['an unsigned number', VALUE.uint, uleb(7)],
    ['a float', VALUE.float, new Uint8Array(8)],
    ['a counter', VALUE.counter, leb(1)],
    ['a timestamp', VALUE.timestamp, leb(1)],
    ['a sort of tomorrow', 11, Uint8Array.from([1, 2])],
    ['a number of no bytes', VALUE.int, NOTHING],
    ['a number that is too long', VALUE.int, fromHex('8100')],
    ['a number of more than 64 bits', VALUE.int, fromHex('ffffffffffffffffffff00')],
    ['two numbers', VALUE.int, fromHex('0101')],
    ['text that is no UTF-8', VALUE.text, fromHex('ff')],
    ['half a surrogate', VALUE.text, fromHex('eda080')],
    ['yes with bytes', VALUE.yes, fromHex('01')],
  ].map(([name, type, bytes]) => [
    `the value ${name}`,
    onOp((op) => {
      op.value = { type, bytes };
    }, isPut),
  ]),
);

/** §11, 7. */
const TYPE = {
  'born without a type': ({ change }) => {
    change.ops = change.ops.filter(({ key, obj, action }) => !(key === 'type' && action === PUT && obj?.actor === change.actor));
    renumber(change);
  },
  'a type that is a number': onType((op) => {
    op.value = put(null, '', 5).value;
  }),
  'an empty type': onType((op) => {
    op.value = put(null, '', '').value;
  }),
  'a type that lies elsewhere': onType((op, { doc }) => {
    op.value = put(null, '', doc.descriptor.kind === 2 ? 'person' : 'activity').value;
  }),
  'a type that changes': ({ change, doc, scene }) =>
    retype(change, doc, scene, (id, preds) => put(id, 'type', 'activity', preds)),
  'a type that goes': ({ change, doc, scene }) => retype(change, doc, scene, (id, preds) => remove(id, 'type', preds)),
};

export const GRAMMAR = { ...PLACE, ...HEADER, ...OPERATION, ...VALUES, ...TYPE, ...AT_LIMITS, ...ENCODING, ...CHUNK };
