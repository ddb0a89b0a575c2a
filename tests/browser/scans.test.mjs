// Papers on a record: a certificate as a PDF, chosen without a network, kept as it is but for what its photo tells, opened as a
// file by colleague and officer; and what cannot be kept is told with what to do.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import exifr from 'exifr';
import { journey } from './journey.mjs';
import { asFile, scanned } from './paper.mjs';
import { photo } from './photo.mjs';
import { STUDIO, studioOfOne, studioOfTwo } from './studio.mjs';

const OUTCOME = { title: '优质课|youzhike 证书|zhengshu', issuer: '教研室|jiaoyanshi', proof: '档案盒|danganhe' };
const TITLE = '优质课证书';
const SIZE = { width: 3_000, height: 2_000, grain: 30_000 };

const place = (bytes) => exifr.gps(bytes).catch(() => undefined);

/** The photo that lies in a paper. */
function photoOf(paper) {
  const from = paper.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
  return paper.subarray(from, paper.indexOf('\nendstream', from));
}

async function openRecord(person) {
  await person.findsRecord(TITLE);
  await person.at('record-row').filter({ hasText: TITLE }).first().click();
  await person.at('scan').waitFor();
}

/** What the phone hands over when a scan is opened. */
async function opened(person, door) {
  const [download] = await Promise.all([person.page.waitForEvent('download'), door.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

journey('a certificate as a PDF goes with its record, loses the place of its photo, and opens as a file on both sides', async (stage) => {
  const { county } = stage;
  const { officer, chief, backbone } = await studioOfTwo(stage);
  const taken = await photo(backbone.page, 4, SIZE);
  const paper = scanned(taken.buffer, SIZE);
  assert.ok(await place(photoOf(paper)), 'what was chosen tells its place');
  await county.stop();
  await backbone.begin('outcome');
  await backbone.fillOutcome(OUTCOME);
  await backbone.at('scan-pick').setInputFiles([asFile('获奖证书.pdf', paper)]);
  await backbone.photosHeld(1);
  await backbone.choosePhotos([await photo(backbone.page, 5)]);
  await backbone.photosHeld(2);
  assert.equal(await backbone.at('picture-caption').first().inputValue(), '获奖证书', 'called as its file is');
  await backbone.handIn();
  await backbone.at('scan').filter({ hasText: '获奖证书' }).getByText('还在这部手机上').waitFor();
  const own = await opened(backbone, backbone.at('scan-open'));
  assert.equal(own.name, '获奖证书.pdf');
  assert.ok(own.bytes.length === paper.length && !(await place(photoOf(own.bytes))), 'as long as it was, and without the place');

  await county.start();
  await backbone.sync();
  await openRecord(backbone);
  await backbone.at('scan').filter({ hasNotText: '还在这部手机上' }).waitFor();
  await chief.sync();
  await openRecord(chief);
  assert.equal(await chief.at('scan-erase').count(), 0, 'nobody erases a colleague\'s');
  await county.stop();
  await chief.at('scan-open').click();
  await chief.at('scan-told').getByText('扫描件没取来').waitFor();
  await county.start();
  const colleagues = await opened(chief, chief.at('scan-open'));
  assert.ok(colleagues.bytes.equals(own.bytes));
  await chief.at('scan-told').getByText('已交给手机').waitFor();

  await officer.openStudio(STUDIO.name);
  await officer.indicator(9).getByRole('link').first().click();
  await officer.page.locator('.row-door', { hasText: TITLE }).first().click();
  const door = officer.page.locator('.shot a', { hasText: '' }).filter({ has: officer.page.locator('.shot-none') });
  await officer.page.getByText('点开下载').waitFor();
  const file = await opened(officer, door);
  assert.ok(file.bytes.equals(own.bytes));

  await backbone.at('shot-erase').click();
  await backbone.at('dialog').getByText('删除这份扫描件？').waitFor();
  await backbone.at('dialog-yes').click();
  await backbone.at('scan').waitFor({ state: 'detached' });
  await backbone.at('scan-gone').getByText('扫描件已删除').waitFor();
  await backbone.sync();
  assert.equal(county.pictures().length, 2, 'the photo and its small one');
});

journey('a PDF that acts, is locked, cut off or too large, and a file that is no paper, are told with what to do', async (stage) => {
  const { chief } = await studioOfOne(stage);
  const taken = await photo(chief.page, 6);
  const size = { width: 900, height: 600 };
  const fine = scanned(taken.buffer, size);
  await chief.begin('outcome');
  await chief.at('scan-pick').setInputFiles([
    asFile('带程序.pdf', scanned(taken.buffer, { ...size, catalogue: '/OpenAction 6 0 R', more: [['<< /S /JavaScript /JS () >>']] })),
    asFile('有密码.pdf', scanned(taken.buffer, { ...size, trailer: '/Encrypt 9 0 R' })),
    asFile('半份.pdf', fine.subarray(0, fine.length - 60)),
    asFile('通知.docx', Buffer.from('PK\x03\x04')),
    asFile('空.pdf', Buffer.alloc(0)),
    asFile('很大.pdf', Buffer.concat([fine.subarray(0, fine.length - 6), Buffer.alloc(20 << 20), Buffer.from('\n%%EOF\n')])),
    asFile('同一份.pdf', fine),
    asFile('同一份.pdf', fine),
  ]);
  await chief.photosHeld(1);
  await chief.at('picture-told').nth(6).waitFor();
  const words = await chief.at('picture-told').allTextContents();
  const sentences = ['《带程序.pdf》里带着程序', '《有密码.pdf》加了密码', '《半份.pdf》这份 PDF 不完整', '《通知.docx》不是照片，也不是 PDF', '《空.pdf》是空的', '《很大.pdf》有 21 MB', '《同一份.pdf》已经在这条记录里了'];
  assert.equal(words.length, sentences.length, words.join('\n'));
  sentences.forEach((sentence, at) => assert.ok(words[at].includes(sentence), words.join('\n')));
  await chief.at('picture-remove').click();
  await chief.at('picture-held').waitFor({ state: 'detached' });
  await chief.page.getByText('去掉了一份扫描件').waitFor();
  const many = Array.from({ length: 21 }, (_, at) => asFile(`${at + 1}.pdf`, scanned(taken.buffer, { ...size, catalogue: `/Version /${at}` })));
  await chief.at('scan-pick').setInputFiles(many);
  await chief.photosHeld(20);
  assert.deepEqual(await chief.at('picture-told').allTextContents(), ['一条记录最多放 20 份，这 1 份没有放进来：21.pdf']);
});

/** An iPhone's app from the home screen, where a download covers the app with no way back: what its share sheet was given. */
const asHomeScreenApp = () => {
  const real = window.matchMedia.bind(window);
  window.matchMedia = (query) => (query.includes('standalone') ? { matches: true, addEventListener() {} } : real(query));
  window.given = [];
  Navigator.prototype.canShare = () => true;
  Navigator.prototype.share = async ({ files }) => window.given.push([files[0].name, files[0].type, files[0].size]);
};
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';

journey('on an iPhone\'s home screen a scan goes to the share sheet, for a download would cover the app', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.sync();
  const invite = await chief.invite('王丽');
  const phone = await stage.teacher('王丽', { userAgent: IPHONE });
  await phone.page.addInitScript(asHomeScreenApp);
  await phone.join(invite.link);
  await phone.sync();
  const paper = scanned((await photo(phone.page, 7)).buffer, { width: 1_600, height: 1_200 });
  await phone.begin('outcome');
  await phone.fillOutcome(OUTCOME);
  await phone.at('scan-pick').setInputFiles([asFile('证书.pdf', paper)]);
  await phone.photosHeld(1);
  await phone.handIn();
  await phone.at('scan-open').click();
  await phone.at('scan-told').getByText('已交给手机').waitFor();
  assert.deepEqual(await phone.page.evaluate(() => window.given), [['证书.pdf', 'application/pdf', paper.length]]);
});
