// What the page says that a server answers to a change (§11), from what is known of the log. It never asks the server: the
// tests compare its verdicts with the server's. Checks stand in the page's order, with the
// numbers of its table; the first rule that is broken gives the verdict.
import { asText, fromText, hex } from './bytes.mjs';
import { DELETE, MAKE_MAP, VALUE, compareIds, idText, readChange, scalarOf } from './chunk.mjs';
import { KIND, docId, genesis, halfOf } from './documents.mjs';
import { Misshapen, check, formOf, isNamed } from './form.mjs';
import { SUITE, envelopeBytes, proves } from './sign.mjs';
import { LIMITS, TYPES, mayWrite } from './page.mjs';
import { DECISION } from './wire.mjs';

/** A verdict that is neither Accepted nor Refused. */
class Otherwise extends Error {
  constructor(verdict, why, value = null) {
    super(why);
    Object.assign(this, { verdict, value });
  }
}

/** Held reasons. */
export const HELD = { revoked: 1, ended: 2, base: 3 };

/** The studio as the log tells it: who is who, and which changes there are. */
export class Book {
  constructor(studio, foundedAt) {
    Object.assign(this, { studio, foundedAt });
    this.docs = new Map();
    this.devices = new Map();
    this.revoked = new Set();
    this.grants = new Map();
    this.ended = new Set();
    this.admitted = new Set();
    /** Record ids that were born, in whatever document. */
    this.born = new Set();
  }

  describe(wanted) {
    const id = docId(this.studio, wanted);
    if (!this.docs.has(hex(id))) this.docs.set(hex(id), new Doc(id, wanted));
    return this.docs.get(hex(id));
  }

  /** Takes in what a decision says, in whatever order they come. */
  believe({ id, type, body }) {
    if (type === DECISION.device) this.devices.set(hex(body[0]), { person: hex(body[1]), key: body[2] });
    if (type === DECISION.revoke) this.revoked.add(hex(body[0]));
    if (type === DECISION.grant) this.grants.set(hex(id), { person: hex(body[0]), role: body[1] });
    if (type === DECISION.end) this.ended.add(hex(body[0]));
    if (type === DECISION.admit) for (const hash of body[1]) this.admitted.add(hex(hash));
  }

  /** A person's role: the greatest of the grants in force, which has the smallest number. */
  roleOf(person) {
    const roles = [...this.grants]
      .filter(([id, grant]) => grant.person === person && !this.ended.has(id))
      .map(([, { role }]) => role);
    return roles.length > 0 ? Math.min(...roles) : null;
  }

  /** What the server should answer to an envelope now: `{ verdict, value, why }`. */
  judge(envelope) {
    try {
      this.pass(envelope);
      return { verdict: 'accepted', value: null, why: '' };
    } catch (no) {
      if (no instanceof Misshapen) return { verdict: 'refused', value: no.reason, why: no.message };
      if (no instanceof Otherwise) return { verdict: no.verdict, value: no.value, why: no.message };
      throw no;
    }
  }

  pass(envelope) {
    const known = this.docs.get(hex(envelope.doc))?.known.get(hex(envelope.hash));
    if (known) throw new Otherwise(known.state === 'accepted' ? 'duplicate' : known.state, 'seen before', known.value);
    const doc = this.document(envelope);
    this.author(doc, envelope);
    const change = formOf(envelope);
    place(doc, change);
    operations(doc, change, this.born);
    records(doc, change);
    // What somebody has let in is not asked again who wrote it.
    if (!this.admitted.has(hex(envelope.hash))) this.who(doc, envelope);
  }

  /** 1 to 3: size, document, suite. */
  document({ body, doc, suite, bodyKind }) {
    const known = this.docs.get(hex(doc));
    check(body.length <= LIMITS.changeBytes, 1, 'too large');
    if (!known) throw new Otherwise('missing', 'no such document', []);
    check(mayExist(known.descriptor, this.foundedAt), 2, 'a document that may not exist');
    check(suite === SUITE && bodyKind === 0, 3, 'another suite or body kind');
    return known;
  }

  /** 4 and 5: the device and its signature. */
  author(doc, { suite, device, madeAt, hash, signature }) {
    const author = this.devices.get(hex(device));
    if (!author) throw new Otherwise('later', 'unknown device');
    const signed = envelopeBytes({ suite, studio: this.studio, doc: doc.id, device, madeAt, hash });
    check(proves(author.key, signed, signature), 4, 'a false signature');
  }

