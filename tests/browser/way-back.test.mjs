// A browser goes the way back that a page asks for some time after it was asked, on a busy phone after the next tap. What
// such a tap opens stays open.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { photo } from './photo.mjs';
import { studioOfOne } from './studio.mjs';

/**
 * Runs in the page: closes the picture by its cross and taps the next thing as soon as the picture is gone. Ends when the
 * way back has come; whether that was after the tap.
 */
async function tapsAtOnce(testid) {
  let isTapped = false;
  const came = new Promise((comes) => addEventListener('popstate', () => comes(isTapped), { once: true }));
  new MutationObserver((changes, observer) => {
    if (document.querySelector('[data-testid=viewer]')) return;
    observer.disconnect();
    isTapped = true;
    document.querySelector(`[data-testid=${testid}]`).click();
  }).observe(document.body, { childList: true, subtree: true });
  document.querySelector('[data-testid=viewer-close]').click();
  return came;
}

async function recordWithPicture(teacher) {
  await teacher.begin('activity');
  await teacher.fillActivity({ topic: '翻看|fankan', place: '学区|xuequ', people: ['孙梅'] });
  await teacher.choosePhotos([await photo(teacher.page, 1)]);
  await teacher.photosHeld(1);
  await teacher.handIn();
  await teacher.opensPictures('翻看');
  return teacher.page.url();
}

journey('what is tapped right after a picture was closed stays open, and every step back is one step', async (stage) => {
  const { chief } = await studioOfOne(stage);
  const record = await recordWithPicture(chief);

  await chief.opensPicture(0);
  assert.ok(await chief.page.evaluate(tapsAtOnce, 'shot-open'), 'tapped before the way back came');
  await chief.at('viewer-large').waitFor();
  await chief.page.goBack();
  await chief.at('viewer').waitFor({ state: 'detached' });
  assert.equal(chief.page.url(), record, 'the way back closed the picture, not the record');
  await chief.back('records');

  await chief.opensPictures('翻看');
  await chief.opensPicture(0);
  assert.ok(await chief.page.evaluate(tapsAtOnce, 'tab-team'), 'tapped before the way back came');
  await chief.at('team').waitFor();
  assert.match(chief.page.url(), /\/team$/);
  await chief.back('record');
});
