"""Demand and supply, for the programme team; and for a hogeschool, of its own routes."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mkbroute.design.listing import paginate
from mkbroute.exports.delimited import write_csv
from mkbroute.organisations.access import hat_required
from mkbroute.organisations.enums import Kind
from routes.views.files import download

from .. import demand_supply as reads


@require_safe
@hat_required(Kind.PROGRAMME, Kind.HOGESCHOOL)
def demand_and_supply(request):
    found = _found(request)
    context = {"found": found, "page": paginate(request, found.routes), "ours": request.hat.kind == Kind.HOGESCHOOL}
    return render(request, "matching/demand_supply.html", context)


@require_safe
@hat_required(Kind.PROGRAMME, Kind.HOGESCHOOL)
def export(request):
    return download(write_csv(reads.sheet(_found(request))), "csv", "vraag-en-aanbod")


def _found(request) -> reads.DemandSupply:
    return reads.demand_and_supply(rounded=request.hat.kind == Kind.PROGRAMME)
