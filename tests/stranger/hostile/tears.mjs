// What can be wrong with a sheaf (§8), one function each, from its six columns. `TEARS` leave columns that do not belong
// together; `OTHERS` leave whole ones that say something else; `SPELLINGS` and `TOMORROW` say the same in other words.
import { join } from '../bytes.mjs';
import { openChunk, seal } from '../chunk.mjs';

const [PAIRS, RUNS, TIMES, SIGNATURES, LENGTHS, BODIES] = [0, 1, 2, 3, 4, 5];
const MOST_I64 = 2n ** 63n - 1n;
const U32_END = 2 ** 32;
/** Nothing but such bytes is no number. */
const NO_NUMBER = 0xff;
/** Behind the count of deps and the one dep. */
const DEP_ENDS = 33;

const replaced = (list, at, value) => list.map((one, n) => (n === at ? value : one));
const turned = (bytes, at) => bytes.map((byte, n) => (n === at ? byte ^ 1 : byte));

/** Changes one column. */
function on(column, spoil) {
  return (sheaf, random) => replaced(sheaf, column, spoil(sheaf[column], random));
}

/** Changes the last element of a column of numbers. */
function onLast(column, spoil) {
  return on(column, (list) => replaced(list, list.length - 1, spoil(list.at(-1))));
}

/** The place of each envelope. */
function placesIn(sheaf) {
  const counts = sheaf[RUNS].filter((_, at) => at % 2 === 1);
  return counts.flatMap((count, at) => Array(count).fill(sheaf[RUNS][2 * at]));
}

const one = (places) => places.flatMap((place) => [place, 1]);
const firstRest = (sheaf) => sheaf[LENGTHS].findIndex((length) => length % 2 === 1);

/** Where the body of an envelope stands among the bodies. */
const begins = (sheaf, at) => sheaf[LENGTHS].slice(0, at).reduce((sum, length) => sum + Math.floor(length / 2), 0);

/** Gives the first rest to somebody of whom nothing stands before it. */
function orphaned(pairOf) {
  return (sheaf, random) => {
    const at = firstRest(sheaf);
    const places = placesIn(sheaf);
    const pair = pairOf(sheaf[PAIRS][places[at]], random);
    const all = replaced(places, at, sheaf[PAIRS].length);
    return replaced(replaced(sheaf, PAIRS, [...sheaf[PAIRS], pair]), RUNS, one(all));
  };
}

/** Puts another chunk in the place of the one that the first rest leans on. */
function leaningOn(spoil) {
  return (sheaf, random) => {
    const rest = firstRest(sheaf);
    const places = placesIn(sheaf);
    const at = places.lastIndexOf(places[rest], rest - 1);
    const [from, to] = [begins(sheaf, at), begins(sheaf, at + 1)];
    const body = spoil(sheaf[BODIES].slice(from, to), random);
    const bodies = join(sheaf[BODIES].slice(0, from), body, sheaf[BODIES].slice(to));
    return replaced(replaced(sheaf, BODIES, bodies), LENGTHS, replaced(sheaf[LENGTHS], at, 2 * body.length));
  };
}

/** The change with one dep more. */
function withTwoDeps(body, random) {
  const { data } = openChunk(body);
  return seal(join([2], data.subarray(1, DEP_ENDS), random.bytes(32), data.subarray(DEP_ENDS)));
}

