// The county's server as a real program on a free loopback port, with a data folder of its own. Journeys start, stop and
// kill it; they never look into its database.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../target/debug/studio-sync-server', import.meta.url));
/** `cargo xtask test` says which server it built. */
export const SERVER = process.env.STUDIO_SERVER ?? BUILT;
const READY_WITHIN_MS = 30_000;
const ASK_AGAIN_AFTER_MS = 20;

export const BUREAU = '临溪县教育局';
const OFFICER = { account: 'linxi', name: '郑科长' };

export class County {
  /** An empty data folder: nobody is in it yet. */
  constructor() {
    if (!existsSync(SERVER)) throw new Error(`no server at ${SERVER}: build it, or run cargo xtask test`);
    this.data = mkdtempSync(path.join(tmpdir(), 'studio-county-'));
    this.words = '';
  }

  /** A county with a bureau and its first officer, serving. */
  static async open() {
    const county = new County();
    const said = county.run(['add-bureau', '--name', BUREAU, '--login', OFFICER.account, '--officer', OFFICER.name]);
    county.officer = { ...OFFICER, password: passwordIn(said) };
    await county.start();
    return county;
  }

  /** The demo county with two studios and one term, serving; `said` is what its maker prints: logins and invites. */
  static demo() {
    return County.made(['demo', '--small']);
  }

  /** The same with every studio and all its terms, as somebody looks at it. */
  static wholeDemo() {
    return County.made(['demo']);
  }

  static async made(words) {
    const county = new County();
    county.said = county.run(words);
    await county.start();
    return county;
  }

  /** One of the server's own commands over this county's data; returns what it printed. */
  run([command, ...words]) {
    return execFileSync(SERVER, [command, '--data', this.data, ...words], { encoding: 'utf8' });
  }

  /** The bytes of every picture in its folder, whole ones and such as are still on their way. */
  pictures() {
    const folder = path.join(this.data, 'files');
    const names = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
    return names.filter((name) => name.isFile()).map((name) => readFileSync(path.join(name.parentPath, name.name)));
  }

  get address() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Serves; a county that served before does so on the same port. @param server another release of it */
  async start(server = SERVER) {
    this.port ??= await freePort();
    const words = ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.data];
    this.process = spawn(server, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk) => { this.words += chunk; };
    this.process.stdout.on('data', keep);
    this.process.stderr.on('data', keep);
    this.ended = new Promise((ended) => this.process.once('exit', (code, signal) => ended(signal ?? code)));
    await this.ready();
  }

  async ready() {
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await answers(`${this.address}/readyz`))) {
      if (this.process.exitCode !== null) throw new Error(`the server ended before it was ready:\n${this.words}`);
      if (Date.now() > until) throw new Error(`the server did not become ready:\n${this.words}`);
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER_MS));
    }
  }

  /** As a system stops it; returns how it ended. */
  stop() {
    return this.end('SIGTERM');
  }

  /** As a power cut stops it. */
  kill() {
    return this.end('SIGKILL');
  }

  async end(signal) {
    if (!this.process) return undefined;
    this.process.kill(signal);
    const how = await this.ended;
    this.process = undefined;
    return how;
  }

  /** Ends it and takes its data along. */
  async close() {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** The first password, as the server prints it for the administrator. */
export function passwordIn(said) {
  return /password 密码:\s*(\S+)/.exec(said)[1];
}

async function answers(address) {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

/** A loopback port that nobody listens on. */
export async function freePort() {
  const holder = net.createServer();
  await new Promise((listening) => holder.listen(0, '127.0.0.1', listening));
  const { port } = holder.address();
  await new Promise((closed) => holder.close(closed));
  return port;
}
