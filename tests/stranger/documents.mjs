// Documents (§2): their ids, their first change, and which record lies in which.
import { H, hex, join } from './bytes.mjs';
import { encode } from './cbor.mjs';
import { hashOf, makeMap, put, writeChange } from './chunk.mjs';

export const KIND = { charter: 0, roster: 1, journal: 2 };

/** `[kind, [subjects…], [year, half] or null, epoch]` */
export function descriptor(kind, subjects = [], half = null, epoch = 0) {
  return { kind, subjects, half, epoch };
}

export const descriptorFields = ({ kind, subjects, half, epoch }) => [kind, subjects, half, epoch];

export function docId(studio, { kind, subjects, half, epoch }) {
  return H(encode(['studio-doc/1', studio, kind, subjects, half, epoch])).slice(0, 16);
}

/** A journal's half of the year at an instant, in Asia/Shanghai, which has been UTC+8 since 1991. */
export function halfOf(instant) {
  const local = new Date(instant + 8 * 3_600_000);
  return [local.getUTCFullYear(), local.getUTCMonth() < 6 ? 1 : 2];
}

/** The change with which every document begins; anybody makes the same one. */
export function genesis(doc) {
  const actor = hex(join(doc, new Uint8Array(8)));
  const chunk = writeChange({ deps: [], actor, seq: 1, startOp: 1, ops: [put(null, 'doc', doc), makeMap(null, 'records')] });
  return { chunk, hash: hashOf(chunk), actor, records: { counter: 2, actor } };
}

const TAGS = { string: 0, number: 1, bigint: 1, boolean: 2, object: 3 };

/** A record's version: of a flat map key → one value each. */
export function recordVersion(id, fields) {
  const keys = [...fields.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return H(encode([id, new Map(keys.map((key) => [key, [TAGS[typeof fields.get(key)], [fields.get(key)]]]))]));
}
