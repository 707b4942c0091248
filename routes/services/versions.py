from mkbroute.access.tasks import wake
from routes import indicators, queries, versions
from routes.enums import Occasion
from routes.models import DossierVersion, Route


def freeze_dossier(route: Route, occasion: Occasion, *, who: str, reason: str = "") -> DossierVersion:
    """The dossier as it stands, for good. `route` is locked.

    A hogeschool has its figures counted now; the programme team, who see no people, use those of the last round.
    """
    if occasion == Occasion.REOPENED:
        figures = indicators.figures_kept(route.pk)
    else:
        figures = indicators.figures_now(route.pk, for_all=True)
    wake("routes.count_route", route.pk)
    content = versions.content_of(route, figures)
    last = queries.latest_version(route)
    return DossierVersion.objects.create(
        route=route,
        hogeschool_id=route.hogeschool_id,
        criteria_set=queries.criteria_set_of(route),
        number=last.number + 1 if last else 1,
        occasion=occasion,
        reason=reason,
        submitted_by=who,
        content=content,
        content_sha256=versions.fingerprint(content),
    )
