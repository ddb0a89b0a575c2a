// What every test begins with: a real county, its officer, a studio and the phones in it.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { County, SERVER } from '../browser/county.mjs';
import { Bureau } from './bureau.mjs';
import { Phone } from './client.mjs';
import { Prng } from './prng.mjs';
import { ROLE } from './wire.mjs';

export class World {
  static async open(seed) {
    const world = new World();
    world.random = new Prng(seed);
    world.county = await County.open();
    world.bureau = await Bureau.of(world.county);
    return world;
  }

  /** A studio with its chief's phone, synced once. */
  async chief(chief = '周慧敏') {
    const { code } = await this.bureau.createStudio({ name: '赵桥乡语文首席教师工作室', school: '赵桥乡中心小学', chief });
    return this.joined(code, chief);
  }

  /** Somebody whom the chief invites, on a phone of their own. */
  async mate(chief, name = '王丽', role = ROLE.backbone) {
    const { code } = await chief.invite(role, name);
    return this.joined(code, name);
  }

  async joined(code, name) {
    const phone = new Phone(this.county.address, this.random, name);
    await phone.enrol(code, name);
    await phone.sync();
    return phone;
  }

  // ---- what happens to a county

  /** Copies the county's database, as it runs, into a file. */
  backup() {
    this.backups ??= mkdtempSync(path.join(tmpdir(), 'studio-backup-'));
    this.copies = (this.copies ?? 0) + 1;
    const file = path.join(this.backups, `${this.copies}.db`);
    this.county.run(['backup', '--to', file]);
    return file;
  }

  /** The server dies, and goes on from a backup in a new folder under the same address. */
  async restore(file) {
    await this.county.kill();
    const lost = this.county.data;
    this.county.data = mkdtempSync(path.join(tmpdir(), 'studio-county-'));
    rmSync(lost, { recursive: true, force: true });
    this.county.run(['restore', '--from', file]);
    await this.county.start();
    this.bureau = await Bureau.of(this.county);
  }

  /** Somebody copies the folder while the server is stopped, and puts the copy back after `meanwhile`. */
  async copyBack(meanwhile) {
    const copy = mkdtempSync(path.join(tmpdir(), 'studio-copy-'));
    await this.county.stop();
    cpSync(this.county.data, copy, { recursive: true });
    await this.county.start();
    await meanwhile();
    await this.county.kill();
    rmSync(this.county.data, { recursive: true, force: true });
    this.county.data = copy;
    await this.county.start();
    this.bureau = await Bureau.of(this.county);
  }

  /** What `doctor` finds wrong; a server built without the web app is none of a stranger's concern. */
  doctorsFindings() {
    const { stdout } = spawnSync(SERVER, ['doctor', '--behind-proxy', '--data', this.county.data], { encoding: 'utf8' });
    return stdout.split('\n').filter((line) => line.startsWith('✗') && !line.includes('web app'));
  }

  async close() {
    await this.county.close();
    if (this.backups) rmSync(this.backups, { recursive: true, force: true });
  }
}
