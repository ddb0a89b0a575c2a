// A wire between a phone and its server that can break in the middle of an answer. It understands nothing of what passes.
import net from 'node:net';

export class CuttingProxy {
  /** Listens on a free loopback port and carries everything to the county's. */
  static async before(county) {
    const proxy = new CuttingProxy();
    proxy.cuts = 0;
    /** Bytes of connections that bring chunks of pictures, from the chunk on. */
    proxy.chunkBytes = 0;
    proxy.open = new Set();
    proxy.server = net.createServer((phone) => proxy.carry(phone, net.connect(county.port, '127.0.0.1')));
    await new Promise((listening) => proxy.server.listen(0, '127.0.0.1', listening));
    proxy.address = `http://127.0.0.1:${proxy.server.address().port}`;
    return proxy;
  }

  /** Of the next answer to a sync only a part arrives, as `Array.slice` counts; `then` is done before the phone notices. */
  cutNextSync(end, then = async () => {}) {
    this.plan = { end, then };
  }

  /** Of so many chunks of pictures only the first half reaches the server. */
  cutChunks(count) {
    this.chunks = count;
  }

  carry(phone, server) {
    let cut;
    let brings = false;
    for (const end of [phone, server]) {
      this.open.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        this.open.delete(end);
        phone.destroy();
        server.destroy();
      });
    }
    phone.on('data', (bytes) => {
      if (this.plan && /^POST \/v1\/studios\/[^/]+\/sync /.test(bytes.toString('latin1'))) {
        cut = this.plan;
        this.plan = undefined;
      }
      const begins = /^PATCH \/v1\/studios\/[^/]+\/files\//.test(bytes.toString('latin1'));
      brings ||= begins;
      if (brings) this.chunkBytes += bytes.length;
      if (this.chunks > 0 && begins) {
        this.chunks -= 1;
        this.cuts += 1;
        server.write(bytes.subarray(0, bytes.length / 2));
        return phone.destroy();
      }
      server.write(bytes);
    });
    server.on('data', async (bytes) => {
      if (!cut) return phone.write(bytes);
      server.pause();
      phone.write(bytes.subarray(0, cut.end));
      await cut.then();
      this.cuts += 1;
      phone.destroy();
    });
  }

  async close() {
    for (const end of this.open) end.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}
