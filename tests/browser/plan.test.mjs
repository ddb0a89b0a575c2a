// 约活动: a chief plans a meeting for a coming day, calls people to it, and gets a 接龙 back. On the day 首页 tells of it, it opens
// with what was planned and with nobody ticked; those of the 接龙 are written down, and the bureau sees one activity.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { journey } from './journey.mjs';
import { studioOfTwo, STUDIO } from './studio.mjs';

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 2;
const TOPIC = '大单元备课';
const ASKED = ['王丽', '孙梅', '陈晨'];

/** The day of an instant as the phone's calendar has it. */
function dayOf(at) {
  const two = (number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

async function plans(teacher, day) {
  await teacher.begin('activity');
  await teacher.pick('kind', 'joint-lesson-prep');
  await teacher.write('topic', '大单元|dadanyuan 备课|beike');
  await teacher.at('field-start').fill(`${day}T14:30`);
  await teacher.pick('length', '120');
  await teacher.fillPlace('柳河小学|liuhexiaoxue');
  await teacher.tapPeople('asked', ASKED);
  await teacher.write('bring', '语文书|yuwenshu');
  await teacher.at('save').click();
}

/** What the phone's clipboard holds after 复制. */
async function copied(teacher) {
  await teacher.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await teacher.at('call-copy').click();
  await teacher.at('call-copy').getByText('已复制').waitFor();
  return teacher.page.evaluate(() => navigator.clipboard.readText());
}

async function keptInCalendar(teacher) {
  const [download] = await Promise.all([teacher.page.waitForEvent('download'), teacher.at('call-calendar').click()]);
  return { name: download.suggestedFilename(), event: readFileSync(await download.path(), 'utf8') };
}

/** Who is ticked in a field. */
function ticked(teacher, key) {
  return teacher.field(key).locator('[data-testid^="person-"]:has(input:checked)').evaluateAll((all) =>
    all.map((one) => one.dataset.testid.replace('person-', '')).filter((name) => name !== 'new').sort());
}

async function readsChain(teacher, text) {
  await teacher.at('paste-chain').click();
  await teacher.at('chain-text').fill(text);
  await teacher.at('chain-go').click();
  await teacher.at('chain-account').waitFor();
  await teacher.at('chain-done').click();
}

journey('a meeting is planned, people are called, their 接龙 comes back, and on the day it becomes the record', async (stage) => {
  const { officer, chief } = await studioOfTwo(stage);
  const day = dayOf(new Date());
  await chief.clockRunsAhead(-DAYS_AHEAD * DAY_MS);
  await plans(chief, day);

  await chief.at('call').waitFor();
  const text = await copied(chief);
  for (const words of ['【集体备课】大单元备课', '14:30–16:30', '地点：柳河小学', '请带：语文书', ...ASKED]) assert.ok(text.includes(words), text);
  assert.match(text, /接龙：\n1\. $/);
  const { name, event } = await keptInCalendar(chief);
  assert.match(name, new RegExp(`^${day}-.*\\.ics$`));
  for (const words of ['BEGIN:VEVENT', `DTSTART`, day.replaceAll('-', ''), TOPIC]) assert.ok(event.includes(words), event);
  await chief.sync();

  await officer.openStudio(STUDIO.name);
  assert.match(await officer.indicator(5).textContent(), /0/, 'a plan is no activity');

  await chief.clockRunsAhead(0);
  await chief.tab('home');
  // before half past two it is still to come, after it nobody has written who came
  await chief.page.getByText(new RegExp(`今天 14:30 有《${TOPIC}》|今天的《${TOPIC}》还没记完`)).click();
  await chief.at('edit').or(chief.at('form')).first().waitFor();
  if ((await chief.at('edit').count()) > 0) await chief.at('edit').click();
  await chief.at('form').waitFor();
  assert.equal(await chief.at('field-topic').inputValue(), TOPIC);
  assert.equal(await chief.at('field-start').inputValue(), `${day}T14:30`);
  assert.deepEqual(await ticked(chief, 'attendance'), [], 'nobody came by being asked');
  await chief.at('people-as-asked').waitFor();

  await readsChain(chief, `${text}王丽\n2. 孙 梅\n3. 赵强`);
  assert.deepEqual(await ticked(chief, 'attendance'), ['孙梅', '王丽', '赵强'].sort());
  await chief.write('minutes', '两个|lianggewenti 主问题|zhuwenti');
  await chief.choose('host', STUDIO.chief);
  await chief.handIn();
  await chief.sync();

  await officer.openStudio(STUDIO.name);
  await officer.indicator(5).getByRole('link').first().click();
  await officer.page.getByText(TOPIC).first().waitFor();
});
