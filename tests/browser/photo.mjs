// Photos as phones take them, made here: drawn by the browser, with a head that says how the phone was held, where and with
// what.

/**
 * An image of a landscape camera with a colour in each corner, another one for each number. `grain` speckles it as grass
 * and brick do, so that it weighs what a photo weighs.
 */
export async function image(page, number, { width = 3_000, height = 2_000, grain = 400, type = 'image/jpeg' } = {}) {
  const base64 = await page.evaluate(async ([n, w, h, specks, as]) => {
    const canvas = new OffscreenCanvas(w, h);
    const pen = canvas.getContext('2d');
    [['#d02020', 0, 0], ['#2020d0', 1, 0], ['#20a020', 0, 1], ['#d0c020', 1, 1]].forEach(([colour, x, y]) => {
      pen.fillStyle = colour;
      pen.fillRect((x * w) / 2, (y * h) / 2, w / 2, h / 2);
    });
    let chance = n;
    const next = (below) => {
      chance = (Math.imul(chance, 1_664_525) + 1_013_904_223) >>> 0;
      return (chance >>> 8) % below;
    };
    // the corners stay as they are
    const [left, top] = [Math.floor(w * 0.15), Math.floor(h * 0.15)];
    for (let at = 0; at < specks; at += 1) {
      pen.fillStyle = `rgb(${next(256)} ${next(256)} ${next(256)})`;
      pen.fillRect(left + next(w - 2 * left), top + next(h - 2 * top), 9, 9);
    }
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: as, quality: 0.9 })).arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }, [number, width, height, grain, type]);
  return Buffer.from(base64, 'base64');
}

/** Whose phone it was, as a gallery app writes it into a photo. */
export const OWNER = 'wang li';
const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="${OWNER}"/></rdf:RDF></x:xmpmeta>`;

function segment(marker, ...parts) {
  const body = Buffer.concat(parts);
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** The phone was turned by 90°, its maker, and a place in a village. */
function exif() {
  const tiff = Buffer.alloc(200);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  const entry = (at, tag, type, count, value) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    if (type === 3) tiff.writeUInt16LE(value, at + 8);
    else tiff.writeUInt32LE(value, at + 8);
  };
  tiff.writeUInt16LE(3, 8);
  entry(10, 0x010f, 2, 6, 60);
  entry(22, 0x0112, 3, 1, 6);
  entry(34, 0x8825, 4, 1, 70);
  tiff.write('Phone\0', 60, 'latin1');
  tiff.writeUInt16LE(4, 70);
  entry(72, 1, 2, 2, 'N'.charCodeAt(0));
  entry(84, 2, 5, 3, 130);
  entry(96, 3, 2, 2, 'E'.charCodeAt(0));
  entry(108, 4, 5, 3, 154);
  for (const [at, numbers] of [[130, [34, 1, 12, 1, 0, 1]], [154, [113, 1, 30, 1, 0, 1]]]) {
    numbers.forEach((number, place) => tiff.writeUInt32LE(number, at + place * 4));
  }
  return tiff;
}

/** A photo as a file that somebody chooses. */
export async function photo(page, number, size) {
  const plain = await image(page, number, size);
  const told = [
    segment(0xe1, Buffer.from('Exif\0\0', 'latin1'), exif()),
    segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1'), Buffer.from(XMP)),
    segment(0xfe, Buffer.from(OWNER)),
  ];
  const buffer = Buffer.concat([plain.subarray(0, 2), ...told, plain.subarray(2)]);
  return { name: `IMG_${number}.jpg`, mimeType: 'image/jpeg', buffer };
}

/** The same as a WebP that says how it was held: browsers turn a JPEG by that, and a WebP not. */
export async function turnedWebp(page, number, { width, height }) {
  const plain = await image(page, number, { width, height, type: 'image/webp' });
  if (plain.subarray(12, 16).toString('latin1') !== 'VP8X') throw new Error('Chromium writes another WebP than it did');
  const told = exif();
  const head = Buffer.from('EXIF\0\0\0\0', 'latin1');
  head.writeUInt32LE(told.length, 4);
  const buffer = Buffer.concat([plain, head, told]);
  buffer[20] |= 8; // it tells how it was taken
  buffer.writeUInt32LE(buffer.length - 8, 4);
  return { name: `IMG_${number}.webp`, mimeType: 'image/webp', buffer };
}

/** A record with so many photos, of which somebody took `before` already; `then` comes before it is handed in. */
export async function withPhotos(teacher, topic, count, { before = 0, then = async () => {} } = {}) {
  await teacher.begin('activity');
  await teacher.fillActivity({ topic, place: '学区|xuequ', people: ['孙梅'] });
  const files = [];
  for (let number = 1; number <= count; number += 1) files.push(await photo(teacher.page, before + number));
  await teacher.at('picture-pick').setInputFiles(files);
  await teacher.at('picture-held').nth(count - 1).waitFor();
  await teacher.at('picture-busy').waitFor({ state: 'detached' });
  await teacher.at('picture-caption').nth(1).fill('分组讨论');
  await then();
  await teacher.handIn();
}

/** What a photo looks like that stands right side up: the camera was held upright, its left is the top. */
export const UPRIGHT = ['green', 'red', 'yellow', 'blue'];

/** What a picture at an address looks like: its size and its corners, from the upper left one row by row. */
export function looked(page, address) {
  return page.evaluate(async (url) => {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0);
    const names = { red: [208, 32, 32], blue: [32, 32, 208], green: [32, 160, 32], yellow: [208, 192, 32] };
    const colour = ([across, down]) => {
      const seen = pen.getImageData(Math.floor(picture.width * across), Math.floor(picture.height * down), 1, 1).data;
      return Object.keys(names).find((name) => names[name].every((part, at) => Math.abs(part - seen[at]) < 40));
    };
    const corners = [[0.05, 0.05], [0.95, 0.05], [0.05, 0.95], [0.95, 0.95]].map(colour);
    return { width: picture.width, height: picture.height, corners };
  }, address);
}
