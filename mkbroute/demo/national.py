"""A whole country, for measuring: 36 hogescholen of skewed size, written by the database itself.

The same rows every time: what looks random is a hash of the row's number. Nobody reads this, so the texts are bare.
"""

from hashlib import sha256

from agreements.models import Agreement, AgreementTemplate, AgreementVersion, Party, Signing
from matching.models import Application, Match, Offer, Position, Profile
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.organisations.enums import Province
from mkbroute.organisations.models import Membership, Organisation, User, Workplace
from routes.enums import Audience, Connection, Sector
from routes.models import CriterionAssessment, Route, RouteYear

from . import national_rounds
from .bulk import insert, number, numbers, pick, run, several
from .national_waves import build_waves

DOMAIN = "landelijk.test"
HOGESCHOLEN = 36
PROGRAMMES = ["Bouwkunde", "Civiele Techniek", "Cybersecurity", "Software Development", "Logistiek", "Engineering"]
HTML = "<h2>Artikel 1</h2><p>Dit spreken we af.</p>"

# Numbered rows, so that one table can refer to another by arithmetic; u() is a number from 0 to 1 that stays the same.
NUMBERED = """
CREATE FUNCTION pg_temp.u(text, bigint) RETURNS float LANGUAGE sql IMMUTABLE
  RETURN (hashtextextended($1, $2) & 2147483647) / 2147483648.0;
"""

# which of its route's offers each one is
OFFERS = """
CREATE TEMP TABLE offer AS SELECT o.*, row_number() OVER (PARTITION BY o.route_id ORDER BY o.id) of_route,
       count(*) OVER (PARTITION BY o.route_id) offers FROM matching_offer o WHERE o.state = 'published';
ANALYZE offer
"""


def build(fraction: float = 1.0) -> None:
    """At fraction 1: 720 routes, 50,000 companies, 100,000 people, 300,000 applications, 100,000 agreements."""
    people, companies = max(60, int(100_000 * fraction)), max(20, int(50_000 * fraction))
    insert(User, numbers(people), email=f"'persoon' || n || '@{DOMAIN}'")
    insert(User, numbers(HOGESCHOLEN), email=f"'coordinator' || n || '@{DOMAIN}'")
    logins = dict(User.objects.filter(email__endswith=DOMAIN).values_list("email", "id"))
    with acting_as(SYSTEM):
        run("SET LOCAL statement_timeout = 0")
        run(NUMBERED)
        _people(logins)
        _organisations(companies)
        _routes(max(HOGESCHOLEN, int(720 * fraction)))
        _positions(int(companies * 1.6))
        _applications(people, max(120, int(300_000 * fraction)))
        _agreements(max(40, int(100_000 * fraction)))
        national_rounds.write()
        build_waves(fraction)
    national_rounds.compute_one()


def _people(logins: dict[str, int]) -> None:
    # the actor may not read the log-ins: their numbers are handed over
    run("CREATE TEMP TABLE person (n bigint, id bigint); CREATE TEMP TABLE coordinator (n bigint, id bigint)")
    for table, prefix in (("person", "persoon"), ("coordinator", "coordinator")):
        pairs = [
            (int(email.split("@")[0].removeprefix(prefix)), key)
            for email, key in logins.items()
            if email.startswith(prefix)
        ]
        numbers, keys = zip(*pairs, strict=True)
        run(f"INSERT INTO {table} SELECT * FROM unnest(%s::bigint[], %s::bigint[])", [list(numbers), list(keys)])
        run(f"ANALYZE {table}")


def _organisations(companies: int) -> None:
    insert(
        Organisation,
        numbers(HOGESCHOLEN),
        kind="'hogeschool'",
        name="'Hogeschool ' || lpad(n::text, 2, '0')",
        claimed_at="now()",
    )
    insert(
        Organisation,
        numbers(companies),
        kind="'company'",
        name="'Bedrijf ' || n",
        kvk_number="(10000000 + n)::text",
        city="'Utrecht'",
        takes_part="true",
        claimed_at="now()",
    )
    number("hogeschool", Organisation, "kind = 'hogeschool' AND starts_with(name, 'Hogeschool ')")
    number("company", Organisation, "kind = 'company' AND starts_with(name, 'Bedrijf ')")
    insert(
        Membership,
        "hogeschool h JOIN coordinator c USING (n)",
        user_id="c.id",
        organisation_id="h.id",
        part="'coordinator'",
        name="'Coördinator ' || n",
        email=f"'coordinator' || n || '@{DOMAIN}'",
    )
    insert(
        Workplace,
        "company",
        organisation_id="id",
        name="'Hoofdvestiging'",
        street="'Kade 1'",
        postcode="'3511 AA'",
        city="'Utrecht'",
        province=pick(Province.values, "n"),
    )


