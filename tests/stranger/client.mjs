// A phone written from core/PROTOCOL.md alone: joins, keeps a log it has verified, sends, and survives a server that was
// set back. What it keeps is in memory; `automerge` makes its changes and shows its documents.
import * as Automerge from '@automerge/automerge';
import { inflateRawSync } from 'node:zlib';
import { asText, hex, join, same } from './bytes.mjs';
import { encode } from './cbor.mjs';
import { openChunk, readChange, seal } from './chunk.mjs';
import { KIND, descriptor, descriptorFields, docId, halfOf } from './documents.mjs';
import { Problem, ask, post, signedHeaders } from './http.mjs';
import { Forged, Log, must } from './log.mjs';
import { SHORT, isShort, lengthened, sheaved, takesShort } from './short.mjs';
import { KeyPair, SUITE, decisionBytes, envelopeBytes, headBytes, keyId, proves } from './sign.mjs';
import { Shown } from './shown.mjs';
import * as wire from './wire.mjs';

export { Forged };

const ANSWER_BYTES = 256 * 1024;
/** Envelopes and bytes of one request (§8, §12), with room for all that stands around them: in the long form, and in the
 * short one. */
const LONG_BATCH = { envelopes: 256, bytes: 512 * 1024 };
const SHORT_BATCH = { envelopes: 2000, bytes: 1536 * 1024 };
/** A sync ends after so many answers that brought nothing. */
const IDLE_ANSWERS = 3;
/** Automerge deflates long changes into chunks of this type; the wire wants them inflated. */
const DEFLATED = 2;

export class Phone {
  /** A phone that nobody knows yet; `random` draws its key and ids, and whether it speaks the short form. */
  constructor(address, random, name = 'stranger') {
    Object.assign(this, { address, random, name });
    this.speaksShort = random.bytes(1)[0] % 2 === 1;
    this.takes = 0;
    this.device = random.bytes(16);
    this.keys = new KeyPair(random.bytes(32));
    this.docs = new Map();
    this.devices = new Map();
    this.sent = new Map();
    this.outbox = [];
    this.held = new Map();
    this.refused = new Map();
    this.setAside = [];
    this.acknowledged = new Map();
    this.formers = [];
    this.lost = [];
    this.verdicts = [];
    this.cursor = new Uint8Array();
    this.head = null;
  }

  // ---- joining (§7)

  async look(code) {
    const [studio, bureau, inviter, role, name, school] = await ask(this.address, '/v1/invites/look', encode([code]));
    return { studio, bureau, inviter, role, name, school };
  }

  async enrol(code, personName) {
    const body = encode([code, this.device, this.keys.public, this.name, personName]);
    return this.join(await ask(this.address, '/v1/enrol', body));
  }

  /** A further device of the same person, signed for by this one. */
  async addDevice(name = 'second') {
    const second = new Phone(this.address, this.random, name);
    return second.join(await this.ask('devices', encode([second.device, second.keys.public, name])));
  }

  join([studio, person, serverKey, decisions, foundedAt, school, personName]) {
    Object.assign(this, { studio, person, serverKey, foundedAt, school, personName, studioText: asText(studio) });
    this.own = wire.credentialsOf(decisions);
    for (const decision of this.own) this.believe(decision);
    const founded = this.own.find(({ type }) => type === wire.DECISION.founded);
    must(founded && same(founded.body[2], serverKey), 'the founding names another server key');
    must(same(this.devices.get(hex(this.device)).key, this.keys.public), 'the certificate is of another key');
    this.log = new Log(studio, founded.body[3]);
    this.newActor();
    return this;
  }

  ask(what, body) {
    const path = `/v1/studios/${this.studioText}/${what}`;
    return ask(this.address, path, body, signedHeaders(this, path, body));
  }

  /** An invite for somebody whose id is drawn here; `{ code, person }`. */
  async invite(role, name, school = '柳河小学', person = this.random.bytes(16)) {
    const [code] = await this.ask('invites', encode([person, role, name, school]));
    return { code, person };
  }

  /** What waits to be let in; before, that of one document is let in. */
  async waiting(letIn = null) {
    const [list] = await this.ask('held', encode(letIn ? [letIn] : []));
    return list.map(([doc, author, reason, hashes, firstSeen]) => ({ doc, author, reason, hashes, firstSeen }));
  }

  // ---- writing (§3, §4)

