// Every screen of the app and every page of the bureau, in the demo county: for pictures and for judging looks.

/** The chief of the demo county's first studio, joined on a phone, with everything downloaded. */
export async function demoChief(stage, wishes) {
  const { invites } = saidByDemo(stage.county.said);
  const chief = await stage.teacher(invites[0].name, wishes);
  await chief.join(invites[0].link(stage.county));
  await chief.sync();
  return chief;
}

export async function demoOfficer(stage, wishes) {
  const officer = await stage.officer(wishes);
  await officer.logIn(saidByDemo(stage.county.said).login);
  return officer;
}

/** Login and invites out of what `demo` printed for people: a chief's second phone, and a backbone teacher's. */
export function saidByDemo(said) {
  const [, account, password] = /账号\s+(\S+)\s+password 密码\s+(\S+)/.exec(said);
  const lines = [...said.matchAll(/邀请码\s+([0-9A-Z]{4})[- ]([0-9A-Z]{4})\s+(\S+)/g)];
  const invites = lines.map(([, head, tail, name]) => ({ name, link: (county) => `${county.address}/j#${head}${tail}` }));
  return { login: { account, password }, invites };
}

const screen = (name, open) => ({ name, open });
const path = (where, testid) => async (teacher) => {
  await teacher.goto(where);
  await teacher.at(testid).waitFor();
};
/** The newest record of a type that was handed in, opened. */
const firstOf = (type) => async (teacher) => {
  await path('records', 'records')(teacher);
  await teacher.at(`chip-type-${type}`).click();
  await teacher.at('record-row').filter({ hasText: '已到服务器' }).first().click();
  await teacher.at('record').waitFor();
};
const firstRecord = firstOf('activity');

/** A lesson in the middle: phases that run, questions, ticks. */
const lesson = async (teacher) => {
  await path('new', 'new-observation')(teacher);
  await teacher.fromSheet('observation');
  for (const phase of ['导入', '新授']) await teacher.at(`phase-${phase}`).click();
  for (const _ of [1, 2, 3]) await teacher.at('questions-more').click();
  await teacher.at('mark-yes').first().click();
  await teacher.at('mark-no').nth(2).click();
  await teacher.at('autosaved').waitFor();
  await teacher.at('phase-runs').evaluate((place) => place.scrollIntoView({ block: 'center' }));
};

/** A form that one sentence filled. */
const said = async (teacher) => {
  await path('new', 'sentence-go')(teacher);
  await teacher.at('field-sentence').fill('昨天下午在柳河小学听了王丽的《落花生》，提问18次');
  await teacher.at('sentence-go').click();
  await teacher.at('said-line').waitFor();
};

/** What was changed of it. */
const history = async (teacher) => {
  await firstRecord(teacher);
  await teacher.at('history-door').click();
  await teacher.at('revision').first().waitFor();
};

/** The newest record with pictures, seen where they stand. */
const pictures = async (teacher) => {
  await path('records', 'records')(teacher);
  await teacher.at('record-row').filter({ hasText: '张照片' }).first().click();
  await teacher.at('shot').first().locator('img').waitFor();
  await teacher.at('pictures').evaluate((place) => place.scrollIntoView({ block: 'center' }));
};

/** The newest record with a scan, seen where it stands. */
const scan = async (teacher) => {
  await path('records', 'records')(teacher);
  await teacher.at('record-row').filter({ hasText: '份扫描件' }).first().click();
  await teacher.at('scan').waitFor();
  await teacher.at('scan').evaluate((place) => place.scrollIntoView({ block: 'center' }));
};

/** The form of a record that has pictures, seen where they stand. */
const formWithPictures = async (teacher) => {
  await pictures(teacher);
  await teacher.at('edit').click();
  await teacher.at('picture-held').first().locator('img').waitFor();
  await teacher.at('picture-held').first().evaluate((place) => place.scrollIntoView({ block: 'start' }));
};

/** 我的, where it tells of pictures. */
const picturesHere = async (teacher) => {
  await path('me', 'me')(teacher);
  await teacher.at('me-pictures').evaluate((place) => place.scrollIntoView({ block: 'center' }));
};

