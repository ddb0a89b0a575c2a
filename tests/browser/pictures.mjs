// Pictures of every screen and page from the demo county: `node pictures.mjs <folder> [name …]`. Phones at 360×740 in three
// looks, at 320 in the largest, and on a desk; the officer at 1280×800 and on a phone.
import path from 'node:path';
import { DESK, PHONE } from './browser.mjs';
import { County } from './county.mjs';
import { APP_SCREENS, BUREAU_PAGES, demoChief, demoOfficer, saidByDemo } from './demo.mjs';
import { Officer } from './officer.mjs';
import { Teacher } from './teacher.mjs';

const SHARP = ['--force-device-scale-factor=2'];
const NARROW = { width: 320, height: 740 };
const [folder, ...names] = process.argv.slice(2);
if (!folder) throw new Error('usage: node pictures.mjs <folder> [name …]');
const wanted = (places) => places.filter((place) => names.length === 0 || names.includes(place.name));

const county = await County.wholeDemo();
const people = [];
const enter = (person) => {
  people.push(person);
  return person;
};
const stage = {
  county,
  teacher: async (name, wishes) => enter(await Teacher.with(county, name, wishes)),
  officer: async (wishes) => enter(await Officer.of(county, wishes)),
};

async function photograph(person, places, look) {
  for (const place of wanted(places)) {
    try {
      await place.open(person);
      await person.photograph(path.join(folder, `${place.name}${look}.png`));
    } catch (error) {
      process.exitCode = 1;
      console.error(`${place.name}${look}: ${error.message.split('\n')[0]}`);
    }
  }
}

try {
  const guest = await stage.teacher('客人', { flags: SHARP });
  await guest.page.goto(saidByDemo(county.said).invites[0].link(county));
  await guest.photograph(path.join(folder, 'landing.png'));
  await guest.page.locator('#open-way a').click();
  await guest.at('join-invite').waitFor();
  await guest.photograph(path.join(folder, 'join.png'));
  await guest.close();
  const chief = await demoChief(stage, { flags: SHARP });
  await photograph(chief, APP_SCREENS, '');
  await chief.page.emulateMedia({ colorScheme: 'dark' });
  await photograph(chief, APP_SCREENS, '-dark');
  await chief.page.emulateMedia({ colorScheme: 'light' });
  await chief.page.setViewportSize(DESK);
  await photograph(chief, APP_SCREENS, '-desk');
  await chief.page.setViewportSize(NARROW);
  await chief.goto('me');
  await chief.at('size-huge').click();
  await photograph(chief, APP_SCREENS, '-big');
  await chief.close();
  const officer = await stage.officer();
  await officer.goto('login');
  await officer.photograph(path.join(folder, 'login.png'));
  await officer.logIn(saidByDemo(county.said).login);
  await photograph(officer, BUREAU_PAGES, '');
  await officer.page.setViewportSize(PHONE);
  await photograph(officer, BUREAU_PAGES.filter((page) => !page.paper), '-phone');
} finally {
  for (const person of people) await person.close();
  await county.close();
}
