// Lists of people as they come from a chat: every name is told of, nobody is ticked who cannot be told apart, and who is
// missing in the roster is one tap away.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { studioOfOne } from './studio.mjs';

const CHAIN = `#接龙
1. 孙梅（请假）
2. 刘洋 晚到10分钟
3. 王丽
4. 张三丰
5. 收到`;

/** Taps what may lie behind the form's foot: a person scrolls it up first. */
async function tap(spot) {
  await spot.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await spot.click();
}

journey('a pasted 接龙 takes whom it names, asks which namesake, adds who is missing, and shows what is no name', async (stage) => {
  const { chief } = await studioOfOne(stage);
  assert.equal(await chief.pastePeople('王丽 白庙小学 白庙乡'), 1, 'a namesake at another school');
  await chief.begin('activity');
  await chief.at('paste-chain').click();
  await chief.at('chain-text').fill(CHAIN);
  await chief.at('chain-go').click();
  assert.equal((await chief.at('chain-account').textContent()).trim(), '认出 2 人，还要你看一看的 3 处。');
  const chain = chief.at('chain');
  await chain.getByText('不像姓名').waitFor();
  await tap(chain.locator('label.chip', { hasText: '柳河小学' }));
  await tap(chief.at('chain-add'));
  await tap(chief.at('person-new-add'));
  await chain.getByText('张三丰 已加进名册').waitFor();
  await tap(chief.at('chain-done'));
  await chief.field('attendance').getByText('3 人，请假 1 人').waitFor();
  await chief.field('attendance').getByTestId('person-张三丰').waitFor();
});

journey('a pasted table names the columns that the roster does not take, and shifts none', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.tab('team');
  await chief.at('paste-people').click();
  await chief.at('paste-text').fill('学校\t姓名\t民族\t学历\n石佛小学\t李娜\t汉族\t本科\n\t范振华\t汉族\t');
  await chief.at('paste-look').click();
  assert.equal(await chief.at('paste-new').getAttribute('data-count'), '2');
  const preview = chief.at('paste-preview');
  await preview.getByText('名册里没有这几栏，没有收：民族、学历。').waitFor();
  await preview.getByText('石佛小学（照上一行）').waitFor();
});
