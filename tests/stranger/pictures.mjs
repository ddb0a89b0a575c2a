// Pictures of a phone: bytes that the server takes for one, records that name them, and their requests (§14).
import { createHash } from 'node:crypto';
import { asText } from './bytes.mjs';
import { signedHeaders } from './http.mjs';

export const CHUNK = 256 * 1024;
/** Headers that a device signs, in this order (§14). */
export const SIGNED = ['upload-length', 'upload-offset', 'upload-metadata', 'upload-checksum'];

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

export function segment(marker, contents) {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(contents.length + 2, 2);
  return Buffer.concat([head, contents]);
}

/** The skeleton of a JPEG with so many bytes of scan: the server decodes no pixel. */
export function jpeg(bytes, more = Buffer.alloc(0), pixel = 7) {
  const jfif = segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));
  const frame = segment(0xc0, Buffer.from([8, 4, 176, 6, 64, 1, 1, 0x11, 0]));
  const scan = segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0]));
  return Buffer.concat([Buffer.from([0xff, 0xd8]), jfif, more, frame, scan, Buffer.alloc(bytes, pixel), Buffer.from([0xff, 0xd9])]);
}

/** A record of a phone that names these bytes, on the server. */
export async function named(phone, ...all) {
  const fields = { topic: '集体备课' };
  all.forEach((bytes, order) => {
    fields[`attachments/${asText(sha256(bytes))}`] = `photo;image/jpeg;${bytes.length};${order};;-;`;
  });
  phone.addRecord(phone.journal(), 'activity', fields);
  await phone.sync();
}

export function signedFile(phone, method, path, headers) {
  const text = SIGNED.filter((name) => headers[name] !== undefined).map((name) => `${name}: ${headers[name]}\n`).join('');
  return signedHeaders(phone, path, Buffer.from(text), method);
}

async function asked(phone, method, path, says, body) {
  const headers = { ...says, ...signedFile(phone, method, path, says), 'content-type': 'application/offset+octet-stream' };
  const answer = await fetch(phone.address + path, { method, headers, body });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return Number(answer.headers.get('upload-offset'));
}

/** Brings a picture chunk by chunk. */
export async function bring(phone, bytes) {
  const hash = asText(sha256(bytes));
  const path = `/v1/studios/${phone.studioText}/files`;
  const metadata = `hash ${Buffer.from(hash).toString('base64')}`;
  let offset = await asked(phone, 'POST', path, { 'upload-length': String(bytes.length), 'upload-metadata': metadata });
  while (offset < bytes.length) {
    const chunk = bytes.subarray(offset, offset + CHUNK);
    const says = { 'upload-offset': String(offset), 'upload-checksum': `sha256 ${sha256(chunk).toString('base64')}` };
    offset = await asked(phone, 'PATCH', `${path}/${hash}`, says, chunk);
  }
}
