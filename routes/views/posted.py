from uuid import UUID, uuid4

from django.http import HttpRequest, QueryDict

NOTHING = "-"


def posted(request: HttpRequest) -> QueryDict | None:
    """For a form: an empty POST is an answer too."""
    return request.POST if request.method == "POST" else None


def sent_key(request: HttpRequest) -> UUID:
    """Of a form that makes something: the same form sent again carries the same key, and makes nothing more."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def seen(request: HttpRequest, now: str) -> str:
    """The revision that whoever saves was looking at; without one it is no revision there is."""
    return request.POST.get("seen") or NOTHING if request.method == "POST" else now
