"""The register as a file, in the format that was asked for."""

from collections.abc import Iterator

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone

from mkbroute.exports.delimited import write_csv
from mkbroute.exports.opendocument import MEDIA_TYPE as ODS
from mkbroute.exports.opendocument import write_ods
from mkbroute.exports.records import write_json
from mkbroute.exports.tables import Sheet
from mkbroute.exports.workbook import write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX, "ods": ODS, "json": "application/json"}


def written(sheet: Sheet, file_format: str, head: dict[str, str]) -> Iterator[bytes]:
    if file_format == "json":
        return write_json(sheet, head=head)
    if file_format == "xlsx":
        return write_xlsx([sheet])
    return write_ods(sheet) if file_format == "ods" else write_csv(sheet)


def download(content: Iterator[bytes], file_format: str, name: str, **headers: str) -> StreamingHttpResponse:
    """`name` without a suffix; the day is put behind it."""
    disposition = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{file_format}"'
    headers["Content-Disposition"] = disposition
    return StreamingHttpResponse(content, content_type=TYPES[file_format], headers=headers)


def require_format(file_format: str, *, among: tuple[str, ...] = tuple(TYPES)) -> None:
    if file_format not in among:
        raise Http404
