// A studio under attack: who is in it, the oracle's book of its log, and what was found wrong.
import { asText, hex } from '../bytes.mjs';
import { KIND, descriptor, descriptorFields, halfOf } from '../documents.mjs';
import { Phone } from '../client.mjs';
import { post } from '../http.mjs';
import { Book } from '../oracle.mjs';
import { Prng } from '../prng.mjs';
import { ROLE, syncRequest } from '../wire.mjs';

/** Answers are of no interest while tries go out: the smallest page. */
const SMALL_PAGE = 1;

export class Scene {
  static async open(world, seed) {
    const scene = new Scene();
    Object.assign(scene, { world, seed, random: new Prng(seed), faults: [], counts: {}, held: new Map(), slowest: 0 });
    world.random = scene.random;
    await scene.people();
    scene.book = new Book(scene.chief.studio, scene.chief.foundedAt);
    for (const wanted of scene.descriptors()) scene.book.describe(wanted);
    await scene.readLog();
    return scene;
  }

  async people() {
    const { world } = this;
    this.elsewhere = await world.chief('林老师');
    this.chief = await world.chief();
    this.assistant = await world.mate(this.chief, '孙梅', ROLE.assistant);
    this.backbone = await world.mate(this.chief, '王丽');
    this.second = await this.backbone.addDevice();
    this.stopped = await world.mate(this.chief, '刘洋');
    this.left = await world.mate(this.chief, '赵强');
    await world.bureau.stopDevice(this.chief.studioText, asText(this.stopped.device));
    await world.bureau.endGrant(this.chief.studioText, asText(this.left.own.find(({ type }) => type === 2).id));
    this.authors = [this.chief, this.assistant, this.backbone, this.second, this.stopped, this.left];
    this.unknown = new Phone(this.chief.address, this.random);
    Object.assign(this.unknown, { studio: this.chief.studio, studioText: this.chief.studioText, person: this.random.bytes(16) });
    this.unknown.newActor();
  }

  /** Feeds the book with what the log has beyond what was judged here. */
  async readLog() {
    await this.chief.sync();
    for (const { decision, envelope } of this.chief.log.entries) {
      if (decision) this.book.believe(decision);
      if (envelope) this.book.keep(envelope, 'accepted');
    }
  }

  /** The documents that a try may be for. */
  descriptors() {
    return [descriptor(KIND.charter), descriptor(KIND.roster), ...this.authors.map(({ person }) => this.journalOf(person))];
  }

  journalOf(person) {
    return descriptor(KIND.journal, [person], halfOf(this.chief.foundedAt));
  }

  /** Sends envelopes in one request of `sender` and holds each verdict against the oracle's. */
  async judge(tries, sender = this.chief) {
    const envelopes = tries.map(({ envelope }) => envelope);
    const descriptors = [...this.descriptors(), ...tries.flatMap(({ wanted }) => wanted ?? [])].map(descriptorFields);
    const wish = { ...this.wish(), envelopes, descriptors };
    const answer = await this.timed(() => sender.askSync(wish));
    this.expect(
      answer.verdicts.length === tries.length,
      'verdicts',
      'one for each envelope',
      answer.verdicts.length,
      syncRequest(wish),
    );
    answer.verdicts.forEach((seen, at) => this.compare(tries[at], seen, answer));
    return answer;
  }

  wish() {
    return { seen: null, cursor: new Uint8Array(), deviceTime: 0, answerBytesMax: SMALL_PAGE };
  }

  compare({ envelope, label }, seen, answer) {
    const right = this.book.judge(envelope);
    this.count(`${seen.verdict}${['held', 'refused'].includes(seen.verdict) ? ` ${seen.value}` : ''}`);
    // The day's quota says nothing about the change.
    if (seen.verdict === 'later' && answer.waitS !== null) return;
    if (!agree(right, seen)) this.fault(label, say(right), say(seen), envelope);
    this.book.keep(envelope, seen.verdict, seen.value);
    if (seen.verdict === 'held') this.held.set(hex(envelope.hash), this.held.get(hex(envelope.hash)) ?? envelope);
  }

  /** Posts, and counts what came back. */
  async post(path, body, headers = {}, prefix = '') {
    const answer = await this.timed(() => post(this.chief.address, path, body, headers));
    this.count(`${prefix}${answer.status} ${answer.code ?? ''}`.trim());
    return answer;
  }

  /** The longest that an answer took, as a person waits for it: on a busy machine more than the server worked. */
  async timed(ask) {
    const began = performance.now();
    const answer = await ask();
    this.slowest = Math.max(this.slowest, Math.round(performance.now() - began));
    return answer;
  }

  count(what, by = 1) {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }

  expect(holds, label, right, seen, bytes) {
    if (!holds) this.faults.push({ seed: this.seed, label, right: String(right), seen: String(seen), bytes: hex(bytes ?? []) });
  }

  fault(label, right, seen, envelope) {
    const { suite, bodyKind, doc, device, madeAt, signature, body } = envelope;
    const bytes = `suite ${suite} kind ${bodyKind} doc ${hex(doc)} device ${hex(device)} made_at ${madeAt} signature ${hex(signature)} body ${hex(body)}`;
    this.faults.push({ seed: this.seed, label, right, seen, bytes });
  }
}

/** Two verdicts agree: the same one, for the same reason. */
function agree(right, seen) {
  if (right.verdict !== seen.verdict) return false;
  if (right.verdict === 'missing') return right.value.join() === seen.value.map(nameOf).join();
  if (right.value === null || right.verdict === 'accepted' || right.verdict === 'duplicate') return true;
  return right.value === seen.value;
}

const nameOf = (hash) => (typeof hash === 'string' ? hash : hex(hash));

function say({ verdict, value, why }) {
  const what = Array.isArray(value) ? value.map(nameOf).join(' ') : (value ?? '');
  return `${verdict} ${what}${why ? ` (${why})` : ''}`;
}
