// Requests that are broken as a whole: their packing, their signature, their cursor. Whatever comes, the
// server answers with a code of the page, keeps nothing that nobody sent, and goes on.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { asText, hex, join } from '../bytes.mjs';
import { head } from '../cbor.mjs';
import { hashOf, writeChange } from '../chunk.mjs';
import { descriptorFields } from '../documents.mjs';
import { signedHeaders } from '../http.mjs';
import { SHORT, lengthened } from '../short.mjs';
import { SUITE, requestBytes } from '../sign.mjs';
import { syncAnswer, syncRequest } from '../wire.mjs';
import { changeOf } from './drafts.mjs';

const MIB = 1024 * 1024;

/** A change that nothing is wrong with, by the backbone, in an envelope. */
export function wholeEnvelope(scene) {
  const author = scene.backbone;
  const doc = scene.book.describe(scene.journalOf(author.person));
  const body = writeChange(changeOf(scene, author, doc));
  return author.sign({
    suite: SUITE,
    bodyKind: 0,
    doc: doc.id,
    device: author.device,
    madeAt: scene.random.word(),
    hash: hashOf(body),
    body,
  });
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
  const answer = await scene.post(path, right.packed ?? body, {
    ...signedHeaders(scene.backbone, path, body),
    ...headers,
  });
  const fits =
    right.status.includes(answer.status) &&
    (answer.status === 200 || !right.code || right.code.includes(answer.code)) &&
    (answer.status === 200 || answer.code);
  scene.expect(
    fits,
    label,
    `${right.status.join('/')} ${right.code?.join('/') ?? ''}`,
    `${answer.status} ${answer.code}`,
    (right.packed ?? body).slice(0, 4096),
  );
  return answer;
}

/** Keeps in the book what an answer accepted, after the oracle has said what it should be. */
function settle(scene, label, envelope, answer) {
  if (answer.status !== 200) return;
  for (const seen of syncAnswer(answer.bytes).verdicts) scene.compare({ envelope, label }, seen, { waitS: null });
}

// ---- cursors

const CURSOR_BREAKS = {
  drawn: (cursor, { random }) => random.bytes(random.below(80)),
  'cut short': (cursor, { random }) => cursor.slice(0, random.below(cursor.length)),
  'a bit turned': (cursor, { random }) => {
    const at = random.below(cursor.length);
    return cursor.map((byte, n) => (n === at ? byte ^ (1 << random.below(8)) : byte));
  },
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
    const capabilities = scene.random.pick([0, SHORT]);
    const wish = { ...scene.wish(), capabilities, seen, cursor, answerBytesMax: 65_536 };
    const answer = await askAs(scene, reader, label, syncRequest(wish));
    if (answer) for (const entry of answer.entries) mayBeSeen(scene, reader, label, entry);
  }
}

async function askAs(scene, reader, label, body) {
  const path = `/v1/studios/${reader.studioText}/sync`;
  const answer = await scene.post(path, body, signedHeaders(reader, path, body));
  scene.expect([200, 400].includes(answer.status), label, '200 or 400 malformed', `${answer.status} ${answer.code}`, body);
  return answer.status === 200 ? lengthened(syncAnswer(answer.bytes), []) : null;
}

const ALWAYS = [1, 3, 5, 8, 9];
const OWN = [2, 4];

function mayBeSeen(scene, reader, label, entry) {
  const known = scene.chief.log.entries[entry.seq - 1];
  scene.expect(
    known && hex(known.header) === hex(entry.header),
    `cursor ${label}`,
    `entry ${entry.seq} as in the log`,
    hex(entry.header),
    entry.header,
  );
  if (reader !== scene.left && reader !== scene.stopped) return;
  const own = entry.envelope && hex(entry.envelope.doc) === hex(reader.document(scene.journalOf(reader.person)).id);
  const decided =
    entry.decision &&
    (ALWAYS.includes(entry.decision.type) || (OWN.includes(entry.decision.type) && isOf(reader, entry.decision)));
  const stub = !entry.envelope && !entry.decision;
  scene.expect(
    stub || own || decided,
    `cursor ${label}`,
    `a stub of ${entry.seq} for a reader without a role`,
    'a body',
    entry.header,
  );
}

function isOf(reader, { type, body }) {
  return hex(type === 2 ? body[0] : body[1]) === hex(reader.person);
}

// ---- packing

