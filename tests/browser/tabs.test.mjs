// One studio, one writer: what a second tab says and how it takes over.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { studioOfOne } from './studio.mjs';

const ACTIVITY = { topic: '第一次|diyici 活动|huodong', place: '学区|xuequ', people: ['王丽'] };

journey('a second tab says so, takes over when asked, and the first gives way', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.recordActivity(ACTIVITY);
  const first = chief.page;
  const second = await chief.newTab();
  await second.goto(`${stage.county.address}/app/`);
  await second.getByTestId('second-tab').waitFor();
  assert.match(await second.getByTestId('second-tab').textContent(), /另一个标签页/);
  await second.getByTestId('take-over').click();
  await second.getByTestId('home').waitFor();
  await first.getByTestId('second-tab').waitFor();
  chief.page = second;
  await chief.findsRecord('第一次活动');
  await first.close();
});

journey('when the first tab is closed the second one goes on with what was typed', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.begin('activity');
  await chief.write('topic', '写了一半|xieleyiban');
  await chief.at('autosaved').waitFor();
  const first = chief.page;
  chief.page = await chief.newTab();
  await chief.goto('');
  await chief.at('second-tab').waitFor();
  await first.close();
  await chief.at('home').waitFor();
  await chief.at('draft-row').first().click();
  assert.equal(await chief.at('field-topic').inputValue(), '写了一半');
});
