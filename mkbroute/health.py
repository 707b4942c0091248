"""/healthz: can this web process do its work? For the supervisor, a load balancer, a monitor.

A middleware before all others: it answers on any host name and without TLS, and it still answers when the database is
gone, which no view could.
"""

import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

PATH = "/healthz"


def health_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        return _health() if request.path == PATH else get_response(request)

    return middleware


def _health() -> JsonResponse:
    answers = {"database": _answers(_ask_database), "redis": _answers(_ask_redis)}
    healthy = all(answers.values())
    report = {name: "ok" if answer else "down" for name, answer in answers.items()}
    return JsonResponse(report, status=200 if healthy else 503, headers={"Cache-Control": "no-store"})


def _answers(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except (Error, redis.RedisError) as error:
        logger.warning("health: %s", error)
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    # Not through the cache, which does without Redis when it must.
    seconds = {"socket_timeout": 1, "socket_connect_timeout": 1}
    with redis.Redis.from_url(settings.REDIS_URL, retry=Retry(NoBackoff(), 0), **seconds) as client:
        client.ping()
