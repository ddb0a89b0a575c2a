// The pictures of a record over the whole screen, as fingers, keys and the phone's way back use it: swiped, made larger,
// closed without leaving the record, and plain about where the original is.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { withPhotos } from './photo.mjs';
import { studioOfOne, studioOfTwo } from './studio.mjs';

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

/** The pictures have come to rest: whoever pinches while they still glide pinches the next one. */
const rested = (person) =>
  person.page.waitForFunction(() => {
    const reel = document.getElementById('viewer-reel');
    return reel.scrollLeft % reel.clientWidth === 0;
  });
const counted = (person, words) => person.at('viewer-count').getByText(words, { exact: true }).waitFor();

/** How large the picture at a place is shown, and how far it is moved sideways. */
const shown = (at) => {
  const box = document.querySelectorAll('.viewer-box')[at];
  return { zoom: Number(box.style.getPropertyValue('--zoom') || 1), left: box.scrollLeft };
};
const isLarge = (person, at) => person.page.waitForFunction((n) => document.querySelectorAll('.viewer-box')[n].style.getPropertyValue('--zoom') > 2, at);
const isWhole = (person, at) => person.page.waitForFunction((n) => (document.querySelectorAll('.viewer-box')[n].style.getPropertyValue('--zoom') || '1') === '1', at);

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
  await rested(backbone);

  await fingers.pinch([180, 300], 100, 220);
  await isLarge(backbone, 1);
  const before = await backbone.page.evaluate(shown, 1);
  assert.ok(before.left > 0, 'what was between the fingers stays there');
  await fingers.swipe([200, 300], [120, 300]);
  await backbone.page.waitForFunction((left) => document.querySelectorAll('.viewer-box')[1].scrollLeft > left, before.left);
  await counted(backbone, '2 / 3'); // it moved inside the picture
  await fingers.tapTwice([180, 300]);
  await isWhole(backbone, 1);
  await fingers.tapTwice([90, 420]); // elsewhere: four taps on one place are no two double taps
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

journey('a colleague sees small pictures at once, is told where the original is, and gets it by a tap', async (stage) => {
  const { county } = stage;
  const { chief, backbone } = await studioOfTwo(stage);
  await withPhotos(backbone, '取原图|quyuantu', 2);
  await backbone.sync();
  await openRecord(backbone, '取原图');
  await backbone.at('pictures-waiting').waitFor({ state: 'detached' });
  await chief.sync();
  await openRecord(chief, '取原图');
  await chief.at('shot').nth(1).locator('img').waitFor();
  await chief.opensOffline();
  await county.stop();
  await chief.at('shot-open').first().click();
  const first = chief.at('viewer').getByRole('figure').first();
  await first.getByTestId('viewer-small').waitFor();
  const fetch = first.getByTestId('viewer-fetch');
  await fetch.getByText('原图还在服务器上，点一下取来').waitFor();
  await fetch.click();
  await fetch.getByText('点一下再取').waitFor();
  await county.start();
  await fetch.click();
  await first.getByTestId('viewer-large').waitFor();
  assert.equal(await fetch.count(), 0);
  await county.stop();
  await chief.at('viewer-close').click();
  await chief.at('shot-open').first().click();
  await first.getByTestId('viewer-large').waitFor(); // kept, once it was here
});

journey('an erased picture is gone at the server and on the colleague\'s phone, and its place says by whom', async (stage) => {
  const { county } = stage;
  const { chief, backbone } = await studioOfTwo(stage);
  await withPhotos(backbone, '删照片|shanzhaopian', 2);
  await backbone.sync();
  await openRecord(backbone, '删照片');
  await backbone.at('pictures-waiting').waitFor({ state: 'detached' });
  await chief.sync();
  await openRecord(chief, '删照片');
  await chief.at('shot').nth(1).locator('img').waitFor();
  assert.equal(await chief.opensPicture(0).then(() => chief.at('shot-erase').count()), 0, 'nobody erases a colleague\'s');
  await chief.at('viewer-close').click();
  await chief.at('viewer').waitFor({ state: 'detached' });

  await backbone.at('shot-open').first().click();
  await backbone.at('shot-erase').click();
  await backbone.at('dialog-no').click();
  await backbone.at('shot-erase').click();
  await backbone.at('dialog-yes').click();
  await backbone.at('viewer').waitFor({ state: 'detached' });
  for (const phone of [backbone, chief]) {
    await phone.goto('');
    await phone.at('home').waitFor();
    await phone.sync();
    await openRecord(phone, '删照片');
    await phone.at('shot').filter({ hasText: '照片已删除' }).getByText('由王丽删除').waitFor();
    assert.equal(await phone.at('shot-open').count(), 1, 'the other one stays');
  }
  assert.equal(county.pictures().length, 2, 'one large, one small');
});

