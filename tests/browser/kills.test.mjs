// The short run of what `cargo xtask kills` does for as long as one likes.
import assert from 'node:assert/strict';
import test from 'node:test';
import { killed } from './kills.mjs';

const KILLS = 5;
/** Both are killed, each by the clock and by a request. */
const SEED = 8;

test('five kills of browser and server in the middle of pictures lose none that was said to be there', { timeout: 240_000 }, async () => {
  const tally = await killed(KILLS, SEED);
  assert.equal(Object.values(tally.kills).reduce((sum, count) => sum + count, 0), KILLS);
  assert.equal(Object.keys(tally.kills).length, 4, JSON.stringify(tally));
  assert.ok(tally.pictures > 0 && tally.looked > 0, JSON.stringify(tally));
});
