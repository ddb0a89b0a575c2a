// What stands in front of a county while one release takes the other's place: the app's own files come from a folder or
// from a server, everything else from a server, and the phone sees one address all the time.
import { existsSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const BASE = '/app/';
const TYPES = {
  css: 'text/css', html: 'text/html; charset=utf-8', js: 'text/javascript', png: 'image/png', svg: 'image/svg+xml',
  wasm: 'application/wasm', webmanifest: 'application/manifest+json',
};

export class TwoReleases {
  /** Listens on a free loopback port; sends everything to `port`. */
  static async before(port) {
    const front = new TwoReleases();
    front.port = port;
    /** The built web app of the other release, while its app is given out. */
    front.folder = undefined;
    front.server = http.createServer((request, response) => {
      const isApp = request.url.startsWith(BASE);
      if (isApp && front.folder) front.giveFile(request, response);
      else front.pass(request, response);
    });
    await new Promise((listening) => front.server.listen(0, '127.0.0.1', listening));
    front.address = `http://127.0.0.1:${front.server.address().port}`;
    return front;
  }

  giveFile(request, response) {
    const asked = path.join(this.folder, new URL(request.url, this.address).pathname.slice(BASE.length));
    const file = existsSync(asked) && statSync(asked).isFile() ? asked : path.join(this.folder, 'index.html');
    response.writeHead(200, { 'content-type': TYPES[file.split('.').pop()], 'cache-control': 'no-store' });
    response.end(readFileSync(file));
  }

  pass(request, response) {
    const { method, url, headers } = request;
    const onward = http.request({ host: '127.0.0.1', port: this.port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
