// One try: a draft with nothing, something or two things broken, in its envelope.
import { H } from '../bytes.mjs';
import { writeChange } from '../chunk.mjs';
import { SUITE } from '../sign.mjs';
import { draft } from './drafts.mjs';

/** Which of two a reader meets first depends on where it stopped: rows are counted column by column, as far as the bytes go. */
const NOT_TOGETHER = ['one operation too many', 'data cut short under a right checksum'];

/** Draws a change with some of these broken: the tries that it makes, `[{ envelope, label }]`. */
export function drawTry(scene, breaks) {
  const { random } = scene;
  const names = Object.keys(breaks);
  const chosen = Array.from({ length: random.pick([0, 0, 0, 1, 1, 1, 1, 1, 1, 2]) }, () => random.pick(names));
  if (NOT_TOGETHER.every((name) => chosen.includes(name))) chosen.pop();
  const it = { ...draft(scene), random, wraps: [] };
  for (const name of chosen) breaks[name](it);
  const body = (it.makeBody ?? ((plain) => plain))(bodyOf(it), it);
  const whole = sealed(it, body);
  const envelope = it.wraps.reduce((e, wrap) => wrap(e, it), whole);
  const one = { envelope, label: chosen.join(' + ') || 'whole', wanted: it.wanted };
  if (it.first) return [{ ...one, envelope: it.first(envelope, it) }, one];
  return it.again ? [one, one] : [one];
}

/** A change as it is, in the envelope of its author. */
export const tryOf = (it, label) => ({ envelope: sealed(it, writeChange(it.change)), label });

function sealed({ author, doc, scene }, body) {
  const { id } = doc;
  const madeAt = scene.random.word();
  return author.sign({ suite: SUITE, bodyKind: 0, doc: id, device: author.device, madeAt, hash: hashOrNothing(body), body });
}

function bodyOf({ change }) {
  return change.body ?? writeChange(change);
}

function hashOrNothing(body) {
  return H(body.subarray(8));
}
