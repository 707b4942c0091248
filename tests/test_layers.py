"""`make lint` keeps the floors apart; this keeps a new app from standing outside the house."""

import tomllib

from django.apps import apps
from django.conf import settings

CONFIGURATION = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]


def test_every_app_of_ours_has_a_floor():
    floors = next(contract for contract in CONFIGURATION["contracts"] if contract["id"] == "floors")
    named = {module.strip() for layer in floors["layers"] for module in layer.split(":")}
    ours = {app.name for app in apps.get_app_configs() if app.name.partition(".")[0] in CONFIGURATION["root_packages"]}
    assert ours <= named


def test_every_package_of_ours_is_looked_at():
    packages = {path.parent.name for path in settings.BASE_DIR.glob("*/apps.py")} | {"mkbroute"}
    assert packages == set(CONFIGURATION["root_packages"])
