// The disk without room, the server that dies while it answers, and the clock that is years off: what was said to be saved
// is there, once.
import assert from 'node:assert/strict';
import { CuttingProxy } from './cutting-proxy.mjs';
import { journey } from './journey.mjs';
import { createStudio, ROSTER, STUDIO, studioOfTwo } from './studio.mjs';

/** A chief whose phone reaches the server over a wire that can break. */
async function chiefBehind(stage, proxy) {
  const { officer, invite } = await createStudio(stage);
  const chief = await stage.teacher(STUDIO.chief);
  chief.county = { address: proxy.address };
  await chief.join(invite.link.replace(stage.county.address, proxy.address));
  await chief.pastePeople(ROSTER);
  await chief.sync();
  return { officer, chief };
}

journey('an answer that breaks off, and a server that dies while it answers, lose nothing and double nothing', async (stage) => {
  const { county } = stage;
  const proxy = await CuttingProxy.before(county);
  try {
    const { officer, chief } = await chiefBehind(stage, proxy);
    // In the answer's first line, with the server alive; then at its very end, and the server is dead with it.
    proxy.cutNextSync(30);
    await chief.recordActivity({ topic: '断在|duanzai 开头|kaitou', place: '学区|xuequ', people: ['王丽'] });
    await chief.sync();
    proxy.cutNextSync(-20, () => county.kill());
    // 王丽 came last time and is ticked already.
    await chief.recordActivity({ topic: '断在|duanzai 中间|zhongjian', place: '学区|xuequ', people: ['刘洋'] });
    await chief.tab('me');
    await chief.page.locator('[data-testid=unsent-count][data-phase=offline]').waitFor({ state: 'attached' });
    assert.equal(await chief.unsent(), 1, 'what the phone has no word of stays in its outbox');
    await county.start();
    await chief.sync();
    assert.equal(proxy.cuts, 2);
    for (const topic of ['断在开头', '断在中间']) await chief.findsRecord(topic);
    await officer.openStudio(STUDIO.name);
    await officer.indicator(5).getByRole('link').first().click();
    await officer.page.locator('table.evidence .row-door').first().waitFor();
    assert.equal(await officer.page.locator('table.evidence .row-door').count(), 2, 'each once');
  } finally {
    await proxy.close();
  }
});

journey('with no room left the form keeps its words and says so, and saves once there is room', async (stage) => {
  const { invite } = await createStudio(stage);
  const chief = await stage.teacher(STUDIO.chief);
  await chief.join(invite.link);
  await chief.pastePeople(ROSTER);
  await chief.sync();
  await chief.begin('activity');
  await chief.hasRoomFor(0);
  await chief.fillActivity({ topic: '没有|meiyou 地方|difang', place: '学区|xuequ', people: ['王丽'] });
  const told = chief.at('banner-notice-storage-full').first();
  await told.waitFor();
  assert.match(await told.textContent(), /空间满了/);
  await chief.at('ready').waitFor({ state: 'attached' });
  await chief.at('submit').click();
  await told.waitFor();
  assert.equal(await chief.at('saved-tick').count(), 0, 'nothing is said to be saved');
  assert.equal(await chief.at('field-topic').inputValue(), '没有地方', 'the words stand in the form');
  await chief.hasRoomFor(Infinity);
  await chief.handIn();
  await chief.sync();
  await chief.findsRecord('没有地方');
});

journey('a phone whose clock is two years ahead is told so with what to do, and its record arrives', async (stage) => {
  const { chief, backbone } = await studioOfTwo(stage);
  await backbone.clockRunsAhead(2 * 365 * 86_400_000);
  await backbone.recordActivity({ topic: '时钟|shizhong 不准|buzhun', place: '柳河|liuhe 小学|xiaoxue', people: ['孙梅'] });
  await backbone.sync();
  const told = backbone.at('banner-clock');
  await told.waitFor();
  assert.match(await told.textContent(), /快了约 2 年。请在手机设置里打开“自动确定日期和时间”。记录都在/);
  await chief.sync();
  await chief.findsRecord('时钟不准');
  await backbone.clockRunsAhead(0);
  await backbone.sync();
  await told.waitFor({ state: 'detached' });
  await backbone.findsRecord('时钟不准');
});
