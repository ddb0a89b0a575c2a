// What is chosen and cannot become a picture, and what stands in the way of one that could: a sentence says what to do, and
// nothing that was there is lost. Every file is made here, and none harms whoever opens it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { journey } from './journey.mjs';
import { image, looked, photo, turnedWebp, UPRIGHT } from './photo.mjs';
import { studioOfOne } from './studio.mjs';

const ACTIVITY = { topic: '照片|zhaopian 出错|chucuo 的活动|dehuodong', place: '学区|xuequ', people: ['王丽'] };
const AS_IT_LIES = ['red', 'blue', 'green', 'yellow'];

const file = (name, mimeType, ...parts) => ({ name, mimeType, buffer: Buffer.concat(parts.map((part) => Buffer.from(part))) });
const big = (number) => [number >> 24, number >> 16, number >> 8, number].map((byte) => byte & 0xff);

/** A JPEG's head that says how large it is, with nothing behind it that is a picture. */
function headOf(width, height) {
  const frame = [0xff, 0xc0, 0, 11, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0];
  return [[0xff, 0xd8], frame, [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0], Buffer.alloc(200_000), [0xff, 0xd9]];
}

/** A box of the container that HEIC and AVIF share. */
const box = (kind, ...parts) => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from(big(body.length + 8)), Buffer.from(kind, 'latin1'), body]);
};
const heic = (width, height) => [
  box('ftyp', 'heic', [0, 0, 0, 0], 'mif1heic'),
  box('meta', [0, 0, 0, 0], box('iprp', box('ipco', box('ispe', [0, 0, 0, 0], big(512), big(512)), box('ispe', [0, 0, 0, 0], big(width), big(height))))),
  Buffer.alloc(50_000, 7),
];

/** The sentences under the pictures of the open form. */
async function told(teacher, count) {
  await teacher.at('picture-busy').waitFor({ state: 'detached' });
  await teacher.at('picture-told').nth(count - 1).waitFor();
  const words = await teacher.at('picture-told').allTextContents();
  assert.equal(words.length, count, words.join('\n'));
  return words;
}

/** Counts what the browser is asked to decode from now on. */
async function countDecoding(teacher) {
  await teacher.page.evaluate(() => {
    const real = window.createImageBitmap;
    window.decoded = 0;
    window.createImageBitmap = (...words) => {
      window.decoded += 1;
      return real.apply(window, words);
    };
  });
}

journey('what is no photo is told with what to do, a photo twice is one, and one that was taken out comes back', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.begin('outcome');
  const one = await photo(chief.page, 7, { width: 900, height: 600 });
  await chief.choosePhotos([
    file('通知.pdf', 'application/pdf', '%PDF-1.7\n'),
    file('空.jpg', 'image/jpeg'),
    file('表.xlsx', 'image/jpeg', 'PK\x03\x04'),
    file('程序.jpg', 'image/jpeg', 'MZ', Buffer.alloc(5_000)),
    file('断了的.jpg', 'image/jpeg', one.buffer.subarray(0, 300)),
    one,
    one,
  ]);
  await chief.photosHeld(1);
  const words = await told(chief, 6);
  const sentences = ['《通知.pdf》这份 PDF 不完整', '《空.jpg》是空的', '《表.xlsx》不是照片', '《程序.jpg》不是照片', '《断了的.jpg》不是照片', '已经在这条记录里了'];
  sentences.forEach((sentence, at) => assert.ok(words[at].includes(sentence), words.join('\n')));
  await chief.at('picture-remove').click();
  await chief.at('picture-held').waitFor({ state: 'detached' });
  await chief.at('picture-back').click();
  await chief.photosHeld(1);
});

