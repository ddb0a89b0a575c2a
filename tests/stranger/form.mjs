// The form of a change, whatever stands in its document (§11, 3–5): what a reader checks of everybody's changes, and the
// oracle of every envelope.
import { hex, same } from './bytes.mjs';
import { Broken, CHANGE, DELETE, MAKE_MAP, PUT, VALUE, compareIds, isWhole, openChunk, readChange, scalarOf, writeChange } from './chunk.mjs';
import { LIMITS } from './page.mjs';

/** A change of the wrong form; `reason` is the refusal's number, or the list of those that the page leaves open. */
export class Misshapen extends Error {
  constructor(reason, why) {
    super(why);
    this.reason = reason;
  }
}

export function check(holds, reason, why) {
  if (!holds) throw new Misshapen(reason, why);
}

/** The change in an envelope; throws `Misshapen`. */
export function formOf({ body, hash, device }) {
  const change = read(body, hash);
  check(change.ops.length > 0 && change.ops.length <= LIMITS.operations, change.columns.length > 0 ? [7, 8] : 7, 'no rows, or too many');
  check(isCanonical(change, body), [5, 8, 9], 'not the same when encoded again');
  check(change.ops.every((op) => (op.key === null) !== (op.keyCounter === null)), 8, 'an operation without a key, or with two');
  check(isNumbered(change) && change.ops.every(({ value }) => isWhole(value)), 8, 'numbers or values that automerge does not read');
  check(change.time === 0 && change.message === '' && change.extra.length === 0, 18, 'time, message or extra bytes');
  check(change.actor.length === 48 && change.actor.startsWith(hex(device)), 10, "an actor that is not the device's");
  operations(change);
  return change;
}

/** Operations 1 … 2^32, as automerge counts them. */
function isNumbered({ seq, startOp, ops }) {
  const named = ops.flatMap(({ obj, preds }) => [obj, ...preds]).filter(Boolean);
  return startOp > 0 && Number(startOp) + ops.length <= 2 ** 32 && seq < 2 ** 53 && named.every(({ counter }) => counter > 0);
}

/** What can be said of operations without their document (§11, 6). */
function operations({ startOp, ops }) {
  check(startOp + ops.length - 1 <= LIMITS.opCounter, 12, 'a counter beyond the greatest');
  check(ops.every((op) => KINDS.includes(op.action) && !op.insert && op.keyCounter === null), [8, 13], 'another kind of operation');
  check(ops.every((op) => (op.action === PUT ? SORTS : [VALUE.null]).includes(op.value.type)), [8, 13], 'a value that no record holds');
  check(ops.every(({ key }) => key !== '' && Buffer.byteLength(key) <= LIMITS.keyBytes), 14, 'no key, or too long a key');
  texts(ops);
  check(ops.every(({ action, preds }) => action !== DELETE || preds.length > 0), 16, 'a delete of nothing');
  check(ops.every(({ preds }) => preds.every((id, n) => n === 0 || compareIds(preds[n - 1], id) <= 0)), 8, 'predecessors not ascending');
}

/** Each text and all of them together (§12). */
function texts(ops) {
  const all = ops.filter(({ value }) => value.type === VALUE.text).map(({ value }) => scalarOf(value));
  check(all.every((text) => [...text].length <= LIMITS.textChars), 22, 'a text that is too long');
  check(all.reduce((sum, text) => sum + Buffer.byteLength(text), 0) <= LIMITS.textBytes, 22, 'texts that are too long together');
}

const KINDS = [MAKE_MAP, PUT, DELETE];

/** Sorts of the scalars of records. */
const SORTS = [VALUE.no, VALUE.yes, VALUE.int, VALUE.text, VALUE.bytes];

function read(body, hash) {
  try {
    const { type, hash: own } = openChunk(body);
    check(type === CHANGE, 5, 'another type of chunk');
    check(same(own, hash), 6, 'another hash');
    return readChange(body);
  } catch (error) {
    throw error instanceof Broken ? new Misshapen([5, 6, 7, 8, 9], error.message) : error;
  }
}

function isCanonical(change, body) {
  return same(writeChange({ ...change, others: undefined, columns: undefined }), body);
}
