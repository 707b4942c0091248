import pytest

from mkbroute.access.actor import acting_as
from tests.built_once import built_once

from . import scene as scenes

scene = built_once(scenes.scene)


@pytest.fixture
def coordinator(scene):
    """The scene, through the eyes of its coordinator."""
    with acting_as(scene.coordinator.actor):
        yield scene
