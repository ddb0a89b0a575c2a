// The form of a change, whatever stands in its document: rows 6 to 10 of the page's table of what is checked (§11). A reader
// checks it of everybody's changes, and the oracle of every envelope. The first rule that is broken gives the refusal.
import { H, hex, same } from './bytes.mjs';
import {
  CHANGE,
  COLUMN,
  DEFLATED,
  DELETE,
  MAGIC,
  MAKE_MAP,
  PUT,
  VALUE,
  claimedDeps,
  claims,
  compareIds,
  isWhole,
  openChunk,
  readChange,
  readLayout,
  scalarOf,
  writeChange,
} from './chunk.mjs';
import { Broken } from './columns.mjs';
import { LIMITS } from './page.mjs';

/** A change that is refused; `reason` is the refusal's number. */
export class Misshapen extends Error {
  constructor(reason, why) {
    super(why);
    this.reason = reason;
  }
}

export function check(holds, reason, why) {
  if (!holds) throw new Misshapen(reason, why);
}

/** What cannot be read at all is refused as malformed. */
function readable(read) {
  try {
    return read();
  } catch (error) {
    throw error instanceof Broken ? new Misshapen(8, error.message) : error;
  }
}

/** The change in an envelope; throws `Misshapen`. */
export function formOf({ body, device }) {
  chunk(body);
  const { data } = readable(() => openChunk(body));
  check(readable(() => claimedDeps(data)) <= LIMITS.deps, 9, 'too many deps');
  layout(readable(() => readLayout(data)));
  const change = readable(() => readChange(body));
  check(isWhatAutomergeWrites(change, body), 8, 'not what automerge writes');
  sorts(change);
  amounts(change);
  check(change.actor.startsWith(hex(device)), 10, "an actor that is not the device's");
  return change;
}

/** 6, the chunk around it. Its first eight bytes are under no signature: who spoils them spoils no change. */
function chunk(body) {
  check(same(body.subarray(0, 4), MAGIC) && body.length >= 8, 8, 'not a chunk');
  check(same(body.subarray(4, 8), H(body.subarray(8)).subarray(0, 4)), 6, 'a wrong checksum');
  check(body.length > 8, 8, 'nothing behind the checksum');
  check(body[8] === CHANGE, 5, 'another type of chunk');
}

/** Whether a chunk's first eight bytes are right, so that its name says all of it. */
export function isNamed(body) {
  return same(body.subarray(0, 4), MAGIC) && same(body.subarray(4, 8), H(body.subarray(8)).subarray(0, 4));
}

/** 6, how much its header and its columns' runs claim, before anybody reads the rows. */
function layout({ seq, startOp, others, columns }) {
  check(Math.max(Number(seq), Number(startOp)) < 2 ** 63, 8, 'a number that cannot be read');
  check(columns.length <= LIMITS.columns, 8, 'too many columns');
  check(others.length <= LIMITS.preds, 7, 'too many actors');
  for (const column of columns) {
    const most = PREDS.includes(column.spec) ? LIMITS.preds : LIMITS.operations;
    check(readable(() => claims(column)) <= most, 7, 'more rows than a change may have');
  }
  check(
    columns.every(({ spec }) => (spec & DEFLATED) === 0),
    5,
    'a deflated column',
  );
}

/** Columns with one row for each predecessor. */
const PREDS = [COLUMN.predActor, COLUMN.predCounter];

/** 7: everything in its one shortest form, and nothing that automerge does not read. */
function isWhatAutomergeWrites(change, body) {
  const { ops, deps, seq, startOp } = change;
  const ids = ops.flatMap(({ obj, preds }) => [obj, ...preds]).filter(Boolean);
  return (
    same(writeChange({ ...change, others: undefined, columns: undefined }), body) &&
    deps.every((dep, n) => n === 0 || deps[n - 1] <= dep) &&
    startOp > 0 &&
    startOp < 2 ** 53 &&
    seq < 2 ** 53 &&
    ids.every(({ counter }) => counter > 0) &&
    ops.every((op) => (op.key === null) !== (op.keyCounter === null) && op.action in ACTIONS && isWhole(op.value)) &&
    ops.every(hasItsValue) &&
    ops.every(({ preds }) => preds.every((id, n) => n === 0 || compareIds(preds[n - 1], id) <= 0))
  );
}

/** Actions that automerge knows. */
const ACTIONS = ['make-map', 'put', 'make-list', 'delete', 'make-text', 'increment', 'make-table', 'mark'];

/** Only puts have a value of any sort; an increment has an integer, all else none. */
function hasItsValue({ action, value }) {
  return action === PUT || value.type === (action === INCREMENT ? VALUE.int : VALUE.null);
}

const INCREMENT = 5;

/** 8: no ornament, actors of the one length, operations of the three sorts. */
function sorts({ time, message, extra, actor, others, ops }) {
  check(time === 0 && message === '' && extra.length === 0, 18, 'time, message or extra bytes');
  check(
    [actor, ...others].every((one) => one.length === 2 * LIMITS.actorBytes),
    10,
    'an actor of another length',
  );
  for (const op of ops) {
    check([MAKE_MAP, PUT, DELETE].includes(op.action) && !op.insert && op.keyCounter === null, 13, 'another kind of operation');
    check((op.action === PUT ? SORTS : [VALUE.null]).includes(op.value.type), 13, 'a value that no record holds');
  }
}

/** Sorts of the scalars of records. */
const SORTS = [VALUE.no, VALUE.yes, VALUE.int, VALUE.text, VALUE.bytes];

/** 9: how many and how long. */
function amounts({ deps, startOp, ops }) {
  check(new Set(deps).size === deps.length, 9, 'a dep twice');
  check(ops.length > 0 && ops.length <= LIMITS.operations, 7, 'no operations, or too many');
  check(startOp + ops.length - 1 <= LIMITS.opCounter, 12, 'a counter beyond the greatest');
  for (const { key, value, action, preds } of ops) {
    check(key !== '' && Buffer.byteLength(key) <= LIMITS.keyBytes, 14, 'no key, or too long a key');
    check(value.type !== VALUE.text || [...scalarOf(value)].length <= LIMITS.textChars, 22, 'a text that is too long');
    check(action !== DELETE || preds.length > 0, 16, 'a delete of nothing');
  }
  const long = ops.filter(({ value }) => [VALUE.text, VALUE.bytes].includes(value.type));
  check(long.reduce((sum, { value }) => sum + value.bytes.length, 0) <= LIMITS.textBytes, 22, 'texts that are too long together');
}
