// Photos as phones take them, made here: drawn by the browser, with a head that says how the phone was held, where and with
// what.

/** A JPEG of a landscape camera, red on the left, blue on the right, another one for each number. */
async function drawn(page, number, { width = 3_000, height = 2_000 } = {}) {
  const base64 = await page.evaluate(async ([n, w, h]) => {
    const canvas = new OffscreenCanvas(w, h);
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#d02020';
    pen.fillRect(0, 0, w / 2, h);
    pen.fillStyle = '#2020d0';
    pen.fillRect(w / 2, 0, w / 2, h);
    pen.fillStyle = '#ffffff';
    for (let at = 0; at < 400; at += 1) pen.fillRect((at * 97 * n) % w, (at * 61 + n * 13) % h, 9, 9);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }, [number, width, height]);
  return Buffer.from(base64, 'base64');
}

/** An EXIF segment: the phone was turned by 90°, its maker, and a place in a village. */
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
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** A photo as a file that somebody chooses. */
export async function photo(page, number, size) {
  const plain = await drawn(page, number, size);
  const buffer = Buffer.concat([plain.subarray(0, 2), exif(), plain.subarray(2)]);
  return { name: `IMG_${number}.jpg`, mimeType: 'image/jpeg', buffer };
}

/** What a picture at an address looks like: its size and the colours of its upper and lower part. */
export function looked(page, address) {
  return page.evaluate(async (url) => {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0);
    const colour = (part) => {
      const [red, , blue] = pen.getImageData(Math.floor(picture.width / 2) + 3, Math.floor(picture.height * part), 1, 1).data;
      return red > blue ? 'red' : 'blue';
    };
    return { width: picture.width, height: picture.height, upper: colour(0.2), lower: colour(0.8) };
  }, address);
}
