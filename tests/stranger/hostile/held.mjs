// What was held during an attack is let in at its end, document by document: what the oracle then finds good must stand in
// the log, what it finds broken must not.
import { hex } from '../bytes.mjs';

/** Changes that one decision lets in (§12). */
const AT_ONCE = 200;

export async function letIn(scene) {
  for (const { doc, hashes } of await scene.chief.waiting()) {
    const some = hashes.slice(0, AT_ONCE);
    const right = some.map((hash) => ({ name: hex(hash), ...judged(scene, hash) }));
    await scene.chief.waiting([doc, some]);
    await scene.chief.sync();
    compare(scene, right);
  }
}

function judged(scene, hash) {
  const envelope = scene.held.get(hex(hash));
  return envelope ? scene.book.judgeAnew(envelope) : { verdict: 'unknown', why: 'nothing of that name was held' };
}

function compare(scene, right) {
  const stands = new Set(scene.chief.log.entries.flatMap(({ envelope }) => (envelope ? [hex(envelope.hash)] : [])));
  for (const { name, verdict, why } of right) {
    scene.count(`let in, ${verdict}`);
    scene.expect(
      stands.has(name) === (verdict === 'accepted'),
      `let in: ${name}`,
      `${verdict} ${why}`,
      stands.has(name) ? 'stands' : 'does not stand',
    );
  }
}
