"""The look of a hogeschool. What is stored is readable whatever colours were chosen (design/theme.py)."""

from hashlib import sha256
from io import BytesIO

from PIL import Image

from mkbroute.design.theme import Theme, stylesheet
from mkbroute.documents.images import is_whole

from ..models import HouseStyle, Organisation

FORMATS = ["PNG", "JPEG"]
FORMER_KEPT = 20
MAX_BYTES = 200_000
MAX_SIDE = 4_000  # pixels; more is no logo, and costs memory to unpack
SHOWN_WITHIN = (640, 200)  # twice the size on a page, for sharp screens


class LogoRefused(Exception):
    """The message is for whoever chose the file, in Dutch."""


def set_house_style(
    organisation: Organisation, *, brand: str, accent: str, radius_px: int, logo: bytes | None, keep_logo: bool = False
) -> Theme:
    """Store colours and logo with the stylesheet made of them. `keep_logo`: the one there is stays.

    Raises LogoRefused.
    """
    theme = stylesheet(brand, accent, radius_px)
    style = HouseStyle.objects.filter(organisation=organisation).first() or HouseStyle(organisation=organisation)
    if not keep_logo:
        style.logo = clean_logo(logo) if logo else None
        style.logo_type = "image/png" if logo else ""
    style.brand, style.accent, style.radius_px = brand.lower(), accent.lower(), radius_px
    sha = sha256(theme.css.encode() + bytes(style.logo or b"")).hexdigest()
    if style.sha and style.sha != sha:
        style.former = [*style.former, style.sha][-FORMER_KEPT:]
    style.css, style.sha = theme.css, sha
    style.save()
    return theme


def clean_logo(content: bytes) -> bytes:
    """The picture drawn anew as a small PNG: what else was in the file does not reach anybody. Raises LogoRefused."""
    if len(content) > MAX_BYTES:
        raise LogoRefused(f"Dit bestand is te groot. Kies een logo van hooguit {MAX_BYTES // 1000} kB.")
    try:
        picture = _opened(content).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise LogoRefused("Dit bestand is geen PNG of JPEG, of het is beschadigd. Kies een ander bestand.") from error
    picture.thumbnail(SHOWN_WITHIN)
    drawn = BytesIO()
    picture.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _opened(content: bytes) -> Image.Image:
    Image.open(BytesIO(content), formats=FORMATS).verify()
    picture = Image.open(BytesIO(content), formats=FORMATS)
    if not is_whole(content, picture.format or ""):
        raise ValueError("cut off")
    if max(picture.size) > MAX_SIDE:
        raise LogoRefused(f"Dit logo is te groot. Kies er een van hooguit {MAX_SIDE} bij {MAX_SIDE} pixels.")
    return picture