  /** Fresh at every start, and after every refusal: an actor never writes again once a change of it did not stand. */
  newActor() {
    this.actor = join(this.device, this.random.bytes(8));
  }

  journal(madeAt = Date.now()) {
    return descriptor(KIND.journal, [this.person], halfOf(madeAt));
  }

  /** The document of a descriptor, begun by its genesis. */
  document(wanted) {
    const id = docId(this.studio, wanted);
    if (!this.docs.has(hex(id))) this.docs.set(hex(id), new Shown(id, wanted));
    return this.docs.get(hex(id));
  }

  /** One change of this phone, made by automerge and queued; `edit` gets the map of records. */
  write(wanted, edit, madeAt = Date.now()) {
    const doc = this.document(wanted);
    const mine = Automerge.clone(doc.shown, { actor: hex(this.actor) });
    doc.shown = Automerge.change(mine, { time: 0 }, (root) => edit(root.records));
    const envelope = this.seal(doc.id, plain(Automerge.getLastLocalChange(doc.shown)), madeAt);
    this.outbox.push(envelope);
    return envelope;
  }

  /** A record with its fields; returns its id. */
  addRecord(wanted, type, fields = {}) {
    const id = this.random.bytes(16);
    this.write(wanted, (records) => {
      records[asText(id)] = { type: scalar(type) };
      // One by one: given at once with the map, automerge 3.5 makes floats of whole numbers.
      for (const [key, value] of Object.entries(fields)) records[asText(id)][key] = scalar(value);
    });
    return id;
  }

  setField(wanted, id, key, value) {
    return this.write(wanted, (records) => {
      records[asText(id)][key] = scalar(value);
    });
  }

  clearField(wanted, id, key) {
    return this.write(wanted, (records) => {
      delete records[asText(id)][key];
    });
  }

  /** A change in its envelope, signed by this device. */
  seal(doc, body, madeAt = Date.now()) {
    const { hash } = openChunk(body);
    const unsigned = { suite: SUITE, bodyKind: 0, doc, device: this.device, madeAt, hash, body };
    return this.sign(unsigned);
  }

  sign(unsigned) {
    const envelope = { ...unsigned, signature: this.keys.sign(envelopeBytes({ ...unsigned, studio: this.studio })) };
    this.sent.set(hex(wire.changeHeader(envelope)), envelope);
    return envelope;
  }

  // ---- one sync (§8)

  /** Asks until nothing is left to fetch or send. */
  async sync() {
    for (let idle = 0; idle < IDLE_ANSWERS;) {
      const before = this.standing();
      const answer = await this.turn();
      const goesOn = answer.more || this.wanted || this.outbox.length > 0 || this.head?.seq !== this.log.seq;
      if (!goesOn) return;
      idle = before === this.standing() ? idle + 1 : 0;
    }
  }

  /** Where it stands, to notice an answer that brought nothing. */
  standing() {
    return [this.log.seq, this.outbox.length, this.head?.seq, this.wanted?.wantFrom, this.wanted?.after].join();
  }

  /** One request and its answer, taken in; `wish` replaces elements of the request. */
  async turn(wish = {}) {
    const answer = await this.askSync({ ...this.wish(), ...wish });
    return this.take(answer);
  }

  wish() {
    const base = {
      seen: this.head,
      cursor: this.cursor,
      deviceTime: Date.now(),
      answerBytesMax: ANSWER_BYTES,
      credentials: this.lost,
    };
    if (this.wanted) return { ...base, ...this.offer() };
    const envelopes = batch(this.outbox, this.writesSheaves ? SHORT_BATCH : LONG_BATCH);
    return { ...base, envelopes, descriptors: this.descriptorsOf(envelopes) };
  }

  /** The former life whose run the server wants: of several the oldest. */
  get wanted() {
    return this.formers.find(({ wantFrom }) => wantFrom !== null);
  }

  /** A run of a former life and what the server needs to take it. */
  offer() {
    const former = this.wanted;
    const changes = former.page().flatMap(({ envelope }) => envelope ?? []);
    return {
      run: former.run(),
      descriptors: this.descriptorsOf(changes),
      credentials: [...this.lost, ...former.certificates()],
    };
  }

  /** Asks; a server that does not know this device is asked once more, with its certificate and its grants. */
  async askSync(wish) {
    const answer = await this.postSync(this.spelt(wish));
    if (answer.code === 'unknown-device') {
      this.lost = this.own;
      const again = { ...wish, credentials: [...this.own, ...(wish.credentials ?? [])] };
      return this.answered(await this.postSync(this.spelt(again)), again);
    }
    return this.answered(answer, wish);
  }

