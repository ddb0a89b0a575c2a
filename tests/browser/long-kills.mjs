// The long run: `node long-kills.mjs <kills> [seed]`. `cargo xtask kills --kills N --seed S` builds what it needs and starts it.
import { killed } from './kills.mjs';

const kills = Number(process.argv[2] ?? 100);
const seed = Number(process.argv[3] ?? 1);
const began = Date.now();
console.log(`seed ${seed}, ${kills} kills`);
const tally = await killed(kills, seed, (number, soFar) => {
  if (number % 10 === 0) console.error(`${number} kills, ${soFar.records} records, ${soFar.pictures} pictures, ${Math.round((Date.now() - began) / 1_000)} s`);
});
console.log(`nothing lost: ${JSON.stringify(tally)}`);
