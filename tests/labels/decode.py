"""Reads every barcode of PNG files and of the pages of PDF files: python3 decode.py FILE.png FILE.pdf ...

Prints a line a symbol: file, symbology, AIM identifier, contents as JSON (separators as \\u001d), y of its top.
Needs the PyPI packages zxing-cpp (tried: 3.1.1) and pillow, for PDF files pypdfium2.
"""

import json
import sys

import zxingcpp
from PIL import Image



def images(path):
    if not path.endswith(".pdf"):
        return [Image.open(path).convert("L")]
    import pypdfium2

    # 300 dots an inch, as an office printer makes.
    return [page.render(scale=300 / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(path)]


for path, image in ((path, image) for path in sys.argv[1:] for image in images(path)):
    for found in zxingcpp.read_barcodes(image, text_mode=zxingcpp.TextMode.Plain):
        top = found.position.top_left.y
        text = json.dumps(found.text, ensure_ascii=False)
        print("\t".join([path, str(found.format), found.symbology_identifier, text, str(top)]))
