// Pictures on a record: taken without a network, kept through a kill, brought over a line that breaks, seen by the colleague
// and the officer right side up, and telling nothing of where they were taken.
import assert from 'node:assert/strict';
import exifr from 'exifr';
import { CuttingProxy } from './cutting-proxy.mjs';
import { journey } from './journey.mjs';
import { looked, OWNER, photo, UPRIGHT } from './photo.mjs';
import { createStudio, ROSTER, STUDIO } from './studio.mjs';

/** As a phone of today takes them, and so full of grass and bricks that each goes in several chunks. */
const FULL = { width: 4_000, height: 3_000, grain: 60_000 };
const KEPT = { width: 1_200, height: 1_600, corners: UPRIGHT };
const TITLE = '带照片的活动';
const CUTS = 5;
const CHUNK = 256 * 1_024;

/** All that the published reader finds in some bytes. */
function told(bytes) {
  return exifr.parse(bytes, { tiff: true, exif: true, gps: true, xmp: true, iptc: true, makerNote: true, userComment: true }).catch(() => undefined);
}

/** The phone knows the county by the line's address alone. */
async function joinedOver(stage, proxy, chief) {
  const invite = await chief.invite('王丽');
  const teacher = await stage.teacher('王丽');
  teacher.county = { address: proxy.address };
  await teacher.join(invite.link.replace(stage.county.address, proxy.address));
  await teacher.sync();
  await teacher.opensOffline();
  return teacher;
}

/** A photo is chosen, and the battery is empty when it is decoded and not yet written. */
async function diesWhileShrinking(teacher, file) {
  await teacher.photoStops();
  await teacher.choosePhotos([file]);
  await teacher.photoIsHalf();
  await teacher.kill();
}

/** The form opens again with two whole pictures, and says that one was not taken. */
async function findsTwoAndAWord(teacher) {
  await teacher.start();
  await teacher.goto('');
  await teacher.at('home').waitFor();
  await teacher.tab('records');
  await teacher.at('draft-row').first().click();
  await teacher.at('form').waitFor();
  await teacher.photosHeld(2);
  assert.match(await teacher.at('picture-missed').textContent(), /有 1 个照片.*没有存下.*再选一次/);
  assert.equal(await teacher.at('field-topic').inputValue(), TITLE);
  const drawn = teacher.at('picture-held').locator('img');
  await drawn.nth(1).waitFor();
  for (const small of await drawn.all()) {
    assert.deepEqual((await looked(teacher.page, await small.getAttribute('src'))).corners, UPRIGHT, 'whole, and right side up');
  }
}

/** Each opened over the whole screen. */
async function seesAllLarge(teacher, count) {
  await teacher.opensPictures(TITLE);
  await teacher.at('shot').nth(count - 1).locator('img').waitFor();
  for (let n = 0; n < count; n += 1) {
    const large = await teacher.opensPicture(n);
    assert.deepEqual(await looked(teacher.page, await large.getAttribute('src')), KEPT, `the colleague's, ${n + 1}`);
    await teacher.closesPicture();
  }
}

/** On the record's page of the bureau: each right side up, and its bytes. */
async function bureauSees(officer, count, caption) {
  await officer.openStudio(STUDIO.name);
  await officer.indicator(5).getByRole('link').first().click();
  await officer.page.locator('.row-door', { hasText: TITLE }).first().click();
  await officer.page.locator('.shot img').nth(count - 1).waitFor();
  await officer.page.getByText(caption).waitFor();
  const doors = await officer.page.locator('.shot a').all();
  const seen = [];
  for (const door of doors) {
    const address = new URL(await door.getAttribute('href'), officer.county.address).href;
    assert.deepEqual(await looked(officer.page, address), KEPT);
    seen.push(await (await officer.context.request.get(address)).body());
  }
  return seen;
}

journey('three photos chosen offline outlive a kill and a line that breaks five times, and come upright and bare', async (stage) => {
  const { county } = stage;
  const proxy = await CuttingProxy.before(county);
  try {
    const { officer, invite } = await createStudio(stage);
    const chief = await stage.teacher(STUDIO.chief);
    await chief.join(invite.link);
    await chief.pastePeople(ROSTER);
    await chief.sync();
    const teacher = await joinedOver(stage, proxy, chief);
    const files = [];
    for (const n of [1, 2, 3]) files.push(await photo(teacher.page, n, FULL));
    const open = await told(files[0].buffer);
    assert.ok(Math.abs(open.latitude - 34.2) < 0.01 && open.Make === 'Phone' && open.CreatorTool === OWNER, 'what was chosen tells all');

    await county.stop();
    await teacher.begin('activity');
    await teacher.fillActivity({ topic: '带照片|daizhaopian 的活动|dehuodong', place: '学区|xuequ', people: ['孙梅'] });
    await teacher.choosePhotos(files.slice(0, 2));
    await teacher.photosHeld(2);
    await diesWhileShrinking(teacher, files[2]);
    await findsTwoAndAWord(teacher);
    await teacher.choosePhotos([files[2]]);
    await teacher.photosHeld(3);
    await teacher.at('picture-missed').waitFor({ state: 'detached' });
    await teacher.at('picture-caption').first().fill('集体备课现场');
    await teacher.handIn();
    await teacher.at('pictures-waiting').getByText('3 张照片等联网再传').waitFor();

    proxy.cutChunks(CUTS);
    await county.start();
    await teacher.sync();
    await teacher.opensPictures(TITLE);
    await teacher.at('pictures-waiting').waitFor({ state: 'detached' });
    assert.equal(proxy.cuts, CUTS);
    // the browser says of each cut that the line broke; the app takes it calmly
    assert.deepEqual(teacher.takeComplaints().filter((words) => !/ERR_|Failed to fetch/.test(words)), []);

    await chief.sync();
    await seesAllLarge(chief, 3);
    const seen = await bureauSees(officer, 3, '集体备课现场');
    for (const bytes of [...seen, ...county.pictures()]) assert.equal(await told(bytes), undefined, 'no byte on the server tells');
    assert.equal(county.pictures().length, 6, 'three large, three small');
    const large = seen.reduce((sum, bytes) => sum + bytes.length, 0);
    assert.ok(large > 3 * CHUNK, `several chunks: ${large}`);
    assert.ok(proxy.chunkBytes < large * 1.05 + (CUTS * CHUNK) / 2, `a cut costs a part of a chunk: ${proxy.chunkBytes} of ${large}`);
  } finally {
    await proxy.close();
  }
});
