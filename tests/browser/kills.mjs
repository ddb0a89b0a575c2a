// A phone that saves records with pictures while its browser and its server are killed at moments drawn from a seed. What
// the phone said to have is there after every kill, and at the end on the phone, at the server and on a colleague's phone,
// byte for byte.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { asText } from '../stranger/bytes.mjs';
import { Prng } from '../stranger/prng.mjs';
import { County } from './county.mjs';
import { Officer } from './officer.mjs';
import { studioOfTwo } from './studio.mjs';
import { Teacher } from './teacher.mjs';

/** One of so many kills is the browser's: it takes longest to come back. */
const BROWSERS = 4;
/** Kills by the clock come within so long. */
const WITHIN_MS = { browser: 4_000, server: 1_000 };
/** Requests that a record with two pictures makes at least: each begins and has a chunk, small and large. */
const REQUESTS_MAX = 8;
const PICTURES_MAX = 2;
/** Sides of what is chosen: some need one chunk, some need two. */
const SIDES = [160, 480, 1_000];
/** Records until a new studio begins: in an old one a start takes longer. */
const RECORDS_MAX = 60;

const FILE_REQUEST = /\/v1\/studios\/[^/]+\/files/;

/** Runs in the page: pictures no two of which are alike are chosen as a person chooses them. */
async function chooseInPage(pictures) {
  const chosen = new DataTransfer();
  for (const { name, side, seed } of pictures) {
    const canvas = new OffscreenCanvas(side, Math.round(side * 0.75));
    const pen = canvas.getContext('2d');
    let chance = seed;
    for (let at = 0; at < side * 8; at += 1) {
      chance = (Math.imul(chance, 1_664_525) + 1_013_904_223) >>> 0;
      pen.fillStyle = `hsl(${chance % 360} 60% ${20 + ((chance >>> 9) % 60)}%)`;
      pen.fillRect((chance >>> 3) % side, (chance >>> 13) % side, 14, 14);
    }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    chosen.items.add(new File([blob], name, { type: 'image/jpeg' }));
  }
  const input = document.querySelector('[data-testid=picture-pick]');
  input.files = chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Runs in the page: the names of the pictures that the open form shows, as soon as these are so many and each is whole. */
function wholeInPage(count) {
  const rows = [...document.querySelectorAll('[data-testid=picture-held]')];
  const whole = rows.filter((row) => row.querySelector('img')?.naturalWidth > 0);
  if (rows.length < count || whole.length < rows.length) return undefined;
  return rows.map((row) => row.querySelector('input[id^=caption-]').id.slice('caption-'.length));
}

/** Runs in every page: remembers the bytes behind each address of a picture. The page itself may fetch none. */
function rememberShown() {
  const real = URL.createObjectURL;
  window.shown = new Map();
  URL.createObjectURL = (blob) => {
    const address = real.call(URL, blob);
    window.shown.set(address, blob);
    return address;
  };
}

/** Runs in the page: what the bytes of a shown picture hash to. */
async function hashInPage(address) {
  const bytes = await window.shown.get(address).arrayBuffer();
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))];
}

const lies = (what) => {
  throw new Error(what);
};

/** A county with a phone that writes and a colleague's that looks. */
class World {
  /** @param chance draws `kills` and what is `written`, each by its own: how fast a machine writes moves no kill */
  constructor(chance, tally) {
    this.chance = chance;
    this.tally = tally;
    /** What was said to be saved: title and pictures of each record. */
    this.saved = [];
    /** The form that is open: its title and the pictures that it was said to hold. */
    this.open = undefined;
  }

  async begin() {
    this.county = await County.open();
    const stage = {
      county: this.county,
      teacher: (name, wishes) => Teacher.with(this.county, name, wishes),
      officer: (wishes) => Officer.of(this.county, wishes),
    };
    const { officer, chief, backbone } = await studioOfTwo(stage);
    await officer.close();
    [this.writer, this.colleague] = [backbone, chief];
    await this.writer.recordActivity({ topic: '第一次', place: '学区|xuequ', people: ['孙梅'] });
    await this.writer.opensOffline();
    await this.colleague.kill();
    await this.writer.context.addInitScript(rememberShown);
  }

