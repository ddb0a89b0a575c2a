// What travels (§3, §4): envelopes, decisions, entries, heads, requests and answers, between bytes and fields by name.
import { H } from './bytes.mjs';
import { decode, encode, encodeStructure } from './cbor.mjs';
import { chainNext } from './sign.mjs';

export const DECISION = { founded: 1, grant: 2, end: 3, device: 4, revoke: 5, terms: 6, notice: 7, admit: 8, restored: 9 };
export const ROLE = { chief: 0, assistant: 1, backbone: 2 };
export const VERDICT = { accepted: 0, duplicate: 1, later: 2, missing: 3, held: 4, refused: 5 };
export const VERDICT_NAMES = Object.keys(VERDICT);
const BODY = { change: 0, decision: 1, stub: 2 };

// ---- envelopes and decisions

export const envelopeFields = (e) => [e.suite, e.bodyKind, e.doc, e.device, e.madeAt, e.signature, e.body];

function envelopeOf([suite, bodyKind, doc, device, madeAt, signature, body]) {
  return { suite, bodyKind, doc, device, madeAt, signature, body, hash: H(body.subarray(8)) };
}

export const credentialFields = (d) => [d.suite, d.key, d.signature, d.bytes];

function credentialOf([suite, key, signature, bytes]) {
  const [id, type, by, at, body] = decode(bytes);
  return { suite, key, signature, bytes, id, type, by, at, body };
}

export const credentialsOf = (list) => list.map(credentialOf);

export function changeHeader(e) {
  return H(encode(['change', e.suite, e.doc, e.hash, e.device, e.madeAt, e.signature]));
}

export function decisionHeader(d) {
  return H(encode(['decision', d.suite, d.key, d.signature, H(d.bytes)]));
}

// ---- entries, chain, head

function entryOf([seq, firstSeen, body]) {
  return { seq, firstSeen, ...bodyOf(body) };
}

/** What an entry or a run carries: an envelope, a decision or a stub, with its header hash. */
export function bodyOf([kind, [value]]) {
  if (kind === BODY.stub) return { header: value };
  if (kind === BODY.decision) {
    const decision = credentialOf(value);
    return { decision, header: decisionHeader(decision) };
  }
  const envelope = envelopeOf(value);
  return { envelope, header: changeHeader(envelope) };
}

export function bodyFields({ envelope, decision, header }) {
  if (envelope) return [BODY.change, [envelopeFields(envelope)]];
  if (decision) return [BODY.decision, [credentialFields(decision)]];
  return [BODY.stub, [header]];
}

export const chainAfter = (before, entry) => chainNext(before, entry.seq, entry.firstSeen, entry.header);

export const headFields = (h) => (h ? [h.suite, h.log, h.seq, h.chain, h.signature] : null);

function headOf([suite, log, seq, chain, signature]) {
  return { suite, log, seq, chain, signature };
}

// ---- sync

export const PROTOCOL = 1;

/** The body of a sync request. */
export function syncRequest(wish) {
  return encodeStructure([
    PROTOCOL,
    wish.capabilities ?? 0,
    headFields(wish.seen),
    wish.cursor ?? null,
    wish.deviceTime,
    wish.answerBytesMax,
    wish.descriptors ?? [],
    (wish.envelopes ?? []).map(envelopeFields),
    wish.run ?? null,
    (wish.credentials ?? []).map(credentialFields),
    wish.againFrom ?? null,
    wish.sheaf ?? null,
  ]);
}

export function syncAnswer(bytes) {
  const [protocol, verdicts, entries, descriptors, cursor, more, head, lastSyncs, serverTime, setBack, waitS, ...short] =
    decode(bytes);
  return {
    protocol,
    cursor,
    more,
    lastSyncs,
    serverTime,
    waitS: waitS ?? null,
    verdicts: verdicts.map(([doc, hash, verdict]) => ({ doc, hash, ...verdictOf(verdict) })),
    entries: entries.map(entryOf),
    descriptors: descriptors.map(([kind, subjects, half, epoch]) => ({ kind, subjects, half: half ?? null, epoch })),
    head: headOf(head),
    setBack: setBack ? setBackOf(setBack) : null,
    ...shortOf(short),
  };
}

/** What an older server leaves out; `short.mjs` reads what lies in it. */
function shortOf([takes, told, brought, changes]) {
  return {
    takes: takes ?? 0,
    told: told?.map(([count, verdict]) => ({ count, ...verdictOf(verdict) })) ?? null,
    brought: brought ?? null,
    changes: changes ?? null,
  };
}

/** A number that this client does not know is Later. */
function verdictOf([number, value]) {
  return { verdict: VERDICT_NAMES[number] ?? 'later', value: value ?? null };
}

function setBackOf([log, common, wantFrom, unproven, points]) {
  return { log, common, wantFrom: wantFrom ?? null, unproven: unproven ?? null, points: points ?? null };
}
