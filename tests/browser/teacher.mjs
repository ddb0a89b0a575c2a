// What teachers do in the app, by the handles that `app/src/lib.rs` lists. Each action waits for what a person would wait
// for. Nothing here asserts what a journey is about.
import { Browser, isSync, PHONE } from './browser.mjs';
import { typeChinese } from './typing.mjs';

export class Teacher extends Browser {
  /** A teacher with a phone of their own; nothing is opened yet. */
  static async with(county, name, wishes = {}) {
    const teacher = new Teacher(name, wishes.size ?? PHONE, wishes);
    teacher.county = county;
    await teacher.start();
    return teacher;
  }

  at(testid) {
    return this.page.getByTestId(testid);
  }

  /** A field of the open form with everything around it. */
  field(key) {
    return this.page.locator(`#${key}-place`);
  }

  async goto(path) {
    await this.page.goto(`${this.county.address}/app/${path}`);
  }

  /** Through the link, as it comes in a chat. */
  async join(link, name = this.name) {
    await this.page.goto(link);
    await this.page.locator('#open-way a').click();
    await this.at('join-invite').waitFor();
    await this.at('join-name').fill(name);
    await this.at('join-go').click();
    await this.at('home').waitFor();
  }

  /** The app's own files are on the phone: from now on it opens without a network. */
  async opensOffline() {
    await this.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  }

  /** The phone's clock runs so much ahead from now on, for the page and for the engine's worker; by a negative number, behind. */
  async clockRunsAhead(byMs) {
    for (const place of [this.page, ...this.page.workers()]) {
      await place.evaluate((ahead) => {
        globalThis.rightNow ??= Date.now;
        Date.now = () => globalThis.rightNow() + ahead;
      }, byMs);
    }
  }

  async tab(name) {
    await this.at(`tab-${name}`).click();
    await this.at(name).waitFor();
  }

  /** The browser's way back, to a screen with tabs. */
  async back(name) {
    await this.page.goBack();
    await this.at(name).waitFor();
  }

  /** Opens the form of a new record. */
  async begin(type) {
    await this.at('tab-new').click();
    await this.fromSheet(type);
  }

  /** Leaves the open form for another one; what was typed stays a draft. */
  async beginInstead(type) {
    await this.page.goBack();
    await this.fromSheet(type);
  }

  async fromSheet(type) {
    await this.at(`new-${type}`).click();
    await this.at('form').waitFor();
  }

  /** Types into a field of the open form through the input method. */
  async write(key, words) {
    await typeChinese(this.page, this.at(`field-${key}`), words);
  }

  async pick(key, word) {
    const chip = this.at(`chip-${key}-${word}`);
    const more = this.at(`chip-${key}-more`);
    await chip.or(more).first().waitFor();
    if (!(await chip.isVisible())) await more.click();
    await chip.click();
  }

  async tapPeople(key, names) {
    for (const name of names) await this.field(key).getByTestId(`person-${name}`).click();
  }

  /** Says of a chosen person that they came late or were excused. */
  async mark(name, word) {
    const lines = this.at('presence');
    if (!(await lines.isVisible())) await this.at('presence-act').click();
    await lines.locator('.presence-line').filter({ hasText: name }).locator(`[data-testid$="-${word}"]`).click();
  }

  /** One person where only one may stand: whoever is prefilled gives way. */
  async choose(key, name) {
    const field = this.field(key);
    const person = field.getByTestId(`person-${name}`);
    if (!(await person.isVisible())) await field.getByTestId(`other-${key}`).click();
    if (!(await person.locator('input').isChecked())) await person.click();
  }

  /** Hands the open form in and waits for ✓ 已存本机. */
  async handIn() {
    await this.at('ready').waitFor({ state: 'attached' }); // the dock in it is fixed to the screen's foot
    await this.at('submit').click();
    await this.at('saved-tick').waitFor();
  }

  async fillActivity({ kind = 'theme-research', topic, place, people, minutes }) {
    await this.pick('kind', kind);
    await this.write('topic', topic);
    await this.pick('length', '120');
    await this.fillPlace(place);
    await this.tapPeople('attendance', people);
    if (minutes) await this.write('minutes', minutes);
    await this.choose('host', this.name);
  }

  /** A place known from last time is tapped, another one written. */
  async fillPlace(place) {
    const field = this.field('place');
    if (!(await this.at('field-place').isVisible())) await field.getByTestId('chip-place-other').click();
    await this.write('place', place);
  }

  async fillMentoring({ mentee, mode = 'listening', dimensions = ['craft'], content, advice }) {
    await this.choose('mentee', mentee);
    await this.pick('mode', mode);
    for (const dimension of dimensions) await this.pick('dimensions', dimension);
    await this.write('content', content);
    await this.write('advice', advice);
    await this.choose('mentor', this.name);
  }

  async fillOutcome({ kind = 'paper', title, level = 'county', issuer, proof }) {
    await this.pick('kind', kind);
    await this.write('title', title);
    const me = this.field('authors').getByTestId(`person-${this.name}`);
    if (!(await me.locator('input').isChecked())) await me.click();
    await this.pick('level', level);
    await this.write('issuer', issuer);
    await this.write('proof', proof);
  }

  /** Chooses photos in the open form; nothing is waited for. */
  async choosePhotos(files) {
    await this.at('picture-pick').setInputFiles(files);
  }

