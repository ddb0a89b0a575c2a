// Tables and numbers of the page that the oracle needs.
import { KIND } from './documents.mjs';
import { ROLE } from './wire.mjs';

/** §12, by the names of its table. */
export const LIMITS = {
  changeBytes: 262_144,
  operations: 2000,
  preds: 8000,
  deps: 64,
  textChars: 20_000,
  textBytes: 196_608,
  keyBytes: 120,
  actorBytes: 24,
  columns: 16,
  opCounter: 2 ** 30,
  missing: 64,
  halfYearsBack: 4,
  halfYearsAhead: 4,
};

/** Which records lie in which documents (RECORDS.md); a type that is not here is kept anywhere. */
const { charter, roster, journal } = KIND;
export const TYPES = {
  activity: [journal],
  mentoring: [journal],
  outcome: [journal],
  submitted: [journal],
  reply: [journal],
  person: [roster],
  deleted: [journal, roster],
  profile: [charter],
  same_person: [charter],
  same_activity: [charter],
};

/** Role × kind (§6, 8); `own` is whether the document is about the author. */
export function mayWrite(role, kind, own) {
  if (kind === journal) return own;
  if (kind === roster) return true;
  return role !== ROLE.backbone;
}
