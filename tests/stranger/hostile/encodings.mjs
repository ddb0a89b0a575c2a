// Limits at their number and one above (§12), encodings that no automerge writes (§3), and chunks that are none (§11, 6):
// breaks, one function each.
import { deflateRawSync } from 'node:zlib';
import { fromHex, hex, join } from '../bytes.mjs';
import { COLUMN, PUT, changeData, put, seal } from '../chunk.mjs';
import { leb, uleb } from '../columns.mjs';
import { LIMITS } from '../page.mjs';
import {
  onOp,
  fill,
  onBody,
  withColumns,
  replaceColumn,
  deflatedChunk,
  leb128Padded,
  chunkAround,
  flipped,
  NOTHING,
  isPlainPut,
} from './spoil.mjs';

/** §12, each limit at its number and one above. */
export const AT_LIMITS = {
  'as many operations as may be': fill(LIMITS.operations),
  'one operation too many': fill(LIMITS.operations + 1),
  'the longest key': onOp((op) => {
    op.key = 'k'.repeat(LIMITS.keyBytes);
    op.preds = [];
  }, isPlainPut),
  'a key one byte too long': onOp((op) => {
    op.key = 'k'.repeat(LIMITS.keyBytes + 1);
    op.preds = [];
  }, isPlainPut),
  'a key of three-byte letters, too long': onOp((op) => {
    op.key = '键'.repeat(LIMITS.keyBytes / 3 + 1);
    op.preds = [];
  }, isPlainPut),
  'the longest text': onOp((op) => {
    op.value = put(null, '', '字'.repeat(LIMITS.textChars)).value;
  }, isPlainPut),
  'a text one letter too long': onOp((op) => {
    op.value = put(null, '', 'a'.repeat(LIMITS.textChars + 1)).value;
  }, isPlainPut),
  'many long texts': ({ change }) => {
    for (const op of change.ops.filter(isPlainPut)) op.value = put(null, '', '字'.repeat(LIMITS.textChars)).value;
  },
  'byte strings that are too long together': onOp((op, { random }) => {
    op.value = put(null, '', random.bytes(LIMITS.textBytes + 1)).value;
  }, isPlainPut),
  'byte strings as long as may be': onOp((op) => {
    op.value = put(null, '', new Uint8Array(LIMITS.textBytes)).value;
  }, isPlainPut),
  'more columns than may be': ({ change }) =>
    withColumns(change, (columns) => [
      ...columns,
      ...Array.from({ length: LIMITS.columns }, (_, n) => ({ spec: 0x102 + 16 * n, bytes: Uint8Array.of(0, change.ops.length) })),
    ]),
  'larger than a change may be': onOp((op, { random }) => {
    op.value = put(null, '', random.bytes(LIMITS.changeBytes)).value;
  }, isPlainPut),
  'more deps than may be': ({ change, random }) => {
    change.deps = Array.from({ length: LIMITS.deps + 1 }, () => hex(random.bytes(32))).sort();
  },
  'as many deps as may be, all unknown': ({ change, random }) => {
    change.deps = Array.from({ length: LIMITS.deps }, () => hex(random.bytes(32))).sort();
  },
  'a counter beyond the greatest': ({ change }) => {
    change.startOp = LIMITS.opCounter + 1;
  },
};

