// How long the bureau's pages take, from the question to the last byte; printed, never judged. `cargo xtask bench` opens a
// demo county and runs this. An officer logs in by hand; the pages are then asked for over one connection, as a browser does.
import { Browser, DESK } from './browser.mjs';

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

/** `officer 教育局   login 账号 demo   password 密码 …`, as `demo` prints it. */
async function logIn({ page }) {
  const said = (what) => new RegExp(`${what}\\s+(\\S+)`).exec(words)[1];
  await page.goto(new URL('/bureau/login', address).href);
  await page.locator('#account').fill(said('账号'));
  await page.locator('#password').fill(said('密码'));
  await page.locator('form button[type=submit]').click();
  await page.locator('a[href^="/bureau/studios/"]').first().waitFor();
}

const officer = await Browser.open('officer', DESK);
try {
  await logIn(officer);
  const report = await officer.page.locator('a[href^="/bureau/studios/"]').first().getAttribute('href');
  const cookies = await officer.context.cookies(address);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const [what, path, budget] of [['studio report page', report, 50], ['county overview page', '/bureau/', 100]]) {
    print(what, await times(path, cookie), budget);
  }
} finally {
  await officer.close();
}
