// Requests in the short form (§8) that are broken: torn sheaves, sheaves that say something else, too many envelopes. Each is
// refused as a whole, or judged as its envelopes would be one by one.
import { hex } from '../bytes.mjs';
import { hashOf, writeChange } from '../chunk.mjs';
import { KIND, descriptor, descriptorFields } from '../documents.mjs';
import { SHORT, Torn, envelopesOf, lengthened, sheafOf } from '../short.mjs';
import { SUITE } from '../sign.mjs';
import { syncAnswer, syncRequest } from '../wire.mjs';
import { birth, changeOf } from './drafts.mjs';
import { send } from './requests.mjs';
import { OTHERS, SPELLINGS, TEARS, TOMORROW } from './tears.mjs';

/** Envelopes of one request (§8). */
const MOST = 2000;
/** Capabilities that ask for a long answer or for a short one, known bits and such as nobody knows. */
const CAPABILITIES = [0, SHORT, 2, 2n ** 64n - 1n];
const TAKEN = { status: [200] };
const REFUSED = { status: [400], code: ['malformed'] };

export async function sheaves(scene, tries) {
  const kinds = [torn, torn, torn, other, other, other, spelt, spelt, parted, parted, counted];
  for (let n = 0; n < tries; n += 1) await scene.random.pick(kinds)(scene);
}

// ---- envelopes to put in a sheaf

/** Changes that build on each other, as a phone makes them between two syncs. */
function line(scene, author, doc, count) {
  const changes = [changeOf(scene, author, doc)];
  while (changes.length < count) {
    const { actor, seq, startOp, ops, ...before } = changes.at(-1);
    const deps = [hex(hashOf(writeChange({ actor, seq, startOp, ops, ...before })))];
    const change = { deps, actor, seq: seq + 1, startOp: startOp + ops.length, time: 0, message: '', ops: [] };
    birth(scene, doc, change);
    changes.push(change);
  }
  return changes.map((change) => sealed(scene, author, doc, writeChange(change)));
}

function sealed(scene, author, { id }, body) {
  const madeAt = scene.random.word();
  return author.sign({ suite: SUITE, bodyKind: 0, doc: id, device: author.device, madeAt, hash: hashOf(body), body });
}

/** A line in a journal that is long enough to have rests in it, and sometimes one of the roster in between. */
function drawn(scene) {
  const { random, backbone, book } = scene;
  const own = line(scene, backbone, book.describe(scene.journalOf(backbone.person)), 3 + random.below(4));
  const roster = book.describe(descriptor(KIND.roster));
  const others = random.once(2) ? line(scene, random.pick(scene.authors), roster, 1 + random.below(4)) : [];
  const all = [];
  while (own.length + others.length > 0) all.push((others.length > 0 && random.once(2) ? others : own).shift() ?? others.shift());
  return all;
}

function requestOf(scene, wish) {
  const capabilities = scene.random.pick(CAPABILITIES);
  return syncRequest({ ...scene.wish(), capabilities, descriptors: scene.descriptors().map(descriptorFields), ...wish });
}

/** Holds each verdict against the oracle's, in the order of the envelopes. */
function settle(scene, label, envelopes, answer) {
  const { verdicts, waitS } = lengthened(syncAnswer(answer.bytes), envelopes);
  scene.expect(verdicts.length === envelopes.length, label, `${envelopes.length} verdicts`, verdicts.length);
  verdicts.forEach((seen, n) => scene.compare({ envelope: envelopes[n], label }, seen, { waitS }));
}

async function judged(scene, label, wish, envelopes) {
  settle(scene, label, envelopes, await send(scene, label, requestOf(scene, wish), TAKEN));
}

// ---- what is tried

async function torn(scene) {
  const label = scene.random.pick(Object.keys(TEARS));
  const sheaf = TEARS[label](sheafOf(drawn(scene)), scene.random);
  await send(scene, label, requestOf(scene, { sheaf }), REFUSED);
}

async function other(scene) {
  const label = scene.random.pick(Object.keys(OTHERS));
  const sheaf = OTHERS[label](sheafOf(drawn(scene)), scene.random);
  const envelopes = read(sheaf);
  if (envelopes) await judged(scene, label, { sheaf }, envelopes);
  else await send(scene, label, requestOf(scene, { sheaf }), REFUSED);
}

/** What a sheaf says, or null when it is torn. */
function read(sheaf) {
  try {
    return envelopesOf(sheaf);
  } catch (error) {
    if (error instanceof Torn) return null;
    throw error;
  }
}

async function spelt(scene) {
  const all = { ...SPELLINGS, ...TOMORROW };
  const label = scene.random.pick(Object.keys(all));
  const envelopes = drawn(scene);
  const body = requestOf(scene, { sheaf: all[label](sheafOf(envelopes), scene.random) });
  const answer = await send(scene, label, body, label in TOMORROW ? TAKEN : { ...REFUSED, status: [200, 400] });
  if (answer.status === 200) settle(scene, label, envelopes, answer);
}

/** Some as they are, the others behind them in a sheaf; now and then it holds the same ones once more. */
async function parted(scene) {
  const all = drawn(scene);
  const at = scene.random.below(all.length + 1);
  const inside = scene.random.once(4) ? all : all.slice(at);
  const envelopes = all.slice(0, at);
  await judged(scene, 'a sheaf beside envelopes', { envelopes, sheaf: sheafOf(inside) }, [...envelopes, ...inside]);
}

/** As many envelopes as a request may hold, or one more: a change that is known already, which costs nothing of its day. */
async function counted(scene) {
  const { backbone, random } = scene;
  const [one] = line(scene, backbone, scene.book.describe(scene.journalOf(backbone.person)), 1);
  await judged(scene, 'one for many', { envelopes: [one] }, [one]);
  const beside = random.pick([0, 1, 256]);
  const inside = MOST + random.below(2) - beside;
  const label = `${beside} envelopes and ${inside} in a sheaf`;
  const envelopes = Array(beside).fill(one);
  const wish = { envelopes, sheaf: sheafOf(Array(inside).fill(one)) };
  if (beside + inside <= MOST) await judged(scene, label, wish, Array(MOST).fill(one));
  else await send(scene, label, requestOf(scene, wish), { status: [413], code: ['send-less'] });
}