journey('what is too large is told by its head before anything is decoded, and HEIC with the setting to change', async (stage) => {
  const { chief } = await studioOfOne(stage);
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-photos-'));
  try {
    const heavy = path.join(folder, '很大.jpg');
    writeFileSync(heavy, Buffer.concat(headOf(4_000, 3_000).map((part) => Buffer.from(part))));
    truncateSync(heavy, 41 << 20);
    await chief.begin('activity');
    await countDecoding(chief);
    await chief.choosePhotos([
      file('一亿.jpg', 'image/jpeg', ...headOf(10_000, 10_000)),
      file('一亿.png', 'image/png', [0x89], 'PNG\r\n\x1a\n', big(13), 'IHDR', big(10_000), big(10_000), [8, 2, 0, 0, 0], Buffer.alloc(1_000)),
      file('一亿.webp', 'image/webp', 'RIFF', [0, 16, 0, 0], 'WEBPVP8L', [0, 8, 0, 0], [0x2f, 0x0f, 0xe7, 0xc3, 0x09], Buffer.alloc(4_000)),
      file('一亿.heic', 'image/heic', ...heic(12_000, 9_000)),
    ]);
    for (const words of await told(chief, 4)) assert.match(words, /《一亿\..*》太大，.*6000 万像素以下/);
    await chief.choosePhotoFiles([heavy]);
    assert.match((await told(chief, 1))[0], /《很大.jpg》太大/);
    assert.equal(await chief.page.evaluate(() => window.decoded), 0, 'nobody decoded any of them');
    await chief.choosePhotos([file('IMG_1.HEIC', 'image/heic', ...heic(4_032, 3_024))]);
    assert.match((await told(chief, 1))[0], /《IMG_1.HEIC》这个浏览器打不开。.*设置-相机-格式.*兼容性最佳/);
    assert.equal(await chief.at('picture-held').count(), 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

journey('a PNG, a strip and a turned WebP are pictures as they should stand', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.begin('activity');
  await chief.fillActivity(ACTIVITY);
  const png = { name: '图.png', mimeType: 'image/png', buffer: await image(chief.page, 1, { width: 1_200, height: 800, type: 'image/png' }) };
  const strip = { name: '长图.png', mimeType: 'image/png', buffer: await image(chief.page, 2, { width: 400, height: 12_000, type: 'image/png' }) };
  await chief.choosePhotos([png, strip, await turnedWebp(chief.page, 3, { width: 1_200, height: 800 })]);
  await chief.photosHeld(3);
  await chief.handIn();
  await chief.at('shot').nth(2).locator('img').waitFor();
  const expected = [[1_200, 800, AS_IT_LIES], [53, 1_600, AS_IT_LIES], [800, 1_200, UPRIGHT]];
  for (const [at, [width, height, corners]] of expected.entries()) {
    const large = await chief.opensPicture(at);
    assert.deepEqual(await looked(chief.page, await large.getAttribute('src')), { width, height, corners });
    await chief.at('viewer-close').click();
    await large.waitFor({ state: 'detached' });
  }
});

journey('when the disk is full in the middle of a photo it says so, what was there stays, and with room it goes on', async (stage) => {
  const { chief } = await studioOfOne(stage);
  const files = [];
  for (const n of [1, 2]) files.push(await photo(chief.page, n, { grain: 20_000 }));
  await chief.begin('activity');
  await chief.fillActivity(ACTIVITY);
  await chief.choosePhotos([files[0]]);
  await chief.photosHeld(1);
  await chief.hasRoomFor(120_000);
  await chief.choosePhotos([files[1]]);
  assert.match((await told(chief, 1))[0], /空间满了/);
  await chief.photosHeld(1);
  await chief.hasRoomFor(Infinity);
  await chief.choosePhotos([files[1]]);
  await chief.photosHeld(2);
  assert.equal(await chief.at('picture-told').count(), 0);
  // the battery is empty: both are there, and nothing of the one that failed
  await chief.kill();
  await chief.start();
  await chief.goto('');
  await chief.at('draft-row').first().click();
  await chief.photosHeld(2);
  for (const small of await chief.at('picture-held').locator('img').all()) {
    assert.deepEqual((await looked(chief.page, await small.getAttribute('src'))).corners, UPRIGHT);
  }
  await chief.handIn();
  await chief.sync();
});

journey('a second tab takes the form over with its photos, and says which one was not taken', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.begin('activity');
  await chief.fillActivity(ACTIVITY);
  const files = [];
  for (const n of [1, 2]) files.push(await photo(chief.page, n));
  await chief.choosePhotos([files[0]]);
  await chief.photosHeld(1);
  // the first tab is in the middle of another one
  const first = chief.page;
  await chief.photoStops();
  await chief.choosePhotos([files[1]]);
  await chief.photoIsHalf();
  chief.page = await chief.newTab();
  await chief.goto('');
  await chief.at('second-tab').waitFor();
  await chief.at('take-over').click();
  await chief.at('home').waitFor();
  await first.getByTestId('second-tab').waitFor();
  await chief.at('draft-row').first().click();
  await chief.photosHeld(1);
  assert.match(await chief.at('picture-missed').textContent(), /有 1 个照片.*再选一次/);
  await chief.choosePhotos([files[1]]);
  await chief.photosHeld(2);
  await chief.handIn();
  await chief.at('shot').nth(1).locator('img').waitFor();
  await first.close();
  await chief.sync();
});