  /** A sheaf would bring nothing to a server whose last answer did not say that it takes one. */
  get writesSheaves() {
    return this.speaksShort && takesShort(this.takes);
  }

  /** A request in the form that this phone speaks. */
  spelt(wish) {
    if (!this.speaksShort) return wire.syncRequest(wish);
    const spelling = this.writesSheaves ? sheaved(wish.envelopes ?? []) : {};
    return wire.syncRequest({ capabilities: SHORT, ...wish, ...spelling });
  }

  postSync(body) {
    const path = `/v1/studios/${this.studioText}/sync`;
    return post(this.address, path, body, signedHeaders(this, path, body));
  }

  answered(answer, { envelopes = [] }) {
    if (answer.status !== 200) throw new Problem('sync', answer);
    const said = wire.syncAnswer(answer.bytes);
    must(this.speaksShort || !isShort(said), 'an answer in a form that was not asked for');
    return lengthened(said, envelopes);
  }

  descriptorsOf(envelopes) {
    const names = new Set(envelopes.map(({ doc }) => hex(doc)));
    return [...names].filter((name) => this.docs.has(name)).map((name) => descriptorFields(this.docs.get(name).descriptor));
  }

  // ---- taking an answer in, in the page's order

  take(answer) {
    const { suite, log, seq, chain, signature } = answer.head;
    must(
      proves(this.serverKey, headBytes({ suite, studio: this.studio, log, seq, chain }), signature),
      'a head with a false signature',
    );
    if (answer.setBack) this.takeSetBack(answer.setBack, answer.head);
    this.takeVerdicts(answer.verdicts);
    for (const wanted of answer.descriptors) this.document(wanted);
    for (const entry of answer.entries) this.read(this.log.take(entry));
    this.cursor = answer.cursor;
    this.takes = answer.takes;
    this.takeHead(answer.head);
    return answer;
  }

  takeHead(head) {
    must(this.log.seq <= head.seq, `the head is at ${head.seq}, the entries end at ${this.log.seq}`);
    if (this.log.seq < head.seq) return;
    must(same(head.chain, this.log.chains.at(-1)), 'the chain does not lead to the head');
    this.head = head;
    if (this.formers.length > 0 && !this.wanted) this.sendAgain();
  }

  takeVerdicts(verdicts) {
    this.verdicts.push(...verdicts);
    for (const { doc, hash, verdict, value } of verdicts) {
      const at = this.outbox.findIndex((envelope) => same(envelope.hash, hash) && same(envelope.doc, doc));
      if (at < 0 || verdict === 'later' || verdict === 'missing') continue;
      const [envelope] = this.outbox.splice(at, 1);
      this.settle(envelope, verdict, value);
    }
  }

  settle(envelope, verdict, value) {
    const name = hex(envelope.hash);
    this.held.delete(name);
    if (verdict === 'held') this.held.set(name, { envelope, reason: value });
    else if (verdict === 'refused') this.takeRefusal(envelope, value);
    else this.acknowledged.set(name, { envelope, seq: value });
  }

  /** A refused change leaves the own document, with all that built on it; their words are set aside for their user. */
  takeRefusal(envelope, reason) {
    this.refused.set(hex(envelope.hash), reason);
    const gone = descendants(hex(envelope.hash), this.outbox);
    this.setAside.push(envelope, ...this.outbox.filter(({ hash }) => gone.has(hex(hash))));
    this.outbox = this.outbox.filter(({ hash }) => !gone.has(hex(hash)));
    const own = [...this.outbox, ...[...this.held.values()].map((held) => held.envelope)];
    for (const doc of this.docs.values()) doc.showAgain(own.filter((kept) => same(kept.doc, doc.id)));
    this.newActor();
  }

  // ---- reading entries

  read(entry) {
    if (!entry) return;
    // A stub of what this phone sent itself: the envelope is still here.
    const envelope = entry.envelope ?? this.sent.get(hex(entry.header));
    if (entry.decision) this.believe(entry.decision);
    if (envelope) this.show(Object.assign(entry, { envelope }).envelope);
  }

  believe(decision) {
    const { suite, key, signature, bytes, type, body } = decision;
    must(same(key, keyId(this.serverKey)), 'a decision under an unknown key');
    must(
      proves(this.serverKey, decisionBytes({ suite, studio: this.studio, key, bytes }), signature),
      'a decision with a false signature',
    );
    if (type !== wire.DECISION.device) return;
    this.devices.set(hex(body[0]), { person: body[1], key: body[2] });
    for (const doc of this.docs.values()) this.prove(doc);
  }

