// A phone is stopped while honest work still lies on it: nothing is lost, and the chief lets it in from their own phone.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { STUDIO, studioOfTwo } from './studio.mjs';

journey('what a stopped phone still brings waits, and the chief lets it in from the phone', async (stage) => {
  const { officer, chief, backbone } = await studioOfTwo(stage);
  await officer.stopPhone(STUDIO.name, '王丽');

  await backbone.begin('activity');
  await backbone.fillActivity({ topic: '走进大王庄小学', place: '大王庄小学', people: ['孙梅', '赵强'] });
  await backbone.mark('赵强', 'leave');
  assert.match(await backbone.field('attendance').locator('.field-count').textContent(), /1 人，请假 1 人/);
  await backbone.handIn();
  await backbone.tab('me');
  await backbone.at('sync-now').click();
  await backbone.at('asides').click();
  await backbone.page.getByText('等首席放行').first().waitFor();

  await chief.tab('team');
  await chief.at('held').click();
  assert.match(await chief.at('waiting-row').textContent(), /王丽/);
  await chief.at('held-admit').click();
  await chief.at('held-none').waitFor();
  await chief.back('team');
  await chief.findsRecord('走进大王庄小学');
});
