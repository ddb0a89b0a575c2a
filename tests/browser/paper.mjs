// Papers as a copier or a phone's scanner makes them: a PDF of one photographed page, with tables that fit.

/** A PDF with these objects, each a list of texts and bytes; the first is its catalogue. */
function pdf(objects, { trailer = '' } = {}) {
  const parts = [Buffer.from('%PDF-1.5\n')];
  const places = [];
  let length = parts[0].length;
  const add = (...more) => {
    for (const part of more.map((one) => Buffer.from(one))) {
      parts.push(part);
      length += part.length;
    }
  };
  objects.forEach((object, at) => {
    places.push(length);
    add(`${at + 1} 0 obj\n`, ...object, '\nendobj\n');
  });
  const start = length;
  const lines = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`);
  const count = objects.length + 1;
  add(`xref\n0 ${count}\n0000000000 65535 f \n${lines.join('')}trailer\n<< /Size ${count} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`);
  return Buffer.concat(parts);
}

/** A page that is one photo, as it came from the camera. */
export function scanned(photo, { width, height, more = [], catalogue = '', trailer = '' }) {
  const content = Buffer.from(`q 595 0 0 842 0 0 cm /Page1 Do Q`);
  return pdf([
    [`<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    ['<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Page1 5 0 R >> >> >>'],
    [`<< /Length ${content.length} >>\nstream\n`, content, '\nendstream'],
    [`<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${photo.length} >>\nstream\n`, photo, '\nendstream'],
    ...more,
  ], { trailer });
}

/** A chosen file. */
export const asFile = (name, buffer) => ({ name, mimeType: 'application/pdf', buffer });
