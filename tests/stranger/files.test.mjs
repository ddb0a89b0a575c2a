// A published tus client against the real server: it uploads, goes on after a cut, and is refused what a phone is refused.
// What is signed stands in core/PROTOCOL.md §14; the client's own code is as npm gives it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Upload } from 'tus-js-client';
import { asText } from './bytes.mjs';
import { CHUNK, SIGNED, jpeg, named, segment, sha256, signedFile } from './pictures.mjs';
import { World } from './world.mjs';

let world;

before(async () => {
  world = await World.open('files');
});
after(() => world?.close());

/** Uploads as tus-js-client does; `cutAfter` breaks it off after so many chunks, `uploadUrl` goes on with one. */
function upload(phone, bytes, { cutAfter, uploadUrl } = {}) {
  const hash = asText(sha256(bytes));
  let chunks = 0;
  return new Promise((resolve, reject) => {
    const one = new Upload(bytes, {
      endpoint: `${world.county.address}/v1/studios/${phone.studioText}/files`,
      uploadUrl,
      chunkSize: CHUNK,
      retryDelays: null,
      metadata: { hash },
      onBeforeRequest(request) {
        const headers = Object.fromEntries(SIGNED.map((name) => [name, request.getHeader(titled(name))]));
        if (request.getMethod() === 'PATCH') {
          const from = Number(headers['upload-offset']);
          headers['upload-checksum'] = `sha256 ${sha256(bytes.subarray(from, from + CHUNK)).toString('base64')}`;
          request.setHeader('Upload-Checksum', headers['upload-checksum']);
        }
        const path = new URL(request.getURL()).pathname;
        for (const [name, value] of Object.entries(signedFile(phone, request.getMethod(), path, headers))) request.setHeader(name, value);
      },
      onChunkComplete() {
        chunks += 1;
        if (chunks === cutAfter) one.abort().then(() => resolve({ url: one.url, chunks }));
      },
      onError: (error) => reject(Object.assign(error, { status: error.originalResponse?.getStatus(), said: error.originalResponse?.getBody() })),
      onSuccess: () => resolve({ url: one.url, chunks }),
    });
    one.start();
  });
}

const titled = (name) => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

function fetched(phone, bytes) {
  const path = `/v1/studios/${phone.studioText}/files/${asText(sha256(bytes))}`;
  return fetch(world.county.address + path, { headers: signedFile(phone, 'GET', path, {}) });
}

test('tus-js-client uploads a picture, goes on after a cut and a restart, and a colleague fetches it', async () => {
  const chief = await world.chief();
  const mate = await world.mate(chief);
  const bytes = jpeg(900_000);
  await named(mate, bytes);
  const cut = await upload(mate, bytes, { cutAfter: 2 });
  assert.equal(cut.chunks, 2);
  assert.equal((await fetched(mate, bytes)).status, 204, 'half a picture is none');
  await world.county.kill();
  await world.county.start();
  const rest = await upload(mate, bytes, { uploadUrl: cut.url });
  assert.equal(rest.chunks, 2, 'what was there is not sent again');
  const own = await fetched(mate, bytes);
  assert.ok(Buffer.from(await own.arrayBuffer()).equals(bytes));
  assert.equal((await fetched(chief, bytes)).status, 404, 'a draft is its author’s alone');
});

test('tus-js-client is refused what a phone is refused', async () => {
  const chief = await world.chief();
  const stranger = await world.chief('高志强');
  const telling = jpeg(400, segment(0xe1, Buffer.from('Exif\0\0MM', 'latin1')));
  const unnamed = jpeg(500);
  const own = jpeg(600);
  await named(chief, telling, own);
  const refused = async (phone, bytes, status, code) => {
    const error = await upload(phone, bytes).then(() => assert.fail('taken'), (told) => told);
    assert.deepEqual([error.status, JSON.parse(error.said).code], [status, code]);
  };
  await refused(chief, telling, 422, 'file-unfit');
  await refused(chief, unnamed, 404, 'not-found');
  await refused(stranger, own, 404, 'not-found');
  const path = `/v1/studios/${chief.studioText}/files/${asText(sha256(own))}`;
  const elsewhere = await fetch(world.county.address + path, { headers: signedFile(stranger, 'GET', path, {}) });
  assert.equal(elsewhere.status, 401, 'another studio’s device');
  await upload(chief, own);
  assert.equal((await fetched(chief, own)).status, 200);
});
