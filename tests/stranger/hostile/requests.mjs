// Requests that are broken as a whole: their bytes, their packing, their signature, their cursor. Whatever comes, the
// server answers with a code of the page, keeps nothing that nobody sent, and goes on.
import { gzipSync, deflateSync, brotliCompressSync } from 'node:zlib';
import { asText, hex, join } from '../bytes.mjs';
import { NotCbor, decode, encode, head } from '../cbor.mjs';
import { writeChange } from '../chunk.mjs';
import { descriptorFields } from '../documents.mjs';
import { post, signedHeaders } from '../http.mjs';
import { SUITE, requestBytes } from '../sign.mjs';
import { syncAnswer, syncRequest } from '../wire.mjs';
import { changeOf } from './drafts.mjs';
import { hashOf } from '../chunk.mjs';

const MIB = 1024 * 1024;

/** A change that nothing is wrong with, by the backbone, in an envelope. */
export function wholeEnvelope(scene) {
  const author = scene.backbone;
  const doc = scene.book.describe(scene.journalOf(author.person));
  const body = writeChange(changeOf(scene, author, doc));
  return author.sign({ suite: SUITE, bodyKind: 0, doc: doc.id, device: author.device, madeAt: scene.random.word(), hash: hashOf(body), body });
}

/** A sync request of the backbone that holds such a change. */
export function wholeRequest(scene, wish = {}) {
  const envelope = wholeEnvelope(scene);
  const descriptors = scene.descriptors().map(descriptorFields);
  return { envelope, body: syncRequest({ ...scene.wish(), envelopes: [envelope], descriptors, ...wish }) };
}

/** Posts as the backbone and holds the answer against what may come: `{ statuses, codes }`. */
export async function send(scene, label, body, right, headers = {}) {
  const path = `/v1/studios/${scene.chief.studioText}/sync`;
  const answer = await post(scene.chief.address, path, right.packed ?? body, { ...signedHeaders(scene.backbone, path, body), ...headers });
  scene.count(`${answer.status}${answer.code ? ` ${answer.code}` : ''}`);
  const fits = right.status.includes(answer.status) && (answer.status === 200 || !right.code || right.code.includes(answer.code)) && (answer.status === 200 || answer.code);
  scene.expect(fits, label, `${right.status.join('/')} ${right.code?.join('/') ?? ''}`, `${answer.status} ${answer.code}`, (right.packed ?? body).slice(0, 4096));
  return answer;
}

/** Keeps in the book what an answer accepted, after the oracle has said what it should be. */
function settle(scene, label, envelope, answer) {
  if (answer.status !== 200) return;
  for (const seen of syncAnswer(answer.bytes).verdicts) scene.compare({ envelope, label }, seen, { waitS: null });
}

// ---- CBOR

/** Where each item of a message begins, and how deep. */
function itemsOf(bytes) {
  const items = [];
  const walk = (at) => {
    const major = bytes[at] >> 5;
    const code = bytes[at] & 31;
    const width = code < 24 ? 0 : 1 << (code - 24);
    let n = code < 24 ? code : 0;
    for (let i = 1; i <= width; i += 1) n = n * 256 + bytes[at + i];
    items.push({ at, major, n, width });
    let next = at + 1 + width;
    if (major === 2 || major === 3) return next + n;
    if (major === 4) for (let i = 0; i < n; i += 1) next = walk(next);
    return next;
  };
  walk(0);
  return items;
}

const splice = (bytes, at, count, ...insert) => join(bytes.slice(0, at), ...insert, bytes.slice(at + count));