  /** Takes a change in, and all that waited for it. */
  show(envelope) {
    const doc = this.docs.get(hex(envelope.doc));
    must(doc, 'an entry of a document that no answer has described');
    this.acknowledged.delete(hex(envelope.hash));
    if (doc.changes.has(hex(envelope.hash))) return;
    doc.unread.push(envelope);
    this.prove(doc);
  }

  /** What was kept out of sight is proved again whenever something comes. */
  prove(doc) {
    for (let before = -1; before !== doc.unread.length;) {
      before = doc.unread.length;
      doc.unread = doc.unread.filter((envelope) => !(this.isProven(envelope) && doc.take(envelope)));
    }
  }

  isProven({ suite, doc, device, madeAt, hash, signature }) {
    const author = this.devices.get(hex(device));
    return (
      Boolean(author) && proves(author.key, envelopeBytes({ suite, studio: this.studio, doc, device, madeAt, hash }), signature)
    );
  }

  /** How many changes are kept out of sight. */
  get unread() {
    return [...this.docs.values()].reduce((sum, doc) => sum + doc.unread.length, 0);
  }

  // ---- a server that was set back (§10)

  takeSetBack(setBack, head) {
    if (same(setBack.log, head.log)) this.sendHeld();
    else if (this.head && same(setBack.log, this.head.log)) this.rewind(setBack);
    else this.formers.find(({ head: old }) => same(old.log, setBack.log))?.told(setBack);
  }

  sendHeld() {
    this.outbox.unshift(...[...this.held.values()].map(({ envelope }) => envelope));
  }

  rewind(setBack) {
    const common = setBack.points ? this.log.greatestOf(setBack.points) : setBack.common;
    const former = this.log.rewind(common, this.head);
    former.told(setBack.points ? { ...setBack, common, wantFrom: setBack.wantFrom ?? common + 1 } : setBack);
    this.formers.push(former);
    this.head = null;
  }

  /** The run is over: what of the former life does not stand in the present log goes again. */
  sendAgain() {
    const stands = new Set(this.log.entries.map(({ header }) => hex(header)));
    const old = this.formers.flatMap(({ entries, beyond }) => [...entries, ...beyond]);
    const gone = old.filter(({ header }) => !stands.has(hex(header)));
    const envelopes = [
      ...gone.flatMap(({ envelope }) => envelope ?? []),
      ...this.acknowledgedOnly(),
      ...[...this.held.values()].map(({ envelope }) => envelope),
    ];
    const waiting = new Set(this.outbox.map(({ hash }) => hex(hash)));
    this.outbox.unshift(...envelopes.filter(({ hash }) => !waiting.has(hex(hash))));
    this.lost = gone.flatMap(({ decision }) => decision ?? []);
    this.formers = [];
  }

  /** What the lost log had acknowledged and this phone had not read yet. */
  acknowledgedOnly() {
    const stands = [...this.docs.values()].flatMap((doc) => [...doc.changes.keys()]);
    return [...this.acknowledged].filter(([name]) => !stands.includes(name)).map(([, { envelope }]) => envelope);
  }
}

/** As many from the front as one request may hold. */
function batch(envelopes, most) {
  let left = most.bytes;
  const end = envelopes.findIndex(({ body }) => (left -= body.length) < 0);
  return envelopes.slice(0, Math.min(most.envelopes, end < 0 ? envelopes.length : Math.max(end, 1)));
}

/** Names of a change and of those among these that build on it. */
function descendants(name, envelopes) {
  const gone = new Set([name]);
  for (const { hash, body } of envelopes) if (readChange(body).deps.some((dep) => gone.has(dep))) gone.add(hex(hash));
  return gone;
}

function plain(chunk) {
  const bytes = new Uint8Array(chunk);
  if (bytes[8] !== DEFLATED) return bytes;
  let at = 9;
  while (bytes[at] & 0x80) at += 1;
  return seal(new Uint8Array(inflateRawSync(bytes.subarray(at + 1))));
}

/** Texts and whole numbers as automerge's scalars. */
function scalar(value) {
  if (typeof value === 'string') return new Automerge.ImmutableString(value);
  return typeof value === 'number' ? new Automerge.Int(value) : value;
}
