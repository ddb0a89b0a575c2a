// A phone's copy of the log (§5): entries without gaps, the chain over their headers, and the former life that a server
// which was set back takes again (§10).
import { hex, same } from './bytes.mjs';
import { chainStart } from './sign.mjs';
import { DECISION, bodyFields, chainAfter, headFields } from './wire.mjs';

/** What a reader must never be shown: the server, or someone between, altered or forged something. */
export class Forged extends Error {}

export function must(holds, what) {
  if (!holds) throw new Forged(what);
}

export class Log {
  constructor(studio, firstLog) {
    this.entries = [];
    this.chains = [chainStart(studio, firstLog)];
  }

  get seq() {
    return this.entries.length;
  }

  /** Takes an entry in; returns it when it has a body that was not here before. */
  take(entry) {
    if (entry.seq <= this.seq) return this.fillIn(entry);
    must(entry.seq === this.seq + 1, `entry ${entry.seq} after ${this.seq}`);
    this.entries.push(entry);
    this.chains.push(chainAfter(this.chains.at(-1), entry));
    return entry;
  }

  /** A body in place of a stub is taken; a stub in place of a body changes nothing. */
  fillIn(entry) {
    const known = this.entries[entry.seq - 1];
    must(same(known.header, entry.header) && known.firstSeen === entry.firstSeen, `entry ${entry.seq} is another than before`);
    if (hasBody(known) || !hasBody(entry)) return null;
    return Object.assign(known, entry);
  }

  /** Of points `[seq, chain]` of the server's log the greatest that this log passes through too; 0 is its beginning. */
  greatestOf(points) {
    const shared = points.filter(([seq, chain]) => seq <= this.seq && same(this.chains[seq], chain));
    return Math.max(0, ...shared.map(([seq]) => seq));
  }

  /** Cuts everything above `common` off and returns the whole former life. */
  rewind(common, head) {
    must(common <= this.seq, 'common lies beyond the own log');
    const former = new Former(this.entries.slice(0, head.seq), head, common);
    former.beyond = this.entries.slice(head.seq);
    this.entries.length = common;
    this.chains.length = common + 1;
    return former;
  }
}

export const hasBody = (entry) => Boolean(entry.envelope || entry.decision);

/** Bodies that fit one request. */
const BODY_BYTES = 512 * 1024;

/** Entries that stood under a signed head and that the server has lost. */
export class Former {
  constructor(entries, head, common) {
    Object.assign(this, { entries, head, after: common, wantFrom: null, unproven: [] });
  }

  /** How the server says that the run stands. */
  told({ common, wantFrom, unproven }) {
    this.after = Math.min(this.after, common);
    this.wantFrom = wantFrom;
    this.unproven = unproven ?? [];
  }

  /** `[after, [[first_seen, header hash]…], [[seq, body]…], head]` */
  run() {
    const offered = this.entries.slice(this.after);
    return [
      this.after,
      offered.map(({ firstSeen, header }) => [firstSeen, header]),
      this.page().map((entry) => [entry.seq, bodyFields(entry)]),
      headFields(this.head),
    ];
  }

  page() {
    let left = BODY_BYTES;
    const bodies = this.entries.slice(this.after).filter((entry) => entry.seq >= this.wantFrom && hasBody(entry));
    return bodies.filter(({ envelope, decision }) => (left -= (envelope?.body ?? decision.bytes).length) >= 0);
  }

  /** The certificates of those whose changes are offered, and of whom the server asked for. */
  certificates() {
    const authors = this.page().flatMap(({ envelope }) => (envelope ? [hex(envelope.device)] : []));
    const wanted = new Set([...authors, ...this.unproven.map(hex)]);
    const decisions = this.entries.flatMap(({ decision }) => decision ?? []);
    return decisions.filter(({ type, body }) => type === DECISION.device && wanted.has(hex(body[0])));
  }
}
