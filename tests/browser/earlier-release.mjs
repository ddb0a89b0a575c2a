// A phone's database that this release has written, under the app of the release before, and back: in one Chromium profile
// and at one address, as when a county puts its former binary back. It opens (or says that the database is newer), and
// nothing is dropped. It needs a checkout of the earlier release with its server and its app built, so it is run by hand:
//
//   EARLIER=<checkout of an earlier release, after `cargo xtask web` and `cargo build -p studio-sync-server`> \
//     node tests/browser/earlier-release.mjs
//
// STUDIO_SERVER names this release's server, else target/debug is taken. Pictures of each stop: target/journeys/.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { journey } from './journey.mjs';
import { photo } from './photo.mjs';
import { STUDIO, studioOfOne } from './studio.mjs';
import { TwoReleases } from './two-releases.mjs';

if (!process.env.EARLIER) throw new Error('EARLIER names the checkout of the earlier release');
const EARLIER_SERVER = path.join(process.env.EARLIER, 'target/debug/studio-sync-server');
const EARLIER_APP = path.join(process.env.EARLIER, 'target/web');
const THIS_APP = fileURLToPath(new URL('../../target/web/', import.meta.url));
const PICTURES = fileURLToPath(new URL('../../target/journeys/', import.meta.url));
const read = (words) => words.split(' ').map((word) => word.split('|')[0]).join('');

const SYNCED = { topic: '新版|xinban 写|xie 的|de 活动|huodong', place: '柳河|liuhe 小学|xiaoxue', people: ['孙梅'] };
const UNSENT = { topic: '新版|xinban 没|mei 传|chuan 的|de', place: '学区|xuequ', people: ['赵强'] };
const DRAFT = '新版|xinban 的|de 草稿|caogao';
const BOTH_EARLIER = { topic: '都|dou 是|shi 旧版|jiuban', place: '赵桥|zhaoqiao', people: ['刘洋'] };
const PICTURED = { topic: '照片|zhaopian 等|deng 服务器|fuwuqi', place: '赵桥|zhaoqiao', people: ['孙梅'] };
const UNDER_EARLIER = { topic: '旧版|jiuban 写|xie 的|de 活动|huodong', place: '赵桥|zhaoqiao', people: ['陈晨'] };

/** The engine's file, as an app's first page names it: it tells one release from the other. */
function engineIn(text) {
  return /worker-[0-9a-f]+\.js/.exec(text)?.[0];
}

/** Which engine runs in the open page. */
function runningEngine({ page }) {
  return page.workers().map((worker) => engineIn(worker.url())).find((engine) => engine);
}

/** Opens the app anew and agrees to the version that the server gives out now. */
async function updateTo(teacher, engine) {
  await teacher.goto('');
  await teacher.page.waitForFunction(() => document.documentElement.dataset.update === 'ready');
  const answer = teacher.page.waitForEvent('load');
  await teacher.page.evaluate(() => window.dispatchEvent(new CustomEvent('studio-activate')));
  await answer;
  await teacher.page.locator('[data-testid=home], [data-testid=banner-notice-storage-too-new]').first().waitFor();
  assert.equal(runningEngine(teacher), engine, 'the app of the wished release runs');
}

/** What was written stands there; `topics` are shown in 记录, the draft in its form. */
async function holdsEverything(teacher, topics) {
  for (const topic of topics) await teacher.findsRecord(topic);
  await teacher.at('draft-row').first().click();
  await teacher.at('form').waitFor();
  assert.equal(await teacher.at('field-content').inputValue(), read(DRAFT), 'the draft has its words');
  await teacher.back('records');
  const titles = await teacher.at('record-row').allTextContents();
  for (const topic of topics) {
    assert.equal(titles.filter((title) => title.includes(topic)).length, 1, `${topic}: once`);
  }
}

async function picture(teacher, name) {
  await teacher.photograph(`${PICTURES}earlier-release-${name}.png`);
}

/** A record with a picture on the server, a form that is half written, and a record that is on this phone alone. */
async function writesWithThisRelease(teacher, county) {
  await teacher.begin('activity');
  await teacher.fillActivity(SYNCED);
  await teacher.choosePhotos([await photo(teacher.page, 1)]);
  await teacher.photosHeld(1);
  await teacher.handIn();
  await teacher.sync();
  await teacher.opensPictures(read(SYNCED.topic));
  await teacher.at('pictures-waiting').waitFor({ state: 'detached' });
  await teacher.begin('mentoring');
  await teacher.choose('mentee', '孙梅');
  await teacher.write('content', DRAFT);
  await teacher.at('autosaved').waitFor();
  await county.stop();
  await teacher.beginInstead('activity');
  await teacher.fillActivity(UNSENT);
  await teacher.handIn();
  await teacher.tab('me');
  assert.equal(await teacher.unsent(), 1);
}