  /** One kill in the middle of what the phone writes; a browser is opened again, and the phone looked at. */
  async kill() {
    const { kills } = this.chance;
    const what = kills.once(BROWSERS) ? 'browser' : 'server';
    const when = kills.once(2) ? 'time' : 'request';
    const number = { time: kills.below(WITHIN_MS[what]), request: 1 + kills.below(REQUESTS_MAX) }[when];
    this.writing ??= this.writeOn();
    await Promise.race([this.moment(when, number), this.writing]);
    this.told();
    if (what === 'server') {
      await this.county.kill();
      await this.county.start();
    } else {
      this.dead = true;
      await this.writer.kill();
      await this.rest();
      await this.reopen();
    }
    this.told();
    this.tally.kills[`${what}, by ${when}`] = (this.tally.kills[`${what}, by ${when}`] ?? 0) + 1;
  }

  /** When so many milliseconds are over, or at so many a request for a picture from now. */
  moment(when, number) {
    const { context } = this.writer;
    return new Promise((strikes) => {
      if (when === 'time') return setTimeout(strikes, number);
      let left = number;
      const count = (request) => {
        if (!FILE_REQUEST.test(request.url())) return;
        left -= 1;
        if (left > 0) return;
        context.off('request', count);
        strikes();
      };
      context.on('request', count);
    });
  }

  /** Record after record, until the browser dies or the county rests. */
  async writeOn() {
    try {
      while (!this.dead && !this.resting) await this.write();
    } catch (fault) {
      if (!this.dead) this.fault = fault;
    }
  }

  told() {
    if (this.fault) throw this.fault;
  }

  /** Ends what is being written. */
  async rest() {
    this.resting = true;
    await this.writing;
    this.resting = false;
    this.writing = undefined;
  }

  /** A record with pictures, from the form to ✓. */
  async write() {
    const { writer, chance: { written } } = this;
    this.tally.written += 1;
    const topic = `第${this.tally.written}条`;
    this.open = { topic, pictures: [] };
    await writer.begin('activity');
    await writer.pick('kind', 'theme-research');
    await writer.at('field-topic').fill(topic);
    await writer.at('people-as-last').click();
    await writer.pick('length', '120');
    const batches = written.once(3) ? 2 : 1;
    for (let batch = 0; batch < batches; batch += 1) {
      const count = 1 + written.below(PICTURES_MAX);
      const pictures = Array.from({ length: count }, (_, n) => ({ name: `${n}.jpg`, side: written.pick(SIDES), seed: written.word() }));
      const before = this.open.pictures.length;
      await writer.page.evaluate(chooseInPage, pictures);
      await writer.photosHeld(before + count);
      this.open.pictures = await this.held(before + count, topic);
    }
    await writer.handIn();
    this.keep(this.open);
  }

  /** The names of the pictures in the open form, at least so many; each is there and whole. */
  async held(count, topic) {
    const seen = this.writer.page.waitForFunction(wholeInPage, count).then((held) => held.jsonValue());
    return seen.catch((fault) => {
      if (this.dead) throw fault;
      return lies(`${topic}: a form shows fewer than ${count} whole pictures`);
    });
  }

  keep({ topic, pictures }) {
    this.saved.push({ topic, pictures });
    this.tally.records += 1;
    this.tally.pictures += pictures.length;
    this.open = undefined;
  }

  /** After a kill of the browser: what was said to be saved stands there, and the open form has its pictures. */
  async reopen() {
    const { writer, open } = this;
    this.dead = false;
    await writer.start();
    await writer.context.addInitScript(rememberShown);
    await writer.goto('records');
    await writer.at('record-row').first().waitFor();
    const last = this.saved.at(-1);
    if (last) await this.look(writer, last, 'after a kill');
    if (!open?.pictures.length) return;
    await writer.tab('records');
    const record = writer.at('record-row').filter({ hasText: open.topic });
    const draft = writer.at('draft-row').filter({ hasText: open.topic });
    await record.or(draft).first().waitFor();
    if (await draft.count()) return this.goOnWith(draft, open);
    // it became a record before the tick was seen
    await record.first().click();
    await writer.at('record').waitFor();
    this.keep(open);
    await this.look(writer, this.saved.at(-1), 'saved, and not yet said to be');
  }

