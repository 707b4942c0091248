"""What is served: built, small, and free of what the Content-Security-Policy forbids."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
VENDOR = STATIC / "vendor"
PAGE_LIMIT_BYTES = 90_000  # of a page's 100 kB; the rest is for its HTML
SERVED = [path for path in VENDOR.rglob("*") if path.suffix in (".css", ".js", ".svg") and path.name != "pdf.css"]
TEMPLATES = [
    path
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    if not {"mail", "pdf"} & set(path.relative_to(settings.BASE_DIR).parts)
]


def packed(path: Path) -> int:
    return len(path.read_bytes()) if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes()))


def test_first_visit_is_light():
    files = ["portal.css", "htmx.js", "portal.js", "icons.svg", "fonts/text.woff2"]
    assert sum(packed(VENDOR / name) for name in files) < PAGE_LIMIT_BYTES


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_nothing_points_elsewhere(path):
    text = re.sub(r"http://www\.w3\.org/\S+", "", path.read_text())
    assert "url(data:" not in text.replace('"', "")
    assert "sourceMappingURL" not in text
    assert path.suffix == ".js" or "http" not in text


def test_what_is_served_was_built_from_the_sources():
    digest = hashlib.sha256()
    for path in sorted(str(path) for path in (STATIC / "src").rglob("*") if path.is_file()):
        digest.update(Path(path).read_bytes())
    assert (VENDOR / "built-from.sha256").read_text().strip() == digest.hexdigest(), "make static"


def test_style_sheet_refers_to_files_that_are_there():
    names = re.findall(r'url\("?([^")]+)"?\)', (VENDOR / "portal.css").read_text())
    assert [name for name in names if not (VENDOR / name).is_file()] == []


def test_every_icon_asked_for_is_drawn():
    drawn = set(re.findall(r'symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text()))
    asked = set()
    for path in TEMPLATES:
        asked |= set(re.findall(r"""\{% icon ["']([^"']+)|icon=["']([^"']+)""", path.read_text()))
    code = (Path(settings.BASE_DIR) / "mkbroute/design/templatetags/design.py").read_text()
    named = set(re.findall(r"_ICONS = (\{.*?\})", code, re.DOTALL))
    asked_by_code = {value for block in named for value in re.findall(r': "([^"]+)"', block)}
    assert {name for pair in asked for name in pair if name} | asked_by_code <= drawn


def test_every_licence_is_along():
    text = (VENDOR / "LICENCES.txt").read_text()
    for name in ("bootstrap", "htmx.org", "lucide-static", "atkinson-hyperlegible-next"):
        assert name in text


def test_lock_file_names_no_registry():
    lock = json.loads((Path(settings.BASE_DIR) / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


INLINE = re.compile(
    r"""<style|<script(?![^>]*(\bsrc=|type="application/(ld\+)?json"))|\sstyle=|\son[a-z]+=|javascript:"""
)


def test_no_template_has_inline_script_or_style():
    bare = {path: re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL) for path in TEMPLATES}
    assert [str(path) for path, text in bare.items() if INLINE.search(text)] == []