  /** 15: who may write here. */
  who(doc, { device }) {
    const { person } = this.devices.get(hex(device));
    const own = doc.descriptor.subjects.some((subject) => hex(subject) === person);
    const role = this.roleOf(person);
    check(doc.descriptor.kind !== KIND.journal || own, 21, "somebody else's journal");
    if (this.revoked.has(hex(device))) throw new Otherwise('held', 'a device that is not trusted', HELD.revoked);
    if (role === null) throw new Otherwise('held', 'a member without a role', HELD.ended);
    check(mayWrite(role, doc.descriptor.kind, own), 21, 'not for this role');
  }

  /** Judges held work as it is let in: all that its document says is asked again. */
  judgeAnew(envelope) {
    this.docs.get(hex(envelope.doc)).known.delete(hex(envelope.hash));
    this.admitted.add(hex(envelope.hash));
    const right = this.judge(envelope);
    this.keep(envelope, right.verdict, right.value);
    return right;
  }

  /** Keeps what the server has decided about an envelope. */
  keep(envelope, verdict, value = null) {
    const doc = this.docs.get(hex(envelope.doc));
    const name = hex(envelope.hash);
    const before = doc?.known.get(name)?.state;
    if (!doc || !['accepted', 'held', 'refused'].includes(verdict) || (before && !(before === 'held' && verdict === 'accepted')))
      return;
    if (verdict === 'refused') {
      // Remembered is only what its author has truly signed; all else would be anybody's word against them.
      if (value > PROVEN_FROM && isNamed(envelope.body)) doc.known.set(name, { state: 'refused', value });
      return;
    }
    const change = readChange(envelope.body);
    doc.add(name, change, verdict, value);
    if (verdict === 'held') return;
    for (const op of change.ops) if (op.action === MAKE_MAP) this.born.add(op.key);
  }
}

/** Refusals up to this number come before the signature is found good. */
const PROVEN_FROM = 4;

/** Whether a document may exist (§2): journals from four half-years before the founding to four ahead of now. */
function mayExist({ kind, subjects, half, epoch }, foundedAt) {
  if (epoch !== 0) return false;
  if (kind !== KIND.journal) return [KIND.charter, KIND.roster].includes(kind) && subjects.length === 0 && half === null;
  if (subjects.length !== 1 || half === null || ![1, 2].includes(half[1])) return false;
  const number = ([year, part]) => 2 * year + part;
  return (
    number(half) >= number(halfOf(foundedAt)) - LIMITS.halfYearsBack &&
    number(half) <= number(halfOf(Date.now())) + LIMITS.halfYearsAhead
  );
}

/** One document: its changes and what of them is visible. */
class Doc {
  constructor(id, descriptor) {
    Object.assign(this, { id, descriptor, known: new Map(), start: genesis(id) });
    this.add(hex(this.start.hash), readChange(this.start.chunk), 'accepted', 0);
  }

  add(name, change, state, value) {
    const ops = change.ops.map((op, n) => ({ ...op, id: { counter: change.startOp + n, actor: change.actor } }));
    const last = change.startOp + ops.length - 1;
    this.known.set(name, { state, value, name, deps: change.deps, actor: change.actor, seq: change.seq, ops, last });
  }

  /** The changes that these lead back to, themselves too. */
  past(deps) {
    const seen = new Map();
    const open = [...deps];
    while (open.length > 0) {
      const name = open.pop();
      const change = this.known.get(name);
      if (!change || change.state === 'refused' || seen.has(name)) continue;
      seen.set(name, change);
      open.push(...change.deps);
    }
    return seen;
  }

  /** Changes of one actor. */
  row(actor) {
    return this.standing().filter((change) => change.actor === actor);
  }

  /** The heads once a change of these deps is in: which of what is there nothing builds on. */
  headsBesides(deps) {
    const built = new Set(deps);
    for (const change of this.standing()) change.deps.forEach((dep) => built.add(dep));
    return this.standing().filter(({ name }) => !built.has(name));
  }

  /** Held work does not count until it is let in: it has no place in a row, is no head, and gives birth to nothing. */
  standing() {
    return [...this.known.values()].filter(({ state }) => state === 'accepted');
  }

  /** record → key → values, in order, as the accepted changes leave them. */
  view() {
    return viewOf(this.standing(), this.start.records);
  }
}

const slot = (obj, key) => `${idText(obj)}/${key}`;