const myPictures = async (teacher) => {
  await teacher.tab('me');
  await teacher.at('me-pictures').click();
  await teacher.at('my-pictures').waitFor();
};
const sends = (teacher, word) => teacher.at(`chip-pictures-${word}`).click();

journey('making room asks the server for each, says what became of it, and never touches the only copy', async (stage) => {
  const { county } = stage;
  const { backbone } = await studioOfTwo(stage);
  await withPhotos(backbone, '腾空间|tengkongjian', 2);
  await backbone.sync();
  await openRecord(backbone, '腾空间');
  await backbone.at('pictures-waiting').waitFor({ state: 'detached' });
  await myPictures(backbone);
  await sends(backbone, 'paused');
  await backbone.back('me');
  await withPhotos(backbone, '只在本机|zhizaibenji', 3, { before: 2 });
  await backbone.sync();
  await myPictures(backbone);
  await backbone.at('pictures-term').filter({ hasText: '秋季学期' }).getByText('3 份原件只在这部手机上').waitFor();
  await backbone.at('pictures-free').first().click();
  const freed = backbone.at('pictures-freed');
  await freed.getByText(/腾出 .+，2 份原件留在服务器上；3 份只在本机，没有动/).waitFor();
  await backbone.at('pictures-free').first().waitFor({ state: 'detached' }); // nothing is left to make room with
  await backbone.goto('');
  await openRecord(backbone, '腾空间');
  await backbone.at('shot-open').first().click();
  await backbone.at('viewer-fetch').first().click();
  await backbone.at('viewer-large').waitFor();
  await backbone.at('viewer-close').click();
  await myPictures(backbone);
  await county.stop();
  await backbone.at('pictures-free').first().click();
  await freed.getByText('一份也没有动').waitFor();
  assert.equal(await backbone.at('pictures-free').count(), 1);

  // little room is said while everything still fits, by a browser that tells of it: Chromium says 10 GiB whatever is left
  await backbone.page.addInitScript(() => {
    StorageManager.prototype.estimate = async () => ({ usage: 70_000_000, quota: 79_000_000 });
  });
  await backbone.goto('');
  await backbone.at('banner-room').getByText(/只剩 9(\.0)? MB/).waitFor();
});

/** A phone whose browser tells what its network is. */
const TELLS = { flags: ['--enable-blink-features=NetInfoDownlinkMax'] };

journey('photos wait for Wi-Fi where the browser can tell, at once and without a word more; where it cannot, it says so', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await myPictures(chief);
  await chief.at('wifi-unknown').waitFor();
  assert.equal(await chief.at('chip-pictures-wifi').count(), 0, 'no promise that cannot be kept');
  await chief.back('me');
  await chief.sync();
  const invite = await chief.invite('王丽');
  const backbone = await stage.teacher('王丽', TELLS);
  await backbone.join(invite.link);
  const line = await backbone.context.newCDPSession(backbone.page);
  // a line without any limit is one that is not emulated
  const network = (connectionType) =>
    line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: 1e9, uploadThroughput: 1e9, connectionType });
  await network('cellular4g');
  await backbone.sync();
  await myPictures(backbone);
  await sends(backbone, 'wifi');
  await backbone.at('pictures-when').getByText('现在不是 Wi-Fi，照片等着').waitFor();
  await backbone.back('me');
  // whoever types by the input method ends what was emulated
  await withPhotos(backbone, '等无线|dengwuxian', 2, { then: () => network('cellular4g') });
  await backbone.sync();
  await backbone.at('unsent-count').getByText('2 份照片或扫描件等 Wi-Fi').waitFor();
  await openRecord(backbone, '等无线');
  await backbone.at('pictures-waiting').getByText('2 张照片等 Wi-Fi 再传').waitFor();
  await network('wifi');
  await backbone.at('pictures-waiting').waitFor({ state: 'detached' });
});
