from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from mkbroute.documents.files import DocumentDamaged, keep_file, read_file


def place(content: bytes) -> Path:
    digest = sha256(content).hexdigest()
    return Path(default_storage.path(f"{digest[:2]}/{digest[2:4]}/{digest}"))


def test_kept_under_its_hash_for_its_owner_only():
    digest = keep_file(b"inhoud")

    assert digest == sha256(b"inhoud").hexdigest()
    assert read_file(digest) == b"inhoud"
    assert place(b"inhoud").read_bytes() == b"inhoud"
    assert place(b"inhoud").stat().st_mode & 0o077 == 0


def test_same_content_is_written_once():
    keep_file(b"twee keer")
    written = place(b"twee keer").stat()

    keep_file(b"twee keer")

    assert place(b"twee keer").stat().st_ino == written.st_ino


def test_sixteen_at_once():
    with ThreadPoolExecutor(16) as pool:
        digests = set(pool.map(keep_file, [b"tegelijk" * 10_000] * 16))

    assert len(digests) == 1
    assert list(place(b"tegelijk" * 10_000).parent.iterdir()) == [place(b"tegelijk" * 10_000)]


@pytest.mark.parametrize(
    "harm", [lambda path: path.write_bytes(b"anders"), Path.unlink, lambda path: path.write_bytes(b"")]
)
def test_harmed_file_is_never_passed_on(harm):
    digest = keep_file(b"heel")
    harm(place(b"heel"))

    with pytest.raises(DocumentDamaged, match=digest):
        read_file(digest)

    keep_file(b"heel")
    assert read_file(digest) == b"heel"


def test_full_disk_leaves_nothing_half():
    class Torn(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        default_storage.save("not/a/hash", Torn(b"half en heel"))

    assert list(Path(default_storage.path("not/a")).iterdir()) == []


def test_storage_that_gives_another_name(monkeypatch):
    """As a bucket that does not overwrite: somebody stored the same between the look and the save."""
    storage = type(default_storage._wrapped)

    def slow_save(self, name, content):
        place(b"zelfde").parent.mkdir(parents=True, exist_ok=True)
        place(b"zelfde").write_bytes(b"zelfde")
        other = f"{name}_x"
        Path(self.path(other)).write_bytes(b"zelfde")
        return other

    monkeypatch.setattr(storage, "_save", slow_save)

    assert read_file(keep_file(b"zelfde")) == b"zelfde"
    assert list(place(b"zelfde").parent.iterdir()) == [place(b"zelfde")]