/** Of these changes, per (object, key) the operations that no later one names as its predecessor. */
export function visible(changes) {
  const ops = [...changes].flatMap((change) => change.ops).filter(({ obj }) => obj);
  const over = new Set(ops.flatMap((op) => op.preds.map((id) => `${idText(id)}/${slot(op.obj, op.key)}`)));
  const places = new Map();
  for (const op of ops) {
    const name = slot(op.obj, op.key);
    if (op.action === DELETE || over.has(`${idText(op.id)}/${name}`)) continue;
    places.set(
      name,
      [...(places.get(name) ?? []), op].sort((a, b) => compareIds(a.id, b.id)),
    );
  }
  return places;
}

function viewOf(changes, records) {
  const places = visible(changes);
  const made = changes
    .flatMap(({ ops }) => ops)
    .filter((op) => op.action === MAKE_MAP && op.obj && idText(op.obj) === idText(records));
  return new Map(
    made.map((op) => {
      const prefix = `${idText(op.id)}/`;
      const fields = [...places].filter(([name]) => name.startsWith(prefix));
      return [
        op.key,
        new Map(fields.map(([name, values]) => [name.slice(prefix.length), values.map(({ value }) => scalarOf(value))])),
      ];
    }),
  );
}

// ---- 11 and 12: the place of a change in its document

function place(doc, change) {
  check(change.deps.length > 0, 9, 'no deps');
  const states = change.deps.map((dep) => doc.known.get(dep)?.state);
  if (states.includes('held')) throw new Otherwise('held', 'builds on held work', HELD.base);
  const missing = change.deps.filter((_, n) => states[n] !== 'accepted');
  if (missing.length > 0) throw new Otherwise('missing', 'deps not known', missing.slice(0, LIMITS.missing));
  const past = doc.past(change.deps);
  const row = doc.row(change.actor);
  check(change.seq === row.length + 1, 11, "not the actor's next");
  check(
    row.every(({ name }) => past.has(name)),
    11,
    'the previous change is no ancestor',
  );
  check(change.startOp === 1 + Math.max(...[...past.values()].map(({ last }) => last)), 12, 'start_op');
  const mine = doc.headsBesides(change.deps).filter(({ actor }) => actor.startsWith(change.actor.slice(0, 32)));
  check(mine.length === 0, 19, 'a second head of this device');
}

// ---- 13: its operations, one after the other

function operations(doc, change, born) {
  const before = [...doc.past(change.deps).values()];
  const known = { doc, places: visible(before), made: madeBy(before), born, touched: new Set() };
  change.ops.forEach((op, n) => {
    operation(op, known);
    if (op.action === MAKE_MAP) known.made.add(idText({ counter: change.startOp + n, actor: change.actor }));
  });
}

function madeBy(changes) {
  const made = changes.flatMap(({ ops }) => ops).filter(({ action, obj }) => action === MAKE_MAP && obj);
  return new Set(made.map(({ id }) => idText(id)));
}

function operation(op, { doc, places, made, born, touched }) {
  const name = op.obj ? slot(op.obj, op.key) : `/${op.key}`;
  check(!touched.has(name), 14, 'one key twice');
  touched.add(name);
  check(op.obj, 15, 'something on the root');
  if (idText(op.obj) === idText(doc.start.records)) return birth(op, born);
  check(made.has(idText(op.obj)), 15, 'not within a record');
  check(op.action !== MAKE_MAP, 13, 'a map within a record');
  const wanted = (places.get(name) ?? []).map(({ id }) => idText(id));
  return check(wanted.join() === op.preds.map(idText).join(), 16, 'pred');
}

/** Directly under `records`. */
function birth(op, born) {
  check(op.action === MAKE_MAP, 13, 'something else than a birth under records');
  check(isId(op.key), 14, 'not an id');
  check(!born.has(op.key), 17, 'an id born before');
  check(op.preds.length === 0, 16, 'a birth with predecessors');
}

function isId(text) {
  try {
    return fromText(text).length === 16 && asText(fromText(text)) === text;
  } catch {
    return false;
  }
}

// ---- 14: a record's type

function records(doc, change) {
  const births = new Map();
  change.ops.forEach((op, n) => {
    if (op.action === MAKE_MAP) births.set(idText({ counter: change.startOp + n, actor: change.actor }), null);
  });
  for (const op of change.ops.filter(({ key, action }) => key === 'type' && action !== MAKE_MAP)) {
    check(births.has(idText(op.obj)), 20, 'a type that changes');
    births.set(idText(op.obj), op.value);
  }
  for (const value of births.values()) {
    check(value?.type === VALUE.text, 20, 'born without a type');
    const kinds = TYPES[scalarOf(value)];
    check(!kinds || kinds.includes(doc.descriptor.kind), 20, 'a type of another document');
  }
}
