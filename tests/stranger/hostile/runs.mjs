// Forged runs (§10): a county was set back, and before its honest phones come, somebody of the studio who knows the lost log
// offers it changed. Whatever is offered, the log that comes back is the old one.
import { hex, same } from '../bytes.mjs';
import { openChunk } from '../chunk.mjs';
import { descriptor, KIND } from '../documents.mjs';
import { signedHeaders } from '../http.mjs';
import { sheafOf } from '../short.mjs';
import { bodyFields, headFields, syncAnswer, syncRequest } from '../wire.mjs';
import { Scene } from './scene.mjs';

const ROSTER = descriptor(KIND.roster);

/** One county of its own: what is lost in it is brought back by `tries` forged runs and then by an honest phone. */
export async function runs(world, seed, tries, names) {
  const scene = await Scene.open(world, seed);
  const { chief, backbone, assistant } = scene;
  scene.unjudged = true;
  write(backbone, 2);
  await backbone.sync();
  const file = world.backup();
  const late = await world.mate(chief, '后来的老师');
  for (const phone of [late, backbone, chief]) {
    write(phone, 2);
    await phone.sync();
  }
  for (const phone of [assistant, backbone, late, chief]) await phone.sync();
  const lost = chief.log.entries.map(entryName);
  await world.restore(file);
  await forge(scene, tries, names);
  for (const phone of [assistant, backbone, late, chief, assistant, backbone, late, chief]) await phone.sync();
  compareLogs(scene, lost);
  return scene;
}

function write(phone, count) {
  for (let n = 0; n < count; n += 1) {
    const id = phone.addRecord(phone.journal(), 'activity', { topic: `磨课 ${n}` });
    phone.setField(phone.journal(), id, 'hours', n);
    phone.addRecord(ROSTER, 'person', { name: `老师 ${n}` });
  }
}

/** The attacker is the assistant's phone: it has read the whole lost log. */
async function forge(scene, tries, names = Object.keys(FORGERIES)) {
  const { assistant } = scene;
  await assistant.turn();
  const former = assistant.wanted;
  if (!former) return scene.expect(false, 'set back', 'a run is wanted', 'none', []);
  for (let n = 0; n < tries; n += 1) {
    const label = scene.random.pick(names);
    await offer(scene, label, FORGERIES[label](pieces(former), scene));
  }
}

function pieces(former) {
  return {
    after: former.after,
    head: { ...former.head },
    headers: former.entries.slice(former.after).map(({ firstSeen, header }) => [firstSeen, header]),
    bodies: former.page().map((entry) => [entry.seq, entry]),
  };
}

async function offer(scene, label, run) {
  const { assistant } = scene;
  const fields = [run.after, run.headers, run.bodies.map(([seq, entry]) => [seq, bodyFields(entry)]), headFields(run.head)];
  const body = syncRequest({
    ...assistant.wish(),
    ...assistant.offer(),
    run: fields,
    envelopes: run.envelopes ?? [],
    sheaf: run.sheaf,
    credentials: run.credentials ?? [],
  });
  const path = `/v1/studios/${assistant.studioText}/sync`;
  const answer = await scene.post(path, body, signedHeaders(assistant, path, body), 'run ');
  scene.expect(
    [200, 400, 413].includes(answer.status),
    `run: ${label}`,
    '200, 400 or 413',
    `${answer.status} ${answer.code}`,
    body.slice(0, 4096),
  );
  if (answer.status === 200 && (run.envelopes || run.sheaf)) {
    const verdicts = syncAnswer(answer.bytes)
      .verdicts.map(({ verdict }) => verdict)
      .join();
    scene.expect(
      ['later', 'duplicate'].includes(verdicts),
      `run: ${label}`,
      'later, or duplicate once the run has brought it',
      verdicts,
    );
  }
}

const turned = (bytes, random) => {
  const at = random.below(bytes.length);
  return bytes.map((byte, n) => (n === at ? byte ^ (1 << random.below(8)) : byte));
};
const at = (list, random) => random.below(list.length);
const replaced = (list, n, value) => list.map((one, at) => (at === n ? value : one));

