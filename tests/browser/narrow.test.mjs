// What was written offline reaches the server however much alike it is, and however little the network takes at once. What
// it can never take is named; the rest goes.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { NarrowProxy } from './narrow-proxy.mjs';
import { createStudio, ROSTER, STUDIO } from './studio.mjs';

/** As minutes are written: much the same each time, up to the field's limit. */
const MINUTES = '说课、试讲、逐句磨教案，围绕“提问之后等三秒”改了两处；下次带学生作业来看。'.repeat(132).slice(0, 5_000);

/** Characters that hardly pack, the same each time. */
function prose(count) {
  let state = 7;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return String.fromCharCode(0x4e00 + ((state >>> 8) % 0x5000));
  }).join('');
}

/** The chief, joined and with everything sent; through a proxy when there is one. */
async function chiefOf(stage, proxy = stage.county) {
  const { officer, invite } = await createStudio(stage);
  const chief = await stage.teacher(STUDIO.chief);
  chief.county = { address: proxy.address };
  await chief.join(invite.link.replace(stage.county.address, proxy.address));
  await chief.pastePeople(ROSTER);
  await chief.opensOffline();
  await chief.sync();
  return { officer, chief };
}

/** An activity whose place, people and host are the last one's. */
async function writeAgain(chief, topic, minutes) {
  await chief.begin('activity');
  await chief.pick('kind', 'theme-research');
  await chief.at('field-topic').fill(topic);
  await chief.at('people-as-last').click();
  await chief.pick('length', '120');
  await chief.at('field-minutes').fill(minutes);
  await chief.handIn();
}

async function writeFirst(chief, topic) {
  await chief.recordActivity({ topic, place: '学区|xuequ', people: ['王丽'] });
  await chief.sync();
}

/** What the browser says of each refused request; nothing else may be among its complaints. */
function onlyOf413(chief) {
  for (const complaint of chief.takeComplaints()) assert.match(complaint, /status of 413/);
}

for (const count of [24, 60]) {
  journey(`${count} records with the same long minutes, written offline, reach the server at once`, async (stage) => {
    const { county } = stage;
    const { chief, officer } = await chiefOf(stage);
    await writeFirst(chief, '第一次');
    await county.stop();
    for (let written = 1; written <= count; written += 1) await writeAgain(chief, `第 ${written} 周集体备课`, MINUTES);
    await chief.tab('me');
    assert.equal(await chief.unsent(), count);
    await county.start();
    const statuses = [];
    chief.context.on('response', (response) => statuses.push(response.status()));
    await chief.sync();
    assert.ok(!statuses.includes(413), `nothing was too much: ${statuses}`);
    await officer.openStudio(STUDIO.name);
    await officer.indicator(5).getByRole('link').first().click();
    await officer.page.locator('table.evidence .row-door').first().waitFor();
    assert.equal(await officer.page.locator('table.evidence .row-door').count(), count + 1);
  });
}

journey('a network that takes 10 KB at once does not stop a term of records', async (stage) => {
  const proxy = await NarrowProxy.before(stage.county);
  try {
    const { chief } = await chiefOf(stage, proxy);
    await writeFirst(chief, '第一次');
    proxy.bytesMax = 0;
    const words = prose(16_000);
    for (let written = 0; written < 16; written += 1) {
      await writeAgain(chief, `第 ${written + 1} 周`, words.slice(written * 1_000, written * 1_000 + 1_000));
    }
    proxy.refused.length = 0;
    proxy.bytesMax = 10_000;
    await chief.sync();
    assert.ok(proxy.refused.length > 0, 'all at once was too much');
    assert.ok(proxy.refused.length <= 6, `it learns quickly: ${proxy.refused}`);
    assert.equal(await chief.at('stuck-row').count(), 0);
    onlyOf413(chief);
  } finally {
    await proxy.close();
  }
});

journey('a record that this network can never take is named, everything else goes, and it goes on another one', async (stage) => {
  const proxy = await NarrowProxy.before(stage.county);
  try {
    const { chief } = await chiefOf(stage, proxy);
    await writeFirst(chief, '第一次');
    proxy.bytesMax = 0;
    await writeAgain(chief, '之前的', '写几句');
    await chief.begin('mentoring');
    await chief.fillMentoring({ mentee: '王丽', content: '听课|tingke', advice: '少问|shaowen' });
    await chief.at('field-content').fill(prose(5_000));
    await chief.at('field-advice').fill(prose(5_000));
    await chief.handIn();
    await writeAgain(chief, '之后的', '写几句');
    await chief.pastePeople('秦桂枝 柳河小学 柳河乡 语文');
    proxy.bytesMax = 10_000;
    await chief.tab('me');
    await chief.at('sync-now').click();
    const stuck = chief.at('stuck-row');
    // a turn that began by itself may have ended just before the button is heard, which begins another one
    await chief.page.locator('[data-testid=unsent-count][data-count="2"][data-phase=idle]').waitFor({ state: 'attached' });
    // of two of them this is an error
    assert.match(await stuck.textContent(), /^王丽：.{24}太大，约 3\d KB；后面 1 条等它先传$/s);
    const card = await chief.at('unsent-count').textContent();
    assert.match(card, /换个网络.*都在本机，一个字没丢/s);
    assert.doesNotMatch(card, /连不上|离线/);
    await chief.tab('home');
    assert.match(await chief.at('sync-pill').textContent(), /1 条太大，传不上去/);
    await chief.tab('me');
    proxy.bytesMax = Infinity;
    await chief.sync();
    assert.equal(await stuck.count(), 0);
    onlyOf413(chief);
  } finally {
    await proxy.close();
  }
});

journey('what a network says in place of the server is told as that, and nothing is lost', async (stage) => {
  const proxy = await NarrowProxy.before(stage.county);
  try {
    const { chief } = await chiefOf(stage, proxy);
    await writeFirst(chief, '第一次');
    const said = [
      [200, '<html><title>登录</title></html>', /这个网络要先登录/],
      [403, '<html>blocked</html>', /这个网络挡住了同步/],
      [502, '<html>Bad Gateway</html>', /服务器暂时没有应答/],
      [503, '{"code":"busy"}', /服务器正忙/],
      [426, '{"code":"update"}', /应用版本太旧/],
    ];
    proxy.sayInstead(200, '<html></html>');
    await chief.recordActivity({ topic: '还在|haizai', place: '学区|xuequ', people: ['王丽'] });
    await chief.tab('me');
    for (const [status, body, words] of said) {
      proxy.sayInstead(status, body);
      await chief.at('sync-now').click();
      const card = chief.at('unsent-count').filter({ hasText: words });
      await card.waitFor();
      assert.doesNotMatch(await card.textContent(), /连不上|离线/);
      assert.match(await card.textContent(), /都在本机/);
      assert.equal(await chief.unsent(), 1);
    }
    proxy.sayInstead(undefined);
    await chief.sync();
    for (const complaint of chief.takeComplaints()) assert.match(complaint, /status of (403|426|50[23])/);
  } finally {
    await proxy.close();
  }
});
