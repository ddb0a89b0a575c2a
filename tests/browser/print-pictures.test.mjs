// The pictures of a record on the phone's own paper: chosen one by one, two or four a page, each with its words; and where
// an original cannot be had, the small one with a word that says so, on screen and on paper.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { withPhotos } from './photo.mjs';
import { studioOfTwo } from './studio.mjs';

const LARGE = 1_600;
const SMALL = 400;

const printer = (teacher) => teacher.at('paper').locator('button[name=print]');
const onPaper = (teacher) => teacher.at('paper').locator('.a4-picture');

async function opensSheet(teacher, title) {
  await teacher.opensPictures(title);
  await teacher.at('print-pictures').click();
  await teacher.at('print-choice').waitFor();
}

/** What a printer gets: each picture with its words, and whether anything of the screen stands around it. */
async function printed(teacher) {
  await teacher.page.emulateMedia({ media: 'print' });
  const seen = await teacher.page.evaluate(() => {
    const shown = (place) => place.getClientRects().length > 0;
    const figures = [...document.querySelectorAll('.a4-picture')].filter(shown);
    return {
      pictures: figures.map((figure) => ({ high: figure.querySelector('img')?.naturalHeight, words: figure.querySelector('figcaption').textContent.replaceAll('\u00a0', ' ') })),
      controls: [...document.querySelectorAll('button, input, .banner, .toast')].filter(shown).length,
    };
  });
  await teacher.page.emulateMedia({ media: null });
  return seen;
}

/** How many pages a printer is given. */
async function pages(person) {
  const line = await person.context.newCDPSession(person.page);
  const { data } = await line.send('Page.printToPDF', { preferCSSPageSize: true });
  return Buffer.from(data, 'base64').toString('latin1').match(/\/Type\s*\/Page\b/g).length;
}

/** The printer is asked for, and everything on the sheet is drawn by then. */
async function prints(teacher) {
  await teacher.page.evaluate(() => {
    // of an earlier time
    window.drawn = undefined;
    window.print = () => {
      window.drawn = [...document.querySelectorAll('.a4 img')].map((image) => image.complete && image.naturalHeight);
    };
  });
  await printer(teacher).click();
  await teacher.page.waitForFunction(() => window.drawn);
  return teacher.page.evaluate(() => window.drawn);
}

journey('three pictures are printed two a page; one is left out, four a page, and nothing of the screen is on paper', async (stage) => {
  const { backbone } = await studioOfTwo(stage);
  await withPhotos(backbone, '打印照片|dayinzhaopian', 3);
  await opensSheet(backbone, '打印照片');
  await printer(backbone).and(backbone.page.locator(':enabled')).waitFor();
  assert.equal((await printed(backbone)).pictures.length, 3);
  assert.equal(await pages(backbone), 2);

  await backbone.at('print-choice').getByTestId('shot-open').first().click();
  await backbone.at('print-choice').getByTestId('shot').first().getByText('不印').waitFor();
  await backbone.at('chip-each-4').click();
  await backbone.page.waitForFunction(() => document.querySelectorAll('.a4').length === 1);
  const { pictures, controls } = await printed(backbone);
  assert.equal(controls, 0);
  assert.deepEqual(pictures.map(({ high }) => high), [LARGE, LARGE]);
  assert.match(pictures[0].words, /^\d+年\d+月\d+日 · 打印照片 · 分组讨论$/);
  assert.match(pictures[1].words, /^\d+年\d+月\d+日 · 打印照片$/);
  assert.equal(await pages(backbone), 1);
  assert.deepEqual(await prints(backbone), [LARGE, LARGE]);

  for (const at of [1, 2]) await backbone.at('print-choice').getByTestId('shot-open').nth(at).click();
  await backbone.page.getByText('一张也没有选').waitFor();
  assert.ok(await printer(backbone).isDisabled());
});

journey('an original that went from the phone is printed small and said so, and large once it can be fetched', async (stage) => {
  const { county } = stage;
  const { backbone } = await studioOfTwo(stage);
  await withPhotos(backbone, '缺原图|queyuantu', 2);
  await backbone.sync();
  await backbone.opensPictures('缺原图');
  await backbone.at('pictures-waiting').waitFor({ state: 'detached' });
  await backbone.tab('me');
  await backbone.at('me-pictures').click();
  await backbone.at('pictures-free').first().click();
  await backbone.at('pictures-freed').getByText('2 份原件留在服务器上').waitFor();
  await backbone.opensOffline();
  await county.stop();
  await backbone.goto('');
  await backbone.at('home').waitFor();

  await opensSheet(backbone, '缺原图');
  await backbone.at('print-choice').getByText('2 张原图不在这部手机上，没取来，先印小图').waitFor();
  const small = await printed(backbone);
  for (const { high, words } of small.pictures) {
    assert.ok(high > 0 && high <= SMALL, `${high}`);
    assert.match(words, /小图$/);
  }
  assert.equal((await prints(backbone)).length, 2, 'small ones can be printed');
  await backbone.at('print-choice').getByTestId('shot-open').first().click();
  await backbone.at('print-choice').getByText('1 张原图不在这部手机上').waitFor();

  await county.start();
  await backbone.at('print-again').click();
  await backbone.at('print-again').waitFor({ state: 'detached' });
  await backbone.at('print-choice').getByTestId('shot-open').first().click();
  await printer(backbone).and(backbone.page.locator(':enabled')).waitFor();
  await backbone.page.waitForFunction((high) => {
    const images = [...document.querySelectorAll('.a4-picture img')];
    return images.length === 2 && images.every((image) => image.naturalHeight > high);
  }, SMALL);
  assert.deepEqual(await prints(backbone), [LARGE, LARGE]);
  assert.ok((await onPaper(backbone).allTextContents()).every((words) => !words.includes('小图')));
});
