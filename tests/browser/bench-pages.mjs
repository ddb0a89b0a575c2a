// How long the bureau's pages take, from the question to the last byte; printed, never judged. `cargo xtask bench` opens a
// demo county and runs this. An officer logs in by hand; the pages are then asked for over one connection, as a browser does.
import { saidByDemo } from './demo.mjs';
import { Officer } from './officer.mjs';

const ASKED = 50;
const address = process.env.STUDIO_ADDRESS;
const words = process.env.STUDIO_DEMO;
if (!address || !words) throw new Error('run me through `cargo xtask bench`');

async function times(path, cookie) {
  const taken = [];
  for (let asked = 0; asked < ASKED; asked += 1) {
    const began = performance.now();
    const response = await fetch(new URL(path, address), { headers: { cookie } });
    const bytes = (await response.arrayBuffer()).byteLength;
    taken.push(performance.now() - began);
    if (!response.ok || bytes === 0) throw new Error(`${path}: ${response.status}`);
  }
  return { first: taken[0], sorted: taken.sort((a, b) => a - b) };
}

function print(what, { first, sorted }, budget) {
  const at = (part) => sorted[Math.floor(sorted.length * part)].toFixed(1);
  console.log(`${what}: first ${first.toFixed(1)} ms, median ${at(0.5)} ms, 90 % ${at(0.9)} ms (≤ ${budget} ms)`);
}

const officer = await Officer.of({ address });
try {
  await officer.logIn(saidByDemo(words).login);
  const report = await officer.page.locator('a[href^="/bureau/studios/"]').first().getAttribute('href');
  const cookies = await officer.context.cookies(address);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const [what, path, budget] of [['studio report page', report, 50], ['county overview page', '/bureau/', 100]]) {
    print(what, await times(path, cookie), budget);
  }
} finally {
  await officer.close();
}
