// What must hold when an attack is over: the log holds nothing that the oracle would not have accepted where it stands,
// and a fresh reader sees in automerge what the oracle's own model says.
import * as Automerge from '@automerge/automerge';
import { hex } from '../bytes.mjs';
import { Book } from '../oracle.mjs';

export async function prove(scene) {
  const reader = await scene.chief.addDevice();
  await reader.sync();
  scene.expect(reader.unread === 0, 'a fresh reader', 'nothing out of sight', `${reader.unread} changes`);
  const book = replay(scene, reader);
  for (const [name, doc] of book.docs) compareViews(scene, doc, reader.docs.get(name)?.shown);
  return reader;
}

/** Judges the whole log again, entry by entry, with an empty book. */
function replay(scene, reader) {
  const book = new Book(reader.studio, reader.foundedAt);
  for (const { descriptor } of reader.docs.values()) book.describe(descriptor);
  for (const { seq, decision, envelope } of reader.log.entries) {
    if (decision) book.believe(decision);
    if (!envelope) continue;
    const { verdict, why } = book.judge(envelope);
    // What came back by a run stood under a signed head: it is taken unjudged, and a grant may stand behind it (§10).
    const stands = verdict === 'accepted' || (scene.unjudged && verdict === 'held');
    if (!stands) scene.fault(`entry ${seq} of the log`, `${verdict} (${why})`, 'accepted', envelope);
    book.keep(envelope, 'accepted');
    scene.count('replayed');
  }
  return book;
}

function compareViews(scene, doc, shown) {
  const view = doc.view();
  const records = shown?.records ?? {};
  const label = `the view of ${hex(doc.id)}`;
  scene.expect(
    Object.keys(records).sort().join() === [...view.keys()].sort().join(),
    label,
    [...view.keys()],
    Object.keys(records),
  );
  for (const [id, fields] of view) {
    const keys = [...fields.keys()].sort().join();
    scene.expect(
      Object.keys(records[id] ?? {})
        .sort()
        .join() === keys,
      `${label}, ${id}`,
      keys,
      Object.keys(records[id] ?? {}),
    );
    for (const [key, values] of fields) {
      const seen = valuesOf(records[id], key).map(say).join(' | ');
      scene.expect(seen === values.map(say).join(' | '), `${label}, ${id}, ${key}`, values.map(say).join(' | '), seen);
      scene.count('fields compared');
    }
  }
}

/** All values of a field in automerge's view, ordered by (counter, actor); the shown one must be the last. */
function valuesOf(record, key) {
  if (!record) return [];
  const conflicts = Automerge.getConflicts(record, key) ?? { '1@': record[key] };
  const ids = Object.keys(conflicts).sort(
    (a, b) => parseInt(a, 10) - parseInt(b, 10) || (a.split('@')[1] < b.split('@')[1] ? -1 : 1),
  );
  const values = ids.map((id) => conflicts[id]);
  return say(values.at(-1)) === say(record[key]) ? values : ['another value is shown first', ...values];
}

function say(value) {
  if (value instanceof Uint8Array) return `bytes ${hex(value)}`;
  if (Automerge.isImmutableString(value)) return `text ${value}`;
  return typeof value === 'string' ? `text ${value}` : `${typeof value} ${value}`;
}