def _routes(many: int) -> None:
    insert(
        Route,
        # each hogeschool has one; the largest have most of the rest
        f"{numbers(many)} JOIN hogeschool h ON h.n = CASE WHEN n.n <= {HOGESCHOLEN} THEN n.n "
        f"ELSE 1 + floor({HOGESCHOLEN} * power(pg_temp.u('route', n.n), 2.5)) END",
        hogeschool_id="h.id",
        slug="'landelijk-' || n.n",
        programme=f"{pick(PROGRAMMES, 'n.n')} || ' ' || n.n",
        degree="CASE WHEN n.n % 3 = 0 THEN 'bachelor' ELSE 'ad' END",
        form="CASE WHEN n.n % 4 = 0 THEN 'deeltijd' ELSE 'duaal' END",
        sector=pick(Sector.values, "n.n"),
        shape="'throughout'",
        audiences=several(Audience.values, "n.n"),
        connections=several(Connection.values, "n.n"),
        summary="'Leren in het bedrijf.'",
        connection="'Opdrachten uit het bedrijf.'",
        city="'Utrecht'",
        province=pick(Province.values, "n.n"),
        starts_on="date '2027-09-01'",
        places="20",
        contact_name="'Coördinator'",
        contact_email=f"'route@{DOMAIN}'",
        state="'recognised'",
        submitted_at="now()",
        public_since="now()",
    )
    number("route", Route, "starts_with(slug, 'landelijk-')")
    owner = {"route_id": "r.id", "hogeschool_id": "r.hogeschool_id"}
    years = "route r CROSS JOIN generate_series(1, 4) year WHERE year <= CASE r.degree WHEN 'ad' THEN 2 ELSE 4 END"
    insert(RouteYear, years, **owner, year="year", days_school="1", days_company="4")
    insert(
        CriterionAssessment,
        "route r CROSS JOIN routes_criterion c JOIN routes_criteriaset s ON s.id = c.criteria_set_id AND s.standing",
        **owner,
        criterion_id="c.id",
        statement="'Zo is het.'",
        evidence="'Zie het plan.'",
        own_verdict="'meets'",
    )


def _positions(many: int) -> None:
    insert(
        Position,
        # some companies offer hundreds of places, most one or two
        f"{numbers(many)} JOIN company c ON c.n = 1 + floor((SELECT count(*) FROM company) "
        "* CASE WHEN n.n % 4 = 0 THEN power(pg_temp.u('position', n.n), 6) ELSE pg_temp.u('position', n.n) END) "
        "JOIN organisations_workplace w ON w.organisation_id = c.id",
        organisation_id="c.id",
        workplace_id="w.id",
        title="'Functie ' || n.n",
        tasks="'Taken.'",
        learning="'Leren.'",
        hours_per_week="32",
        working_days="'maandag tot en met donderdag'",
        starts_on="date '2027-09-01'",
        # most tell what they pay, some per hour
        salary_from="CASE n.n % 5 WHEN 0 THEN NULL WHEN 1 THEN 16.5 ELSE 2400 + n.n % 8 * 50 END",
        salary_per="CASE n.n % 5 WHEN 0 THEN '' WHEN 1 THEN 'hour' ELSE 'month' END",
        salary_hours="CASE WHEN n.n % 5 > 1 THEN 36 + n.n % 3 * 2 END",
        capacity="50",
        supervisor_name="'Begeleider'",
        supervisor_function="'Vakman'",
        supervisor_email=f"'begeleider@{DOMAIN}'",
        signatory_name="'Directeur'",
        signatory_function="'Directeur'",
        signatory_email=f"'directeur@{DOMAIN}'",
        created_at="now() - n.n * interval '1 minute'",
    )
    number("position", Position, "starts_with(title, 'Functie ')")
    insert(
        Offer,
        "position p CROSS JOIN generate_series(0, 1) extra JOIN route r "
        "ON r.n = 1 + floor((SELECT count(*) FROM route) * pg_temp.u('offer', p.n * 2 + extra))",
        conflict="ON CONFLICT DO NOTHING",
        position_id="p.id",
        organisation_id="p.organisation_id",
        route_id="r.id",
        hogeschool_id="r.hogeschool_id",
        offered_at="p.created_at",
        outcomes="'[]'",
        changes="'[]'",
        # one in thirty still waits
        state="CASE WHEN p.n % 30 = 0 THEN 'waiting' ELSE 'published' END",
        asked_at="p.created_at",
        reviewed_at="CASE WHEN p.n % 30 = 0 THEN NULL ELSE p.created_at END",
        reviewed_by="CASE WHEN p.n % 30 = 0 THEN '' ELSE 'Coördinator' END",
    )


