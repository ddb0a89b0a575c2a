// The worked example of the page (§13), made again here from its seeds: whoever follows the page gets the same bytes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { H, asText, fromHex, hex } from './bytes.mjs';
import { decode, encode } from './cbor.mjs';
import { hashOf, makeMap, put, writeChange } from './chunk.mjs';
import { Phone } from './client.mjs';
import { KIND, descriptor, descriptorFields, docId, genesis } from './documents.mjs';
import { signedHeaders } from './http.mjs';
import { Book } from './oracle.mjs';
import { KeyPair, chainStart, decisionBytes, envelopeBytes, headBytes, keyId, requestBytes } from './sign.mjs';
import * as wire from './wire.mjs';

const PAGE = readFileSync(new URL('../../core/PROTOCOL.md', import.meta.url), 'utf8');
const EXAMPLE = /<!-- page:example -->([\s\S]*?)<!-- page:end -->/.exec(PAGE)?.[1] ?? '';
/** name → value, as the page prints them. */
const SAID = new Map(EXAMPLE.split('\n').flatMap((line) => [/^([a-z][^:]*): (\S.*)$/.exec(line)?.slice(1, 3)].filter(Boolean)));

const said = (name) => fromHex(SAID.get(name) ?? '');
const is = (name, bytes) => assert.equal(typeof bytes === 'string' ? bytes : hex(bytes), SAID.get(name), name);

/** The instants that the page gives in its text. */
const FOUNDED_AT = 1795492800000;
const MADE_AT = 1795492860000;
const ASKED_AT = 1795492920000;
const EDITED_AT = 1795492980000;
const ASKED_AGAIN_AT = 1795493040000;

const studio = said('studio');
const server = new KeyPair(said('server seed'));
const device = new KeyPair(said('device seed'));
const journal = descriptor(KIND.journal, [said('person')], [2026, 2]);

test('keys and names', () => {
  is('studio as text', asText(studio));
  is('device as text', asText(said('device')));
  is('server key', server.public);
  is('server key id', keyId(server.public));
  is('device key', device.public);
});

test('the three decisions', () => {
  const bodies = {
    founded: [1, [said('project'), '工作室', server.public, said('first log')]],
    grant: [2, [said('person'), wire.ROLE.chief]],
    device: [4, [said('device'), said('person'), device.public, '手机']],
  };
  Object.entries(bodies).forEach(([name, [type, body]], n) => {
    const bytes = encode([new Uint8Array(16).fill(10 + n), type, [0, []], FOUNDED_AT, body]);
    const key = keyId(server.public);
    const signed = decisionBytes({ suite: 1, studio, key, bytes });
    is(`${name} decision`, bytes);
    is(`${name} signed bytes`, signed);
    is(`${name} signature`, server.sign(signed));
    is(`${name} signed decision`, encode([1, key, server.sign(signed), bytes]));
  });
});

test('coming in', () => {
  is('enrol request', encode(['K7WM2Q9D', said('device'), device.public, '手机', '周慧敏']));
  const [of, person, key, decisions, foundedAt, school, name] = decode(said('enrol answer'));
  assert.deepEqual([hex(of), hex(person), hex(key)], [hex(studio), SAID.get('person'), hex(server.public)]);
  assert.deepEqual([decisions.length, Number(foundedAt), school, name], [3, FOUNDED_AT, '赵桥小学', '周慧敏']);
});

test('the document and its genesis', () => {
  is('descriptor', encode(descriptorFields(journal)));
  is('hashed for the id', encode(['studio-doc/1', studio, ...descriptorFields(journal)]));
  const doc = docId(studio, journal);
  is('doc', doc);
  is('genesis', genesis(doc).chunk);
  is('genesis hash', genesis(doc).hash);
});

/** A change of the one writer, in its envelope. */
function envelopeOf(change, madeAt) {
  const doc = docId(studio, journal);
  const body = writeChange({ actor: SAID.get('actor'), ...change });
  const unsigned = { suite: 1, studio, bodyKind: 0, doc, device: said('device'), madeAt, hash: hashOf(body), body };
  return { ...unsigned, signature: device.sign(envelopeBytes(unsigned)) };
}

const operation = (counter) => ({ counter, actor: SAID.get('actor') });

