// A phone that brings pictures without a pause until it is told to stop, in a process of its own.
import { Phone } from './client.mjs';
import { bring, jpeg, named } from './pictures.mjs';
import { Prng } from './prng.mjs';

const [address, code, name, bytes] = process.argv.slice(2);
/** A record names so many at the most. */
const TOGETHER = 20;
/** One chunk, then the pause that a village's line makes of it. */
const PAUSE_MS = 250;
const random = new Prng(name);
const phone = new Phone(address, random, name);
await phone.enrol(code, name);
await phone.sync();
process.on('message', () => process.exit());
process.on('disconnect', () => process.exit());
process.send('ready');
for (let round = 0; ; round += 1) {
  const all = Array.from({ length: TOGETHER }, () => jpeg(Number(bytes), undefined, Buffer.from(random.bytes(16)).map((byte) => byte & 0xfe)));
  await named(phone, ...all);
  for (const one of all) {
    await bring(phone, one);
    process.send('brought');
    await new Promise((on) => setTimeout(on, PAUSE_MS));
  }
}
