// 听评课: one lesson, two observers with a phone each, no network; one phone dies in the middle. What was tapped is there
// again; both meet in one lesson, and the one who taught answers.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { studioOfTwo } from './studio.mjs';

const TITLE = '落花生';

async function opens(teacher, observed) {
  await teacher.begin('observation');
  await teacher.choose('teacher', observed);
  await teacher.write('subject', '语文|yuwen');
  await teacher.write('lesson_title', '落花生|luohuasheng');
}

async function taps(teacher, phase) {
  await teacher.at(`phase-${phase}`).click();
  await teacher.at('phase-runs').filter({ hasText: phase }).waitFor();
}

/** Yes or no to a line of the rubric, by its place. */
async function ticks(teacher, line, word) {
  await teacher.at(word).nth(line).click();
}

/** What was tapped is on the disk: who leaves the form and opens it again asks the engine, which answers one after another. */
async function kept(teacher) {
  const tabs = teacher.at('tab-records');
  await teacher.page.goBack();
  await tabs.or(teacher.at('new-activity')).first().waitFor();
  if (!(await tabs.isVisible())) await teacher.page.goBack(); // the sheet of the types has none
  await teacher.tab('records');
  await teacher.at('draft-row').first().click();
  await teacher.at('form').waitFor();
}

/** The battery is empty in the middle of the lesson; the phone comes up again. */
async function dies(teacher) {
  await teacher.kill();
  await teacher.start();
  await teacher.goto('');
  await teacher.at('home').waitFor();
  await teacher.tab('records');
  await teacher.at('draft-row').first().click();
  await teacher.at('form').waitFor();
}

async function handsIn(teacher) {
  await teacher.at('timeline-stop').click();
  await teacher.at('phase-runs').waitFor({ state: 'detached' });
  await teacher.at('feedback-draft').click();
  await teacher.page.waitForFunction(() => document.querySelector('[data-testid=field-strengths]').value !== '');
  await teacher.handIn();
}

async function opensLesson(teacher) {
  await teacher.findsRecord(TITLE);
  await teacher.at('record-row').filter({ hasText: TITLE }).first().click();
}

journey('two observe one lesson offline, one phone dies in it, both see where they agree, and the teacher answers', async (stage) => {
  const { chief, backbone: taught } = await studioOfTwo(stage);
  const invite = await chief.invite('刘洋');
  const other = await stage.teacher('刘洋');
  await other.join(invite.link);
  await other.sync();
  for (const teacher of [chief, other]) await teacher.opensOffline();
  await stage.county.stop();

  await opens(chief, '王丽');
  await taps(chief, '导入');
  await chief.at('phase-导入').click(); // twice is once
  await taps(chief, '新授');
  assert.equal(await chief.at('phase-over').count(), 1);
  await kept(chief);
  await dies(chief);
  assert.equal(await chief.at('field-lesson_title').inputValue(), TITLE);
  assert.match(await chief.at('phase-over').textContent(), /导入/);
  assert.match(await chief.at('phase-runs').textContent(), /新授 · 已 \d\d:\d\d/);
  for (const _ of [1, 2, 3]) await chief.at('questions-more').click();
  await kept(chief);
  await dies(chief);
  assert.equal(await chief.at('questions-count').textContent(), '3');
  await ticks(chief, 0, 'mark-yes');
  await ticks(chief, 3, 'mark-no');
  await handsIn(chief);

  await opens(other, '王丽');
  await taps(other, '导入');
  await ticks(other, 0, 'mark-yes');
  await ticks(other, 3, 'mark-yes');
  await other.write('suggestions', '多|duo 练习|lianxi'); // where all was so, nothing is suggested by rule
  await handsIn(other);

  await stage.county.start();
  for (const teacher of [chief, other, chief]) await teacher.sync();
  await opensLesson(chief);
  await chief.at('same-yes').first().click();
  await chief.at('agreement').getByText('看得一样：目标清楚').waitFor();
  await chief.at('agreement').getByText('看得不一样，可以聊聊：多数学生参与').waitFor();
  await chief.sync();

  await taught.sync();
  await opensLesson(taught);
  await taught.at('reply').click();
  await taught.at('form').waitFor();
  await taught.write('text', '下节课|xiajieke 先数到三|xianshudaosan');
  await taught.at('save').click();
  await taught.at('reply-row').getByText('下节课先数到三').waitFor();
  await taught.sync();

  await chief.sync();
  await chief.tab('records');
  const rows = chief.at('record-row').filter({ hasText: TITLE });
  const seen = [];
  for (let n = 0; n < await rows.count(); n += 1) {
    await rows.nth(n).click();
    await chief.at('agreement').waitFor();
    seen.push(await chief.at('reply-row').count());
    await chief.back('records');
  }
  assert.deepEqual(seen.sort(), [0, 1], 'one of the two was answered');

  await other.sync();
  await other.begin('observation');
  await other.choose('teacher', '王丽');
  await other.at('last-visit').getByText('说好').first().waitFor();
});
