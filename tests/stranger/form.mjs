// The form of a change, whatever stands in its document (§11, 3–5): what a reader checks of everybody's changes, and the
// oracle of every envelope.
import { hex, same } from './bytes.mjs';
import { Broken, CHANGE, openChunk, readChange, writeChange } from './chunk.mjs';
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
  check(change.ops.length > 0 && change.ops.length <= LIMITS.operations, 7, 'no rows, or too many');
  check(isCanonical(change, body), 8, 'not the same when encoded again');
  check(change.time === 0 && change.message === '' && change.extra.length === 0, 18, 'time, message or extra bytes');
  check(change.actor.length === 48 && change.actor.startsWith(hex(device)), 10, "an actor that is not the device's");
  return change;
}

function read(body, hash) {
  try {
    const { type, hash: own } = openChunk(body);
    check(type === CHANGE, 5, 'another type of chunk');
    check(same(own, hash), 6, 'another hash');
    return readChange(body);
  } catch (error) {
    throw error instanceof Broken ? new Misshapen([5, 6, 7, 8], error.message) : error;
  }
}

function isCanonical(change, body) {
  return same(writeChange({ ...change, others: undefined, columns: undefined }), body);
}
