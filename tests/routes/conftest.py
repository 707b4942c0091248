import pytest

from mkbroute.access.actor import acting_as

from . import scene as scenes


@pytest.fixture
def scene(db):
    return scenes.scene()


@pytest.fixture
def coordinator(scene):
    """The scene, through the eyes of its coordinator."""
    with acting_as(scene.coordinator.actor):
        yield scene
