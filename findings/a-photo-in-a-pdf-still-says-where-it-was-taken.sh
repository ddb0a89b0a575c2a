#!/bin/sh
# What:  A photo put into a PDF keeps its place (GPS in EXIF) or loses it by the program that makes the PDF, and nothing in
#        the PDF's own properties says so. img2pdf and fpdf2 copy the JPEG as it came from the camera, and so it stays when
#        qpdf (pikepdf) writes the file anew with everything else packed. reportlab copies it too, but wraps it in ASCII85:
#        a search for "Exif" in the file finds nothing, and whoever takes the picture out of the page reads the place all
#        the same. Only Pillow draws the picture anew, without it.
# Why it matters: "we take places out of photos" is not so while scans are taken as they are. Where the JPEG lies there
#        unpacked it can be blanked in place, byte for byte, without writing the PDF's tables anew; a file in which no
#        "Exif" is found is not one without a place.
# Seen in: img2pdf 0.6.1, fpdf2 2.8.9, pikepdf 10.18.0, reportlab 5.1.0, Pillow 13.0.0; read by pypdf 7.1.1 and piexif 1.1.3.
# Exits with an error when any of this changes. Needs python3 with venv and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check img2pdf==0.6.1 fpdf2==2.8.9 pikepdf==10.18.0 reportlab==5.1.0 \
  pillow==13.0.0 pypdf==7.1.1 piexif==1.1.3
venv/bin/python - <<'PY'
import img2pdf, pikepdf, piexif
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfgen import canvas

gps = {piexif.GPSIFD.GPSLatitudeRef: "N", piexif.GPSIFD.GPSLatitude: ((34, 1), (12, 1), (0, 1))}
picture = Image.linear_gradient("L").resize((800, 600)).convert("RGB")
picture.save("photo.jpg", exif=piexif.dump({"GPS": gps}))

open("img2pdf.pdf", "wb").write(img2pdf.convert("photo.jpg"))
pikepdf.open("img2pdf.pdf").save("qpdf.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
paper = FPDF()
paper.add_page()
paper.image("photo.jpg", w=100)
paper.output("fpdf2.pdf")
drawn = canvas.Canvas("reportlab.pdf")
drawn.drawImage("photo.jpg", 0, 0, 400, 300)
drawn.save()
Image.open("photo.jpg").save("pillow.pdf")


def tells(name):
    reader = PdfReader(name)
    properties = " ".join(f"{key} {value}" for key, value in (reader.metadata or {}).items())
    assert "GPS" not in properties, properties
    stream = next(iter(reader.pages[0]["/Resources"]["/XObject"].values())).get_object()
    taken_out = stream.get_data()
    lies_open = b"Exif\0\0" in open(name, "rb").read()
    return lies_open, b"Exif\0\0" in taken_out and bool(piexif.load(taken_out).get("GPS"))


expected = {
    "img2pdf": (True, True),
    "qpdf": (True, True),
    "fpdf2": (True, True),
    "reportlab": (False, True),
    "pillow": (False, False),
}
for name, said in expected.items():
    found = tells(f"{name}.pdf")
    if found != said:
        raise SystemExit(f"no longer so: {name}: lies open, says its place: {found}, and not {said}")
    print(f"as said: {name}.pdf: its photo lies open: {found[0]}, says where it was taken: {found[1]}")
PY
