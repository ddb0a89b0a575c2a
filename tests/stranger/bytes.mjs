// Bytes as the page names them: ids as text, SHA-256, and the fixed-width numbers of signed strings.
import { createHash } from 'node:crypto';

/** Crockford's base32, lower case, no padding. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id, key or signature as text. */
export function asText(bytes) {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

/** The bytes of a text; throws when it is not such a text. */
export function fromText(text) {
  const bytes = [];
  let held = 0;
  let bits = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Error(`not base32: ${letter}`);
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  if (held !== 0) throw new Error('bits left over in base32');
  return Uint8Array.from(bytes);
}

export const hex = (bytes) => Buffer.from(bytes).toString('hex');
export const fromHex = (text) => new Uint8Array(Buffer.from(text, 'hex'));
export const same = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0;

/** `H` of the parts, one after the other. */
export function H(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** Everything one after the other: bytes, lists of bytes, text as UTF-8. */
export function join(...parts) {
  return new Uint8Array(Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Buffer.from(part)))));
}

/** A big-endian number of so many bytes, as signed strings hold it. */
export function fixed(number, width) {
  const bytes = Buffer.alloc(width);
  for (let at = width - 1, left = BigInt(number); at >= 0; at -= 1, left >>= 8n) bytes[at] = Number(left & 0xffn);
  return bytes;
}