/** Columns of other lengths, runs that are too long, places out of range, times that overflow, rests of nothing. */
export const TEARS = {
  'columns missing': (sheaf, random) => sheaf.slice(0, random.below(6)),
  'null for a column': (sheaf, random) => replaced(sheaf, random.below(6), null),
  'text for a column': (sheaf, random) => replaced(sheaf, random.below(6), 'neu'),
  'no sheaf': (_, random) => random.pick(['neu', 7, true, new Uint8Array(6)]),
  'no pairs': on(PAIRS, () => []),
  'half a pair': on(PAIRS, ([[doc], ...pairs]) => [[doc], ...pairs]),
  'a document of 15 bytes': on(PAIRS, ([[doc, device], ...pairs]) => [[doc.slice(1), device], ...pairs]),
  'a device of 17 bytes': on(PAIRS, ([[doc, device], ...pairs]) => [[doc, join(device, [0])], ...pairs]),
  'a place beyond the pairs': (sheaf) => replaced(sheaf, RUNS, replaced(sheaf[RUNS], 0, sheaf[PAIRS].length)),
  'a place of 2^32 - 1': on(RUNS, (runs) => replaced(runs, 0, U32_END - 1)),
  'no runs': on(RUNS, () => []),
  'half a run': on(RUNS, (runs) => [...runs, 0]),
  'a run too long': onLast(RUNS, (count) => count + 1),
  'a run too short': onLast(RUNS, (count) => count - 1),
  'a run of 2^32 - 1': onLast(RUNS, () => U32_END - 1),
  'a run of 64 bits': onLast(RUNS, () => 2n ** 64n - 1n),
  'a negative run': on(RUNS, (runs) => [...runs, 0, -1]),
  'runs that overflow': on(RUNS, (runs) => [0, U32_END - 1, 0, 1, ...runs]),
  'a time fewer': on(TIMES, (times) => times.slice(1)),
  'a time more': on(TIMES, (times) => [...times, 0]),
  'times that overflow': on(TIMES, ([, , ...times]) => [MOST_I64, 1, ...times]),
  'times that underflow': on(TIMES, ([, , ...times]) => [-MOST_I64 - 1n, -1, ...times]),
  'a time of 64 bits': on(TIMES, ([, ...times]) => [MOST_I64 + 1n, ...times]),
  'a step of 64 bits': onLast(TIMES, () => 2n ** 64n - 1n),
  'a signature fewer': on(SIGNATURES, (bytes) => bytes.slice(64)),
  'a signature more': on(SIGNATURES, (bytes) => join(bytes, new Uint8Array(64))),
  'a byte of a signature fewer': on(SIGNATURES, (bytes) => bytes.slice(1)),
  'a length fewer': on(LENGTHS, (lengths) => lengths.slice(1)),
  'a length of nothing more': on(LENGTHS, (lengths) => [...lengths, 0]),
  'a body too long': onLast(LENGTHS, (length) => length + 2),
  'a body too short': onLast(LENGTHS, (length) => length - 2),
  'a body of 2^31 - 1 bytes': onLast(LENGTHS, () => U32_END - 2),
  'a length of 2^32': onLast(LENGTHS, () => U32_END),
  'lengths that overflow': on(LENGTHS, ([, , ...lengths]) => [U32_END - 2, U32_END - 2, ...lengths]),
  'a byte of the bodies fewer': on(BODIES, (bytes) => bytes.slice(1)),
  'a byte of the bodies more': on(BODIES, (bytes) => join(bytes, [0])),
  'no bodies': on(BODIES, () => new Uint8Array()),
  'a rest before anything': on(LENGTHS, ([first, ...lengths]) => [first + 1, ...lengths]),
  'a rest of another device': orphaned(([doc], random) => [doc, random.bytes(16)]),
  'a rest of another document': orphaned(([, device], random) => [random.bytes(16), device]),
  'a rest behind a chunk that cannot be read': leaningOn((body) => body.fill(NO_NUMBER)),
  'a rest behind a chunk of two deps': leaningOn(withTwoDeps),
};

/** What such a sheaf says then is judged as it stands there, or it is torn after all: reading it will tell. */
export const OTHERS = {
  'a signature turned': on(SIGNATURES, (bytes, random) => turned(bytes, random.below(bytes.length))),
  'times that moved': on(TIMES, ([first, ...steps]) => [first + 1, ...steps]),
  'a byte of the bodies turned': on(BODIES, (bytes, random) => turned(bytes, random.below(bytes.length))),
  'bodies drawn': on(BODIES, (bytes, random) => random.bytes(bytes.length)),
  'bodies parted elsewhere': on(LENGTHS, (lengths, random) => {
    const at = random.below(lengths.length - 1);
    return replaced(replaced(lengths, at, lengths[at] + 2), at + 1, Math.max(lengths[at + 1] - 2, 0));
  }),
  'a rest for a whole one and back': on(LENGTHS, (lengths, random) => {
    const at = random.below(lengths.length);
    return replaced(lengths, at, lengths[at] ^ 1);
  }),
  'an empty rest': (sheaf) => {
    const at = firstRest(sheaf);
    const bodies = join(sheaf[BODIES].slice(0, begins(sheaf, at)), sheaf[BODIES].slice(begins(sheaf, at + 1)));
    return replaced(replaced(sheaf, BODIES, bodies), LENGTHS, replaced(sheaf[LENGTHS], at, 1));
  },
  'a document that nobody described': on(PAIRS, ([[, device], ...pairs], random) => [[random.bytes(16), device], ...pairs]),
  'a device that nobody knows': on(PAIRS, ([[doc], ...pairs], random) => [[doc, random.bytes(16)], ...pairs]),
};

/** No writer of the page writes these; a reader may take them for what they say, or refuse them. */
export const SPELLINGS = {
  'one run for each': (sheaf) => replaced(sheaf, RUNS, one(placesIn(sheaf))),
  'a run of none': on(RUNS, (runs) => [0, 0, ...runs]),
  'a pair that nothing names': on(PAIRS, (pairs, random) => [...pairs, [random.bytes(16), random.bytes(16)]]),
  'a pair twice': (sheaf) => {
    const last = sheaf[PAIRS].length;
    const places = placesIn(sheaf);
    const again = replaced(sheaf, PAIRS, [...sheaf[PAIRS], sheaf[PAIRS][places.at(-1)]]);
    return replaced(again, RUNS, one(replaced(places, places.length - 1, last)));
  },
  'pairs the other way round': (sheaf) => {
    const last = sheaf[PAIRS].length - 1;
    const places = placesIn(sheaf).map((place) => last - place);
    return replaced(replaced(sheaf, PAIRS, [...sheaf[PAIRS]].reverse()), RUNS, one(places));
  },
};

/** A reader skips what it does not know (§1). */
export const TOMORROW = {
  'a column of tomorrow': (sheaf) => [...sheaf, 'neu'],
};
