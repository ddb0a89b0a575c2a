// Change chunks of automerge's binary format, read and written here without automerge: the oracle judges bytes that
// automerge must never see. An operation is {obj, key, action, value, preds}; ids are {counter, actor} with the actor in hex.
import { H, fromHex, hex, join, same } from './bytes.mjs';
import {
  Broken,
  Bytes,
  leb,
  readBooleans,
  readDeltas,
  readRuns,
  readText,
  readUleb,
  uleb,
  withLength,
  writeBooleans,
  writeDeltas,
  writeRuns,
  writeText,
} from './columns.mjs';

export const MAGIC = fromHex('856f4a83');
export const CHANGE = 1;
/** The bit of a column's specification that says: deflated. */
export const DEFLATED = 8;
export const MAKE_MAP = 0;
export const PUT = 1;
export const DELETE = 3;

/** Specs of the columns that an operation has, in their order. */
export const COLUMN = {
  objActor: 0x01,
  objCounter: 0x02,
  keyActor: 0x11,
  keyCounter: 0x13,
  keyText: 0x15,
  insert: 0x34,
  action: 0x42,
  valueMeta: 0x56,
  value: 0x57,
  predCount: 0x70,
  predActor: 0x71,
  predCounter: 0x73,
};

/** Types of a value, the low four bits of its metadata. */
export const VALUE = { null: 0, no: 1, yes: 2, uint: 3, int: 4, float: 5, text: 6, bytes: 7, counter: 8, timestamp: 9 };

/** The chunk around a change's data, with the right checksum. */
export function seal(data, type = CHANGE) {
  const rest = join(Uint8Array.from([type]), uleb(data.length), data);
  return join(MAGIC, H(rest).subarray(0, 4), rest);
}

/** The hash of a chunk: of its type, length and data, recomputed. */
export function hashOf(chunk) {
  return H(chunk.subarray(8));
}

/** Type, checksum and data of one chunk that fills these bytes. */
export function openChunk(bytes) {
  const from = new Bytes(bytes);
  if (!same(from.take(4), MAGIC)) throw new Broken('not a chunk');
  const checksum = from.take(4);
  const [type] = from.take(1);
  const data = from.prefixed();
  if (from.left > 0) throw new Broken('bytes after the chunk');
  if (!same(checksum, hashOf(bytes).subarray(0, 4))) throw new Broken('a wrong checksum');
  return { type, data, hash: hashOf(bytes) };
}

/** Reads the chunk of a change. Throws `Broken`. */
export function readChange(bytes) {
  const { type, data, hash } = openChunk(bytes);
  if (type !== CHANGE) throw new Broken(`a chunk of type ${type}`);
  const change = { hash, ...readLayout(data) };
  change.ops = readOperations(change.columns, change);
  return change;
}

/** The header of a change and its columns' bytes: all but the rows. */
export function readLayout(data) {
  const from = new Bytes(data);
  return { ...readHeader(from), columns: readColumns(from), extra: from.take(from.left) };
}

/** How many deps a change claims to have, whether they are there or not. */
export function claimedDeps(data) {
  return new Bytes(data).uleb();
}

/** The low three bits of a specification say how a column is written, whatever it holds. */
const ENCODING = { delta: 3, booleans: 4, text: 5, plain: 7 };

/** How many rows a column's runs claim to hold; of plain and of deflated bytes nothing can be said. */
export function claims({ spec, bytes }) {
  const from = new Bytes(bytes);
  const encoding = spec & 7;
  let rows = 0;
  if (encoding === ENCODING.plain || (spec & DEFLATED) !== 0) return rows;
  while (from.left > 0) rows += encoding === ENCODING.booleans ? Number(from.uleb()) : claimedRun(from, encoding);
  return rows;
}

function claimedRun(from, encoding) {
  const count = Number(from.leb());
  if (count === 0) return Number(from.uleb());
  for (let n = count > 0 ? -1 : count; n < 0; n += 1) skipValue(from, encoding);
  return Math.abs(count);
}

function skipValue(from, encoding) {
  if (encoding === ENCODING.text) from.prefixed();
  else if (encoding === ENCODING.delta) from.leb();
  else from.uleb();
}

