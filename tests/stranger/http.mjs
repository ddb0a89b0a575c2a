// One request to the county: signed by a device or by nobody, and what came back. A problem is an answer like any other.
import { asText } from './bytes.mjs';
import { decode } from './cbor.mjs';
import { requestBytes } from './sign.mjs';

export const CBOR = 'application/cbor';

/** The headers with which a device signs a request. */
export function signedHeaders({ device, keys }, path, body, method = 'POST') {
  return { 'studio-device': asText(device), 'studio-signature': asText(keys.sign(requestBytes(method, path, body))) };
}

/** Posts bytes; `{ status, bytes, code }`, the code of a problem (RFC 9457) or undefined. */
export async function post(address, path, body, headers = {}) {
  const wish = { method: 'POST', body, headers: { 'content-type': CBOR, ...headers } };
  const answer = await fetch(address + path, wish).catch((error) => onNewConnection(error, address + path, wish));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const problem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  return { status: answer.status, bytes, code: problem ? JSON.parse(Buffer.from(bytes)).code : undefined };
}

/** The server closes a connection that lay idle; what is written into it just then never arrived, and goes once more. */
function onNewConnection(error, url, wish) {
  if (!['EPIPE', 'ECONNRESET', 'UND_ERR_SOCKET'].includes(error.cause?.code)) throw error;
  return fetch(url, wish);
}

/** An answer that is not what was asked for. */
export class Problem extends Error {
  constructor(path, { status, code }) {
    super(`${path} answered ${status} ${code ?? ''}`);
    Object.assign(this, { status, code });
  }
}

/** The fields of a good answer; throws `Problem` for any other. */
export async function ask(address, path, body, headers) {
  const answer = await post(address, path, body, headers);
  if (answer.status !== 200) throw new Problem(path, answer);
  return decode(answer.bytes);
}
