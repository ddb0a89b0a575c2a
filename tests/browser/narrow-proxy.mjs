// A way between a phone and its server that does not let everything through, as inns, schools and some operators have it:
// bodies of more than so many bytes get 413 and the proxy's own page. It understands nothing of what passes.
import http from 'node:http';

const PAGE = '<html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413</h1></center></body></html>';

export class NarrowProxy {
  /** Listens on a free loopback port and carries everything to the county's. */
  static async before(county, bytesMax = Infinity) {
    const proxy = new NarrowProxy();
    proxy.county = county;
    proxy.bytesMax = bytesMax;
    /** Bodies that were too large, in bytes, as they came. */
    proxy.refused = [];
    proxy.server = http.createServer((request, answer) => proxy.carry(request, answer).catch(() => answer.destroy()));
    await new Promise((listening) => proxy.server.listen(0, '127.0.0.1', listening));
    proxy.address = `http://127.0.0.1:${proxy.server.address().port}`;
    return proxy;
  }

  /** Another page stands in place of every answer to a sync from now on; `undefined`: the server's own answers. */
  sayInstead(status, body, kind = 'text/html') {
    this.instead = status ? { status, body, kind } : undefined;
  }

  async carry(request, answer) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    if (body.length > this.bytesMax) {
      this.refused.push(body.length);
      answer.writeHead(413, { 'content-type': 'text/html' }).end(PAGE);
      return;
    }
    if (this.instead && request.url.endsWith('/sync')) {
      answer.writeHead(this.instead.status, { 'content-type': this.instead.kind }).end(this.instead.body);
      return;
    }
    await this.pass(request, body, answer);
  }

  pass(request, body, answer) {
    return new Promise((done, broken) => {
      const { port } = this.county;
      const on = { host: '127.0.0.1', port, method: request.method, path: request.url, headers: request.headers };
      const onward = http.request(on, (said) => {
        answer.writeHead(said.statusCode, said.headers);
        said.pipe(answer).on('close', done);
      });
      onward.on('error', broken);
      onward.end(body);
    });
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
