// The kinds of attack. Each runs over one seed in a studio of its own and ends with the proof: `attack(world, kind, seed,
// tries)` returns what it counted and what it found wrong.
import { GRAMMAR } from './breaks.mjs';
import { doors } from './doors.mjs';
import { drawTry } from './draw.mjs';
import { ENVELOPE } from './envelopes.mjs';
import { letIn } from './held.mjs';
import { cbor } from './messages.mjs';
import { prove } from './proof.mjs';
import { cursors, packings, signatures } from './requests.mjs';
import { runs } from './runs.mjs';
import { Scene } from './scene.mjs';
import { sheaves } from './sheaves.mjs';
import { sockets } from './sockets.mjs';

/** Envelopes of one request at the most: what is drawn together does not know of each other's verdicts. */
const TOGETHER = 8;

/** Changes and envelopes with something broken, each verdict held against the oracle's. */
function envelopesOf(breaks) {
  return async (scene, tries) => {
    for (let done = 0; done < tries;) {
      const count = scene.random.once(2) ? 1 : 1 + scene.random.below(TOGETHER);
      const batch = Array.from({ length: count }, () => drawTry(scene, breaks)).flat();
      await scene.judge(batch);
      done += batch.length;
    }
    await letIn(scene);
  };
}

const ATTACKS = {
  grammar: envelopesOf(GRAMMAR),
  envelopes: envelopesOf(ENVELOPE),
  cbor,
  sheaves,
  cursors,
  packings,
  signatures,
  doors,
  sockets,
};

export const KINDS = [...Object.keys(ATTACKS), 'runs'];

/** One attack over one seed; runs restore the whole county, so that nothing else may be under way in it. */
export async function attack(world, kind, seed, tries) {
  const scene = kind === 'runs' ? await runs(world, seed, tries) : await Scene.open(world, seed);
  if (kind !== 'runs') await ATTACKS[kind](scene, tries);
  await prove(scene);
  return scene;
}
