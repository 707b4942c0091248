from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .models import Document, RemovedFile
from .services import read


@require_safe
@never_cache
def download(request, public_id):
    """To whoever may see the row; everybody else gets a 404."""
    document = get_object_or_404(Document, public_id=public_id)
    gone = RemovedFile.objects.filter(document=document).first() if document.route_id else None
    if gone:
        return render(request, "documents/removed.html", {"document": document, "gone": gone}, status=410)
    return file_response(document)


def file_response(document: Document) -> HttpResponse:
    """Never shown inside the portal's own pages, whatever it says it is. Raises DocumentDamaged."""
    return HttpResponse(
        read(document),
        headers={
            "Content-Type": document.media_type,
            "Content-Disposition": content_disposition_header(True, document.name),
            "X-Content-Type-Options": "nosniff",
        },
    )
