// The short form of a sync (§8): envelopes as columns, and answers that leave out what their reader can compute.
import { hex, join, same } from './bytes.mjs';
import { hashOf, openChunk, seal } from './chunk.mjs';
import { Broken, Bytes } from './columns.mjs';
import { SUITE } from './sign.mjs';
import { changeHeader } from './wire.mjs';

/** The bit of the short form: among a client's capabilities, and in what a server takes. */
export const SHORT = 1;
const CHANGE_BODY = 0;
const ID_BYTES = 16;
const HASH_BYTES = 32;
const ACTOR_BYTES = 24;
const SIGNATURE_BYTES = 64;
/** Magic, checksum and type of a chunk. */
const CHUNK_BEGINS = 9;
const U32_END = 2 ** 32;

/** Columns that do not belong together: nothing of the message is taken. */
export class Torn extends Error {}

function together(holds, what) {
  if (!holds) throw new Torn(what);
}

export const takesShort = (bits) => (BigInt(bits ?? 0) & BigInt(SHORT)) !== 0n;

// ---- columns

const isBytes = (value, length) => value instanceof Uint8Array && (length === undefined || value.length === length);
const isBelow = (number, end) => Number.isSafeInteger(number) && number >= 0 && number < end;
const isI64 = (number) => BigInt.asIntN(64, number) === number;

/** `[first, count, …]`: every value with how far it lies behind the first of its run, `total` in all. */
function spread(runs, total) {
  together(Array.isArray(runs) && runs.length % 2 === 0, 'half a run');
  const values = [];
  for (let at = 0; at < runs.length; at += 2) {
    const [first, count] = runs.slice(at, at + 2);
    together(isBelow(first, Infinity) && isBelow(count, total - values.length + 1) && count > 0, 'a run that is no run');
    for (let n = 0; n < count; n += 1) values.push([first, n]);
  }
  together(values.length === total, 'runs of another length');
  return values;
}

function gathered(places) {
  const runs = [];
  for (const place of places) {
    if (runs.at(-2) === place) runs[runs.length - 1] += 1;
    else runs.push(place, 1);
  }
  return runs;
}

/** The first time, then the difference to the one before. */
function timesOf(steps) {
  let time = 0n;
  return steps.map((step) => {
    together(typeof step === 'number' || typeof step === 'bigint', 'a time that is no number');
    time += BigInt(step);
    together(isI64(BigInt(step)) && isI64(time), 'a time of more than 64 bits');
    return Number.isSafeInteger(Number(time)) ? Number(time) : time;
  });
}

const stepsOf = (times) => times.map((time, n) => (n === 0 ? time : BigInt(time) - BigInt(times[n - 1])));

// ---- rests of chunks

/** What stands before an envelope of a sheaf, and so need not be said in it again. */
class Before {
  constructor() {
    this.hashes = new Map();
    this.actors = new Map();
  }

  /** How the data of a rest begin, or null where nothing comes before it. */
  front({ doc, device }) {
    const hash = this.hashes.get(hex(doc));
    const actor = this.actors.get(hex(doc) + hex(device));
    return hash && actor ? join([1], hash, [ACTOR_BYTES], actor) : null;
  }

  pass({ doc, device, hash, body }) {
    this.hashes.set(hex(doc), hash);
    this.actors.set(hex(doc) + hex(device), actorIn(body));
  }
}

function orNull(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Broken) return null;
    throw error;
  }
}

/** The actor that a chunk names, whatever else is wrong with it; one of more than one dep names none. */
function actorIn(body) {
  return orNull(() => {
    const from = new Bytes(body);
    from.take(CHUNK_BEGINS);
    from.uleb();
    const deps = from.uleb();
    if (deps > 1) return null;
    from.take(deps * HASH_BYTES);
    const actor = from.prefixed();
    return actor.length === ACTOR_BYTES ? actor : null;
  });
}

/** What may be sent of a chunk in its place: only of one that is made of it again to the byte. */
function restIn(body, front) {
  const data = front && orNull(() => openChunk(body).data);
  const rest = data?.subarray(front.length);
  return rest && same(seal(join(front, rest)), body) ? rest : null;
}

// ---- sheaves

/** Whether a sheaf can hold this envelope. */
const fits = ({ suite, bodyKind }) => suite === SUITE && bodyKind === CHANGE_BODY;

/** Envelopes as a request holds them: those of the end that fit in a sheaf, for it stands behind all others. */
export function sheaved(envelopes) {
  const last = envelopes.findLastIndex((envelope) => !fits(envelope));
  const inside = envelopes.slice(last + 1);
  return { envelopes: envelopes.slice(0, last + 1), sheaf: inside.length > 0 ? sheafOf(inside) : null };
}

export function sheafOf(envelopes) {
  const pairs = new Map(envelopes.map(({ doc, device }) => [hex(doc) + hex(device), [doc, device]]));
  const names = [...pairs.keys()];
  const places = envelopes.map(({ doc, device }) => names.indexOf(hex(doc) + hex(device)));
  const bodies = bodiesOf(envelopes);
  return [
    [...pairs.values()],
    gathered(places),
    stepsOf(envelopes.map(({ madeAt }) => madeAt)),
    join(...envelopes.map(({ signature }) => signature)),
    bodies.map(({ bytes, isRest }) => 2 * bytes.length + Number(isRest)),
    join(...bodies.map(({ bytes }) => bytes)),
  ];
}