const PACKINGS = {
  'packed well': (body) => ({ packed: gzipSync(body), encoding: 'gzip', status: [200] }),
  'packed at every level': (body, random) => ({
    packed: gzipSync(body, { level: random.below(10) }),
    encoding: 'gzip',
    status: [200],
  }),
  'in two members': (body) => ({
    packed: join(gzipSync(body.slice(0, 10)), gzipSync(body.slice(10))),
    encoding: 'gzip',
    status: [200, 400],
  }),
  'said to be packed and is not': (body) => ({ packed: body, encoding: 'gzip', status: [400] }),
  'cut short': (body, random) => {
    const whole = gzipSync(body);
    return { packed: whole.subarray(0, random.below(whole.length - 1)), encoding: 'gzip', status: [400] };
  },
  'a byte turned': (body, random) => {
    const whole = gzipSync(body);
    const at = 10 + random.below(whole.length - 10);
    whole[at] ^= 1 << random.below(8);
    return { packed: whole, encoding: 'gzip', status: [200, 400, 401, 413] };
  },
  'bytes behind it': (body, random) => ({ packed: join(gzipSync(body), random.bytes(5)), encoding: 'gzip', status: [200, 400] }),
  'another packing': (body, random) => ({
    packed: deflateSync(body),
    encoding: random.pick(['deflate', 'br', 'zstd', 'compress', 'x', 'gzip, gzip']),
    status: [400, 415],
  }),
  brotli: (body) => ({ packed: brotliCompressSync(body), encoding: 'br', status: [400, 415] }),
  'packed and not said': (body) => ({ packed: gzipSync(body), encoding: 'identity', status: [200, 400, 401, 415] }),
};

/** Bodies of nothing but the same byte: what they unpack to is bounded, not how well they are packed. */
const BOMBS = { 'just over 2 MiB': 2 * MIB + 1, '8 MiB': 8 * MIB, '64 MiB': 64 * MIB };

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
    const answer = await scene.post(at, body, headers);
    scene.expect(
      status.includes(answer.status) && (answer.status === 200 || answer.code),
      label,
      status.join('/'),
      `${answer.status} ${answer.code}`,
      body.slice(0, 1024),
    );
  }
}

const headersOf = (device, signature) => ({ 'studio-device': asText(device), 'studio-signature': asText(signature) });

const PROOFS = {
  'no headers': () => ({ headers: {}, status: [400, 401] }),
  'no signature': ({ backbone }) => ({ headers: { 'studio-device': asText(backbone.device) }, status: [400, 401] }),
  'a device that is no id': ({ random }) => ({
    headers: {
      'studio-device': random.pick(['', 'x', '周', 'u'.repeat(26), '0'.repeat(27)]).replace('周', 'zz'),
      'studio-signature': asText(OTHER),
    },
    status: [400, 401],
  }),
  'a signature that is none': ({ backbone, random }) => ({
    headers: {
      'studio-device': asText(backbone.device),
      'studio-signature': random.pick(['', '0', '!'.repeat(103), '0'.repeat(102), '0'.repeat(104)]),
    },
    status: [400, 401],
  }),
  'a signature drawn': ({ backbone, random }) => ({ headers: headersOf(backbone.device, random.bytes(64)) }),
  'a signature of nothing': ({ backbone }) => ({ headers: headersOf(backbone.device, OTHER) }),
  "a colleague's key": ({ backbone, chief }, path, body) => ({
    headers: headersOf(backbone.device, chief.keys.sign(requestBytes('POST', path, body))),
  }),
  'a device that nobody knows': ({ unknown }, path, body) => ({ headers: signedHeaders(unknown, path, body) }),
  "another studio's device": ({ elsewhere }, path, body) => ({ headers: signedHeaders(elsewhere, path, body) }),
  'for another path': ({ backbone }, path, body) => ({
    headers: headersOf(backbone.device, backbone.keys.sign(requestBytes('POST', `${path}/`, body))),
  }),
  'for another studio': ({ backbone, elsewhere }, path, body) => ({
    at: `/v1/studios/${elsewhere.studioText}/sync`,
    headers: signedHeaders(backbone, path, body),
  }),
  "in another studio's name": ({ backbone, elsewhere }, path, body) => {
    const at = `/v1/studios/${elsewhere.studioText}/sync`;
    return { at, headers: signedHeaders(backbone, at, body) };
  },
  'for another method': ({ backbone }, path, body) => ({
    headers: headersOf(backbone.device, backbone.keys.sign(requestBytes('GET', path, body))),
  }),
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
