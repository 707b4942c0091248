"""Images, judged by what is in them."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg"}  # MPO: a telephone's JPEG with a twin
MODES = ("1", "L", "LA", "P", "RGB", "RGBA")  # others have no place in a PDF/A with an RGB intent
MAX_PIXELS = 20_000_000  # 80 MB once unpacked
AT_ONCE = 1_000_000  # bytes that are unpacked, to see that they are there
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
    if not is_whole(content, kind):
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


def is_whole(content: bytes, kind: str) -> bool:
    """All of its data is there. Pillow does not tell: WeasyPrint has it draw half a picture without a word."""
    if kind == "PNG":
        return _unpacks_to_its_end(content)
    return content.rfind(b"\xff\xd9") > content.rfind(b"\xff\xda")


def _unpacks_to_its_end(content: bytes) -> bool:
    """The pixels of a PNG are one deflate stream over its IDAT chunks (ISO/IEC 15948, 10)."""
    stream = zlib.decompressobj()
    try:
        for data in _pixels(content):
            stream.decompress(data, AT_ONCE)
            while stream.unconsumed_tail:
                stream.decompress(stream.unconsumed_tail, AT_ONCE)
    except (struct.error, zlib.error):
        return False
    return stream.eof


def _pixels(content: bytes) -> Iterator[bytes]:
    at = len(b"\x89PNG\r\n\x1a\n")
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind == b"IDAT":
            yield content[at + 8 : at + 8 + length]
        at += 12 + length  # the length, the kind and the checksum are 4 bytes each


def _written(image: Image.Image, kind: str) -> bytes:
    modes, fallback = (MODES, "RGBA") if kind == "PNG" else (("L", "RGB"), "RGB")
    if image.mode not in modes:
        image = image.convert(fallback)
    image.info = {name: value for name, value in image.info.items() if name == "transparency"}
    output = BytesIO()
    image.save(output, kind, quality=90)
    return output.getvalue()
