import pytest

from mkbroute.documents import keys

from . import scenes


@pytest.fixture(scope="session")
def demo_key() -> bytes:
    """Made once: it takes a second."""
    return keys.authority.demo_seal("")


@pytest.fixture
def seal_key(settings, tmp_path, demo_key):
    """The portal of this test seals with a demo key, and keeps its files in a folder of its own."""
    path = tmp_path / "seal.p12"
    path.write_bytes(demo_key)
    settings.SEAL_KEY_FILE, settings.SEAL_KEY_PASSWORD, settings.DEMO = str(path), "", True
    keys._load.cache_clear()
    yield path
    keys._load.cache_clear()


@pytest.fixture
def everybody_at_once(db):
    """Of a template that says so: no turn has to be waited for."""
    scenes.use_order("parallel")