export const CBOR_BREAKS = {
  'cut short': (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  'bytes behind it': (bytes, random) => join(bytes, random.bytes(1 + random.below(4))),
  'another message behind it': (bytes) => join(bytes, bytes),
  'another major type': (bytes, random) => atItem(bytes, random, ({ at }) => splice(bytes, at, 1, [(bytes[at] & 31) | (random.below(8) << 5)])),
  'a huge length': (bytes, random) => atItem(bytes, random, ({ at, major, width }) => splice(bytes, at, 1 + width, head(major, random.pick([2 ** 31, 2 ** 32 - 1, 2 ** 53, 2n ** 64n - 1n]))), [2, 3, 4]),
  'a number of 64 bits': (bytes, random) => atItem(bytes, random, ({ at, width }) => splice(bytes, at, 1 + width, head(0, 2n ** 64n - 1n)), [0]),
  'a negative number': (bytes, random) => atItem(bytes, random, ({ at, width, n }) => splice(bytes, at, 1 + width, head(1, n)), [0]),
  'an indefinite length': (bytes, random) => atItem(bytes, random, ({ at, width, major }) => splice(bytes, at, 1 + width, [(major << 5) | 31]), [2, 3, 4]),
  'an indefinite array that ends': (bytes) => join([0x9f], bytes.slice(1), [0xff]),
  'a reserved length': (bytes, random) => atItem(bytes, random, ({ at }) => splice(bytes, at, 1, [(bytes[at] & 0xe0) | (28 + random.below(3))])),
  'nested deeply': (bytes, random) => atItem(bytes, random, ({ at }) => splice(bytes, at, 0, new Uint8Array(random.pick([50, 1000, 100_000])).fill(0x81))),
  'nothing but arrays': (bytes, random) => new Uint8Array(random.pick([10, 1000, 500_000])).fill(0x81),
  'nothing but maps': () => new Uint8Array(10_000).fill(0xa1),
  'a tag': (bytes, random) => atItem(bytes, random, ({ at }) => splice(bytes, at, 0, [0xc0 | random.below(24)])),
  'many tags': (bytes) => join(new Uint8Array(50_000).fill(0xc1), bytes),
  'null for something': (bytes, random) => atItem(bytes, random, ({ at, width, major, n }) => splice(bytes, at, 1 + width + (major === 2 || major === 3 ? n : 0), [0xf6]), [0, 2, 3]),
  'a float': (bytes, random) => atItem(bytes, random, ({ at, width }) => splice(bytes, at, 1 + width, [0xfb, 0, 0, 0, 0, 0, 0, 0, 0]), [0]),
  'true for a number': (bytes, random) => atItem(bytes, random, ({ at, width }) => splice(bytes, at, 1 + width, [0xf5]), [0]),
  'an element fewer': (bytes, random) => atItem(bytes, random, ({ at }) => splice(bytes, at, 1, [bytes[at] - 1]), [4]),
  'an element more': (bytes, random) => atItem(bytes, random, ({ at }) => splice(bytes, at, 1, [bytes[at] + 1]), [4]),
  'ids one byte shorter': (bytes, random) => atItem(bytes, random, ({ at, width, n }) => splice(bytes, at, 2 + width, head(2, Math.max(n - 1, 0))), [2]),
  'a byte turned': (bytes, random) => { const at = random.below(bytes.length); return splice(bytes, at, 1, [bytes[at] ^ (1 << random.below(8))]); },
  'bytes drawn': (bytes, random) => random.bytes(random.below(400)),
  'nothing': () => new Uint8Array(),
  'a map': () => encode(new Map([['protocol', 1]])),
  'elements of tomorrow': (bytes) => join([0x80 | 12], bytes.slice(1), withEnd(bytes)),
  'another protocol': (bytes, random) => splice(bytes, 1, 1, head(0, random.pick([0, 2, 65535]))),
};

function withEnd(bytes) {
  const missing = 10 - (bytes[0] & 31);
  return join(new Uint8Array(missing).fill(0xf6), encode('neu'), encode([1, 2]));
}

function atItem(bytes, random, spoil, majors) {
  const fit = itemsOf(bytes).filter(({ major }) => !majors || majors.includes(major));
  return fit.length > 0 ? spoil(random.pick(fit)) : bytes;
}

export async function cbor(scene, tries) {
  const names = Object.keys(CBOR_BREAKS);
  for (let n = 0; n < tries; n += 1) {
    const label = scene.random.pick(names);
    const { body } = wholeRequest(scene);
    const broken = CBOR_BREAKS[label](body, scene.random);
    const answer = await send(scene, label, broken, { status: statusesFor(broken) });
    if (answer.status === 200) settleBroken(scene, label, broken, answer);
  }
}

/** What is no CBOR is `malformed`; what is may be taken or refused, by what it says. */
function statusesFor(bytes) {
  try {
    decode(bytes);
    return [200, 400, 413, 426];
  } catch (error) {
    // The page binds writers to shortest integers and definite lengths, and leaves readers free.
    if (error instanceof NotCbor && /shortest|indefinite/.test(error.message)) return [200, 400, 413, 426];
    return [400, 413];
  }
}

function envelopesIn(request) {
  return decode(request, { lenient: true })[7].map(([suite, bodyKind, doc, device, madeAt, signature, body]) => ({
    suite, bodyKind, doc, device, madeAt, signature, body, hash: hashOf(body),
  }));
}

/** Of a message that was taken nevertheless: what it says now is judged as it stands there. */
function settleBroken(scene, label, broken, answer) {
  const { verdicts } = syncAnswer(answer.bytes);
  const envelopes = envelopesIn(broken);
  scene.expect(envelopes.length === verdicts.length, label, `${envelopes.length} verdicts`, `${verdicts.length}`, broken.slice(0, 4096));
  verdicts.forEach((seen, n) => scene.compare({ envelope: envelopes[n], label }, seen, { waitS: null }));
}

// ---- cursors

const CURSOR_BREAKS = {
  drawn: (cursor, { random }) => random.bytes(random.below(80)),
  'cut short': (cursor, { random }) => cursor.slice(0, random.below(cursor.length)),
  'a bit turned': (cursor, { random }) => { const at = random.below(cursor.length); return cursor.map((byte, n) => (n === at ? byte ^ (1 << random.below(8)) : byte)); },
  'bytes behind it': (cursor, { random }) => join(cursor, random.bytes(1 + random.below(20))),
  "a colleague's": (cursor, scene) => scene.random.pick(scene.authors).cursor,
  "another studio's": (cursor, scene) => scene.elsewhere.cursor,
  long: (cursor, { random }) => random.bytes(random.pick([1000, 60_000])),
  'a huge length within': (cursor) => join(cursor.slice(0, -1), head(4, 2n ** 63n)),
  'lists of much': (cursor) => join(cursor.slice(0, -1), head(4, 20_000), new Uint8Array(20_000)),
};

/** Whatever cursor comes, a reader without a role is shown nothing that it may not see, and numbers never lie. */
export async function cursors(scene, tries) {
  for (const phone of scene.authors) await phone.sync();
  const names = Object.keys(CURSOR_BREAKS);
  for (let n = 0; n < tries; n += 1) {
    const label = scene.random.pick(names);
    const reader = scene.random.pick(scene.authors);
    const cursor = CURSOR_BREAKS[label](reader.cursor, scene);
    const seen = scene.random.once(2) ? reader.head : null;
    const answer = await askAs(scene, reader, label, syncRequest({ ...scene.wish(), seen, cursor, answerBytesMax: 65_536 }));
    if (answer) for (const entry of answer.entries) mayBeSeen(scene, reader, label, entry);
  }
}

async function askAs(scene, reader, label, body) {
  const path = `/v1/studios/${reader.studioText}/sync`;
  const answer = await post(reader.address, path, body, signedHeaders(reader, path, body));
  scene.count(`${answer.status}${answer.code ? ` ${answer.code}` : ''}`);
  scene.expect([200, 400].includes(answer.status), label, '200 or 400 malformed', `${answer.status} ${answer.code}`, body);
  return answer.status === 200 ? syncAnswer(answer.bytes) : null;
}

const ALWAYS = [1, 3, 5, 8, 9];
const OWN = [2, 4];

function mayBeSeen(scene, reader, label, entry) {
  const known = scene.chief.log.entries[entry.seq - 1];
  scene.expect(known && hex(known.header) === hex(entry.header), `cursor ${label}`, `entry ${entry.seq} as in the log`, hex(entry.header), entry.header);
  if (reader !== scene.left && reader !== scene.stopped) return;
  const own = entry.envelope && hex(entry.envelope.doc) === hex(reader.document(scene.journalOf(reader.person)).id);
  const decided = entry.decision && (ALWAYS.includes(entry.decision.type) || (OWN.includes(entry.decision.type) && isOf(reader, entry.decision)));
  const stub = !entry.envelope && !entry.decision;
  scene.expect(stub || own || decided, `cursor ${label}`, `a stub of ${entry.seq} for a reader without a role`, 'a body', entry.header);
}

function isOf(reader, { type, body }) {
  return hex(type === 2 ? body[0] : body[1]) === hex(reader.person);
}

// ---- packing

const PACKINGS = {
  'packed well': (body) => ({ packed: gzipSync(body), encoding: 'gzip', status: [200] }),
  'packed at every level': (body, random) => ({ packed: gzipSync(body, { level: random.below(10) }), encoding: 'gzip', status: [200] }),
  'in two members': (body) => ({ packed: join(gzipSync(body.slice(0, 10)), gzipSync(body.slice(10))), encoding: 'gzip', status: [200, 400] }),
  'said to be packed and is not': (body) => ({ packed: body, encoding: 'gzip', status: [400] }),
  'cut short': (body, random) => { const whole = gzipSync(body); return { packed: whole.subarray(0, random.below(whole.length - 1)), encoding: 'gzip', status: [400] }; },
  'a byte turned': (body, random) => { const whole = gzipSync(body); const at = 10 + random.below(whole.length - 10); whole[at] ^= 1 << random.below(8); return { packed: whole, encoding: 'gzip', status: [200, 400, 401, 413] }; },
  'bytes behind it': (body, random) => ({ packed: join(gzipSync(body), random.bytes(5)), encoding: 'gzip', status: [200, 400] }),
  'another packing': (body, random) => ({ packed: deflateSync(body), encoding: random.pick(['deflate', 'br', 'zstd', 'compress', 'x', 'gzip, gzip']), status: [400, 415] }),
  'brotli': (body) => ({ packed: brotliCompressSync(body), encoding: 'br', status: [400, 415] }),
  'packed and not said': (body) => ({ packed: gzipSync(body), encoding: 'identity', status: [200, 400, 401, 415] }),
};

/** Bodies of nothing but the same byte: what they unpack to is bounded, not how well they are packed. */
const BOMBS = { 'just over 1 MiB': MIB + 1, '8 MiB': 8 * MIB, '64 MiB': 64 * MIB };

export async function packings(scene, tries) {
  const names = [...Object.keys(PACKINGS), ...Object.keys(BOMBS)];
  for (let n = 0; n < tries; n += 1) {
    const label = scene.random.pick(names);
    if (label in BOMBS) await bomb(scene, label);
    else await packing(scene, label);
  }
}

async function packing(scene, label) {
  const { envelope, body } = wholeRequest(scene);
  const { encoding, ...right } = PACKINGS[label](body, scene.random);
  const headers = encoding === 'identity' ? {} : { 'content-encoding': encoding };
  settle(scene, label, envelope, await send(scene, label, body, right, headers));
}

async function bomb(scene, label) {
  const body = new Uint8Array(BOMBS[label]);
  await send(scene, label, body, { packed: gzipSync(body), status: [413], code: ['too-large'] }, { 'content-encoding': 'gzip' });
}

// ---- signatures of requests

const OTHER = new Uint8Array(64);

/** Who may ask, and how they prove it (§6). Every one of these is answered 401 or 400, before anything is looked at. */
export async function signatures(scene, tries) {
  const names = Object.keys(PROOFS);
  for (let n = 0; n < tries; n += 1) {
    const label = scene.random.pick(names);
    const { body } = wholeRequest(scene);
    const path = `/v1/studios/${scene.chief.studioText}/sync`;
    const { headers, at = path, status = [401] } = PROOFS[label](scene, path, body);
    const answer = await post(scene.chief.address, at, body, headers);
    scene.count(`${answer.status} ${answer.code ?? ''}`);
    scene.expect(status.includes(answer.status) && (answer.status === 200 || answer.code), label, status.join('/'), `${answer.status} ${answer.code}`, body.slice(0, 1024));
  }
}

const headersOf = (device, signature) => ({ 'studio-device': asText(device), 'studio-signature': asText(signature) });

const PROOFS = {
  'no headers': () => ({ headers: {}, status: [400, 401] }),
  'no signature': ({ backbone }) => ({ headers: { 'studio-device': asText(backbone.device) }, status: [400, 401] }),
  'a device that is no id': ({ random }, path, body) => ({ headers: { 'studio-device': random.pick(['', 'x', '周', 'u'.repeat(26), '0'.repeat(27)]).replace('周', 'zz'), 'studio-signature': asText(OTHER) }, status: [400, 401] }),
  'a signature that is none': ({ backbone, random }) => ({ headers: { 'studio-device': asText(backbone.device), 'studio-signature': random.pick(['', '0', '!'.repeat(103), '0'.repeat(102), '0'.repeat(104)]) }, status: [400, 401] }),
  'a signature drawn': ({ backbone, random }) => ({ headers: headersOf(backbone.device, random.bytes(64)) }),
  'a signature of nothing': ({ backbone }) => ({ headers: headersOf(backbone.device, OTHER) }),
  "a colleague's key": ({ backbone, chief }, path, body) => ({ headers: headersOf(backbone.device, chief.keys.sign(requestBytes('POST', path, body))) }),
  'a device that nobody knows': ({ unknown }, path, body) => ({ headers: signedHeaders(unknown, path, body) }),
  "another studio's device": ({ elsewhere }, path, body) => ({ headers: signedHeaders(elsewhere, path, body) }),
  'for another path': ({ backbone }, path, body) => ({ headers: headersOf(backbone.device, backbone.keys.sign(requestBytes('POST', `${path}/`, body))) }),
  'for another studio': ({ backbone, elsewhere }, path, body) => ({ at: `/v1/studios/${elsewhere.studioText}/sync`, headers: signedHeaders(backbone, path, body) }),
  "in another studio's name": ({ backbone, elsewhere }, path, body) => {
    const at = `/v1/studios/${elsewhere.studioText}/sync`;
    return { at, headers: signedHeaders(backbone, at, body) };
  },
  'for another method': ({ backbone }, path, body) => ({ headers: headersOf(backbone.device, backbone.keys.sign(requestBytes('GET', path, body))) }),
  'for another body': ({ backbone }, path) => ({ headers: signedHeaders(backbone, path, new Uint8Array([0x80])) }),
  'a studio that nobody knows': ({ backbone, random }, path, body) => {
    const at = `/v1/studios/${asText(random.bytes(16))}/sync`;
    return { at, headers: signedHeaders(backbone, at, body), status: [401, 404] };
  },
  'a studio that is no id': ({ backbone, random }, path, body) => {
    const at = `/v1/studios/${random.pick(['x', '..', 'u'.repeat(26), '%00', '0'.repeat(300)])}/sync`;
    return { at, headers: signedHeaders(backbone, at, body), status: [400, 401, 404] };
  },
  'in upper case, and good': ({ backbone }, path, body) => {
    const headers = Object.entries(signedHeaders(backbone, path, body)).map(([name, text]) => [name, text.toUpperCase()]);
    return { headers: Object.fromEntries(headers), status: [200] };
  },
};
