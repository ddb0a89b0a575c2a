// Connections that do not do what HTTP expects. The server may close them; it must go on serving everybody else.
import net from 'node:net';
import { signedHeaders } from '../http.mjs';
import { wholeRequest } from './requests.mjs';

/** How long a connection that sends too little is kept open by the test. */
const HOLD_MS = 30;
/** An honest request meanwhile is answered within this, on a busy machine of two cores too. */
const NEIGHBOUR_WITHIN_MS = 2000;

/** What is written, piece by piece with a pause between; a `reset` ends the connection the hard way. */
const SOCKETS = {
  nothing: () => [],
  'half a request line': () => ['POST /v1/stu'],
  'headers without an end': (request) => [request.head.slice(0, -2)],
  'a header of 100 KB': (request) => [`${request.line}x-long: ${'a'.repeat(100_000)}\r\n\r\n`],
  'a thousand headers': (request) => [`${request.line}${'a: b\r\n'.repeat(1000)}\r\n`],
  'a line of 100 KB': () => [`POST /v1/studios/${'0'.repeat(100_000)}/sync HTTP/1.1\r\nhost: x\r\n\r\n`],
  'half a body': (request, random) => [request.head, request.body.subarray(0, random.below(request.body.length))],
  'a body byte by byte, then no more': (request) => [
    request.head,
    ...[...request.body.subarray(0, 6)].map((byte) => Uint8Array.of(byte)),
  ],
  'a whole request and gone': (request) => [request.head, request.body],
  'two requests at once': (request) => [request.head, request.body, request.head, request.body],
  'a longer body than said': (request) => [request.head, request.body, request.body],
  'a length that is no number': (request, random) => [
    request.with('content-length', random.pick(['-1', 'x', '1e9', '99999999999999999999', '1, 2', ''])),
    request.body,
  ],
  'a huge length': (request) => [request.with('content-length', '4000000000'), request.body],
  'two lengths': (request) => [request.with('content-length', `${request.body.length}\r\ncontent-length: 3`), request.body],
  'chunks that are none': (request, random) => [
    request.with('transfer-encoding', 'chunked'),
    random.pick(['zz\r\nabc\r\n', '-5\r\n', 'ffffffffffffffffff\r\n', '5\r\nab']),
  ],
  'length and chunks': (request) => [request.head.replace('\r\n\r\n', '\r\ntransfer-encoding: chunked\r\n\r\n'), '0\r\n\r\n'],
  'another method': (request, random) => [
    request.head.replace('POST', random.pick(['GET', 'PUT', 'DELETE', 'BREW', 'OPTIONS'])),
    request.body,
  ],
  'another version': (request, random) => [
    request.head.replace('HTTP/1.1', random.pick(['HTTP/9.9', 'HTTP/1.0', 'HTTQ/1.1', ''])),
  ],
  'no host': (request) => [request.head.replace(/host:.*\r\n/, ''), request.body],
  'bytes drawn': (request, random) => [random.bytes(random.below(2000))],
  TLS: () => [Uint8Array.of(0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3)],
  'HTTP/2': () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', new Uint8Array(100)],
  'expecting to be asked': (request) => [request.with('expect', '100-continue')],
  websocket: (request) => [
    request.head.replace('POST', 'GET').replace('\r\n\r\n', '\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
  ],
};

export async function sockets(scene, tries) {
  const names = Object.keys(SOCKETS);
  for (let n = 0; n < tries; n += 1) {
    const label = scene.random.pick(names);
    await broken(scene, SOCKETS[label](rawRequest(scene), scene.random), scene.random.once(3));
    scene.count('connections');
    if (n % names.length === 0) await neighbour(scene, label);
  }
  await neighbour(scene, 'the end');
  await scene.readLog();
}

/** A signed sync request as bytes. What it brings is a change that may be taken: nothing of it is wrong. */
function rawRequest(scene) {
  const { body } = wholeRequest(scene, { envelopes: [] });
  const path = `/v1/studios/${scene.chief.studioText}/sync`;
  const line = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n`;
  const fields = { 'content-type': 'application/cbor', ...signedHeaders(scene.backbone, path, body) };
  const written = Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const withField = (name, value) =>
    `${line}${written}${name === 'content-length' ? '' : name === 'transfer-encoding' ? '' : `content-length: ${body.length}\r\n`}${name}: ${value}\r\n\r\n`;
  return { line, body, head: withField('content-length', body.length), with: withField };
}

/** Writes the pieces, holds the line for a moment, and leaves: politely or not. */
function broken(scene, pieces, reset) {
  return new Promise((over) => {
    const socket = net.connect(scene.world.county.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      scene.expect(!/^HTTP\/1\.[01] 5/m.test(answer), 'socket', 'no 5xx', answer.slice(0, 100));
      over();
    });
    socket.on('connect', async () => {
      for (const piece of pieces) {
        socket.write(piece);
        await new Promise((next) => {
          setImmediate(next);
        });
      }
      setTimeout(() => (reset ? socket.resetAndDestroy() : socket.destroy()), HOLD_MS);
    });
  });
}

/** An honest phone meanwhile. */
async function neighbour(scene, label) {
  const began = Date.now();
  await scene.assistant.sync();
  scene.expect(
    Date.now() - began < NEIGHBOUR_WITHIN_MS,
    `a neighbour of "${label}"`,
    `an answer within ${NEIGHBOUR_WITHIN_MS} ms`,
    `${Date.now() - began} ms`,
  );
}