export const APP_SCREENS = [
  screen('home', path('', 'home')),
  screen('closure', path('closure', 'closure')),
  screen('evidence', path('closure/I3', 'evidence')),
  screen('records', path('records', 'records')),
  screen('record', firstRecord),
  screen('record-history', history),
  screen('record-pictures', pictures),
  screen('record-scan', scan),
  screen('paper-signin', async (teacher) => {
    await firstRecord(teacher);
    await teacher.page.locator('.used-in a[href$="/signin"]').click();
    await teacher.at('paper').locator('.a4').waitFor();
  }),
  screen('paper-pictures', async (teacher) => {
    await pictures(teacher);
    await teacher.at('print-pictures').click();
    await teacher.at('paper').locator('button[name=print]:enabled').waitFor();
  }),
  screen('form-pictures', formWithPictures),
  // a dialog over all: the next one is opened by its address
  screen('viewer', async (teacher) => {
    await pictures(teacher);
    await teacher.opensPicture(0);
  }),
  screen('erase-ask', async (teacher) => {
    await pictures(teacher);
    await teacher.opensPicture(0);
    await teacher.at('shot-erase').click();
    await teacher.at('dialog').waitFor();
  }),
  screen('new', path('new', 'new-activity')),
  screen('form-activity', path('new/activity', 'form')),
  screen('form-mentoring', path('new/mentoring', 'form')),
  screen('form-outcome', path('new/outcome', 'form')),
  screen('form-lesson', lesson),
  screen('form-said', said),
  screen('record-lesson', firstOf('observation')),
  screen('team', path('team', 'team')),
  screen('team-add', path('team/add', 'person-new-add')),
  screen('team-paste', path('team/paste', 'paste-text')),
  screen('team-invite', path('team/invite', 'invite')),
  screen('my-pictures', path('me/pictures', 'my-pictures')),
  screen('same-people', path('team/same', 'same-people')),
  screen('summary', async (teacher) => {
    await path('summary', 'summary')(teacher);
    await teacher.at('summary-text').waitFor();
  }),
  screen('archive', async (teacher) => {
    await path('me', 'me')(teacher);
    await teacher.at('me-archive').click();
    await teacher.at('archive-print').waitFor();
  }),
  screen('archive-sheet', async (teacher) => {
    await path('me', 'me')(teacher);
    await teacher.at('me-archive').click();
    await teacher.at('archive-print').click();
    await teacher.at('archive-sheet').waitFor();
  }),
  screen('writings', path('writing', 'writings')),
  screen('writing', path('writing/case', 'paper-head')),
  screen('paper-offers', async (teacher) => {
    await path('writing/case', 'paper-head')(teacher);
    await teacher.at('paper-from').first().click();
    await teacher.at('paper-offer').first().click();
  }),
  screen('form-paragraph', async (teacher) => {
    await path('writing/case', 'paper-head')(teacher);
    await teacher.at('paper-add').first().click();
    await teacher.at('figures').waitFor();
  }),
  screen('me', path('me', 'me')),
  screen('me-pictures', picturesHere),
];

const page = (name, open, more = {}) => ({ name, open, ...more });
/** The county's first studio: it has some of everything. */
const STUDIO = '赵桥乡语文首席教师工作室';
const studio = async (officer) => {
  await officer.goto();
  await officer.page.locator('a[href^="/bureau/studios/"]:visible').filter({ hasText: STUDIO }).first().click();
  await officer.page.locator('.indicator-table').waitFor();
};
const indicator = (number) => async (officer) => {
  await studio(officer);
  await officer.indicator(number).getByRole('link').first().click();
  await officer.page.locator('.page-title, h1').first().waitFor();
};
const paper = (label) => async (officer) => {
  await indicator(5)(officer);
  await officer.page.getByRole('link', { name: label }).first().click();
  await officer.page.locator('.a4').first().waitFor();
};

export const BUREAU_PAGES = [
  page('overview', (officer) => officer.goto()),
  page('studio', studio),
  page('evidence-people', indicator(3)),
  page('evidence-records', indicator(5)),
  page('new-studio', (officer) => officer.goto('studios/new')),
  page('people', async (officer) => {
    await studio(officer);
    await officer.page.locator('a.btn[href$="/people"]').click();
  }),
  page('terms', async (officer) => {
    await studio(officer);
    await officer.page.locator('a[href$="/terms"]').click();
  }),
  page('activity-sheet', paper('活动记录表'), { paper: true }),
  page('signin-sheet', paper('签到表'), { paper: true }),
  page('record-erase', async (officer) => {
    await indicator(5)(officer);
    await officer.page.locator('.row-door').first().click();
    await officer.page.locator('a.btn[href$="#erase"]').click();
    await officer.page.locator('summary', { hasText: '有照片或扫描件不该留着' }).click();
  }),
  page('pupils', async (officer) => {
    await studio(officer);
    await officer.page.locator('a.btn[href$="/pupils"]').click();
    await officer.page.locator('.table').waitFor();
  }),
  page('pictures-sheet', async (officer) => {
    await indicator(5)(officer);
    await officer.page.locator('a[href$="/pictures"]').first().click();
    await officer.page.locator('.a4 img').first().waitFor();
  }, { paper: true }),
];
