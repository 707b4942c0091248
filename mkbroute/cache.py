"""Redis as a cache that may go away: pages keep working, and limits on trying codes then hold per process."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

PAUSE_SECONDS = 10  # a Redis that does not answer costs every call its timeout

logger = logging.getLogger(__name__)


class RedisOrMemoryCache(RedisCache):
    paused_until = 0.0  # of the process: the cache of every thread asks the same Redis

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache("without-redis", {"MAX_ENTRIES": 10_000})


def _with_fallback(name: str) -> Callable[..., Any]:
    in_redis, in_memory = getattr(RedisCache, name), getattr(LocMemCache, name)

    def call(self: RedisOrMemoryCache, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= RedisOrMemoryCache.paused_until:
            try:
                return in_redis(self, *args, **kwargs)
            except RedisError:
                logger.exception("Redis does not answer; the cache is in memory for %s seconds", PAUSE_SECONDS)
                RedisOrMemoryCache.paused_until = time.monotonic() + PAUSE_SECONDS
        return in_memory(self._memory, *args, **kwargs)

    return call


for _name in "add get set touch delete get_many has_key incr set_many delete_many clear".split():
    setattr(RedisOrMemoryCache, _name, _with_fallback(_name))