function readHeader(from) {
  const deps = Array.from({ length: countOf(from) }, () => hex(from.take(32)));
  const actor = hex(from.prefixed());
  const [seq, startOp, time] = [from.uleb(), from.uleb(), Number(from.leb())];
  const message = readText(from);
  const others = Array.from({ length: countOf(from) }, () => hex(from.prefixed()));
  return { deps, actor, seq, startOp, time, message, others };
}

function countOf(from) {
  const count = from.uleb();
  if (count > from.left) throw new Broken('more things than bytes');
  return count;
}

function readColumns(from) {
  const layout = Array.from({ length: countOf(from) }, () => [from.uleb(), from.uleb()]);
  return layout.map(([spec, length]) => ({ spec, bytes: from.take(length) }));
}

function readOperations(columns, change) {
  const of = (spec) => columns.find((column) => column.spec === spec)?.bytes ?? new Uint8Array();
  const actions = readRuns(of(COLUMN.action), readUleb);
  const rows = actions.length;
  const fill = (values) => Array.from({ length: rows }, (_, row) => values[row] ?? null);
  const ulebs = (spec) => readRuns(of(spec), readUleb);
  const raw = new Bytes(of(COLUMN.value));
  const preds = predReader(change, ulebs(COLUMN.predActor), readDeltas(of(COLUMN.predCounter)));
  const named = {
    objActor: fill(ulebs(COLUMN.objActor)),
    objCounter: fill(ulebs(COLUMN.objCounter)),
    keyActor: fill(ulebs(COLUMN.keyActor)),
    keyCounter: fill(readDeltas(of(COLUMN.keyCounter))),
    keyText: fill(readRuns(of(COLUMN.keyText), readText)),
    insert: fill(readBooleans(of(COLUMN.insert))),
    meta: fill(ulebs(COLUMN.valueMeta)),
    predCount: fill(ulebs(COLUMN.predCount)),
  };
  return actions.map((action, row) => ({
    obj: idOf(change, named.objActor[row], named.objCounter[row]),
    key: named.keyText[row],
    keyActor: named.keyActor[row],
    keyCounter: named.keyCounter[row],
    insert: named.insert[row] ?? false,
    action,
    value: valueOf(named.meta[row] ?? 0, raw),
    preds: preds(named.predCount[row] ?? 0),
  }));
}

function actorAt(change, index) {
  const actor = [change.actor, ...change.others][index];
  if (actor === undefined) throw new Broken('an actor that the change does not list');
  return actor;
}

function idOf(change, index, counter) {
  if ((index === null) !== (counter === null)) throw new Broken('half an id');
  return index === null ? null : { counter, actor: actorAt(change, index) };
}

function valueOf(meta, raw) {
  return { type: Number(BigInt(meta) & 15n), bytes: raw.take(Number(BigInt(meta) >> 4n)) };
}

function predReader(change, actors, counters) {
  let at = 0;
  return (count) => {
    if (count > actors.length - at) throw new Broken('more predecessors than listed');
    const from = at;
    at += count;
    return actors.slice(from, at).map((index, n) => idOf(change, index, counters[from + n] ?? null));
  };
}

/** Order of operation ids: counter, then actor. */
export function compareIds(a, b) {
  return a.counter - b.counter || (a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : 0);
}

export const idText = (id) => `${id.counter}@${id.actor}`;

/** The one encoding of a change, as the page wants it: what this does not write is not identical when encoded again. */
export function writeChange(change) {
  return seal(changeData(change));
}

/** A change's data; `change.others`, `change.columns`, `change.extra` may be set to something wrong by who wants to. */
export function changeData(change) {
  const others = change.others ?? otherActors(change);
  const columns = (change.columns ?? operationColumns(change.ops, [change.actor, ...others])).filter(
    ({ bytes, keep }) => keep || bytes.length > 0,
  );
  return join(
    uleb(change.deps.length),
    ...change.deps.map(fromHex),
    withLength(fromHex(change.actor)),
    uleb(change.seq),
    uleb(change.startOp),
    leb(change.time ?? 0),
    writeText(change.message ?? ''),
    uleb(others.length),
    ...others.map((actor) => withLength(fromHex(actor))),
    uleb(columns.length),
    ...columns.flatMap(({ spec, bytes }) => [uleb(spec), uleb(bytes.length)]),
    ...columns.map(({ bytes }) => bytes),
    change.extra ?? new Uint8Array(),
  );
}

