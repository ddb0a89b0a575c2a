// A phone is stopped while honest work still lies on it: nothing is lost, and the chief lets it in from their own phone.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { STUDIO, studioOfTwo } from './studio.mjs';

/** What has the keyboard, by its handle. */
function focused(person) {
  return person.page.evaluate(() => document.activeElement.dataset.testid ?? document.activeElement.tagName);
}

/** The question before what cannot be undone: Tab goes round inside it, Esc takes it away, the focus is where it was. */
async function questionKeepsTheKeyboard(person, opener) {
  await person.at(opener).focus();
  await person.page.keyboard.press('Enter');
  await person.at('dialog').waitFor();
  assert.equal(await focused(person), 'dialog-no', 'what changes nothing comes first');
  for (const key of ['Tab', 'Shift+Tab']) {
    const seen = new Set();
    for (let presses = 0; presses < 6; presses += 1) {
      await person.page.keyboard.press(key);
      seen.add(await focused(person));
    }
    // between its last and its first button the browser's own bar has the keyboard, which a page sees as its body
    seen.delete('BODY');
    assert.deepEqual([...seen].sort(), ['dialog-no', 'dialog-yes'], key);
  }
  await person.page.keyboard.press('Escape');
  await person.at('dialog').waitFor({ state: 'detached' });
  assert.equal(await focused(person), opener);
}

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
  await questionKeepsTheKeyboard(chief, 'held-admit');
  assert.equal(await chief.at('waiting-row').count(), 1, 'asked and not answered, nothing was let in');
  await chief.at('held-admit').click();
  await chief.at('dialog-no').click();
  await chief.at('dialog').waitFor({ state: 'detached' });
  assert.equal(await focused(chief), 'held-admit');
  await chief.at('held-admit').click();
  await chief.at('dialog-yes').click();
  await chief.at('held-none').waitFor();
  await chief.back('team');
  await chief.findsRecord('走进大王庄小学');
});
