"""To whom a public page speaks: ?voor= in its address."""

from django.http import HttpRequest

from .enums import Reader


def reader_of(request: HttpRequest) -> Reader:
    asked = request.GET.get("voor", "")
    return Reader(asked) if asked in Reader.values else Reader.STUDENT


def asked_by(reader: Reader) -> dict[str, str]:
    """The query that keeps the wording on the next page."""
    return {} if reader == Reader.STUDENT else {"voor": reader.value}
