// The one path on which everything else stands: a bureau, a chief and a backbone teacher, no network, a kill, a sync, and
// the report that shows what they did.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { studioOfTwo, STUDIO } from './studio.mjs';

const CHIEF_DID = {
  activity: {
    topic: '大单元|dadanyuan 整合|zhenghe 教学|jiaoxue 研讨|yantao',
    place: '赵桥乡|zhaoqiaoxiang 中心小学|zhongxinxiaoxue',
    people: ['王丽', '孙梅', '刘洋', '陈晨'],
    minutes: '先|xian 听课|tingke ， 再|zai 评议|pingyi 。',
  },
  log: { mentee: '王丽', content: '指导|zhidao 单元|danyuan 作业|zuoye 设计|sheji', advice: '目标|mubiao 再|zai 具体|juti 一些|yixie' },
  outcome: { title: '乡村|xiangcun 阅读|yuedu 教学|jiaoxue 案例|anli', issuer: '临溪县|linxixian 教研室|jiaoyanshi', proof: '证书|zhengshu 在|zai 档案盒|danganhe' },
};
const BACKBONE_DID = {
  activity: {
    topic: '古诗|gushi 诵读|songdu 磨课|moke', kind: 'lesson-polishing', place: '柳河|liuhe 小学|xiaoxue', people: ['孙梅', '赵强'],
  },
  log: { mentee: '孙梅', content: '课后|kehou 谈|tan 朗读|langdu 指导|zhidao', advice: '多|duo 听|ting 学生|xuesheng 读|du', dimensions: ['ethics', 'craft'] },
  outcome: { title: '留守儿童|liushouertong 共读|gongdu 计划|jihua', kind: 'case', level: 'township', issuer: '柳河|liuhe 学区|xuequ', proof: '文件|wenjian 在|zai 学校|xuexiao' },
};
/** What a topic reads like once the input method is done. */
const read = (words) => words.split(' ').map((word) => word.split('|')[0]).join('');

async function recordEverything(teacher, did) {
  await teacher.recordActivity(did.activity);
  await teacher.recordMentoring(did.log);
  await teacher.recordOutcome(did.outcome);
}

/** With the server down the app opens from the device, with everything that was recorded. */
async function reloadsOffline(teacher, did) {
  await teacher.goto('');
  await teacher.at('home').waitFor();
  await teacher.page.reload();
  await teacher.at('home').waitFor();
  assert.equal(await teacher.unsent(), 3);
  await teacher.findsRecord(read(did.activity.topic));
}

/** ✓, then a form that is half written, then the battery is empty. */
async function killedAfterTheTick(teacher) {
  await teacher.begin('mentoring');
  await teacher.choose('mentee', '孙梅');
  await teacher.write('content', '没写完|meixiewan 的|de 话|hua');
  await teacher.at('autosaved').waitFor();
  await teacher.beginInstead('activity');
  await teacher.fillActivity({ topic: '断电|duandian 之前|zhiqian 的|de 活动|huodong', place: '学区|xuequ', people: ['孙梅'] });
  await teacher.handIn();
  await teacher.kill();
  await teacher.start();
  await teacher.goto('');
  await teacher.at('home').waitFor();
  await teacher.findsRecord('断电之前的活动');
  await teacher.at('draft-row').first().click();
  await teacher.at('form').waitFor();
  assert.equal(await teacher.at('field-content').inputValue(), '没写完的话');
  await teacher.back('records');
}

/** The phone tries by itself from time to time; a person who looks at 我的 presses the button. Either way it is one POST. */
async function pushesOnce(teacher, answeredBefore) {
  await teacher.tab('me');
  const waits = teacher.page.locator('[data-testid=unsent-count][data-phase=offline]');
  if (await waits.isVisible()) await teacher.at('sync-now').click();
  await teacher.allSent();
  assert.equal(teacher.answered - answeredBefore, 1, `${teacher.name} pushes everything in one POST`);
}

async function reportIsHonest(officer) {
  await officer.openStudio(STUDIO.name);
  const report = officer.page;
  assert.match(await report.locator('.deadline').textContent(), /逾期|剩余|还有/);
  for (const name of ['周慧敏', '王丽']) {
    assert.match(await report.locator('aside tr', { hasText: name }).textContent(), /\d{4}年\d+月\d+日 \d\d:\d\d/, `数据截至 of ${name}`);
  }
  assert.match(await officer.indicator(5).textContent(), /3/, '三次教研活动');
  assert.match(await officer.indicator(9).textContent(), /2/, '两项成果');
  await officer.indicator(5).getByRole('link').first().click();
  const rows = report.locator('table.evidence .row-door');
  assert.equal(await rows.count(), 3);
}

async function activityPrints(officer) {
  await officer.page.locator('table.evidence .row-door', { hasText: read(CHIEF_DID.activity.topic) }).click();
  await officer.page.getByRole('link', { name: '活动记录表' }).click();
  const paper = await officer.page.locator('.a4').textContent();
  for (const words of ['活动记录表', STUDIO.name, read(CHIEF_DID.activity.topic), '刘洋', '周慧敏']) assert.ok(paper.includes(words), words);
  const pdf = await officer.page.context().newCDPSession(officer.page).then((cdp) => cdp.send('Page.printToPDF', { preferCSSPageSize: true }));
  assert.ok(pdf.data.length > 1_000);
}

/** What each reads out in 关于 is the same, and stands on the bureau's page too. */
async function chainsAgree(teachers, officer) {
  const read = [];
  for (const teacher of teachers) {
    await teacher.tab('me');
    await teacher.at('about').click();
    read.push(await teacher.at('chain').textContent());
    await teacher.back('me');
  }
  assert.match(read[0], /^存到第 \d+ 条 · 核对码 [0-9a-z]{4}-[0-9a-z]{4}$/);
  assert.deepEqual(read, teachers.map(() => read[0]));
  await officer.page.getByText(read[0]).waitFor();
}

journey('a studio records offline, syncs, and its bureau sees honest progress', async (stage) => {
  const { county } = stage;
  const { officer, chief, backbone } = await studioOfTwo(stage);
  for (const teacher of [chief, backbone]) await teacher.opensOffline();
  await county.stop();
  await recordEverything(chief, CHIEF_DID);
  await recordEverything(backbone, BACKBONE_DID);
  await reloadsOffline(chief, CHIEF_DID);
  await reloadsOffline(backbone, BACKBONE_DID);
  await killedAfterTheTick(chief);
  const answered = { chief: chief.answered, backbone: backbone.answered };
  await county.start();
  await pushesOnce(chief, answered.chief);
  await pushesOnce(backbone, answered.backbone);
  // Whoever's phone tried by itself came before the other's words.
  for (const teacher of [chief, backbone]) await teacher.sync();
  await chief.findsRecord(read(BACKBONE_DID.activity.topic));
  await backbone.findsRecord(read(CHIEF_DID.activity.topic));
  await officer.openStudio(STUDIO.name);
  await chainsAgree([chief, backbone], officer);
  await reportIsHonest(officer);
  await activityPrints(officer);
});
