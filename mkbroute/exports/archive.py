"""A ZIP with an index, put together on disk: however many files there are, one at a time is in memory.

The same content gives the same bytes: names are sorted and every file bears the same date.
"""

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import render_to_string
from django.utils.text import slugify

from .tables import Value

FORMAT = "mkb-route bestanden 1"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP knows
PLAIN_FILE = 0o100644 << 16
UNIX = 3
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
STYLE = "stijl.css"
INDEXES = ("index.html", "index.json", STYLE)


@dataclass(frozen=True)
class Entry:
    path: str
    about: str
    sha256: str
    size: int  # bytes


@dataclass(frozen=True)
class Section:
    """Something to read: facts (label, value), or a table."""

    title: str
    lead: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: Sequence[Sequence[Value]] = ()
    empty: str = ""


class Archive:
    """Files are added in any order; `pack` writes them, sorted, with an index to read and one for machines."""

    def __init__(self, folder: Path, *, title: str, asked_by: str, made_at: datetime) -> None:
        self.folder = folder
        self.title = title
        self.asked_by = asked_by
        self.made_at = made_at
        self.entries: dict[str, Entry] = {}
        self.sections: list[Section] = []

    def add(self, path: str, content: bytes | Iterable[bytes], about: str) -> Entry:
        """Raises ValueError for a path that is taken, or that leads out of the archive."""
        if path in self.entries or not all(SAFE.fullmatch(name) for name in path.split("/")):
            raise ValueError(f"not a path for a new file: {path!r}")
        digest, size = sha256(), 0
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            for chunk in [content] if isinstance(content, bytes) else content:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.entries[path] = Entry(path, about, digest.hexdigest(), size)
        return self.entries[path]

    def add_json(self, path: str, said: object, about: str) -> Entry:
        return self.add(path, json.dumps(said, ensure_ascii=False, indent=1, default=str).encode(), about)

    def add_page(self, path: str, title: str, sections: Iterable[Section], about: str) -> Entry:
        """To read in a browser, without a connection."""
        depth = path.count("/")
        context = {"title": title, "sections": list(sections), "root": "../" * depth, "style": STYLE}
        return self.add(path, render_to_string("exports/page.html", context).encode(), about)

    def tell(self, *sections: Section) -> None:
        """In the index itself, above the files."""
        self.sections += sections

    def pack(self, target: Path) -> None:
        files = sorted(self.entries.values(), key=lambda entry: entry.path)
        self.add(STYLE, render_to_string("exports/page.css").encode(), "Hoe de pagina's eruitzien")
        self.add_json("index.json", self._index(files), "Dezelfde lijst, voor computers")
        self.add("index.html", self._page(files).encode(), "Wat er in deze map staat")
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for path in sorted(self.entries):
                self._write(archive, path)

    def _write(self, archive: ZipFile, path: str) -> None:
        head = ZipInfo(path, EPOCH)
        head.compress_type, head.external_attr, head.create_system = ZIP_DEFLATED, PLAIN_FILE, UNIX
        with (self.folder / path).open("rb") as source, archive.open(head, "w", force_zip64=True) as entry:
            shutil.copyfileobj(source, entry)

    def _index(self, files: list[Entry]) -> dict:
        return {
            "format": FORMAT,
            "title": self.title,
            "asked_by": self.asked_by,
            "made_at": self.made_at.isoformat(),
            "files": [
                {"path": file.path, "about": file.about, "sha256": file.sha256, "size": file.size} for file in files
            ],
        }

    def _page(self, files: list[Entry]) -> str:
        folders: dict[str, list[Entry]] = {}
        for file in files:
            folders.setdefault(file.path.rpartition("/")[0], []).append(file)
        context = {
            "title": self.title,
            "asked_by": self.asked_by,
            "made_at": self.made_at,
            "sections": self.sections,
            "folders": sorted(folders.items()),
            "root": "",
            "style": STYLE,
        }
        return render_to_string("exports/index.html", context)


def safe_name(text: str, suffix: str = "") -> str:
    """For a path: "Overeenkomst Joris Kok" becomes "overeenkomst-joris-kok"."""
    return (slugify(text)[:80].strip("-_") or "bestand") + suffix
