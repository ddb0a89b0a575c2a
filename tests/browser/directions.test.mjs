// The five directions of the notice: each is founded on the bureau's page, and the phone that joins it is told its own texts,
// indicators and words. With PICTURES=<folder> each is photographed.
import assert from 'node:assert/strict';
import path from 'node:path';
import { journey } from './journey.mjs';

const GUIDE = 'henan-2024-batch-3';
/** What only a studio of direction 4 is told; the app's own name is everybody's. */
const OF_STUDIOS = ['工作室', '首席', '骨干', '乡村教师', '1+10+100'];
const OF_EVERYBODY = ['工作室记录本', '工作室备份'];

const DIRECTIONS = [
  { number: 1, name: '临溪县研修一队', lead: '负责人', team: '研修团队', papers: ['区域教师智能研修体系建设方案', '阶段性运行报告'], rows: ['线上指导过的教师', '有听评课记录的教师'] },
  { number: 2, name: '临溪县发展中心筹建组', lead: '负责人', team: '中心团队', papers: ['市级或县级教师发展中心建设标准'], rows: ['当过培训者的人', '训后效果跟踪'] },
  { number: 3, name: '小学语文五十人班', lead: '班主任', team: '培训班', papers: ['典型工作案例', '标准规则'], rows: ['到班学员', '选：训前需求调研'] },
  { number: 4, name: '赵桥乡语文首席教师工作室', lead: '首席教师', team: '工作室', papers: ['乡村首席教师工作室建设方案', '实践案例'], rows: ['联系到的乡村教师', '本学期受首席指导的骨干'] },
  { number: 5, name: '临溪县校本研修组', lead: '负责人', team: '指导团队', papers: ['区域校本研修体系建设方案', '工作案例'], rows: ['校本研修示范校', '结对带动的学校'] },
];

const CLASS = `姓名	学校	乡镇	学科
王丽	柳河小学	柳河乡	语文
孙梅	柳河小学	柳河乡	语文
刘洋	赵桥乡中心小学	赵桥乡	语文`;

async function pictured(person, name) {
  if (process.env.PICTURES) await person.photograph(path.join(process.env.PICTURES, `${name}.png`));
}

async function found(officer, direction) {
  await officer.goto('studios/new');
  const anew = officer.page.getByTestId('chip-project-new');
  if (await anew.count()) await anew.click();
  await officer.page.getByTestId(`chip-direction-${GUIDE}/${direction.number}`).click();
  const fields = { 'project-name': `项目${direction.number}`, name: direction.name, school: '石佛镇中心小学', chief: '陈立新' };
  for (const [id, text] of Object.entries(fields)) await officer.page.locator(`#${id}`).fill(text);
  await officer.page.locator('form.form-page button[type=submit]').click();
  return officer.inviteOnPage();
}

/** Nothing on the screen speaks of another direction. */
async function speaksOfItself(person, direction, place) {
  if (direction.number === 4) return;
  const said = await person.page.locator('body').innerText();
  const own = OF_EVERYBODY.reduce((text, name) => text.replaceAll(name, ''), said);
  for (const word of OF_STUDIOS) assert.ok(!own.includes(word), `direction ${direction.number}, ${place}: ${word} in\n${own}`);
}

for (const direction of DIRECTIONS) {
  journey(`direction ${direction.number} is founded on the page, and its phone says its own texts in its own words`, async (stage) => {
    const officer = await stage.officer();
    await officer.logIn();
    const invite = await found(officer, direction);
    const phone = await stage.teacher('陈立新');
    await phone.page.goto(invite.link);
    await phone.page.locator('#open-way a').click();
    await phone.at('join-invite').getByText(direction.lead).waitFor();
    await phone.at('join-go').getByText(`加入${direction.team}`).waitFor();
    await pictured(phone, `direction-${direction.number}-join`);
    await phone.join(invite.link);
    await phone.sync();
    await phone.tab('home');
    await phone.at('compass').waitFor();
    await speaksOfItself(phone, direction, '首页');
    await pictured(phone, `direction-${direction.number}-home`);
    await phone.goto('closure');
    for (const words of [...direction.papers, ...direction.rows]) {
      await phone.page.getByText(words, { exact: true }).first().waitFor();
    }
    await speaksOfItself(phone, direction, '结项');
    await pictured(phone, `direction-${direction.number}-closure`);
    await phone.goto('team');
    await phone.at('team').waitFor();
    await speaksOfItself(phone, direction, '团队');
    await pictured(phone, `direction-${direction.number}-team`);
    await officer.openStudio(direction.name);
    await officer.page.getByText(direction.papers[0], { exact: true }).first().waitFor();
    await pictured(officer, `direction-${direction.number}-bureau`);
  });
}

journey('a class is told step by step for each of its members, and what is open opens its form', async (stage) => {
  const officer = await stage.officer();
  await officer.logIn();
  const phone = await stage.teacher('陈立新');
  await phone.join((await found(officer, DIRECTIONS[2])).link);
  assert.equal(await phone.pastePeople(CLASS), 3);
  await phone.sync();
  await phone.tab('home');
  await phone.at('reach').getByText('0 / 50').waitFor();
  await phone.goto('closure');
  const of = (name) => phone.at('steps-of').filter({ hasText: name });
  await of('刘洋').waitFor();
  assert.equal(await phone.at('steps-of').count(), 3);
  await phone.at('steps').evaluate((element) => element.scrollIntoView());
  await pictured(phone, 'direction-3-steps');
  await of('王丽').getByRole('link', { name: /^选：还差/ }).click();
  await phone.at('form').waitFor();
  assert.ok(await phone.field('person').getByTestId('person-王丽').locator('input').isChecked());
  await phone.write('goal', '一学期上好三节研究课');
  await phone.handIn();
  await phone.goto('closure');
  await of('王丽').getByRole('link', { name: '选：有 1 条记录' }).waitFor();
  await phone.goto('');
  await phone.sync();
  await officer.openStudio(DIRECTIONS[2].name);
  await officer.page.locator('#steps').getByRole('link', { name: '选：有 1 条记录' }).waitFor();
  assert.equal(await officer.page.locator('#steps a[href^="/app/"]').count(), 0, 'who writes nothing is not led to a form');
  await officer.page.locator('#steps').getByRole('img', { name: '还没有记录' }).first().waitFor();
  await pictured(officer, 'direction-3-steps-bureau');
});
