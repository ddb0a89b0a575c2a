// The numbers and columns of automerge's binary format: LEB128, run-length, delta and boolean encodings (§3).
import { join } from './bytes.mjs';

/** Bytes that are no change chunk. */
export class Broken extends Error {}

// ---- LEB128

export function uleb(number) {
  const bytes = [];
  let left = BigInt(number);
  if (left < 0n) throw new Error(`${number} has no unsigned form`);
  do {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    bytes.push(left === 0n ? low : low | 0x80);
  } while (left !== 0n);
  return Uint8Array.from(bytes);
}

export function leb(number) {
  const bytes = [];
  let left = BigInt(number);
  for (;;) {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    if ((left === 0n && !(low & 0x40)) || (left === -1n && low & 0x40)) return Uint8Array.from([...bytes, low]);
    bytes.push(low | 0x80);
  }
}

export const withLength = (bytes) => join(uleb(bytes.length), bytes);

/** Bytes that are read from front to end. */
export class Bytes {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get left() {
    return this.bytes.length - this.at;
  }

  take(count) {
    if (count > this.left) throw new Broken('the bytes end too early');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  /** [all 7-bit groups as one number, how many bits they are]; longer ones than need be are found when all is written again */
  groups() {
    let value = 0n;
    for (let bits = 0n; bits < 70n; bits += 7n) {
      const [byte] = this.take(1);
      value |= BigInt(byte & 0x7f) << bits;
      if (byte < 0x80) return [value, bits + 7n];
    }
    throw new Broken('a number of more than 64 bits');
  }

  uleb() {
    const [value] = this.groups();
    if (value >= 1n << 64n) throw new Broken('a number of more than 64 bits');
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  }

  leb() {
    const [value, bits] = this.groups();
    const signed = BigInt.asIntN(Number(bits), value);
    if (signed !== BigInt.asIntN(64, signed)) throw new Broken('a number of more than 64 bits');
    return signed;
  }

  prefixed() {
    return this.take(this.uleb());
  }
}

// ---- columns

/** A run-length column: counts of equal values, literal stretches, stretches of nulls. */
export function readRuns(bytes, readOne) {
  const from = new Bytes(bytes);
  const values = [];
  while (from.left > 0) {
    const count = Number(from.leb());
    if (count > 0) pushRun(values, count, readOne(from));
    else if (count < 0) for (let n = count; n < 0; n += 1) pushRun(values, 1, readOne(from));
    else pushRun(values, Number(from.uleb()), null);
  }
  return values;
}

/** Far more rows than a change may have (§6, 4); keeps a claimed run from filling the memory. */
const MOST_ROWS = 100_000;

function pushRun(values, count, value) {
  if (values.length + count > MOST_ROWS) throw new Broken('more rows than any change has');
  for (let n = 0; n < count; n += 1) values.push(value);
}

export function writeRuns(values, writeOne) {
  const parts = [];
  let literal = [];
  const flush = () => {
    if (literal.length > 0) parts.push(leb(-literal.length), ...literal.map(writeOne));
    literal = [];
  };
  for (let at = 0; at < values.length;) {
    let end = at + 1;
    while (end < values.length && values[end] === values[at]) end += 1;
    const count = end - at;
    if (values[at] === null) {
      flush();
      parts.push(leb(0), uleb(count));
    } else if (count === 1) literal.push(values[at]);
    else {
      flush();
      parts.push(leb(count), writeOne(values[at]));
    }
    at = end;
  }
  flush();
  return values.every((value) => value === null) ? new Uint8Array() : join(...parts);
}

export function readDeltas(bytes) {
  let sum = 0;
  return readRuns(bytes, (from) => Number(from.leb())).map((step) => (step === null ? null : (sum += step)));
}

export function writeDeltas(values) {
  let before = 0;
  const steps = values.map((value) => {
    if (value === null) return null;
    const step = value - before;
    before = value;
    return step;
  });
  return writeRuns(steps, leb);
}

export function readBooleans(bytes) {
  const from = new Bytes(bytes);
  const values = [];
  for (let value = false; from.left > 0; value = !value) pushRun(values, Number(from.uleb()), value);
  return values;
}

export function writeBooleans(values) {
  const counts = [];
  let now = false;
  let count = 0;
  for (const value of values) {
    if (value !== now) {
      counts.push(count);
      [now, count] = [value, 0];
    }
    count += 1;
  }
  return values.length > 0 ? join(...[...counts, count].map(uleb)) : new Uint8Array();
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
export const readText = (from) => {
  try {
    return utf8.decode(from.prefixed());
  } catch (error) {
    throw error instanceof Broken ? error : new Broken('text that is not UTF-8');
  }
};
export const writeText = (text) => withLength(Buffer.from(text, 'utf8'));
export const readUleb = (from) => from.uleb();
