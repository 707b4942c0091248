"""The daily mail to the contact of a route: one for all her routes at a hogeschool, and nothing twice."""

from django.db import transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.timezone import localdate

from mkbroute.mail.links import absolute
from mkbroute.mail.services import post
from routes.models import Route

from ..alerts import News, untold
from ..enums import AlertKind
from ..models import Agreement, Alert
from ..own_days import company_today

# what waits for her comes first, what is only to know last
IN_ORDER = (AlertKind.ANSWERS, AlertKind.LINK, AlertKind.AGREEMENT, AlertKind.CONTRACT, AlertKind.CARD)


def contacts_of_routes() -> list[tuple[int, str]]:
    """With something agreed or drafted: hogeschool, and the address in lower case."""
    routes = Route.objects.filter(agreements__isnull=False).exclude(contact_email="").order_by()
    found = routes.annotate(address=Lower("contact_email")).values_list("hogeschool_id", "address")
    return sorted(set(found))


@transaction.atomic
def tell_contact(hogeschool_id: int, email: str) -> int:
    """Of how much she was told; at most one mail a day."""
    # locked until the commit: of two workers the second finds it told
    mine = Route.objects.filter(hogeschool=hogeschool_id, contact_email__iexact=email)
    routes = list(mine.select_for_update(of=("self",)).order_by("pk"))
    if not routes or Alert.objects.filter(hogeschool=hogeschool_id, email=email, sent_on=localdate()).exists():
        return 0
    news = untold(Agreement.objects.filter(route__in=routes))
    if news:
        Alert.objects.bulk_create([_row(each, email) for each in news])
        _post(routes[0], news)
    return len(news)


def _row(news: News, email: str) -> Alert:
    return Alert(
        agreement=news.agreement,
        hogeschool_id=news.agreement.hogeschool_id,
        organisation_id=news.agreement.organisation_id,
        student_id=news.agreement.student_id,
        email=email,
        kind=news.kind,
        subject=news.subject,
        day=news.day,
        days=news.days,
        sent_on=localdate(),
    )


def _page(news: News) -> str:
    return "ending" if news.kind == AlertKind.ANSWERS else "detail"


def _post(route: Route, news: list[News]) -> None:
    keys = {each.agreement.pk for each in news}
    companies = dict(Agreement.objects.filter(pk__in=keys).values_list("pk", company_today("pk")))
    rows = [
        (
            each,
            absolute(reverse(f"agreements:{_page(each)}", args=[each.agreement.public_id])),
            companies[each.agreement.pk],
        )
        for each in news
    ]
    groups = [(kind, [row for row in rows if row[0].kind == kind]) for kind in IN_ORDER]
    context = {
        "groups": [(kind, found) for kind, found in groups if found],
        "number": len(news),
        "stuck_url": absolute(reverse("agreements:stuck")),
        "hogeschool": route.hogeschool,
    }
    to = (route.contact_name, route.contact_email)
    post("daily_alerts", to=to, context=context, hogeschool_id=route.hogeschool_id)
