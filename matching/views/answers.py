from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest, QueryDict

from ..services.refusal import Refusal


@contextmanager
def told(request: HttpRequest, success: str = "") -> Iterator[None]:
    """Does what was asked and says so; when the service refuses, says why. Either way the page goes on."""
    try:
        yield
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        if success:
            messages.success(request, success)


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a form that was sent; None makes it the page's first sight."""
    return request.POST if request.method == "POST" else None