function withBody(run, random, change) {
  const n = at(run.bodies, random);
  const [seq, entry] = run.bodies[n];
  return { ...run, bodies: replaced(run.bodies, n, [seq, change(entry)]) };
}

function withHeader(run, random, change) {
  const n = at(run.headers, random);
  return { ...run, headers: replaced(run.headers, n, change(run.headers[n])) };
}

const flippedAt = (bytes, at) => bytes.map((byte, n) => (n === at ? byte ^ 1 : byte));

/** Changes the envelope of one of the bodies that are changes. */
function withChange(run, random, change) {
  const n = random.pick(run.bodies.flatMap(([, { envelope }], at) => (envelope ? [at] : [])));
  const [seq, entry] = run.bodies[n];
  return { ...run, bodies: replaced(run.bodies, n, [seq, { ...entry, envelope: change(entry.envelope) }]) };
}

const isCertificate = ([, { decision }]) => decision?.type === 4;

export const FORGERIES = {
  'after is one less': (run) => ({ ...run, after: Math.max(run.after - 1, 0) }),
  'after is one more': (run) => ({ ...run, after: run.after + 1 }),
  'after is 0': (run) => ({ ...run, after: 0 }),
  'after is huge': (run) => ({ ...run, after: 2n ** 63n }),
  'a header turned': (run, { random }) => withHeader(run, random, ([seen, header]) => [seen, turned(header, random)]),
  'a header drawn': (run, { random }) => withHeader(run, random, ([seen]) => [seen, random.bytes(32)]),
  'seen at another time': (run, { random }) => withHeader(run, random, ([seen, header]) => [seen + 1, header]),
  'a header left out': (run, { random }) => {
    const n = at(run.headers, random);
    return { ...run, headers: run.headers.filter((_, at) => at !== n) };
  },
  'a header more': (run, { random }) => ({ ...run, headers: [...run.headers, [1, random.bytes(32)]] }),
  'two headers swapped': (run) => ({ ...run, headers: [run.headers[1], run.headers[0], ...run.headers.slice(2)] }),
  'no headers': (run) => ({ ...run, headers: [] }),
  'many headers': (run, { random }) => ({ ...run, headers: Array(10_001).fill([1, random.bytes(32)]) }),
  'bodies swapped': (run) => ({
    ...run,
    bodies: [[run.bodies[0][0], run.bodies[1][1]], [run.bodies[1][0], run.bodies[0][1]], ...run.bodies.slice(2)],
  }),
  'bodies the other way round': (run) => ({ ...run, bodies: [...run.bodies].reverse() }),
  'a body twice': (run) => ({ ...run, bodies: [run.bodies[0], ...run.bodies] }),
  'a body beyond the head': (run) => ({ ...run, bodies: [...run.bodies, [run.head.seq + 1, run.bodies[0][1]]] }),
  'a body at or below after': (run) => ({ ...run, bodies: [[run.after, run.bodies[0][1]], ...run.bodies] }),
  'a body of seq 0': (run) => ({ ...run, bodies: [[0, run.bodies[0][1]], ...run.bodies] }),
  'a stub for a body': (run, { random }) => withBody(run, random, ({ header }) => ({ header })),
  'a signature turned': (run, { random }) =>
    withBody(run, random, (entry) => {
      const inner = entry.envelope ?? entry.decision;
      return { ...entry, [entry.envelope ? 'envelope' : 'decision']: { ...inner, signature: turned(inner.signature, random) } };
    }),
  'a change turned': (run, { random }) => withChange(run, random, (e) => ({ ...e, body: turned(e.body, random) })),
  // The first eight bytes of a chunk are under no hash and no signature.
  'a wrong checksum': (run, { random }) =>
    withChange(run, random, (e) => ({ ...e, body: flippedAt(e.body, 4 + random.below(4)) })),
  'other magic': (run, { random }) => withChange(run, random, (e) => ({ ...e, body: flippedAt(e.body, random.below(4)) })),
  'a change cut short': (run, { random }) => withChange(run, random, (e) => ({ ...e, body: e.body.slice(0, -1) })),
  "another's words under the old header": (run, { random, assistant }) =>
    withChange(run, random, (e) => forged(assistant, e, random)),
  "a header and a body of one's own": (run, { random, assistant }) => ownEntry(run, random, assistant),
  'a body of another kind': (run, { random }) => withChange(run, random, (e) => ({ ...e, bodyKind: 1 + random.below(4) })),
  'a decision turned': (run, { random }) =>
    withBody(run, random, (entry) =>
      entry.decision ? { ...entry, decision: { ...entry.decision, bytes: turned(entry.decision.bytes, random) } } : entry,
    ),
  'a head turned': (run, { random }) => ({ ...run, head: { ...run.head, chain: turned(run.head.chain, random) } }),
  'a head signed by nobody': (run, { random }) => ({ ...run, head: { ...run.head, signature: random.bytes(64) } }),
  'a head of another log': (run, { random }) => ({ ...run, head: { ...run.head, log: random.bytes(16) } }),
  'a head of another seq': (run) => ({ ...run, head: { ...run.head, seq: run.head.seq + 1 } }),
  "another studio's head": (run, { elsewhere }) => ({ ...run, head: elsewhere.head }),
  'certificates left out': (run) => ({ ...run, bodies: run.bodies.filter((body) => !isCertificate(body)), credentials: [] }),
  'only changes': (run) => ({ ...run, bodies: run.bodies.filter(([, { envelope }]) => envelope), credentials: [] }),
  'no bodies': (run) => ({ ...run, bodies: [] }),
  'one body of many': (run, { random }) => ({ ...run, bodies: [random.pick(run.bodies)] }),
  'the last body alone': (run) => ({ ...run, bodies: run.bodies.slice(-1) }),
  'envelopes along with it': (run) => ({ ...run, envelopes: [firstChange(run)] }),
  'a sheaf along with it': (run) => ({ ...run, sheaf: sheafOf([firstChange(run)]) }),
};