/** The record of work. */
function sealed() {
  const start = genesis(docId(studio, journal));
  const record = operation(3);
  const ops = [
    makeMap(start.records, asText(said('record'))),
    put(record, 'hours', 90),
    put(record, 'topic', '课堂提问'),
    put(record, 'type', 'activity'),
  ];
  return envelopeOf({ deps: [hex(start.hash)], seq: 1, startOp: 3, ops }, MADE_AT);
}

/** Its correction. */
function corrected() {
  const ops = [put(operation(3), 'hours', 120, [operation(4)])];
  return envelopeOf({ deps: [SAID.get('change hash')], seq: 2, startOp: 7, ops }, EDITED_AT);
}

test('a record of work in its envelope', () => {
  const envelope = sealed();
  is('record as text', asText(said('record')));
  is('change', envelope.body);
  is('change hash', envelope.hash);
  is('envelope signed bytes', envelopeBytes(envelope));
  is('envelope signature', envelope.signature);
  is('envelope', encode(wire.envelopeFields(envelope)));
});

test('the version of a record', () => {
  const fields = new Map([
    ['hours', [1, [90]]],
    ['topic', [0, ['课堂提问']]],
    ['type', [0, ['activity']]],
  ]);
  const hashed = encode([said('record'), fields]);
  is('hashed for the version', hashed);
  is('version', H(hashed));
});

/** The request that brings it. */
const request = () =>
  wire.syncRequest({
    seen: null,
    cursor: new Uint8Array(),
    deviceTime: ASKED_AT,
    answerBytesMax: 65_536,
    descriptors: [descriptorFields(journal)],
    envelopes: [sealed()],
  });

test('the request', () => {
  const body = request();
  const path = `/v1/studios/${asText(studio)}/sync`;
  const headers = signedHeaders({ device: said('device'), keys: device }, path, body);
  is('request body', body);
  is('request path', path);
  is('request signed bytes', requestBytes('POST', path, body));
  is('header studio-device', headers['studio-device']);
  is('header studio-signature', headers['studio-signature']);
});

test('the chain over the entries, and the head', () => {
  const { entries, head } = wire.syncAnswer(said('answer body'));
  let chain = chainStart(studio, said('first log'));
  is('chain 0', chain);
  entries.forEach((entry, n) => {
    chain = wire.chainAfter(chain, entry);
    is(`header hash ${n + 1}`, entry.header);
    is(`chain ${n + 1}`, chain);
  });
  is('head signed bytes', headBytes({ ...head, studio }));
  is('head signature', server.sign(headBytes({ ...head, studio })));
  is('head', encode(wire.headFields(head)));
});

test('the correction and the second sync', () => {
  const envelope = corrected();
  const { head, cursor } = wire.syncAnswer(said('answer body'));
  is('second change', envelope.body);
  is('second change hash', envelope.hash);
  is('second envelope', encode(wire.envelopeFields(envelope)));
  const asked = { seen: head, cursor, deviceTime: ASKED_AGAIN_AT, answerBytesMax: 65_536, envelopes: [envelope] };
  is('second request body', wire.syncRequest({ ...asked, descriptors: [descriptorFields(journal)] }));
  const { entries } = wire.syncAnswer(said('second answer body'));
  is('header hash 5', entries[0].header);
  is('chain 5', wire.chainAfter(said('chain 4'), entries[0]));
});

test('the phone verifies the answer and keeps the head as the next seen', () => {
  const phone = new Phone('', { bytes: (count) => new Uint8Array(count) });
  Object.assign(phone, { device: said('device'), keys: device });
  const decisions = ['founded', 'grant', 'device'].map((name) => decode(said(`${name} signed decision`)));
  phone.join([studio, said('person'), server.public, decisions, FOUNDED_AT, '', '']);
  phone.document(journal);
  const envelope = phone.sign(sealed());
  phone.outbox.push(envelope);
  phone.take(wire.syncAnswer(said('answer body')));
  assert.deepEqual(
    phone.verdicts.map(({ verdict, value }) => [verdict, value]),
    [['accepted', 4]],
  );
  is('head', encode(wire.headFields(phone.head)));
  assert.equal(phone.unread, 0);
  assert.equal(String(phone.document(journal).shown.records[asText(said('record'))].topic), '课堂提问');
});

test('the oracle finds the example good', () => {
  const book = new Book(studio, FOUNDED_AT);
  book.describe(journal);
  for (const name of ['founded', 'grant', 'device'])
    book.believe(wire.credentialsOf([decode(said(`${name} signed decision`))])[0]);
  assert.equal(book.judge(sealed()).verdict, 'accepted');
});
