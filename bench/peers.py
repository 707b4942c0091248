"""What the portal is measured against, out of .venv/peers: apart, since a peer has the name of an app of ours."""

import importlib
import sys
from pathlib import Path

from .registry import CannotMeasure

PEERS = Path(sys.prefix) / "peers"


def hospital_resident() -> type:
    """`HospitalResident` of the package `matching` from PyPI, next to the app of the same name."""
    if not (PEERS / "matching").is_dir():
        raise CannotMeasure("the packages of requirements/peers.txt are not installed")
    ours = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "matching"}
    for name in ours:
        del sys.modules[name]
    sys.path.insert(0, str(PEERS))
    try:
        return importlib.import_module("matching.games").HospitalResident
    finally:
        sys.path.remove(str(PEERS))
        for name in [name for name in sys.modules if name.partition(".")[0] == "matching"]:
            del sys.modules[name]
        sys.modules.update(ours)
