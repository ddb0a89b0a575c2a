// Tables and numbers of the page that the oracle needs.
import { KIND } from './documents.mjs';
import { ROLE } from './wire.mjs';

export const LIMITS = { changeBytes: 64 * 1024, operations: 2000 };

/** Which records lie in which documents (RECORDS.md); a type that is not here is kept anywhere. */
const { charter, roster, journal } = KIND;
export const TYPES = {
  activity: [journal], mentoring: [journal], outcome: [journal], submitted: [journal], reply: [journal],
  person: [roster], deleted: [journal, roster], profile: [charter], same_person: [charter], same_activity: [charter],
};

/** Role × kind (§6, 8); `own` is whether the document is about the author. */
export function mayWrite(role, kind, own) {
  if (kind === journal) return own;
  if (kind === roster) return true;
  return role !== ROLE.backbone;
}
