// Sync requests whose bytes are broken: CBOR that is none, or says something else (§1).
import { join } from '../bytes.mjs';
import { NotCbor, decode, encode, head } from '../cbor.mjs';
import { hashOf } from '../chunk.mjs';
import { SHORT, envelopesOf, lengthened, sheafOf } from '../short.mjs';
import { syncAnswer } from '../wire.mjs';
import { send, wholeRequest } from './requests.mjs';

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
  'another major type': (bytes, random) =>
    atItem(bytes, random, ({ at }) => splice(bytes, at, 1, [(bytes[at] & 31) | (random.below(8) << 5)])),
  'a huge length': (bytes, random) =>
    atItem(
      bytes,
      random,
      ({ at, major, width }) =>
        splice(bytes, at, 1 + width, head(major, random.pick([2 ** 31, 2 ** 32 - 1, 2 ** 53, 2n ** 64n - 1n]))),
      [2, 3, 4],
    ),
  'a number of 64 bits': (bytes, random) =>
    atItem(bytes, random, ({ at, width }) => splice(bytes, at, 1 + width, head(0, 2n ** 64n - 1n)), [0]),
  'a negative number': (bytes, random) =>
    atItem(bytes, random, ({ at, width, n }) => splice(bytes, at, 1 + width, head(1, n)), [0]),
  'an indefinite length': (bytes, random) =>
    atItem(bytes, random, ({ at, width, major }) => splice(bytes, at, 1 + width, [(major << 5) | 31]), [2, 3, 4]),
  'an indefinite array that ends': (bytes) => join([0x9f], bytes.slice(1), [0xff]),
  'a reserved length': (bytes, random) =>
    atItem(bytes, random, ({ at }) => splice(bytes, at, 1, [(bytes[at] & 0xe0) | (28 + random.below(3))])),
  'nested deeply': (bytes, random) =>
    atItem(bytes, random, ({ at }) => splice(bytes, at, 0, new Uint8Array(random.pick([50, 1000, 100_000])).fill(0x81))),
  'nothing but arrays': (bytes, random) => new Uint8Array(random.pick([10, 1000, 500_000])).fill(0x81),
  'nothing but maps': () => new Uint8Array(10_000).fill(0xa1),
  'a tag': (bytes, random) => atItem(bytes, random, ({ at }) => splice(bytes, at, 0, [0xc0 | random.below(24)])),
  'many tags': (bytes) => join(new Uint8Array(50_000).fill(0xc1), bytes),
  'null for something': (bytes, random) =>
    atItem(
      bytes,
      random,
      ({ at, width, major, n }) => splice(bytes, at, 1 + width + (major === 2 || major === 3 ? n : 0), [0xf6]),
      [0, 2, 3],
    ),
  'a float': (bytes, random) =>
    atItem(bytes, random, ({ at, width }) => splice(bytes, at, 1 + width, [0xfb, 0, 0, 0, 0, 0, 0, 0, 0]), [0]),
  'true for a number': (bytes, random) => atItem(bytes, random, ({ at, width }) => splice(bytes, at, 1 + width, [0xf5]), [0]),
  'an element fewer': (bytes, random) => atItem(bytes, random, ({ at }) => splice(bytes, at, 1, [bytes[at] - 1]), [4]),
  'an element more': (bytes, random) => atItem(bytes, random, ({ at }) => splice(bytes, at, 1, [bytes[at] + 1]), [4]),
  'ids one byte shorter': (bytes, random) =>
    atItem(bytes, random, ({ at, width, n }) => splice(bytes, at, 2 + width, head(2, Math.max(n - 1, 0))), [2]),
  'a byte turned': (bytes, random) => {
    const at = random.below(bytes.length);
    return splice(bytes, at, 1, [bytes[at] ^ (1 << random.below(8))]);
  },
  'bytes drawn': (bytes, random) => random.bytes(random.below(400)),
  nothing: () => new Uint8Array(),
  'a map': () => encode(new Map([['protocol', 1]])),
  'elements of tomorrow': (bytes) => join([0x80 | (KNOWN + 2)], bytes.slice(1), withEnd(bytes)),
  'another protocol': (bytes, random) => splice(bytes, 1, 1, head(0, random.pick([0, 2, 65535]))),
};

/** Elements of a sync request, with those that may be absent. */
const KNOWN = 12;

function withEnd(bytes) {
  const missing = KNOWN - (bytes[0] & 31);
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
    const body = scene.random.once(2) ? wholeRequest(scene).body : shortRequest(scene);
    const broken = CBOR_BREAKS[label](body, scene.random);
    const answer = await send(scene, label, broken, { status: statusesFor(broken) });
    if (answer.status === 200) settleBroken(scene, label, broken, answer);
  }
}

/** The same request in the short form. */
function shortRequest(scene) {
  const { envelope } = wholeRequest(scene);
  return wholeRequest(scene, { capabilities: SHORT, envelopes: [], sheaf: sheafOf([envelope]) }).body;
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
  const fields = decode(request, { lenient: true });
  const plain = fields[ENVELOPES].map(([suite, bodyKind, doc, device, madeAt, signature, body]) => ({
    suite,
    bodyKind,
    doc,
    device,
    madeAt,
    signature,
    body,
    hash: hashOf(body),
  }));
  return fields[SHEAF] ? [...plain, ...envelopesOf(fields[SHEAF])] : plain;
}

/** Where a request holds its envelopes. */
const ENVELOPES = 7;
const SHEAF = 11;

/** Of a message that was taken nevertheless: what it says now is judged as it stands there. */
function settleBroken(scene, label, broken, answer) {
  const envelopes = envelopesIn(broken);
  const { verdicts } = lengthened(syncAnswer(answer.bytes), envelopes);
  scene.expect(
    envelopes.length === verdicts.length,
    label,
    `${envelopes.length} verdicts`,
    `${verdicts.length}`,
    broken.slice(0, 4096),
  );
  verdicts.forEach((seen, n) => scene.compare({ envelope: envelopes[n], label }, seen, { waitS: null }));
}
