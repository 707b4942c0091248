import pytest

from mkbroute.documents import keys, seal

from .authorities import running_authority
from .papers import agreement


@pytest.fixture(autouse=True, scope="session")
def demo_key(tmp_path_factory):
    """Made once: it takes a second."""
    return keys.authority.demo_seal("")


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path, demo_key):
    """The portal of this test seals with a demo key."""
    path = tmp_path / "seal.p12"
    path.write_bytes(demo_key)
    settings.SEAL_KEY_FILE, settings.SEAL_KEY_PASSWORD, settings.DEMO = str(path), "", True
    keys._load.cache_clear()
    seal._roots.cache_clear()
    seal.timestamper.cache_clear()
    yield path
    keys._load.cache_clear()


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    with running_authority(tmp_path_factory.mktemp("authority")) as authority:
        yield authority


@pytest.fixture
def with_time_stamps(settings, tmp_path, authority, own_key):
    """A key, time stamps and proof of non-revocation from the authority."""
    own_key.write_bytes(authority.pkcs12("seal"))
    roots = tmp_path / "roots.pem"
    roots.write_bytes(authority.root_pem())
    settings.SEAL_ROOTS_FILE, settings.TIMESTAMP_URL = str(roots), authority.timestamp_url
    yield authority
    authority.down.clear()


@pytest.fixture(scope="session")
def paper():
    return agreement()
