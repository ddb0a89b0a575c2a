// A term rolls over: the new one begins with nothing of its own, the old one stays whole to read, and what happened goes
// into the chat as a text. The phone's clock is set: no journey waits for February.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { studioOfOne } from './studio.mjs';

/** Days of two terms of the guide, one after the other. */
const AUTUMN = '2026-11-25T10:00:00+08:00';
const SPRING = '2027-02-24T10:00:00+08:00';

/** From now on it is this moment on the phone, for the page and for the engine's worker. */
async function setClock(teacher, moment) {
  for (const place of [teacher.page, ...teacher.page.workers()]) {
    await place.evaluate((to) => {
      globalThis.rightNow ??= Date.now;
      const ahead = Date.parse(to) - globalThis.rightNow();
      Date.now = () => globalThis.rightNow() + ahead;
    }, moment);
  }
}

/** The summary of a week, a month or a term, from 首页. */
async function summaryOf(teacher, span) {
  await teacher.tab('home');
  await teacher.at('summary-way').click();
  await teacher.at(`summary-${span}`).click();
  await teacher.page.locator(`[data-testid=summary-${span}][aria-pressed=true]`).waitFor();
  return teacher.at('summary-text');
}

journey('a term rolls over: the new one is empty, the old one is whole, and its summary can be copied', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await setClock(chief, AUTUMN);
  await chief.tab('home');
  await chief.recordActivity({ topic: '期末|qimo 复习|fuxi', place: '柳河|liuhe 小学|xiaoxue', people: ['孙梅', '周慧敏'] });

  const week = await summaryOf(chief, 'week');
  await week.filter({ hasText: '2026 秋学期第 13 周小结' }).waitFor();
  assert.match(await week.textContent(), /教研活动 1 次：\n· 11月25日 主题教研《期末复习》，2 人/);
  await chief.page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      window.copied = text;
    };
  });
  await chief.at('summary-copy').click();
  await chief.at('summary-copy').filter({ hasText: '已复制' }).waitFor();
  assert.equal(await chief.page.evaluate(() => window.copied), await week.textContent());

  await chief.page.goBack();
  await setClock(chief, SPRING);
  const spring = await summaryOf(chief, 'term');
  await spring.filter({ hasText: '2027 春学期小结' }).waitFor();
  assert.match(await spring.textContent(), /这段时间还没有交上来的记录/);
  await chief.at('summary-back').click();
  await chief.at('summary-text').filter({ hasText: '2026 秋学期小结' }).waitFor();
  assert.match(await chief.at('summary-text').textContent(), /教研活动 1 次：/);

  await chief.page.goBack();
  await chief.tab('home');
  await chief.page.getByTestId('compass').getByRole('link').first().click();
  await chief.at('closure').waitFor();
  await chief.at('past').filter({ hasText: '2026 秋' }).click();
  await chief.page.locator('[data-testid=past-records][data-count="1"]').waitFor();
  await chief.at('record-row').filter({ hasText: '期末复习' }).waitFor();
  assert.match(await chief.at('summary-text').textContent(), /2026 秋学期小结/);

  await chief.page.goBack();
  await chief.page.goBack();
  await chief.tab('me');
  await chief.at('me-archive').click();
  await chief.at('person').waitFor();
  await chief.at('stretch-numbers').filter({ hasText: '1 次教研 2 学时' }).waitFor();
  await chief.at('archive-print').click();
  await chief.at('archive-sheet').getByText('2026 秋学期').first().waitFor();
});
