"""A migrated database cluster, kept under var/ between runs: migrating takes as long as many tests.

It is found again by the content of everything that migrating depends on, so a clean checkout always migrates.
"""

import hashlib
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "var" / "test-clusters"
PACKAGES = ("mkbroute", "routes", "matching", "agreements", "surveys")
MIGRATIONS_MAY_READ = (".json", ".csv", ".sql")
PARTS = ("migrations", "access")  # folders


def take(folder: Path) -> None:
    """Copy the kept cluster, if there is one, to `folder`."""
    kept = _place()
    if kept.exists():
        try:
            _copy(kept, folder)
        except OSError:  # another run replaced it meanwhile
            shutil.rmtree(folder, ignore_errors=True)


def keep(folder: Path) -> None:
    """Keep the cluster in `folder`, of which the server has stopped, in the place of older ones."""
    place = _place()
    if place.exists():
        return
    for older in KEPT.glob("[!.]*"):
        shutil.rmtree(older, ignore_errors=True)
    unfinished = KEPT / f".{os.getpid()}"
    _copy(folder, unfinished)
    unfinished.rename(place)


def _place() -> Path:
    seen = hashlib.sha256(sys.version.encode())
    for path in sorted(_sources()):
        seen.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return KEPT / seen.hexdigest()[:16]


def _sources() -> list[Path]:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    named = [ROOT / "requirements" / "test.txt", ROOT / "mkbroute" / "embedded.py", ROOT / "mkbroute" / "cluster.py"]
    return named + [path for path in files if path.suffix in MIGRATIONS_MAY_READ or _is_migration(path)]


def _is_migration(path: Path) -> bool:
    return path.suffix == ".py" and any(part in PARTS for part in path.relative_to(ROOT).parts[:-1])


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    status = source.stat()
    for path in (target, *target.rglob("*")):
        os.chown(path, status.st_uid, status.st_gid)