const firstChange = ({ bodies }) => bodies.find(([, { envelope }]) => envelope)[1].envelope;

/** The attacker's own change in the place of a colleague's. */
function forged(attacker, { doc }, random) {
  const id = attacker.addRecord(ROSTER, 'person', { name: `假 ${random.word()}` });
  const own = attacker.outbox.pop();
  openChunk(own.body);
  return { ...own, doc, id };
}

function ownEntry(run, random, attacker) {
  const n = run.headers.length - 1;
  attacker.addRecord(ROSTER, 'person', { name: `假 ${random.word()}` });
  const envelope = attacker.outbox.pop();
  const header = random.bytes(32);
  return {
    ...run,
    headers: replaced(run.headers, n, [run.headers[n][0], header]),
    bodies: [...run.bodies.slice(0, -1), [run.head.seq, { envelope, header }]],
  };
}

/** All of the old log stands again, once, as it was first seen, and everybody reads the same. A run with gaps (its phone
 * held stubs there) is taken as it is: so what others fill in later comes behind it, and the order may be another. */
function compareLogs(scene, lost) {
  for (const name of ['chief', 'backbone', 'assistant']) {
    const phone = scene[name];
    const now = phone.log.entries.map(entryName);
    const missing = lost.filter((entry) => !now.includes(entry));
    scene.expect(
      missing.length === 0,
      `the log of ${name}`,
      'every lost entry, as first seen',
      `${missing.length} are missing or of another time`,
    );
    scene.expect(new Set(now).size === now.length, `the log of ${name}`, 'each entry once', 'some twice');
    scene.expect(phone.unread === 0, `the log of ${name}`, 'nothing out of sight', `${phone.unread} changes`);
    scene.expect(phone.head && same(phone.head.chain, scene.chief.head.chain), `the head of ${name}`, 'the same', 'another');
  }
}

/** A certificate may have come as a credential before the run that holds it: then it stands where it came (§8, §10). */
const entryName = (entry) => `${hex(entry.header)} ${isCertificate([entry.seq, entry]) ? '' : entry.firstSeen}`;
