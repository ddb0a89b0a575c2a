#!/bin/sh
# What:  Chromium turns a JPEG and a PNG by the orientation in their EXIF, in an <img> and in createImageBitmap, and does not
#        turn a WebP that says the same. The three files here are one picture, written by one library with one EXIF block
#        (orientation 6, a phone held upright): two come out 600 x 800, the WebP 800 x 600.
# Why it matters: whoever shrinks photos through a canvas and drops the EXIF (as one must, for the place in it) keeps such a
#        WebP lying on its side for ever. The EXIF part stands behind the picture in a WebP: its head alone does not tell.
# Seen in: Chromium 148.0.7778.167 (Debian), files by Pillow 13.0.0, driven by playwright-core 1.60.0.
# Exits with an error when any of this changes. Needs node, npm, python3 with venv, PyPI, and Chromium ($CHROMIUM or on
# the path).
set -eu
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pillow==13.0.0
npm init --yes > /dev/null
npm install --silent --no-fund --no-audit playwright-core@1.60.0
venv/bin/python - <<'PY'
from PIL import Image

picture = Image.linear_gradient("L").resize((800, 600)).convert("RGB")
exif = Image.Exif()
exif[0x0112] = 6
for kind in ["jpeg", "png", "webp"]:
    picture.save(f"picture.{kind}", exif=exif)
PY
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox', '--disable-background-networking'] });
const page = await browser.newPage();
const expected = { jpeg: '600x800', png: '600x800', webp: '800x600' };
for (const [kind, size] of Object.entries(expected)) {
  const seen = await page.evaluate(async ([base64, type]) => {
    const blob = new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], { type });
    const bitmap = await createImageBitmap(blob);
    const image = new Image();
    image.src = URL.createObjectURL(blob);
    await image.decode();
    return [`${bitmap.width}x${bitmap.height}`, `${image.naturalWidth}x${image.naturalHeight}`];
  }, [readFileSync(`picture.${kind}`).toString('base64'), `image/${kind}`]);
  if (seen.some((one) => one !== size)) throw new Error(`no longer so: ${kind} is ${seen}`);
  console.log(`as said: ${kind} is ${size} for createImageBitmap and <img>`);
}
await browser.close();
JS
node finding.mjs "$chromium"
