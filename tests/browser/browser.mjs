// A person's browser: a real Chromium in a process group of its own, with a profile that outlives it. It can be killed like
// a phone whose battery dies. Whatever a page complains of is kept; a journey that did not expect it fails.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PICTURES = fileURLToPath(new URL('../../target/journeys/', import.meta.url));
const FLAGS = [
  '--headless=new', '--remote-debugging-port=0', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--no-default-browser-check', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-dev-shm-usage', '--hide-scrollbars', '--lang=zh-CN', '--accept-lang=zh-CN',
  // As root (in a container) Chromium refuses to start with its sandbox.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
const START_WITHIN_MS = 60_000;
/** Two cores under a debug server: what takes 100 ms on a desk may take seconds here. A condition ends a wait, not this. */
const WAIT_MS = 30_000;

const SYNC = /^POST \/v1\/studios\/[^/]+\/sync$/;
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

/** While the server is down the browser says so at each try; the app takes it calmly. */
const OFFLINE = /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INTERNET_DISCONNECTED)/;

export class Browser {
  /** @param name whose browser it is  @param size of its window  @param wishes `userAgent`, `flags` */
  constructor(name, size = PHONE, wishes = {}) {
    this.name = name;
    this.size = size;
    this.wishes = wishes;
    this.profile = mkdtempSync(path.join(tmpdir(), 'studio-profile-'));
    this.complaints = [];
    /** Requests that left this browser, also those of its workers: `POST /v1/…`. */
    this.sent = [];
    /** Syncs that the server answered well. */
    this.answered = 0;
  }

  static async open(name, size, wishes) {
    const browser = new Browser(name, size, wishes);
    await browser.start();
    return browser;
  }

  /** Starts over the profile that is there. */
  async start() {
    const flags = [...FLAGS, ...(this.wishes.flags ?? []), `--user-data-dir=${this.profile}`, `--window-size=${this.size.width},${this.size.height}`];
    if (this.wishes.userAgent) flags.push(`--user-agent=${this.wishes.userAgent}`);
    rmSync(path.join(this.profile, 'DevToolsActivePort'), { force: true });
    this.process = spawn(PROGRAM, [...flags, 'about:blank'], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    this.ended = new Promise((ended) => this.process.once('exit', ended));
    const address = await devtools(this.process);
    this.remote = await chromium.connectOverCDP(address);
    this.context = this.remote.contexts()[0];
    this.context.setDefaultTimeout(WAIT_MS);
    this.context.on('request', (request) => this.sent.push(spoken(request)));
    this.context.on('response', (response) => {
      if (response.ok() && isSync(response.request())) this.answered += 1;
    });
    this.context.on('page', (page) => this.listen(page));
    for (const page of this.context.pages()) this.listen(page);
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    await this.page.setViewportSize(this.size);
  }

  listen(page) {
    page.on('pageerror', (error) => this.complaints.push(`${error.stack ?? error}`));
    page.on('console', (message) => {
      if (message.type() !== 'error' || OFFLINE.test(message.text())) return;
      this.complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.on('crash', () => this.complaints.push('the page crashed'));
  }

  /** Another tab of the same browser. */
  async newTab() {
    const page = await this.context.newPage();
    await page.setViewportSize(this.size);
    return page;
  }

  /** What was complained of since the last question. */
  takeComplaints() {
    return this.complaints.splice(0);
  }

  /** A picture of where this person stands, for whoever looks into a failure. */
  async photograph(file = path.join(PICTURES, `${this.name}.png`), whole = false) {
    mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, fullPage: whole });
  }

  /** The whole process group at once, with no chance to write anything more. */
  async kill() {
    if (!this.process) return;
    process.kill(-this.process.pid, 'SIGKILL');
    await this.ended;
    await this.remote.close().catch(() => {});
    this.process = undefined;
  }

  /** Ends it and takes its profile along. */
  async close() {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

/** `POST /v1/studios/…/sync` */
function spoken(request) {
  return `${request.method()} ${new URL(request.url()).pathname}`;
}

/** Whether a request is one turn of syncing. */
export function isSync(request) {
  return SYNC.test(spoken(request));
}

/** Waits for the line in which Chromium says where it listens. */
function devtools(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`Chromium did not start:\n${said}`)), START_WITHIN_MS);
    child.once('exit', () => reject(new Error(`Chromium ended:\n${said}`)));
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (!found) return;
      clearTimeout(late);
      said = '';
      resolve(found[1]);
    });
  });
}
