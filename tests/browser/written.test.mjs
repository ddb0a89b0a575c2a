// 材料: two phones write one paper for a week without a network. Nothing of either is lost; where both wrote one paragraph
// both texts stand until somebody settles them.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { STUDIO, studioOfOne, studioOfTwo } from './studio.mjs';

const DAY_MS = 86_400_000;
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const COMMON = '我们先一起备了一节课。';

async function opens(teacher) {
  await teacher.goto('writing/case');
  await teacher.at('paper-head').waitFor();
}

const part = (teacher, id) => teacher.page.locator(`[data-testid=paper-part][data-part=${id}]`);
const passage = (teacher, text) => teacher.at('passage').filter({ hasText: text });

/** Saves what stands in the open paragraph. */
async function saves(teacher) {
  await teacher.at('save').click();
  await teacher.at('paper-head').waitFor();
}

async function writes(teacher, id, text) {
  await part(teacher, id).getByTestId('paper-add').click();
  await teacher.at('field-text').fill(text);
  await saves(teacher);
  await passage(teacher, text).waitFor();
}

async function changes(teacher, text, into) {
  await passage(teacher, text).getByTestId('passage-edit').click();
  await teacher.at('field-text').fill(into);
  await saves(teacher);
  await passage(teacher, into).waitFor();
}

/** The paragraphs of a part in their order. */
const texts = (teacher, id) => part(teacher, id).locator('.passage-text').allTextContents();

const day = (teacher, n) => `${teacher.name}第${n}天写的。`;

/** A week of one phone: a paragraph a day, the common one changed, and on the fourth day it dies in the middle of a word. */
async function week(teacher) {
  await opens(teacher);
  for (const n of DAYS) {
    await teacher.clockRunsAhead(n * DAY_MS);
    await writes(teacher, 'how', day(teacher, n));
    if (n === 3) await changes(teacher, COMMON, `${COMMON}${teacher.name}又补了一句。`);
    if (n === 4) await dies(teacher);
  }
}

async function dies(teacher) {
  await part(teacher, 'effect').getByTestId('paper-add').click();
  await teacher.at('field-text').fill(`${teacher.name}写到一半`);
  await teacher.at('autosaved').waitFor();
  await teacher.kill();
  await teacher.start();
  await opens(teacher);
  await teacher.at('half-written').getByRole('link').or(teacher.at('half-written').getByRole('button')).click();
  assert.equal(await teacher.at('field-text').inputValue(), `${teacher.name}写到一半`);
  await teacher.at('field-text').fill(`${teacher.name}写到一半又写完了。`);
  await saves(teacher);
}

journey('two phones write one paper for a week without a network, and nothing of either is lost', async (stage) => {
  const { officer, chief, backbone } = await studioOfTwo(stage);
  await opens(chief);
  await writes(chief, 'how', COMMON);
  await chief.goto('');
  await chief.sync();
  await backbone.sync();
  for (const teacher of [chief, backbone]) await teacher.opensOffline();

  await stage.county.stop();
  await week(chief);
  await week(backbone);

  await stage.county.start();
  for (const teacher of [chief, backbone, chief]) {
    await teacher.goto('');
    await teacher.at('home').waitFor();
    await teacher.sync();
  }
  await opens(chief);
  for (const teacher of [chief, backbone]) {
    for (const n of DAYS) await passage(chief, day(teacher, n)).waitFor();
    await passage(chief, `${teacher.name}写到一半又写完了。`).waitFor();
  }
  const torn = await chief.at('two-values').textContent();
  for (const teacher of [chief, backbone]) assert.ok(torn.includes(`${teacher.name}又补了一句。`), torn);
  assert.match(await chief.at('paper-lacks').textContent(), /两个人写得不一样/);
  await chief.at('two-values').getByRole('button', { name: '两个都留' }).click();
  await chief.at('two-values').waitFor({ state: 'detached' });

  await chief.goto('');
  await chief.sync();
  await backbone.sync();
  await opens(chief);
  await opens(backbone);
  assert.deepEqual(await texts(backbone, 'how'), await texts(chief, 'how'), 'both read the same');
  assert.equal((await texts(chief, 'how')).length, 1 + 2 * DAYS.length);

  await officer.openStudio(STUDIO.name);
  await officer.page.locator('#deliverables').getByRole('link').nth(1).click();
  await officer.page.getByText(day(backbone, 7)).waitFor();
  assert.match(await officer.page.locator('.paper-bar').textContent(), /草稿/);
});

journey('a paragraph is moved, thrown away and put back, and a paper as it had a name can be read again', async (stage) => {
  const { chief } = await studioOfTwo(stage);
  await opens(chief);
  await writes(chief, 'how', '第一段。');
  await part(chief, 'how').getByTestId('paper-add').click();
  await chief.at('field-text').fill('第二段。\n\n第三段。');
  // pressed twice, it is saved once
  await chief.at('save').evaluate((save) => [1, 2].forEach(() => save.click()));
  await chief.at('paper-head').waitFor();
  await passage(chief, '第三段。').waitFor();
  assert.deepEqual(await texts(chief, 'how'), ['第一段。', '第二段。', '第三段。']);

  await chief.page.locator('#edition-name').fill('送审稿');
  await chief.at('edition-give').click();
  await chief.at('edition').waitFor();
  await chief.at('paper-move').click();
  await passage(chief, '第三段。').getByTestId('passage-up').click();
  await chief.page.waitForFunction(() => document.querySelectorAll('.passage-text')[1].textContent === '第三段。');
  await passage(chief, '第一段。').getByTestId('passage-away').click();
  await passage(chief, '第一段。').waitFor({ state: 'detached' });
  assert.deepEqual(await texts(chief, 'how'), ['第三段。', '第二段。']);

  await chief.at('edition').click();
  await chief.page.getByText('这是“送审稿”').waitFor();
  assert.deepEqual(await texts(chief, 'how'), ['第一段。', '第二段。', '第三段。'], 'as it stood');
  await chief.page.goBack();
  await chief.at('paper-gone').locator('summary').click();
  await chief.at('paper-put-back').click();
  await passage(chief, '第一段。').waitFor();
});

