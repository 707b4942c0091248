"""Images, judged by what is in them."""

from io import BytesIO

from PIL import Image

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
MODES = ("1", "L", "LA", "P", "RGB", "RGBA")  # others have no place in a PDF/A with an RGB intent
MAX_PIXELS = 20_000_000  # 80 MB once unpacked


def image_type(content: bytes) -> str:
    """The media type of a PNG or JPEG of modest size. Raises ValueError for anything else."""
    return MEDIA_TYPES[_opened(content).format]


def _opened(content: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(content), formats=list(MEDIA_TYPES))  # reads the head only
    except (OSError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValueError("not a PNG or JPEG") from error
    if image.width * image.height > MAX_PIXELS:
        raise ValueError(f"more than {MAX_PIXELS} pixels")
    if image.mode not in MODES:
        raise ValueError(f"colours as {image.mode}")
    return image
