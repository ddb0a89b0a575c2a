// CBOR (RFC 8949) as the page wants it: definite lengths, shortest integers. Small on purpose: a client of this protocol
// needs unsigned and negative integers, bytes, text, arrays, maps and the three simple values.

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const SIMPLE = 7;
/** Deeper than anything that the page describes; an answer must not end a reader's stack. */
const DEEPEST = 32;

/** Bytes that are no CBOR of this protocol. */
export class NotCbor extends Error {}

/** The head of an item: its major type and its number, in the shortest form. */
export function head(major, number) {
  const n = BigInt(number);
  const top = major << 5;
  if (n < 24n) return Buffer.from([top | Number(n)]);
  if (n < 0x100n) return Buffer.from([top | 24, Number(n)]);
  const [code, width] = n < 0x10000n ? [25, 2] : n < 0x100000000n ? [26, 4] : [27, 8];
  const bytes = Buffer.alloc(1 + width);
  bytes[0] = top | code;
  for (let at = 0, left = n; at < width; at += 1, left >>= 8n) bytes[width - at] = Number(left & 0xffn);
  return bytes;
}

/** One value: numbers and bigints, byte arrays, text, arrays, `Map`, null, booleans. */
export function encode(value) {
  if (value === null || value === undefined) return Buffer.from([0xf6]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === 'number' || typeof value === 'bigint') return encodeInteger(BigInt(value));
  if (value instanceof Uint8Array) return Buffer.concat([head(BYTES, value.length), value]);
  if (typeof value === 'string') return encodeText(value);
  if (Array.isArray(value)) return Buffer.concat([head(ARRAY, value.length), ...value.map(encode)]);
  return encodeMap(value);
}

/** A structure: absent optional fields at the end are left out. */
export function encodeStructure(fields) {
  let length = fields.length;
  while (length > 0 && (fields[length - 1] ?? null) === null) length -= 1;
  return encode(fields.slice(0, length));
}

function encodeInteger(n) {
  return n < 0n ? head(NEGATIVE, -1n - n) : head(UNSIGNED, n);
}

function encodeText(text) {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([head(TEXT, bytes.length), bytes]);
}

function encodeMap(map) {
  const parts = [...map].flatMap(([key, value]) => [encode(key), encode(value)]);
  return Buffer.concat([head(MAP, map.size), ...parts]);
}

/** The one value that these bytes are; refuses anything after it. `lenient` also reads what writers of this protocol must
 * not write: indefinite lengths and integers that are longer than they need be. */
export function decode(bytes, { lenient = false } = {}) {
  const reader = new Reader(bytes, lenient);
  const value = reader.item(0);
  if (reader.at !== bytes.length) throw new NotCbor(`${bytes.length - reader.at} bytes after the item`);
  return value;
}

const BREAK = 0xff;
const INDEFINITE = 31;

class Reader {
  constructor(bytes, lenient) {
    Object.assign(this, { bytes, lenient, at: 0 });
  }

  take(count) {
    if (count > this.bytes.length - this.at) throw new NotCbor('the bytes end within an item');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  number(code) {
    if (code < 24) return code;
    if (code > 27) throw new NotCbor('an indefinite or reserved length');
    const width = 1 << (code - 24);
    const n = this.take(width).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const least = width === 1 ? 24n : 1n << BigInt(width * 4);
    if (n < least && !this.lenient) throw new NotCbor('an integer that is not the shortest');
    return n <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(n) : n;
  }

  item(depth) {
    if (depth > DEEPEST) throw new NotCbor('nested too deeply');
    const [first] = this.take(1);
    const major = first >> 5;
    if (major === SIMPLE) return simple(first);
    if (this.lenient && (first & 31) === INDEFINITE) return this.indefinite(major, depth);
    const n = this.number(first & 31);
    if (major === UNSIGNED) return n;
    if (major === NEGATIVE) return typeof n === 'number' ? -1 - n : -1n - n;
    if (major === BYTES) return new Uint8Array(this.take(n));
    if (major === TEXT) return new TextDecoder('utf-8', { fatal: true }).decode(this.take(n));
    if (major === ARRAY) return Array.from(this.counted(n), () => this.item(depth + 1));
    if (major === MAP) return new Map(Array.from(this.counted(n), () => [this.item(depth + 1), this.item(depth + 1)]));
    throw new NotCbor('a tag');
  }

  /** Items up to a break: the elements of an array, or the pieces of a string. */
  indefinite(major, depth) {
    if (![BYTES, TEXT, ARRAY].includes(major)) throw new NotCbor('an indefinite or reserved length');
    const items = [];
    for (; this.bytes[this.at] !== BREAK; items.push(this.item(depth + 1)));
    this.at += 1;
    if (major === ARRAY) return items;
    return major === TEXT ? items.join('') : new Uint8Array(Buffer.concat(items));
  }

  /** As many places as a count claims; a claim beyond the bytes is refused before anything is reserved. */
  counted(n) {
    if (n > this.bytes.length - this.at) throw new NotCbor('more items than bytes');
    return { length: n };
  }
}

function simple(first) {
  const values = { 0xf4: false, 0xf5: true, 0xf6: null };
  if (!(first in values)) throw new NotCbor('a float or an unknown simple value');
  return values[first];
}
