// The form while one fills it in: what follows what, what is asked for when, and a change that is left halfway.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { studioOfOne } from './studio.mjs';

journey('a moved start takes the written end along, and several days ask how many hours it was', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.begin('activity');
  await chief.fillActivity({ topic: '两天|liangtian 的培训|depeixun', place: '学区|xuequ', people: ['王丽'] });
  await chief.pick('length', 'other');
  await chief.at('field-start').fill('2026-03-10T14:30');
  await chief.at('field-end').fill('2026-03-10T16:30');
  await chief.at('field-start').fill('2026-03-11T09:00');
  await chief.page.waitForFunction(() => document.getElementById('end')?.value === '2026-03-11T11:00');
  const hours = chief.field('hours');
  assert.equal(await hours.isVisible(), false, 'what nobody asks for stays folded');
  await chief.at('field-end').fill('2026-03-12T11:00');
  await hours.waitFor();
  assert.doesNotMatch(await hours.textContent(), /选填/);
  await chief.at('field-hours').fill('999999');
  await chief.at('missing').waitFor({ state: 'attached' });
  await chief.at('field-hours').fill('12');
  await chief.at('ready').waitFor({ state: 'attached' });
  assert.ok(await hours.isVisible(), 'it stays open under the finger');
  await chief.at('submit').click();
  await chief.at('saved-tick').waitFor();
});

journey('a change that is left halfway is told on the record, gone on with, and thrown away with a way back', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.recordActivity({ topic: '原来|yuanlai 的题目|detimu', place: '学区|xuequ', people: ['王丽'] });
  await chief.at('edit').click();
  await chief.at('form').waitFor();
  await chief.at('field-topic').fill('改了的题目');
  await chief.at('autosaved').waitFor();
  await chief.back('record');
  await chief.at('half-done').getByText('还没保存').waitFor();
  await chief.page.getByRole('heading', { name: '原来的题目' }).waitFor();
  await chief.tab('records');
  await chief.at('draft-row').getByText('改了一半').waitFor();
  const records = chief.page.locator('[data-testid=record-row]:not([data-testid=draft-row] *)');
  assert.equal(await records.count(), 1, 'it is no second record');
  await chief.at('draft-row').getByRole('link').click();
  await chief.at('form').waitFor();
  assert.equal(await chief.at('field-topic').inputValue(), '改了的题目');
  await chief.at('throw-away').click();
  await chief.at('record').waitFor();
  await chief.at('half-done').waitFor({ state: 'detached' });
  await chief.at('toast').getByRole('button').click();
  await chief.at('half-done').waitFor();
});
