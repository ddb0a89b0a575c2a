// What breaks do to a draft's operations, columns and bytes.
import { deflateRawSync } from 'node:zlib';
import { H, fromHex, join } from '../bytes.mjs';
import { DELETE, MAKE_MAP, PUT, operationColumns, put, seal } from '../chunk.mjs';
import { uleb } from '../columns.mjs';
import { anyOp, birth } from './drafts.mjs';

export const flipped = (bytes, at) => bytes.map((byte, n) => (n === at ? byte ^ 1 : byte));
export const NOTHING = new Uint8Array();
export const isPut = ({ action }) => action === PUT;
export function isPlainPut({ action, key }) {
  return action === PUT && key !== 'type';
}

export function onOp(breakIt, wanted = () => true) {
  return (it) => {
    const op = anyOp(it.random, it.change, (one) => wanted(one) && one.obj);
    if (op) breakIt(op, it);
  };
}

/** A birth with so many operations in all. */
export function fill(count) {
  return ({ change, scene, doc }) => {
    change.ops = [];
    birth(scene, doc, change);
    const { obj } = change.ops[1];
    for (let n = change.ops.length; n < count; n += 1) change.ops.push(put(obj, `tags/${n}`, true));
  };
}

export function onType(breakIt) {
  return onOp(breakIt, ({ key, action }) => key === 'type' && action === PUT);
}

export function onBody(makeBody) {
  return (it) => {
    it.makeBody = makeBody;
  };
}

export function withDep(state) {
  return ({ change, doc, scene }) => {
    const names = [...doc.known].filter(([, known]) => known.state === state).map(([name]) => name);
    if (names.length > 0) change.deps = [...new Set([...change.deps, scene.random.pick(names)])].sort();
  };
}

export function others(change) {
  const named = change.ops
    .flatMap((op) => [op.obj, ...op.preds])
    .filter(Boolean)
    .map(({ actor }) => actor);
  return [...new Set(named)].filter((actor) => actor !== change.actor).sort();
}

/** Fixes the columns as they are now, before the list of actors is spoilt. */
export function freeze(change) {
  change.columns = operationColumns(change.ops, [change.actor, ...others(change)]);
}

export function withColumns(change, spoil) {
  change.columns = spoil(operationColumns(change.ops, [change.actor, ...others(change)]).filter(({ bytes }) => bytes.length > 0));
}

export function replaceColumn(change, spec, bytes) {
  withColumns(change, (columns) => columns.map((column) => (column.spec === spec ? { ...column, bytes } : column)));
}

export function recordsIn(doc, change) {
  return [...doc.past(change.deps).values()].flatMap(({ ops }) => ops).filter(({ action, obj }) => action === MAKE_MAP && obj);
}

/** Gives a birth another key; makes one when there is none. */
export function rename(change, doc, scene, key) {
  if (!change.ops.some(({ action }) => action === MAKE_MAP)) birth(scene, doc, change);
  change.ops.find(({ action }) => action === MAKE_MAP).key = key;
}

export function retype(change, doc, scene, write) {
  const born = recordsIn(doc, change);
  if (born.length === 0) return;
  const { id } = scene.random.pick(born);
  const types = [...doc.past(change.deps).values()]
    .flatMap(({ ops }) => ops)
    .filter(
      ({ key, obj, action }) => key === 'type' && action !== DELETE && obj?.counter === id.counter && obj.actor === id.actor,
    );
  change.ops.push(
    write(
      id,
      types.map((op) => op.id),
    ),
  );
}

/** All ids of the change's own operations move along. */
export function shift(change, by) {
  const move = (id) =>
    id && id.actor === change.actor && id.counter >= change.startOp ? { ...id, counter: id.counter + by } : id;
  for (const op of change.ops) Object.assign(op, { obj: move(op.obj), preds: op.preds.map(move) });
  change.startOp = Math.max(0, Number(change.startOp) + by);
}

/** After operations went out, births keep pointing at what they made. */
export function renumber(change) {
  let from = null;
  change.ops.forEach((op, n) => {
    if (op.action === MAKE_MAP) from = { counter: change.startOp + n, actor: change.actor };
    else if (from && op.obj?.actor === change.actor && op.obj.counter >= change.startOp) op.obj = from;
  });
}

export function deflatedChunk(data) {
  const packed = new Uint8Array(deflateRawSync(data));
  const checksum = seal(data).slice(4, 8);
  return join(fromHex('856f4a83'), checksum, [2], uleb(packed.length), packed);
}

export function leb128Padded(length) {
  const bytes = [...uleb(length)];
  bytes[bytes.length - 1] |= 0x80;
  return Uint8Array.from([...bytes, 0]);
}

export function chunkAround(rest) {
  return join(fromHex('856f4a83'), H(rest).slice(0, 4), rest);
}
