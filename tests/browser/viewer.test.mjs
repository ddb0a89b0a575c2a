// The pictures of a record over the whole screen, as fingers, keys and the phone's way back use it: swiped, made larger,
// closed without leaving the record, and plain about where the original is.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { photo } from './photo.mjs';
import { studioOfTwo } from './studio.mjs';

/** Gestures of fingers on a page, as Chromium makes them of touches. */
class Fingers {
  static async on(person) {
    const fingers = new Fingers();
    fingers.line = await person.context.newCDPSession(person.page);
    await fingers.line.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
    return fingers;
  }

  touch(type, ...points) {
    return this.line.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  }

  async swipe([fromX, fromY], [toX, toY], steps = 8) {
    await this.touch('touchStart', [fromX, fromY]);
    for (let step = 1; step <= steps; step += 1) {
      await this.touch('touchMove', [fromX + ((toX - fromX) * step) / steps, fromY + ((toY - fromY) * step) / steps]);
    }
    await this.touch('touchEnd');
  }

  /** Two fingers around a place, so far apart at first and so far at the end. */
  async pinch([x, y], from, to, steps = 6) {
    const points = (apart) => [[x, y - apart / 2], [x, y + apart / 2]];
    await this.touch('touchStart', ...points(from));
    for (let step = 1; step <= steps; step += 1) await this.touch('touchMove', ...points(from + ((to - from) * step) / steps));
    await this.touch('touchEnd');
  }

  async tapTwice([x, y]) {
    for (let tap = 0; tap < 2; tap += 1) {
      await this.touch('touchStart', [x, y]);
      await this.touch('touchEnd');
    }
  }
}

const counted = (person, words) => person.at('viewer-count').getByText(words, { exact: true }).waitFor();

/** How large the picture at a place is shown, and how far it is moved sideways. */
const shown = (at) => {
  const box = document.querySelectorAll('.viewer-box')[at];
  return { zoom: Number(box.style.getPropertyValue('--zoom') || 1), left: box.scrollLeft };
};
const isLarge = (person, at) => person.page.waitForFunction((n) => document.querySelectorAll('.viewer-box')[n].style.getPropertyValue('--zoom') > 2, at);
const isWhole = (person, at) => person.page.waitForFunction((n) => (document.querySelectorAll('.viewer-box')[n].style.getPropertyValue('--zoom') || '1') === '1', at);

async function withPhotos(teacher, topic, count) {
  await teacher.begin('activity');
  await teacher.fillActivity({ topic, place: '学区|xuequ', people: ['孙梅'] });
  const files = [];
  for (let number = 1; number <= count; number += 1) files.push(await photo(teacher.page, number));
  await teacher.at('picture-pick').setInputFiles(files);
  await teacher.at('picture-held').nth(count - 1).waitFor();
  await teacher.at('picture-busy').waitFor({ state: 'detached' });
  await teacher.at('picture-caption').nth(1).fill('分组讨论');
  await teacher.handIn();
}

async function openRecord(teacher, title) {
  await teacher.findsRecord(title);
  await teacher.at('record-row').filter({ hasText: title }).first().click();
  await teacher.at('shot').first().locator('img').waitFor();
}

journey('pictures over the screen are swiped, pinched and tapped; back, Esc and the cross leave the record open', async (stage) => {
  const { backbone } = await studioOfTwo(stage);
  await withPhotos(backbone, '翻看|fankan 照片|zhaopian', 3);
  await openRecord(backbone, '翻看照片');
  const record = backbone.page.url();
  const fingers = await Fingers.on(backbone);

  await backbone.at('shot-open').nth(1).click();
  await counted(backbone, '2 / 3');
  const image = backbone.at('viewer').getByRole('img', { name: '分组讨论' });
  await backbone.at('viewer').getByRole('figure', { name: '2 / 3' }).getByTestId('viewer-large').waitFor();
  assert.ok(await image.isVisible(), 'told also to whoever does not see it');
  await fingers.swipe([300, 300], [40, 300]);
  await counted(backbone, '3 / 3');
  await fingers.swipe([60, 300], [320, 300]);
  await counted(backbone, '2 / 3');

  await fingers.pinch([180, 300], 100, 220);
  await isLarge(backbone, 1);
  const before = await backbone.page.evaluate(shown, 1);
  assert.ok(before.left > 0, 'what was between the fingers stays there');
  await fingers.swipe([200, 300], [120, 300]);
  await backbone.page.waitForFunction((left) => document.querySelectorAll('.viewer-box')[1].scrollLeft > left, before.left);
  await counted(backbone, '2 / 3'); // it moved inside the picture
  await fingers.tapTwice([180, 300]);
  await isWhole(backbone, 1);
  await fingers.tapTwice([180, 300]);
  await isLarge(backbone, 1);

  await backbone.page.goBack();
  await backbone.at('viewer').waitFor({ state: 'detached' });
  assert.equal(backbone.page.url(), record, 'the way back closed the pictures, not the record');
  await backbone.page.waitForFunction(() => document.activeElement.dataset.testid === 'shot-open');

  await backbone.at('shot-open').first().click();
  await backbone.page.keyboard.press('ArrowRight');
  await counted(backbone, '2 / 3');
  await backbone.page.keyboard.press('ArrowLeft');
  await counted(backbone, '1 / 3');
  for (let presses = 0; presses < 8; presses += 1) {
    await backbone.page.keyboard.press('Tab');
    assert.equal(await backbone.page.evaluate(() => Boolean(document.activeElement.closest('dialog')) || document.activeElement === document.body), true);
  }
  await backbone.page.keyboard.press('Escape');
  await backbone.at('viewer').waitFor({ state: 'detached' });
  await backbone.at('shot-open').first().click();
  await backbone.at('viewer-close').click();
  await backbone.at('viewer').waitFor({ state: 'detached' });
  assert.equal(backbone.page.url(), record);
  await backbone.at('record').waitFor();
  await backbone.page.goBack();
  await backbone.at('records').waitFor(); // one step back is one step back
});