/** Whether a paragraph came into the window. */
async function seen(teacher, text) {
  const line = await passage(teacher, text).elementHandle();
  await teacher.page.waitForFunction((line) => {
    const { top, bottom } = line.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }, line);
}

journey('whoever saves a paragraph comes back to it, and the way back leads where they came from', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.goto('writing');
  await chief.at('paper-row').filter({ hasText: '实践案例' }).click();
  await chief.at('paper-head').waitFor();
  await part(chief, 'how').getByTestId('paper-add').click();
  await chief.at('field-text').fill([...Array(15).keys()].map((n) => `原来的第${n + 1}段。`).join('\n\n'));
  await saves(chief);
  await seen(chief, '原来的第1段。');
  await changes(chief, '原来的第9段。', '改过的那一段。');
  await seen(chief, '改过的那一段。');
  assert.ok(await chief.page.evaluate(() => scrollY > 0), 'the page does not begin at its top');

  await passage(chief, '原来的第12段。').getByTestId('passage-edit').click();
  await chief.at('field-text').fill('不要了');
  await chief.at('throw-away').click();
  await chief.at('paper-head').waitFor();
  await seen(chief, '原来的第12段。');

  await chief.page.goBack();
  await chief.at('writings').waitFor();
});

journey('a number that is tapped goes in where one writes, and the next one behind it', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await opens(chief);
  await part(chief, 'how').getByTestId('paper-add').click();
  await chief.at('field-text').fill('已办次。');
  await chief.at('field-text').evaluate((text) => text.setSelectionRange(2, 2));
  // a chip says its name with the number that it stands for: 教研活动 0 次
  await chief.at('figure').filter({ hasText: /\S \d+ \S/ }).first().waitFor();
  const [first, second] = (await chief.at('figure').allTextContents()).map((chip) => chip.trim().split(' ')[0]);
  const reads = (whole) =>
    chief.page.waitForFunction((whole) => {
      const text = document.querySelector('[data-testid=field-text]');
      return text.value === whole && document.activeElement === text;
    }, whole);
  await chief.at('figure').nth(0).click();
  await reads(`已办【${first}】次。`);
  await chief.at('figure').nth(1).click();
  await reads(`已办【${first}】【${second}】次。`);
});

journey('an address that knows no paper leads to the papers, and one of a paragraph into its paper', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.goto('new/paragraph');
  await chief.at('writings').waitFor();
  await chief.page.getByText('先点开一份材料').waitFor();

  await opens(chief);
  await writes(chief, 'how', '第一段。');
  await passage(chief, '第一段。').getByTestId('passage-history').click();
  await chief.page.getByText('实践案例 · 做法 · 第 1 段').waitFor();
  const record = /records\/([^/]+)\/history/.exec(chief.page.url())[1];
  await chief.goto(`records/${record}`);
  await passage(chief, '第一段。').waitFor();
});

journey('a stopped phone says of its own paragraph where it is, and counts nothing of the paper', async (stage) => {
  const { officer, backbone } = await studioOfTwo(stage);
  await opens(backbone);
  await part(backbone, 'how').getByTestId('paper-add').click();
  await backbone.at('field-text').fill('停用以后写的。');
  await officer.stopPhone(STUDIO.name, '王丽');
  await backbone.at('save').click();
  await backbone.at('writing').waitFor();
  await backbone.goto('');
  await backbone.tab('me');
  await backbone.at('sync-now').click();
  await backbone.at('asides').click();
  await backbone.page.getByText('等首席放行').first().waitFor();
  await backbone.at('asides-papers').click();
  await backbone.at('paper-row').filter({ hasText: '实践案例' }).click();
  const own = await backbone.at('paper-own-waiting').textContent();
  assert.match(own, /停用以后写的。[^]*服务器已收下，等首席放行/);
  assert.equal(await backbone.at('paper-head').count(), 0);
});

journey('a finger that taps twice writes over nobody: whoever saw both texts says so first', async (stage) => {
  const { chief, backbone } = await studioOfTwo(stage);
  const again = async (...teachers) => {
    for (const teacher of teachers) {
      await teacher.goto('');
      await teacher.at('home').waitFor();
      await teacher.sync();
    }
  };
  await opens(chief);
  await writes(chief, 'how', COMMON);
  await again(chief, backbone);
  await opens(backbone);
  await passage(backbone, COMMON).getByTestId('passage-edit').click();
  await backbone.at('field-text').fill(`${COMMON}骨干补的。`);
  await backbone.at('autosaved').waitFor();

  await opens(chief);
  await changes(chief, COMMON, `${COMMON}首席补的。`);
  await again(chief, backbone);
  await opens(backbone);
  await backbone.at('half-written').getByRole('link').or(backbone.at('half-written').getByRole('button')).click();
  await backbone.at('save').dblclick();
  await backbone.at('errors').waitFor();
  assert.equal(await backbone.at('paper-head').count(), 0, 'nothing was saved');

  if ((await backbone.at('dialog').count()) === 0) await backbone.at('save').click();
  await backbone.at('dialog').getByRole('button', { name: '用我写的' }).click();
  await passage(backbone, '骨干补的。').waitFor();
});
