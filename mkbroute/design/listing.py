"""Lists: columns that sort, pages that turn."""

from collections.abc import Callable
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property

PER_PAGE = 25
MOST = 1_000  # rows that are counted: nobody turns forty pages, and counting 20,000 costs more than showing 25


class Column(NamedTuple):
    label: str
    key: str = ""  # in the query string: ?volgorde=key, ?volgorde=-key
    field: str = ""  # what order_by gets; "" for a column that does not sort
    numeric: bool = False
    sort: str = ""  # ascending | descending | "" when another column decides
    url: str = ""  # turns the order


def sorted_columns(request: HttpRequest, columns: list[Column], *, default: str) -> tuple[list[Column], str]:
    """The columns for {% table %} and the `order_by` that ?volgorde= asks for; nonsense gives the default."""
    fields = {column.key: column.field for column in columns if column.field}
    asked = request.GET.get("volgorde", default)
    if asked.removeprefix("-") not in fields:
        asked = default
    key, down = asked.removeprefix("-"), asked.startswith("-")
    turned = [_turned(request, column, column.key == key, down) if column.field else column for column in columns]
    return turned, ("-" if down else "") + fields[key]


def _turned(request: HttpRequest, column: Column, current: bool, down: bool) -> Column:
    to_descending = current and not down
    url = query_url(request, volgorde=f"-{column.key}" if to_descending else column.key, pagina=None)
    return column._replace(url=url, sort=("descending" if down else "ascending") if current else "")


def query_url(request: HttpRequest, **changes: str | int | None) -> str:
    """This page's address with some query parameters changed; None drops one."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


class BoundedPaginator(Paginator):
    """Counts and turns as far as MOST; `has_more`: there is more than that, to be found with a filter."""

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST)

    @property
    def has_more(self) -> bool:
        return self._found > MOST

    @cached_property
    def _found(self) -> int:
        rows = self.object_list
        return rows.order_by()[: MOST + 1].count() if isinstance(rows, QuerySet) else len(rows)


def searched(text: str) -> str:
    """What was typed to search for, on one line; without NUL, which PostgreSQL does not store."""
    return " ".join(text.replace("\x00", "").split())


def paginate(request: HttpRequest, rows: QuerySet[Any] | list[Any], per_page: int = PER_PAGE) -> Page[Any]:
    """The page that ?pagina= asks for; nonsense gives the first or the last."""
    return BoundedPaginator(rows, per_page).get_page(request.GET.get("pagina"))


def counted(page: Page[Any], one: str, many: str) -> str:
    """As in: 1 aanmelding, 312 aanmeldingen, meer dan 1.000 aanmeldingen."""
    count = page.paginator.count
    number = number_format(count, force_grouping=True)
    more = "Meer dan " if cast("BoundedPaginator", page.paginator).has_more else ""
    return f"{more}{number} {one if count == 1 else many}"


def addresses(view_name: str) -> Callable[[UUID], str]:
    """The addresses of a list's rows: resolving each of 25 anew is a twentieth of the page."""
    nobody = UUID(int=0)
    before, after = reverse(view_name, args=[nobody]).split(str(nobody))
    return lambda public_id: f"{before}{public_id}{after}"
