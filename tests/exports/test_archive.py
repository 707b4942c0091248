"""A ZIP with an index: sorted, the same bytes for the same content, and to be read without a connection."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from zipfile import ZipFile

import pytest

from mkbroute.exports.archive import Archive, Section, safe_name

MADE_AT = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)


def archive(folder, files=(("b/twee.txt", b"twee"), ("a/een.txt", b"een"))) -> Archive:
    folder.mkdir()
    made = Archive(folder, title="Dossier van <Joris>", asked_by="Sanne de Wit", made_at=MADE_AT)
    for path, content in files:
        made.add(path, content, f"Bestand {path}")
    return made


def packed(tmp_path, name: str, **options):
    made = archive(tmp_path / name, **options)
    made.tell(Section("In het kort", facts=[("Naam", "Joris & Co")]))
    target = tmp_path / f"{name}.zip"
    made.pack(target)
    return target


def test_the_same_content_gives_the_same_bytes(tmp_path):
    turned = (("a/een.txt", b"een"), ("b/twee.txt", b"twee"))
    assert packed(tmp_path, "eerst").read_bytes() == packed(tmp_path, "dan", files=turned).read_bytes()


def test_names_are_sorted_and_dates_fixed(tmp_path):
    with ZipFile(packed(tmp_path, "map")) as found:
        names = found.namelist()
        assert names == sorted(names) == ["a/een.txt", "b/twee.txt", "index.html", "index.json", "stijl.css"]
        assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert found.testzip() is None


def test_both_indexes_tell_each_file_with_its_hash(tmp_path):
    with ZipFile(packed(tmp_path, "map")) as found:
        told = json.loads(found.read("index.json"))
        page = found.read("index.html").decode()
        for file in told["files"]:
            assert sha256(found.read(file["path"])).hexdigest() == file["sha256"]
            assert len(found.read(file["path"])) == file["size"]
            assert f'href="{file["path"]}"' in page
            assert file["sha256"] in page
    assert [file["path"] for file in told["files"]] == ["a/een.txt", "b/twee.txt"]
    assert told["made_at"] == "2026-09-01T10:00:00+00:00"


def test_the_index_reads_without_a_connection_and_escapes(tmp_path):
    with ZipFile(packed(tmp_path, "map")) as found:
        page = found.read("index.html").decode()
    assert "Dossier van &lt;Joris&gt;" in page
    assert "Joris &amp; Co" in page
    assert "http" not in page
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize(
    "path", ["", "../weg", "/etc/passwd", "a//b", "a/../b", ".verborgen", "a\\b", "naam met spatie"]
)
def test_a_path_stays_inside(tmp_path, path):
    with pytest.raises(ValueError, match="not a path"):
        archive(tmp_path / "map").add(path, b"x", "Niets")


def test_a_name_is_taken_once(tmp_path):
    made = archive(tmp_path / "map")
    with pytest.raises(ValueError, match="not a path"):
        made.add("a/een.txt", b"anders", "Nog eens")


def test_content_may_come_in_pieces(tmp_path):
    made = archive(tmp_path / "map")
    entry = made.add("groot.bin", (b"x" * 1000 for _ in range(1000)), "Groot")
    assert (entry.size, entry.sha256) == (1_000_000, sha256(b"x" * 1_000_000).hexdigest())


def test_pages_lower_down_find_the_style(tmp_path):
    made = archive(tmp_path / "map")
    made.add_page("a/b/lees.html", "Lees", [Section("Leeg", columns=["Iets"])], "Een pagina")
    page = (tmp_path / "map" / "a/b/lees.html").read_text()
    assert 'href="../../stijl.css"' in page
    assert "Hier is niets van." in page


def test_names_for_paths():
    assert safe_name("Overeenkomst Joris Kök / 2027", ".zip") == "overeenkomst-joris-kok-2027.zip"
    assert safe_name("…") == "bestand"
