"""The rounds of the whole country: of each hogeschool one."""

from matching.models import Preference, Round, RoundRoute
from matching.services.rounds import close_now, close_round
from matching.services.runs import ask_run, compute_run
from mkbroute.access.actor import SYSTEM, acting_as

from .bulk import insert


def write() -> None:
    """Of each hogeschool one that is open, for its first three routes; who looks there ranked what its number says."""
    insert(
        Round,
        "hogeschool h",
        hogeschool_id="h.id",
        title="'Landelijke ronde'",
        opens_on="(now() - interval '10 days')::date",
        closes_on="(now() + interval '10 days')::date",
        objective="CASE WHEN h.n % 2 = 0 THEN 'max' ELSE 'stable' END",
        close_short="h.n % 4 = 0",
        told_turn="1",
        told_on="now()::date",
        made_by="'Coördinator'",
        ending_reason="''",
    )
    insert(
        RoundRoute,
        "(SELECT r.*, row_number() OVER (PARTITION BY r.hogeschool_id ORDER BY r.n) of_home FROM route r) r "
        "JOIN matching_round m ON m.hogeschool_id = r.hogeschool_id AND r.of_home <= 3",
        round_id="m.id",
        route_id="r.id",
        hogeschool_id="r.hogeschool_id",
    )
    for by, step in (("student", 7), ("company", 11)):
        insert(
            Preference,
            "matching_roundroute s JOIN application a ON a.route_id = s.route_id AND a.state = 'admissible' "
            "JOIN offer o ON o.route_id = a.route_id CROSS JOIN generate_series(1, 4) wish "
            f"WHERE o.of_route = 1 + (a.id * {step} + wish * 3) % o.offers",
            conflict="ON CONFLICT DO NOTHING",
            application_id="a.id",
            offer_id="o.id",
            position_id="o.position_id",
            route_id="o.route_id",
            hogeschool_id="o.hogeschool_id",
            organisation_id="o.organisation_id",
            student_id="a.student_id",
            by=f"'{by}'",
            rank="wish" if by == "student" else "1 + (a.id + wish) % 3",
        )


def compute_one() -> None:
    """The round of the largest hogeschool closed, and its draft waits: that page with many people on it."""
    with acting_as(SYSTEM):
        found = Round.objects.get(hogeschool__name="Hogeschool 01")
        close_now(found, who="Coördinator")
        close_round(found.pk)
        run = ask_run(found, who="Coördinator", seed=1)
    compute_run(run.pk)
