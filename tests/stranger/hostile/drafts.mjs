// Changes as a phone makes them, but written by hand from the oracle's book: every piece can then be broken.
import { asText, hex, join } from '../bytes.mjs';
import { DELETE, MAKE_MAP, idText, makeMap, put, remove } from '../chunk.mjs';
import { KIND, descriptor } from '../documents.mjs';
import { visible } from '../oracle.mjs';
import { TYPES } from '../page.mjs';

export const KEYS = ['topic', 'place', 'hours', 'tags/重要', 'lessons/x/title', 'note'];

/** A change that is as it should be, for a document that its author may or may not write: `{ author, doc, change }`. */
export function draft(scene, author = scene.random.pick(scene.authors)) {
  const doc = scene.book.describe(wantedBy(scene, author));
  return { scene, author, doc, change: changeOf(scene, author, doc) };
}

function wantedBy(scene, author) {
  const { random } = scene;
  if (random.once(6)) return random.pick(scene.descriptors());
  return random.once(2) ? descriptor(KIND.roster) : scene.journalOf(author.person);
}

/** A change at these deps: births, edits and deletions of fields that nobody could object to. */
export function changeOf(scene, author, doc, deps = depsOf(scene, author, doc)) {
  const past = [...doc.past(deps).values()];
  const actor = actorFor(author, doc, deps);
  const startOp = 1 + Math.max(...past.map(({ last }) => last));
  const change = {
    deps,
    actor,
    seq: past.filter((one) => one.actor === actor).length + 1,
    startOp,
    time: 0,
    message: '',
    ops: [],
  };
  const known = {
    places: visible(past),
    records: past.flatMap(({ ops }) => ops).filter((op) => op.action === MAKE_MAP && op.obj),
    used: new Set(),
  };
  for (let actions = 1 + scene.random.below(3); actions > 0; actions -= 1) act(scene, doc, change, known);
  return change;
}

/** All heads, or fewer as a phone has them that has not pulled for long; its own are always among them. */
function depsOf({ random }, author, doc) {
  const mine = (change) => change.actor.startsWith(hex(author.device));
  const seen = [...doc.known.values()].filter(
    (change) => change.state === 'accepted' || (change.state === 'held' && mine(change)),
  );
  if (!random.once(4)) return headsOf(seen);
  const few = seen.filter((change) => mine(change) || random.once(2));
  return headsOf(few.length > 0 ? [...doc.past(few.map(({ name }) => name)).values()] : seen);
}

export function headsOf(changes) {
  const built = new Set(changes.flatMap(({ deps }) => deps));
  return changes
    .map(({ name }) => name)
    .filter((name) => !built.has(name))
    .sort();
}

/** The author's actor, unless its row does not lead to these deps: then a fresh one, as after a start. */
function actorFor(author, doc, deps) {
  const past = doc.past(deps);
  const used = [...doc.known.values()].filter(({ actor }) => actor === hex(author.actor));
  if (!used.every(({ name }) => past.has(name))) author.newActor();
  return hex(author.actor);
}

function act(scene, doc, change, known) {
  const { random } = scene;
  if (known.records.length === 0 || random.once(3)) birth(scene, doc, change);
  else edit(random, change, known);
}

export function birth({ random }, doc, change, type = random.pick(typesFor(doc.descriptor.kind))) {
  const obj = { counter: Number(change.startOp) + change.ops.length, actor: change.actor };
  change.ops.push(makeMap(doc.start.records, asText(random.bytes(16))), put(obj, 'type', type));
  for (const key of KEYS.filter(() => random.once(3))) change.ops.push(put(obj, key, valueFor(random)));
}

export function typesFor(kind) {
  return [...Object.keys(TYPES).filter((type) => TYPES[type].includes(kind)), 'not-yet-known'];
}

function edit(random, change, known) {
  const { id } = random.pick(known.records);
  const key = random.pick(KEYS);
  const name = `${idText(id)}/${key}`;
  if (known.used.has(name)) return;
  known.used.add(name);
  const preds = (known.places.get(name) ?? []).map((op) => op.id);
  const empties = preds.length > 0 && random.once(3);
  change.ops.push(empties ? remove(id, key, preds) : put(id, key, valueFor(random), preds));
}

export function valueFor(random) {
  const draws = [
    () => '字'.repeat(random.below(9)),
    () => `a\0b${random.word()}`,
    () => random.below(2000) - 1000,
    () => -(2 ** 53 - 1),
    () => random.once(2),
    () => random.bytes(random.below(20)),
  ];
  return random.pick(draws)();
}

/** An operation that writes, if this change has one. */
export const anyOp = (random, change, wanted = () => true) => {
  const fit = change.ops.filter(wanted);
  return fit.length > 0 ? random.pick(fit) : null;
};

export const isDelete = ({ action }) => action === DELETE;
export const freshActor = (random, author) => hex(join(author.device, random.bytes(8)));