/** §3: one encoding only. These write the same operations otherwise, or columns that no automerge writes. */
export const ENCODING = {
  'a column of nothing': ({ change }) =>
    withColumns(change, (columns) => [...columns, { spec: 0x94, bytes: NOTHING, keep: true }]),
  'a column that nobody knows': ({ change }) =>
    withColumns(change, (columns) => [...columns, { spec: 0xf2, bytes: fromHex('0201') }]),
  'columns not in order': ({ change }) => withColumns(change, (columns) => [...columns].reverse()),
  'a column twice': ({ change }) => withColumns(change, (columns) => [columns[0], ...columns]),
  'a deflated column': ({ change }) =>
    withColumns(change, (columns) =>
      columns.map((column) =>
        column.spec === COLUMN.keyText ? { spec: column.spec | 8, bytes: new Uint8Array(deflateRawSync(column.bytes)) } : column,
      ),
    ),
  'no actions': ({ change }) => withColumns(change, (columns) => columns.filter(({ spec }) => spec !== COLUMN.action)),
  'no insert column': ({ change }) => withColumns(change, (columns) => columns.filter(({ spec }) => spec !== COLUMN.insert)),
  'bytes behind a column': (it) =>
    withColumns(it.change, (columns) =>
      columns.map((column, n) => (n === 0 ? { ...column, bytes: join(column.bytes, [it.scene.random.below(256)]) } : column)),
    ),
  'a column cut short': ({ change }) =>
    withColumns(change, (columns) =>
      columns.map((column, n) => (n === 1 ? { ...column, bytes: column.bytes.slice(0, -1) } : column)),
    ),
  'a run of one': ({ change }) =>
    replaceColumn(change, COLUMN.action, join(...change.ops.flatMap(({ action }) => [leb(1), uleb(action)]))),
  'literals that are equal': ({ change }) =>
    replaceColumn(change, COLUMN.insert, join(...change.ops.flatMap(() => [uleb(1), uleb(0)]))),
  'a stretch of no nulls': ({ change }) =>
    withColumns(change, (columns) =>
      columns.map((column) => (column.spec === COLUMN.action ? { ...column, bytes: join([0, 0], column.bytes) } : column)),
    ),
  'more rows than anybody has': (it) =>
    replaceColumn(
      it.change,
      COLUMN.action,
      join(leb(it.scene.random.pick([5000, 2 ** 20, 2 ** 31, 2 ** 40, 2 ** 53])), uleb(PUT)),
    ),
  'more nulls than anybody has': (it) =>
    replaceColumn(it.change, COLUMN.action, join([0], uleb(it.scene.random.pick([5000, 2 ** 31, 2 ** 53])))),
  'a run of fewer than none': ({ change }) => replaceColumn(change, COLUMN.action, leb(-(2 ** 40))),
};

/** §11, 3: the chunk around it. These set the bytes themselves. */
export const CHUNK = {
  'a wrong checksum': onBody((body) => flipped(body, 5)),
  'other magic': onBody((body) => flipped(body, 0)),
  'a document chunk': onBody((body, { change }) => seal(changeData(change), 0)),
  'a compressed chunk': onBody((body, { change }) => deflatedChunk(changeData(change))),
  'a bundle': onBody((body, { change }) => seal(changeData(change), 3)),
  'a chunk of type 200': onBody((body, { change }) => seal(changeData(change), 200)),
  'bytes behind the chunk': onBody((body) => join(body, [0])),
  'two chunks': onBody((body) => join(body, body)),
  'cut short': onBody((body, { scene }) => body.slice(0, scene.random.below(body.length))),
  'data cut short under a right checksum': onBody((body, { scene, change }) => {
    const data = changeData(change);
    return seal(data.slice(0, scene.random.below(data.length)));
  }),
  'a byte turned under a right checksum': onBody((body, { scene, change }) => {
    const data = changeData(change);
    return seal(flipped(data, scene.random.below(data.length)));
  }),
  'bytes drawn under a right checksum': onBody((body, { scene }) => seal(scene.random.bytes(scene.random.below(300)))),
  'no bytes': onBody(() => NOTHING),
  'bytes drawn': onBody((body, { scene }) => scene.random.bytes(scene.random.below(300))),
  'a number written too long': onBody((body, { change }) => {
    const data = changeData(change);
    const at = 1 + 32 * change.deps.length + 1 + change.actor.length / 2;
    return seal(join(data.slice(0, at), [data[at] | 0x80, 0], data.slice(at + 1)));
  }),
  'a length written too long': onBody((body, { change }) => {
    const data = changeData(change);
    const rest = join([1], leb128Padded(data.length), data);
    return chunkAround(rest);
  }),
};
