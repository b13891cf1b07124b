"""Reads every barcode of PNG files: python3 decode.py FILE.png ...

Prints a line a symbol: file, symbology, AIM identifier, contents as JSON (separators as \\u001d), y of its top.
Needs the PyPI packages zxing-cpp (tried: 3.1.1) and pillow.
"""

import json
import sys

import zxingcpp
from PIL import Image

for path in sys.argv[1:]:
    image = Image.open(path).convert("L")
    for found in zxingcpp.read_barcodes(image, text_mode=zxingcpp.TextMode.Plain):
        top = found.position.top_left.y
        text = json.dumps(found.text, ensure_ascii=False)
        print("\t".join([path, str(found.format), found.symbology_identifier, text, str(top)]))
