// A line between a client and a server that is no faster than a village's, takes its time for every word, and breaks after
// so many bytes upwards. Of what passes it knows the first word of a question.
import net from 'node:net';

/** Bytes that wait for the line before whoever sends them is held back. */
const WAITING_BYTES = 64 * 1024;

/** What a question begins with. */
const METHODS = new Set(['POST', 'GET ', 'PATC', 'HEAD']);

export class Line {
  /** Before a server's port on loopback. @param bytesPerMs upwards; downwards it is as fast as it likes. */
  static async before(port, { bytesPerMs = Infinity, delayMs = 0 } = {}) {
    const line = new Line();
    Object.assign(line, { port, bytesPerMs, delayMs, sent: 0, received: 0, turns: 0, cutAt: [], cuts: 0, freeAt: 0, open: new Set() });
    line.server = net.createServer({ noDelay: true }, (client) => line.carry(client));
    await new Promise((listening) => line.server.listen(0, '127.0.0.1', listening));
    line.address = `http://127.0.0.1:${line.server.address().port}`;
    return line;
  }

  /** From now on bytes and questions are counted anew, and the line breaks when so many have gone up. */
  count(cutAt = []) {
    Object.assign(this, { sent: 0, received: 0, turns: 0, cutAt: [...cutAt], cuts: 0 });
  }

  carry(client) {
    const server = net.connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    const end = () => {
      this.open.delete(end);
      client.destroy();
      server.destroy();
    };
    this.open.add(end);
    for (const side of [client, server]) side.on('error', end).on('close', () => setTimeout(end, this.delayMs + 1));
    let waiting = 0;
    client.on('data', (bytes) => {
      waiting += bytes.length;
      if (METHODS.has(bytes.subarray(0, 4).toString('latin1'))) this.turns += 1;
      if (waiting > WAITING_BYTES) client.pause();
      const now = performance.now();
      this.freeAt = Math.max(this.freeAt, now) + bytes.length / this.bytesPerMs;
      setTimeout(() => {
        waiting -= bytes.length;
        if (waiting <= WAITING_BYTES) client.resume();
        if (!client.destroyed && !server.destroyed) this.goesUp(bytes, server, end);
      }, this.freeAt - now + this.delayMs);
    });
    server.on('data', (bytes) => {
      this.received += bytes.length;
      setTimeout(() => client.destroyed || client.write(bytes), this.delayMs);
    });
  }

  goesUp(bytes, server, end) {
    const room = this.cutAt.length > 0 ? this.cutAt[0] - this.sent : Infinity;
    if (bytes.length < room) {
      this.sent += bytes.length;
      return server.write(bytes);
    }
    this.cutAt.shift();
    this.cuts += 1;
    this.sent += room;
    return server.write(bytes.subarray(0, room), end);
  }

  async close() {
    for (const end of this.open) end();
    await new Promise((closed) => this.server.close(closed));
  }
}
