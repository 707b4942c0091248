"""The code on every page of a sealed document: a telephone reads what this paper is, without the file."""

from base64 import b64encode
from io import BytesIO

import segno

DOTS_PER_INCH = 150  # some 14 mm for an address of ours
FROM_THE_EDGE_MM = 9  # printers leave up to 8 mm white


def on_every_page(address: str) -> str:
    """A stylesheet. In the margin, so not read aloud: the address stands among the evidence in words."""
    return (
        f'@page {{ @bottom-right-corner {{ content: url("{_image(address)}"); image-resolution: {DOTS_PER_INCH}dpi;'
        f" vertical-align: top; text-align: right; padding: 3mm {FROM_THE_EDGE_MM}mm 0 0 }}"
        " @bottom-right { padding-right: 5mm } }"
    )


def _image(address: str) -> str:
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=2, border=0)
    return "data:image/png;base64," + b64encode(picture.getvalue()).decode()