function bodiesOf(envelopes) {
  const before = new Before();
  return envelopes.map((envelope) => {
    const rest = restIn(envelope.body, before.front(envelope));
    before.pass(envelope);
    return { bytes: rest ?? envelope.body, isRest: rest !== null };
  });
}

export function envelopesOf(sheaf) {
  together(Array.isArray(sheaf) && sheaf.length >= 6, 'columns missing');
  const [pairs, runs, steps, signatures, lengths, bodies] = sheaf;
  together([pairs, steps, lengths].every(Array.isArray) && isBytes(bodies), 'columns of another sort');
  const total = lengths.length;
  together(steps.length === total && isBytes(signatures, SIGNATURE_BYTES * total), 'columns of other lengths');
  const places = placesOf(runs, pairs, total);
  const pieces = piecesOf(lengths, bodies);
  const before = new Before();
  return timesOf(steps).map((madeAt, n) => {
    const [doc, device] = pairs[places[n]];
    const signature = signatures.subarray(SIGNATURE_BYTES * n, SIGNATURE_BYTES * (n + 1));
    const body = bodyOf(pieces[n], before.front({ doc, device }));
    const envelope = { suite: SUITE, bodyKind: CHANGE_BODY, doc, device, madeAt, signature, body, hash: hashOf(body) };
    before.pass(envelope);
    return envelope;
  });
}

/** Pairs stand in the order in which they appear, each once. */
function placesOf(runs, pairs, total) {
  const areIds = (pair) => Array.isArray(pair) && isBytes(pair[0], ID_BYTES) && isBytes(pair[1], ID_BYTES);
  together(pairs.every(areIds), 'a pair that is no pair');
  together(new Set(pairs.map(([doc, device]) => hex(doc) + hex(device))).size === pairs.length, 'a pair twice');
  const places = spread(runs, total).map(([place]) => place);
  together(
    [...new Set(places)].every((place, n) => place === n) && new Set(places).size === pairs.length,
    'pairs in another order than they appear',
  );
  return places;
}

function piecesOf(lengths, bodies) {
  together(
    lengths.every((length) => isBelow(length, U32_END)),
    'a length that is none',
  );
  let at = 0;
  const pieces = lengths.map((length) => {
    const bytes = bodies.subarray(at, (at += Math.floor(length / 2)));
    return { bytes, isRest: length % 2 === 1 };
  });
  together(at === bodies.length, 'bodies of another length');
  return pieces;
}

function bodyOf({ bytes, isRest }, front) {
  if (!isRest) return bytes;
  together(front, 'a rest with nothing before it');
  return seal(join(front, bytes));
}

// ---- answers

/** An answer as it would have come in the long form to a request of these envelopes. */
export function lengthened(answer, envelopes) {
  const verdicts = answer.told ? toldOf(answer, envelopes) : answer.verdicts;
  const entries = [
    ...answer.entries,
    ...(answer.brought ?? []).flatMap((one) => broughtOf(one, envelopes, verdicts)),
    ...(answer.changes ? changesOf(answer.changes) : []),
  ].sort((a, b) => a.seq - b.seq);
  together(
    entries.every(({ seq }, n) => n === 0 || entries[n - 1].seq < seq),
    'an entry twice',
  );
  return { ...answer, verdicts, entries };
}

/** Verdicts that say under which number a change stands. */
const NUMBERED = ['accepted', 'duplicate'];

/** Whether an answer says something that only a reader of the short form is told. */
export const isShort = ({ told, brought, changes }) => Boolean(told ?? brought ?? changes);

function toldOf({ told, verdicts }, envelopes) {
  together(verdicts.length === 0, 'verdicts in both forms');
  const runs = told.flatMap(({ count }, at) => [at, count]);
  return spread(runs, envelopes.length).map(([at, n], of) => {
    const { verdict, value } = told[at];
    const { doc, hash } = envelopes[of];
    return { doc, hash, verdict, value: NUMBERED.includes(verdict) ? value + n : value };
  });
}

/** Stubs of what this very request brought, now or once more. */
function broughtOf([from, count, firstSeen], envelopes, verdicts) {
  const total = isBelow(count, envelopes.length + 1) ? count : 0;
  return spread([from, count], total).map(([first, n]) => {
    const at = verdicts.findIndex(({ verdict, value }) => NUMBERED.includes(verdict) && value === first + n);
    together(at >= 0, 'an entry that this request has not brought');
    return { seq: first + n, firstSeen, header: changeHeader(envelopes[at]) };
  });
}

function changesOf(changes) {
  together(Array.isArray(changes) && changes.length >= 3, 'columns missing');
  const [runs, steps, sheaf] = changes;
  const envelopes = envelopesOf(sheaf);
  together(Array.isArray(steps) && steps.length === envelopes.length, 'columns of other lengths');
  const times = timesOf(steps);
  return spread(runs, envelopes.length).map(([from, n], at) => {
    const envelope = envelopes[at];
    return { seq: from + n, firstSeen: times[at], envelope, header: changeHeader(envelope) };
  });
}
