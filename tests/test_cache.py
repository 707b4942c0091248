import time

import pytest
from django.core.cache import caches
from django.test import override_settings

from mkbroute.cache import RedisOrMemoryCache

GONE = {"default": {"BACKEND": "mkbroute.cache.RedisOrMemoryCache", "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.fixture
def without_redis():
    with override_settings(CACHES=GONE):
        yield caches["default"]
        caches["default"].clear()


def test_with_redis_it_is_redis():
    cache = caches["default"]
    cache.set("a", 1)
    assert (cache.get("a"), cache._memory.get("a")) == (1, None)


def test_without_redis_it_still_counts(without_redis):
    assert without_redis.add("tries", 1)
    assert not without_redis.add("tries", 1)
    assert without_redis.incr("tries") == 2
    assert without_redis.get_many(["tries", "other"]) == {"tries": 2}
    without_redis.delete("tries")
    assert without_redis.get("tries", "none") == "none"


def test_a_redis_that_is_gone_is_not_asked_every_time(without_redis, caplog):
    without_redis.get("a")
    without_redis.get("b")
    assert len(caplog.records) == 1
    assert RedisOrMemoryCache.paused_until > time.monotonic()


def test_a_redis_that_is_back_is_used():
    with override_settings(CACHES=GONE):
        caches["default"].set("meanwhile", 1)
    RedisOrMemoryCache.paused_until = 0.0
    caches["default"].set("b", 2)
    assert caches["default"].get("b") == 2
    assert caches["default"]._memory.get("b") is None
