// Suite 1: Ed25519 and SHA-256, and the byte strings that are signed (§3, §4).
import { createPrivateKey, createPublicKey, sign as signWith, verify as verifyWith } from 'node:crypto';
import { H, fixed, join } from './bytes.mjs';

export const SUITE = 1;
/** DER around a raw key of 32 bytes, as node's crypto wants keys. */
const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex');

export class KeyPair {
  constructor(secret) {
    this.key = createPrivateKey({ key: Buffer.concat([PRIVATE_DER, secret]), format: 'der', type: 'pkcs8' });
    this.public = new Uint8Array(createPublicKey(this.key).export({ format: 'der', type: 'spki' }).subarray(-32));
  }

  sign(bytes) {
    return new Uint8Array(signWith(null, bytes, this.key));
  }
}

const opened = new Map();

/** Whether a signature is this public key's; a key that is none proves nothing. */
export function proves(publicKey, bytes, signature) {
  const name = Buffer.from(publicKey).toString('latin1');
  try {
    if (!opened.has(name))
      opened.set(name, createPublicKey({ key: Buffer.concat([PUBLIC_DER, publicKey]), format: 'der', type: 'spki' }));
    return verifyWith(null, bytes, opened.get(name), signature);
  } catch {
    return false;
  }
}

export const keyId = (publicKey) => H(publicKey).slice(0, 8);

const suiteOf = (suite) => fixed(suite, 1);
const instant = (ms) => fixed(ms, 8);

export function envelopeBytes({ suite, studio, doc, device, madeAt, hash }) {
  return join('studio-env/1', suiteOf(suite), studio, doc, device, instant(madeAt), hash);
}

export function decisionBytes({ suite, studio, key, bytes }) {
  return join('studio-dec/1', suiteOf(suite), studio, key, bytes);
}

export function headBytes({ suite, studio, log, seq, chain }) {
  return join('studio-head/1', suiteOf(suite), studio, log, fixed(seq, 8), chain);
}

export function requestBytes(method, path, body) {
  const counted = (text) => [fixed(Buffer.byteLength(text), 2), text];
  return join('studio-req/1', ...counted(method), ...counted(path), H(body));
}

/** `chain(0)` of a log's first life. */
export function chainStart(studio, firstLog) {
  return H(join('studio-chain/1', studio, firstLog));
}

export function chainNext(before, seq, firstSeen, headerHash) {
  return H(before, fixed(seq, 8), instant(firstSeen), headerHash);
}
