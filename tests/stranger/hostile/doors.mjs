// The requests besides sync (§6): who may ask what, and bodies that are no message. Nobody comes in who was not invited.
import { hex } from '../bytes.mjs';
import { NotCbor, decode, encode } from '../cbor.mjs';
import { signedHeaders } from '../http.mjs';
import { KeyPair } from '../sign.mjs';
import { DECISION, ROLE } from '../wire.mjs';
import { CBOR_BREAKS } from './messages.mjs';

/** What a phone asks behind a signature: its body, and who may. */
const SIGNED = {
  invites: {
    body: ({ random }) => encode([random.bytes(16), random.pick([ROLE.assistant, ROLE.backbone]), '新老师', '柳河小学']),
    may: ({ chief }) => [chief],
  },
  held: { body: () => encode([]), may: ({ chief }) => [chief] },
  devices: {
    body: ({ random }) => encode([random.bytes(16), new KeyPair(random.bytes(32)).public, '又一台']),
    may: ({ chief, assistant, backbone, second }) => [chief, assistant, backbone, second],
  },
};

/** A studio's day has few invites and a person few devices (§12): most tries are of those who may not. */
const GOOD_ONES = 3;

export async function doors(scene, tries) {
  const code = (await scene.chief.invite(ROLE.backbone, '还没来的老师')).code;
  const devices = await devicesInLog(scene);
  let added = 0;
  for (let n = 0; n < tries; n += 1) {
    const what = scene.random.pick(Object.keys(SIGNED));
    if (scene.random.once(3)) await unsigned(scene, code);
    else if (scene.random.once(2)) await brokenBody(scene, what);
    else added += await asked(scene, what, n);
  }
  const now = await devicesInLog(scene);
  scene.expect(now === devices + added, 'devices', `${devices + added} certificates in the log`, now);
}

async function devicesInLog({ chief }) {
  await chief.sync();
  return chief.log.entries.filter(({ decision }) => decision?.type === DECISION.device).length;
}

/** A good body by whoever; returns how many devices it brought. */
async function asked(scene, what, n) {
  const may = SIGNED[what].may(scene);
  const asker = scene.random.pick(n < GOOD_ONES ? may : scene.authors.filter((one) => !may.includes(one)));
  if (!asker) return 0;
  const answer = await send(scene, asker, what, SIGNED[what].body(scene));
  const right = may.includes(asker) ? [200] : [401, 403, 410];
  expectStatus(scene, `${what} by ${asker.name}`, right, answer);
  return answer.status === 200 && what === 'devices' ? 1 : 0;
}

/** A chief is made by the bureau alone, and nobody's id may be taken. */
const IMPROPER = {
  invites: (scene) => encode([scene.random.bytes(16), scene.random.pick([ROLE.chief, 3, 255]), '新老师', '柳河小学']),
  devices: (scene) => encode([scene.assistant.device, new KeyPair(scene.random.bytes(32)).public, '别人的']),
  held: (scene) => encode([[scene.random.bytes(16), [scene.random.bytes(32)]]]),
};

async function brokenBody(scene, what) {
  const asker = scene.chief;
  if (scene.random.once(3)) {
    const answer = await send(scene, asker, what, IMPROPER[what](scene));
    return expectStatus(scene, `${what}, improper`, what === 'held' ? [200, 400, 404] : [400, 403, 409, 422], answer);
  }
  const label = scene.random.pick(BREAKS);
  const whole = SIGNED[what].body(scene);
  const body = CBOR_BREAKS[label](whole, scene.random);
  if (hex(body) === hex(whole)) return undefined;
  return expectStatus(scene, `${what}: ${label}`, isMessage(body) ? SOME : [400, 413], await send(scene, asker, what, body));
}

/** Those that do not draw another code or another id of the right form. */
const BREAKS = Object.keys(CBOR_BREAKS).filter(
  (label) =>
    !['a byte turned', 'elements of tomorrow', 'another protocol', 'an indefinite array that ends', 'an element more'].includes(
      label,
    ),
);
/** A message that reads well may be answered in many ways, never with the server's own fault, and never with 200. */
const SOME = [400, 401, 403, 404, 409, 410, 413, 422];

async function unsigned(scene, code) {
  const { random } = scene;
  const [path, whole] = random.pick([
    ['/v1/invites/look', encode([code])],
    ['/v1/enrol', encode([code, random.bytes(16), new KeyPair(random.bytes(32)).public, '名', '还没来的老师'])],
  ]);
  const label = random.pick(BREAKS);
  const body = CBOR_BREAKS[label](whole, random);
  if (hex(body) === hex(whole)) return;
  const answer = await scene.post(path, body);
  expectStatus(scene, `${path}: ${label}`, isMessage(body) ? SOME : [400, 413], answer);
}

function isMessage(body) {
  try {
    decode(body, { lenient: true });
    return true;
  } catch (error) {
    if (error instanceof NotCbor || error instanceof TypeError) return false;
    throw error;
  }
}

async function send(scene, asker, what, body) {
  const path = `/v1/studios/${asker.studioText}/${what}`;
  const answer = await scene.post(path, body, signedHeaders(asker, path, body));
  return answer;
}

function expectStatus(scene, label, right, { status, code }) {
  scene.expect(right.includes(status) && (status === 200 || Boolean(code)), label, right.join('/'), `${status} ${code}`);
}
