// What can be wrong with an envelope (§5, §11, rows 1 to 5), one function each: a break adds to `wraps` what is done to the
// good envelope, or says what somebody else sends before it.
import { KIND, descriptor, halfOf } from '../documents.mjs';
import { envelopeBytes } from '../sign.mjs';
import { changeOf } from './drafts.mjs';

/** The order of Ed25519's group: a signature's second half plus this is another signature to lax eyes (suite 1 is strict). */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

function plusOrder(signature) {
  const half = signature.slice(32).reverse();
  const more = BigInt(`0x${Buffer.from(half).toString('hex')}`) + ORDER;
  return new Uint8Array([...signature.slice(0, 32), ...Buffer.from(more.toString(16).padStart(64, '0'), 'hex').reverse()]);
}

const flipped = (bytes, at) => bytes.map((byte, n) => (n === at ? byte ^ 1 : byte));

export const ENVELOPE = {
  'a signature drawn': onEnvelope((e, { scene }) => ({ ...e, signature: scene.random.bytes(64) })),
  'a signature with one bit turned': onEnvelope((e, { scene }) => ({
    ...e,
    signature: flipped(e.signature, scene.random.below(64)),
  })),
  'a signature that somebody bent': onEnvelope((e) => ({ ...e, signature: plusOrder(e.signature) })),
  'a signature of nothing': onEnvelope((e) => ({ ...e, signature: new Uint8Array(64) })),
  "signed with a colleague's key": onEnvelope((e, { scene, author }) =>
    signedBy(scene.random.pick(scene.authors.filter((one) => one !== author)), e, scene),
  ),
  "signed with a stranger's key": onEnvelope((e, { scene }) => signedBy(scene.elsewhere, e, scene)),
  'signed for another studio': onEnvelope((e, { scene, author }) => signedBy(author, e, { chief: scene.elsewhere })),
  'signed for another document': onEnvelope((e, { scene, author }) => ({
    ...e,
    signature: author.keys.sign(envelopeBytes({ ...e, studio: scene.chief.studio, doc: scene.random.bytes(16) })),
  })),
  'another time than signed': onEnvelope((e) => ({ ...e, madeAt: e.madeAt + 1 })),
  'made before 1970': onEnvelope((e, { scene, author }) => signedBy(author, { ...e, madeAt: -5 }, scene)),
  'another device than signed': onEnvelope((e, { scene, author }) => ({
    ...e,
    device: scene.random.pick(scene.authors.filter((one) => one !== author)).device,
  })),
  'a device that nobody knows': onEnvelope((e, { scene }) =>
    signedBy(scene.unknown, { ...e, device: scene.unknown.device }, scene),
  ),
  "a colleague's device, signed by the writer": onEnvelope((e, { scene, author }) =>
    signedBy(author, { ...e, device: scene.random.pick(scene.authors.filter((one) => one !== author)).device }, scene),
  ),
  'a suite of tomorrow': onEnvelope((e, { scene, author }) =>
    signedBy(author, { ...e, suite: scene.random.pick([0, 2, 255]) }, scene),
  ),
  'another kind of body': onEnvelope((e, { scene, author }) =>
    signedBy(author, { ...e, bodyKind: 1 + scene.random.below(200) }, scene),
  ),
  'a document that nobody described': onEnvelope((e, { scene, author }) =>
    signedBy(author, { ...e, doc: scene.random.bytes(16) }, scene),
  ),
  'another document than it was made for': onEnvelope((e, { scene, author, doc }) =>
    signedBy(
      author,
      {
        ...e,
        doc: scene.random.pick(
          scene
            .descriptors()
            .map((wanted) => scene.book.describe(wanted))
            .filter((one) => one !== doc),
        ).id,
      },
      scene,
    ),
  ),
  'another kind of body, by somebody else first': spoiltFirst((e) => ({ ...e, bodyKind: 1 })),
  'a wrong checksum, by somebody else first': spoiltFirst((e) => ({ ...e, body: flipped(e.body, 5) })),
  'other magic, by somebody else first': spoiltFirst((e) => ({ ...e, body: flipped(e.body, 0) })),
  'another suite, by somebody else first': spoiltFirst((e) => ({ ...e, suite: 2 })),
  'another signature, by somebody else first': spoiltFirst((e) => ({ ...e, signature: new Uint8Array(64) })),
  'another device, by somebody else first': spoiltFirst((e, { scene }) => ({ ...e, device: scene.assistant.device })),
  'a document that may not exist': elsewhere(({ random, person }) =>
    random.pick([
      descriptor(KIND.charter, [person]),
      descriptor(KIND.roster, [], [2026, 1]),
      descriptor(KIND.charter, [], null, 1),
      descriptor(KIND.journal),
      descriptor(KIND.journal, [person]),
      descriptor(KIND.journal, [], [2026, 1]),
      descriptor(KIND.journal, [person, person], [2026, 1]),
      descriptor(KIND.journal, [person], [2026, 0]),
      descriptor(KIND.journal, [person], [2026, 3]),
      descriptor(KIND.journal, [person], [2026, 1], 1),
    ]),
  ),
  'a journal of another half-year': elsewhere(({ random, person, half: [year, part] }) => {
    const number = 2 * year + part - 1 + random.below(13) - 6;
    return descriptor(KIND.journal, [person], [Math.floor(number / 2), (number % 2) + 1]);
  }),
  'sent twice': (it) => {
    it.again = true;
  },
};

function onEnvelope(wrap) {
  return (it) => {
    it.wraps.push(wrap);
  };
}

/** A change for another document, which the request describes. */
function elsewhere(draw) {
  return (it) => {
    const { scene, author, random } = it;
    it.wanted = draw({ random, person: author.person, half: halfOf(scene.chief.foundedAt) });
    it.doc = scene.book.describe(it.wanted);
    it.change = changeOf(scene, author, it.doc);
  };
}

/** What others spoil of an envelope must not spoil the change for who made it: the spoilt one goes first, then the whole. */
function spoiltFirst(spoil) {
  return (it) => {
    it.first = spoil;
  };
}

function signedBy(author, envelope, { chief }) {
  return { ...envelope, signature: author.keys.sign(envelopeBytes({ ...envelope, studio: chief.studio })) };
}