  async goOnWith(draft, open) {
    const { writer } = this;
    await draft.first().click();
    await writer.at('form').waitFor();
    const hashes = await this.held(open.pictures.length, open.topic);
    const lost = open.pictures.filter((hash) => !hashes.includes(hash));
    if (lost.length) lies(`${open.topic}: a reopened form lost ${lost}`);
    this.tally.reopened += 1;
    await writer.handIn();
    this.keep({ ...open, pictures: hashes });
  }

  /**
   * Every picture of a record on a phone is the one that it is called. The page stays: Chromium 148 ends a page's process
   * now and then when the page before it is left in the middle of a write of its engine (FileSystemSyncAccessHandle).
   */
  async look(phone, { topic, pictures }, when) {
    await phone.opensPictures(topic).catch((fault) => lies(`${topic}, ${when}: it shows no pictures (${phone.takeComplaints()}): ${fault.message}`));
    const shown = await phone.at('shot-open').count();
    if (shown !== pictures.length) lies(`${topic}, ${when}: ${shown} of ${pictures.length} pictures`);
    for (const [n, hash] of pictures.entries()) {
      const large = await phone.opensPicture(n);
      const seen = asText(Uint8Array.from(await phone.page.evaluate(hashInPage, await large.getAttribute('src'))));
      if (seen !== hash) lies(`${topic}, ${when}: ${seen} is shown for ${hash}`);
      await phone.closesPicture();
      this.tally.looked += 1;
    }
  }

  serverHas(hash) {
    const file = path.join(this.county.data, 'files', hash.slice(0, 2), hash);
    return existsSync(file) && asText(createHash('sha256').update(readFileSync(file)).digest()) === hash;
  }

  /** Everything is brought, and stands on the phone, at the server and on the colleague's phone. */
  async end() {
    const { writer, colleague, county } = this;
    await this.rest();
    this.told();
    await writer.sync();
    await writer.allBrought();
    const all = this.saved.flatMap((one) => one.pictures);
    const missing = all.filter((hash) => !this.serverHas(hash));
    if (missing.length) lies(`the phone says that all was brought, the server has ${missing.length} of ${all.length} not: ${missing.slice(0, 4)}`);
    await colleague.start();
    await colleague.context.addInitScript(rememberShown);
    await colleague.goto('');
    await colleague.at('home').waitFor();
    await colleague.sync();
    for (const record of this.saved) {
      await this.look(writer, record, 'on the phone at the end');
      await this.look(colleague, record, "on the colleague's phone");
    }
    await county.stop();
    const doctor = county.run(['doctor', '--behind-proxy']);
    if (doctor.includes('✗')) lies(doctor);
    this.tally.worlds += 1;
  }

  async close() {
    for (const person of [this.writer, this.colleague]) await person?.close();
    await this.county?.close();
  }
}

/** So many kills from a seed; what they came to. A loss throws. */
export async function killed(kills, seed, tell = () => {}) {
  const chance = { kills: new Prng(`kills ${seed}`), written: new Prng(`written ${seed}`) };
  const tally = { kills: {}, written: 0, records: 0, pictures: 0, reopened: 0, looked: 0, worlds: 0 };
  let world;
  try {
    for (let number = 1; number <= kills; number += 1) {
      if (!world) {
        world = new World(chance, tally);
        await world.begin();
      }
      await world.kill();
      tell(number, tally);
      if (number === kills || world.saved.length >= RECORDS_MAX) {
        await world.end();
        await world.close();
        world = undefined;
      }
    }
  } catch (fault) {
    for (const person of [world?.writer, world?.colleague]) await person?.photograph().catch(() => {});
    throw new Error(`seed ${seed}, after ${JSON.stringify(tally)}: ${fault.message}\n${world?.county?.words.split('\n').slice(-20).join('\n')}`, { cause: fault });
  } finally {
    await world?.close();
  }
  return tally;
}