/** 王丽's phone knows the county by the front's address alone. */
async function joined(stage, chief, front) {
  const invite = await chief.invite('王丽');
  const teacher = await stage.teacher('王丽');
  teacher.county = { address: front.address };
  await teacher.join(invite.link.replace(stage.county.address, front.address));
  await teacher.sync();
  await teacher.opensOffline();
  return teacher;
}

/** A release that knows no pictures changes a record that has one. */
async function editsWithTheEarlierApp(teacher) {
  await teacher.findsRecord(read(SYNCED.topic));
  await teacher.at('record-row').filter({ hasText: read(SYNCED.topic) }).first().click();
  await teacher.at('edit').click();
  await teacher.at('form').waitFor();
  await teacher.pick('length', '90');
  await teacher.handIn();
}

/** Whether a server takes pictures: releases before 2026-11-29 do not. */
async function takesPictures(county) {
  const answer = await fetch(`${county.address}/v1/studios/x/files`, { method: 'OPTIONS' });
  return answer.status === 204;
}

/** This release's app over the earlier server: text goes, and a picture that the server cannot take is said to wait. */
async function underTheEarlierServerAlone(teacher, county, engine, written) {
  await updateTo(teacher, engine);
  await teacher.begin('activity');
  await teacher.fillActivity(PICTURED);
  await teacher.choosePhotos([await photo(teacher.page, 2)]);
  await teacher.photosHeld(1);
  await teacher.handIn();
  written.push(read(PICTURED.topic));
  await teacher.sync();
  await teacher.opensPictures(read(PICTURED.topic));
  await teacher.at('server-tick').waitFor();
  await teacher.at('pictures-waiting').waitFor({ state: (await takesPictures(county)) ? 'detached' : 'visible' });
  await picture(teacher, '6-picture-waits');
  await county.stop();
}

/** Only the app is put back, before anything could be sent; then this release's server goes on behind it. */
async function underTheEarlierApp(teacher, county, engine, written) {
  await updateTo(teacher, engine);
  assert.equal(await teacher.unsent(), 1, 'what was not sent waits here too');
  await picture(teacher, '2-earlier-opens');
  await holdsEverything(teacher, written);
  await picture(teacher, '3-earlier-records');
  await county.start();
  await editsWithTheEarlierApp(teacher);
  await teacher.recordActivity(UNDER_EARLIER);
  written.push(read(UNDER_EARLIER.topic));
  await teacher.sync();
  await picture(teacher, '4-earlier-synced');
}

/** The server is put back too, over the data that this one has written. */
async function underTheEarlierServer(teacher, county, written) {
  await county.stop();
  await county.start(EARLIER_SERVER);
  await teacher.recordActivity(BOTH_EARLIER);
  written.push(read(BOTH_EARLIER.topic));
  await teacher.sync();
  await holdsEverything(teacher, written);
  await picture(teacher, '5-both-earlier');
}

async function walk(stage, front) {
  const { county } = stage;
  const engines = {
    earlier: engineIn(readFileSync(path.join(EARLIER_APP, 'index.html'), 'utf8')),
    present: engineIn(await (await fetch(`${county.address}/app/`)).text()),
  };
  assert.notEqual(engines.earlier, engines.present, 'two releases');
  const { officer, chief } = await studioOfOne(stage);
  await chief.sync();
  const teacher = await joined(stage, chief, front);
  assert.equal(runningEngine(teacher), engines.present);
  const written = [SYNCED, UNSENT].map(({ topic }) => read(topic));
  await writesWithThisRelease(teacher, county);
  await picture(teacher, '1-this-release');

  front.folder = EARLIER_APP;
  await underTheEarlierApp(teacher, county, engines.earlier, written);
  await underTheEarlierServer(teacher, county, written);
  front.folder = THIS_APP;
  await underTheEarlierServerAlone(teacher, county, engines.present, written);

  front.folder = undefined;
  await county.start();
  await teacher.sync();
  await holdsEverything(teacher, written);
  await picture(teacher, '7-this-release-again');
  await chief.sync();
  for (const topic of written) await chief.findsRecord(topic);
  for (const { topic } of [SYNCED, PICTURED]) {
    await chief.opensPictures(read(topic));
    await chief.at('shot').first().locator('img').waitFor();
    await chief.opensPicture(0);
    await chief.at('viewer-close').click();
  }
  await officer.openStudio(STUDIO.name);
  assert.match(await officer.indicator(5).textContent(), new RegExp(`${written.length}`), 'the bureau counts them all');
}

journey('what this release wrote on a phone is there under the release before, and back again', async (stage) => {
  const front = await TwoReleases.before(stage.county.port);
  try {
    await walk(stage, front);
  } finally {
    await front.close();
  }
});