function otherActors(change) {
  const named = change.ops
    .flatMap((op) => [op.obj, ...op.preds])
    .filter(Boolean)
    .map(({ actor }) => actor);
  return [...new Set(named)].filter((actor) => actor !== change.actor).sort();
}

/** The columns of these operations; empty ones are left out when the change is written. */
export function operationColumns(ops, actors) {
  const place = (actor) => (actors.includes(actor) ? actors.indexOf(actor) : actors.length);
  const index = (id) => (id ? place(id.actor) : null);
  const preds = ops.flatMap((op) => op.preds);
  const column = (name, bytes) => ({ spec: COLUMN[name], bytes });
  return [
    column(
      'objActor',
      writeRuns(
        ops.map((op) => index(op.obj)),
        uleb,
      ),
    ),
    column(
      'objCounter',
      writeRuns(
        ops.map((op) => op.obj?.counter ?? null),
        uleb,
      ),
    ),
    column(
      'keyActor',
      writeRuns(
        ops.map((op) => op.keyActor ?? null),
        uleb,
      ),
    ),
    column('keyCounter', writeDeltas(ops.map((op) => op.keyCounter ?? null))),
    column(
      'keyText',
      writeRuns(
        ops.map((op) => op.key),
        writeText,
      ),
    ),
    column('insert', writeBooleans(ops.map((op) => op.insert ?? false))),
    column(
      'action',
      writeRuns(
        ops.map((op) => op.action),
        uleb,
      ),
    ),
    column(
      'valueMeta',
      writeRuns(
        ops.map(({ value }) => value.meta ?? value.bytes.length * 16 + value.type),
        uleb,
      ),
    ),
    column('value', join(...ops.map((op) => op.value.bytes))),
    column(
      'predCount',
      writeRuns(
        ops.map((op) => op.preds.length),
        uleb,
      ),
    ),
    column('predActor', writeRuns(preds.map(index), uleb)),
    column('predCounter', writeDeltas(preds.map((id) => id.counter))),
  ];
}

// ---- values

const NOTHING = { type: VALUE.null, bytes: new Uint8Array() };

/** A scalar as an operation holds it: text, whole number, yes/no, bytes. */
export function scalar(value) {
  if (value === null) return NOTHING;
  if (value === true) return { type: VALUE.yes, bytes: new Uint8Array() };
  if (value === false) return { type: VALUE.no, bytes: new Uint8Array() };
  if (typeof value === 'string') return { type: VALUE.text, bytes: new Uint8Array(Buffer.from(value, 'utf8')) };
  if (value instanceof Uint8Array) return { type: VALUE.bytes, bytes: value };
  return { type: VALUE.int, bytes: leb(value) };
}

/** Sorts whose values have no bytes (§3). */
const WITHOUT_BYTES = [VALUE.null, VALUE.no, VALUE.yes];

/** Whether a value's bytes are the one form that its sort has. */
export function isWhole(value) {
  if (WITHOUT_BYTES.includes(value.type)) return value.bytes.length === 0;
  try {
    if (value.type === VALUE.int) return same(leb(scalarOf(value)), value.bytes);
    if (value.type === VALUE.text) scalarOf(value);
    return true;
  } catch {
    return false;
  }
}

/** The value of an operation; throws `Broken` for one that no record may hold. */
export function scalarOf({ type, bytes }) {
  if (type === VALUE.yes) return true;
  if (type === VALUE.no) return false;
  if (type === VALUE.text) return readText(new Bytes(withLength(bytes)));
  if (type === VALUE.bytes) return new Uint8Array(bytes);
  if (type !== VALUE.int) throw new Broken('a value that is no scalar of records');
  const from = new Bytes(bytes);
  const number = from.leb();
  if (from.left > 0) throw new Broken('bytes after a number');
  return Number.isSafeInteger(Number(number)) ? Number(number) : number;
}

export const put = (obj, key, value, preds = []) => ({ obj, key, action: PUT, value: scalar(value), preds });
export const makeMap = (obj, key) => ({ obj, key, action: MAKE_MAP, value: NOTHING, preds: [] });
export const remove = (obj, key, preds) => ({ obj, key, action: DELETE, value: NOTHING, preds });
