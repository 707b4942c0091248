"""Images, judged by what is in them."""

import struct
from io import BytesIO

from PIL import Image, ImageOps

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg"}  # MPO: a telephone's JPEG with a twin
MODES = ("1", "L", "LA", "P", "RGB", "RGBA")  # others have no place in a PDF/A with an RGB intent
MAX_PIXELS = 20_000_000  # 80 MB once unpacked
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, KeyError, IndexError, TypeError, MemoryError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def image_type(content: bytes) -> str:
    """The media type of a PNG or JPEG of modest size. Raises ValueError for anything else."""
    return MEDIA_TYPES[_opened(content).format or ""]


def printable_type(content: bytes) -> str:
    """The media type of an image that can stand in a document. Raises ValueError for anything else."""
    image = _opened(content)
    if image.mode not in MODES:
        raise ValueError(f"colours as {image.mode}")
    return MEDIA_TYPES[image.format or ""]


def plain_image(content: bytes) -> bytes:
    """The picture, upright, in colours for screens, and nothing else: no place, no camera, nothing behind its end.

    Raises ValueError when it is not whole.
    """
    image = _opened(content)
    kind = "PNG" if image.format == "PNG" else "JPEG"
    if not _is_whole(content, kind):
        raise ValueError("cut off")
    try:
        return _written(ImageOps.exif_transpose(image), kind)
    except BROKEN as error:
        raise ValueError("cannot be drawn") from error


def _opened(content: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(content), formats=["PNG", "JPEG"])  # reads the head only
    except (*BROKEN, *BOMBS) as error:
        raise ValueError("not a PNG or JPEG") from error
    if image.width * image.height > MAX_PIXELS:
        raise ValueError(f"more than {MAX_PIXELS} pixels")
    return image


def _is_whole(content: bytes, kind: str) -> bool:
    """Its end comes after its data. Pillow does not tell: WeasyPrint has it draw half a picture without a word."""
    data, end = (b"IDAT", b"IEND") if kind == "PNG" else (b"\xff\xda", b"\xff\xd9")
    return content.rfind(end) > content.rfind(data)


def _written(image: Image.Image, kind: str) -> bytes:
    modes, fallback = (MODES, "RGBA") if kind == "PNG" else (("L", "RGB"), "RGB")
    if image.mode not in modes:
        image = image.convert(fallback)
    image.info = {name: value for name, value in image.info.items() if name == "transparency"}
    output = BytesIO()
    image.save(output, kind, quality=90)
    return output.getvalue()
