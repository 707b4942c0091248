"""Of which days who acts for a company may speak: another company may have taken over by an addendum. It is the rule of
the database (portal.at_own_company), which also guards what is written; whoever is no company may speak of each day."""

from datetime import date, timedelta

from django.db import connection
from django.db.models import BooleanField, CharField, DateField, Expression, F, Func, Value
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from .consolidated import in_force, settled_end, that_hold
from .enums import Role, State
from .models import Addendum, Agreement
from .weeks import Weeks, weeks_of

ELSEWHERE = (
    "De student leerde toen bij een ander bedrijf: dat legt vast wat daar gebeurde. "
    "Klopt er iets niet? Neem contact op met {}."
)


class OtherCompany(Exception):
    """Of days at another company than the one who writes speaks for. The sentence says in Dutch what to do. Nothing was
    written."""


def at_own_company(agreement: Agreement, day: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.at_own_company(%s, %s)", [agreement.pk, day])
        (found,) = cursor.fetchone()
    return found


def require_own_days(agreement: Agreement, *days: date) -> None:
    """Raises OtherCompany. `agreement` comes with its hogeschool."""
    if not all(at_own_company(agreement, day) for day in days):
        raise OtherCompany(ELSEWHERE.format(agreement.hogeschool.name))


def next_takeover(agreement: Agreement) -> date | None:
    """The first day of the company that takes over by an addendum that everybody signed, where that lies ahead."""
    moves = agreement.addenda.filter(state=State.SEALED, parties__contains=[{"role": Role.LEAVING}])
    ahead = that_hold(agreement, moves.filter(effective_on__gt=localdate()).order_by("effective_on"))
    return ahead[0].effective_on if ahead else None


def left_on(agreement: Agreement) -> date | None:
    """The last day of who asks, where that is a company that an addendum took over from and that did not come back.
    Prefetch `addenda`, `endings` and `parties` for many."""
    moves = in_force(agreement.addenda.all(), settled_end(agreement))
    leaving = [addendum for addendum in moves if _leaves(agreement, addendum)]
    if not leaving or at_own_company(agreement, localdate()):
        return None
    return leaving[-1].effective_on - timedelta(days=1) if leaving[-1].effective_on else None


def _leaves(agreement: Agreement, addendum: Addendum) -> bool:
    """The company that the agreement began with: it has the account."""
    first = next((party for party in agreement.parties.all() if party.role == Role.COMPANY), None)
    number = (first.kvk_number if first else "") or agreement.organisation.kvk_number
    return any(party.role == Role.LEAVING and party.kvk_number == number for party in addendum.party_rows())


def own_mondays(agreement: Agreement) -> set[date]:
    """Of the weeks of the practice: a week is of the company where its Thursday lies (employers.Part)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT monday::date FROM portal.practice_period(%s) AS p,"
            " generate_series(date_trunc('week', p.first_day::timestamp), p.last_day::timestamp, '7 days') AS monday"
            " WHERE portal.at_own_company(%s, monday::date + 3)",
            [agreement.pk, agreement.pk],
        )
        return {monday for (monday,) in cursor.fetchall()}


def own_weeks(agreement: Agreement, study_year: int) -> Weeks:
    """Of that year, those of which who asks may speak."""
    return weeks_of(agreement, study_year, own_mondays(agreement).__contains__)


class AtOwnCompany(Func):
    """For a list, of rows of agreements."""

    function = "portal.at_own_company"
    output_field = BooleanField()


def thursday_is_own() -> Expression:
    return AtOwnCompany(F("agreement"), Func(F("monday"), template="(%(expressions)s + 3)", output_field=DateField()))


def talk_is_own() -> Expression:
    return AtOwnCompany(F("agreement"), TruncDate("planned_at"))


def company_of(agreement: Agreement, day: date | None = None) -> str:
    """The name of the company where somebody learns on a day, or learnt on the last one; also for who may not read
    addenda."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.company_name(%s, %s)", [agreement.pk, day or localdate()])
        (name,) = cursor.fetchone()
    return name or agreement.organisation.name


COMPANY = "company_now"  # once an agreement is sealed, an addendum may bring another in


def company_today(agreement: str = "agreement") -> Func:
    """As `company_of`, for a list; `agreement`: the field by which its rows know theirs."""
    return Func(F(agreement), Value(localdate()), function="portal.company_name", output_field=CharField())