  /** The same with files that lie on the disk, which the browser reads when it comes to them. */
  async choosePhotoFiles(files) {
    const devtools = await this.context.newCDPSession(this.page);
    const { result } = await devtools.send('Runtime.evaluate', { expression: "document.querySelector('[data-testid=picture-pick]')" });
    await devtools.send('DOM.setFileInputFiles', { files, objectId: result.objectId });
    await devtools.detach();
  }

  /** The next photo is stopped when it is decoded and not yet written; `photoGoesOn` lets it go on. */
  async photoStops() {
    await this.page.evaluate(() => {
      const canvas = HTMLCanvasElement.prototype;
      const real = canvas.toBlob;
      window.half = new Promise((reached) => {
        canvas.toBlob = function toBlob(...words) {
          canvas.toBlob = real;
          window.photoGoesOn = () => real.apply(this, words);
          reached();
        };
      });
    });
  }

  async photoIsHalf() {
    await this.page.evaluate(() => window.half.then(() => true));
    await this.at('picture-busy').waitFor();
  }

  async photoGoesOn() {
    await this.page.evaluate(() => window.photoGoesOn());
  }

  /** All that was chosen is made small, and the form names so many. */
  async photosHeld(count) {
    await this.at('picture-busy').waitFor({ state: 'detached' });
    await this.page.waitForFunction((wanted) => document.querySelectorAll('[data-testid=picture-held]').length === wanted, count);
  }

  /** Opens a record of that title, with its pictures. */
  async opensPictures(title) {
    await this.findsRecord(title);
    await this.at('record-row').filter({ hasText: title }).first().click();
    await this.at('pictures').waitFor();
  }

  /** Opens a picture over the whole screen; one whose original lies at the server is fetched by a tap. The large one. */
  async opensPicture(n) {
    await this.at('shot-open').nth(n).click();
    const [large, fetch] = [this.at('viewer-large'), this.at('viewer-fetch')];
    await large.or(fetch).waitFor();
    if (await fetch.isVisible()) await fetch.click();
    await large.waitFor();
    return large;
  }

  /** Closes the picture by the phone's way back, which has come when this ends. */
  async closesPicture() {
    await this.page.goBack();
    await this.at('viewer').waitFor({ state: 'detached' });
  }

  /**
   * The disk under the engine has room for so many bytes more, and refuses what goes beyond. DevTools' own quota does not
   * reach these files.
   */
  async hasRoomFor(bytes) {
    const workers = this.page.workers();
    if (workers.length === 0) throw new Error('no engine runs');
    for (const worker of workers) {
      await worker.evaluate((room) => {
        const handle = FileSystemSyncAccessHandle.prototype;
        globalThis.writeWithRoom ??= handle.write;
        let left = room;
        handle.write = function write(data, ...where) {
          left -= data.byteLength;
          if (left < 0) throw new DOMException('no room', 'QuotaExceededError');
          return globalThis.writeWithRoom.call(this, data, ...where);
        };
      }, bytes);
    }
  }

  async recordActivity(activity) {
    await this.begin('activity');
    await this.fillActivity(activity);
    await this.handIn();
  }

  async recordMentoring(log) {
    await this.begin('mentoring');
    await this.fillMentoring(log);
    await this.handIn();
  }

  async recordOutcome(outcome) {
    await this.begin('outcome');
    await this.fillOutcome(outcome);
    await this.handIn();
  }

  /** Adds people as one pastes a list; returns how many were new. */
  async pastePeople(list) {
    await this.tab('team');
    await this.at('paste-people').click();
    await this.at('paste-text').fill(list);
    await this.at('paste-look').click();
    const fresh = Number(await this.at('paste-new').getAttribute('data-count'));
    await this.at('paste-confirm').click();
    await this.at('team').waitFor();
    return fresh;
  }

  /** Invites somebody of the roster; returns code and link. */
  async invite(name) {
    await this.tab('team');
    await this.at('invite-backbone').click();
    await this.at(`person-${name}`).click();
    await this.at('invite-go').click();
    const code = await this.at('invite-code').getAttribute('data-code');
    const link = (await this.at('invite-link').textContent()).trim();
    await this.back('team');
    return { code, link };
  }

  /** Syncs as a person asks for it, and waits until nothing is only on this phone. */
  async sync() {
    await this.tab('me');
    const answered = this.context.waitForEvent('response', (response) => isSync(response.request()));
    await this.at('sync-now').click();
    await answered;
    await this.allSent();
  }

  /** On 我的: nothing is only on this phone, and nothing is under way. */
  async allSent() {
    await this.page.locator('[data-testid=unsent-count][data-count="0"][data-phase=idle]').waitFor({ state: 'attached' });
  }

  /** On 我的: nothing is only on this phone, no record and no picture. */
  async allBrought() {
    await this.at('unsent-count').getByText('都已到服务器').waitFor();
  }

  /** On 我的 or 首页: how many records are only on this phone. */
  async unsent() {
    return Number(await this.at('unsent-count').getAttribute('data-count'));
  }

  /** A record of that title stands in 记录. */
  async findsRecord(title) {
    await this.tab('records');
    await this.at('record-row').filter({ hasText: title }).first().waitFor();
  }
}
