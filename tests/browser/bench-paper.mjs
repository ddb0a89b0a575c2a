// How long a paper of 20,000 characters takes to open, and one key in one of its paragraphs, on a phone four times slower
// than this machine: `node tests/browser/bench-paper.mjs`. Prints medians; asserts nothing.
import { County } from './county.mjs';
import { studioOfOne } from './studio.mjs';
import { Teacher } from './teacher.mjs';
import { Officer } from './officer.mjs';

const SLOWER = 4;
const ROUNDS = 7;
const PARAGRAPHS = 50;
const TEXT = Array.from({ length: PARAGRAPHS }, (_, n) => `第${n + 1}段，`.padEnd(400, '我们到村小去听课评课改教案')).join('\n\n');

const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];

/** From the tap on the paper's row until its last paragraph is painted. */
async function opens(teacher) {
  await teacher.goto('writing');
  const row = teacher.at('paper-row').filter({ hasText: '实践案例' });
  await row.waitFor();
  return row.evaluate(
    (element, count) =>
      new Promise((done) => {
        const began = performance.now();
        const look = () => {
          if (document.querySelectorAll('[data-testid=passage]').length < count) return requestAnimationFrame(look);
          requestAnimationFrame(() => done(performance.now() - began));
        };
        element.click();
        look();
      }),
    PARAGRAPHS,
  );
}

/** From a key until the script has done with it. */
async function types(teacher) {
  await teacher.at('passage-edit').nth(3).click();
  const field = teacher.at('field-text');
  await field.waitFor();
  return field.evaluate((area) => {
    const times = [];
    for (let n = 0; n < 20; n += 1) {
      const began = performance.now();
      area.value += '字';
      area.dispatchEvent(new Event('input', { bubbles: true }));
      times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b)[10];
  });
}

const county = await County.open();
const people = [];
const enter = async (person) => (people.push(person), person);
const stage = {
  county,
  teacher: async (name, wishes) => enter(await Teacher.with(county, name, wishes)),
  officer: async (wishes) => enter(await Officer.of(county, wishes)),
};
try {
  const { chief } = await studioOfOne(stage);
  await chief.goto('writing/case');
  await chief.page.locator('[data-part=how] [data-testid=paper-add]').click();
  await chief.at('field-text').fill(TEXT);
  await chief.at('save').click();
  await chief.at('paper-head').waitFor();
  const devtools = await chief.context.newCDPSession(chief.page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const [open, key] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    open.push(await opens(chief));
    key.push(await types(chief));
  }
  console.log(`${TEXT.length} characters in ${PARAGRAPHS} paragraphs, page ${SLOWER}x slower, ${ROUNDS} rounds`);
  console.log(`  open: ${median(open).toFixed(0)} ms   a key: ${median(key).toFixed(1)} ms`);
} finally {
  for (const person of people) await person.close();
  await county.close();
}