def _applications(people: int, many: int) -> None:
    insert(
        Application,
        f"{numbers(many)} JOIN person p ON p.n = 1 + n.n % {people} JOIN route r "
        "ON r.n = 1 + floor((SELECT count(*) FROM route) * pg_temp.u('application', n.n))",
        conflict="ON CONFLICT DO NOTHING",
        route_id="r.id",
        hogeschool_id="r.hogeschool_id",
        student_id="p.id",
        name="'Persoon ' || p.n",
        email=f"'persoon' || p.n || '@{DOMAIN}'",
        phone="'0612345678'",
        city="'Utrecht'",
        province=pick(Province.values, "n.n"),
        background="'mbo4'",
        prior_education="'Mbo 4'",
        motivation="'Ik wil verder.'",
        state="CASE WHEN n.n % 3 = 0 THEN 'placed' ELSE 'admissible' END",
        created_at="now() - n.n * interval '1 minute'",
    )
    insert(
        Profile,
        f"matching_application a WHERE a.state = 'admissible' AND a.email LIKE '%@{DOMAIN}' AND a.id % 3 = 0",
        application_id="a.id",
        route_id="a.route_id",
        hogeschool_id="a.hogeschool_id",
        student_id="a.student_id",
        first_name="'Persoon'",
        background="a.background",
        prior_education="a.prior_education",
        regions="ARRAY[a.province]",
        pitch="'Ik zoek een plek.'",
        shown_at="a.created_at",
    )


def _agreements(many: int) -> None:
    number("application", Application, f"starts_with(email, 'persoon') AND email LIKE '%@{DOMAIN}'")
    run(OFFERS)
    owners = {name: f"m.{name}" for name in ("hogeschool_id", "organisation_id", "student_id")}
    insert(
        Match,
        "(SELECT a.*, o.id offer_id, o.position_id, o.organisation_id FROM application a JOIN offer o "
        "ON o.route_id = a.route_id AND o.of_route = 1 + a.id % o.offers "
        f"WHERE a.state = 'placed' ORDER BY a.id LIMIT {many}) m",
        conflict="ON CONFLICT DO NOTHING",
        application_id="m.id",
        offer_id="m.offer_id",
        position_id="m.position_id",
        route_id="m.route_id",
        **owners,
        state="'confirmed'",
        student_answer="'yes'",
        student_answered_at="now()",
        company_answer="'yes'",
        company_answered_at="now()",
        created_at="m.created_at",
    )
    template = AgreementTemplate.objects.filter(form="duaal", hogeschool=None).latest().pk
    insert(
        Agreement,
        f"matching_match m JOIN matching_application a ON a.id = m.application_id WHERE a.email LIKE '%@{DOMAIN}'",
        match_id="m.id",
        route_id="m.route_id",
        **owners,
        template_id=str(template),
        form="'duaal'",
        student_name="a.name",
        state="CASE WHEN m.id % 5 = 0 THEN 'draft' ELSE 'sent' END",
        version="1",
        starts_on="date '2027-09-01'",
        ends_on="date '2029-08-31'",
        created_at="m.created_at",
        changed_at="m.created_at",
    )
    of_agreement = {**owners, "agreement_id": "m.id"}
    roles = "agreements_agreement m CROSS JOIN (VALUES ('student'), ('company'), ('hogeschool')) r (role)"
    insert(
        Party,
        roles,
        **of_agreement,
        role="r.role",
        legal_name="'Partij'",
        signer_name="'Tekenaar'",
        signer_email=f"r.role || '@{DOMAIN}'",
    )
    insert(
        AgreementVersion,
        "agreements_agreement m",
        **of_agreement,
        number="1",
        title="'Tripartiete overeenkomst'",
        html=f"'{HTML}'",
        content_sha256=f"'{sha256(HTML.encode()).hexdigest()}'",
    )
    insert(
        Signing,
        f"{roles} JOIN agreements_agreementversion v ON v.agreement_id = m.id",
        **of_agreement,
        version_id="v.id",
        role="r.role",
        party_name="'Partij'",
        name="'Tekenaar'",
        email=f"r.role || '@{DOMAIN}'",
        token_hash="encode(sha256((m.id || r.role)::bytea), 'hex')",
        link_expires_at="now() + interval '60 days'",
    )
