from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.utils.formats import number_format

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


def counted(page: Page, one: str, many: str) -> str:
    """As in: 1 aanmelding, 312 aanmeldingen."""
    count = page.paginator.count
    return f"{number_format(count, force_grouping=True)} {one if count == 1 else many}"
