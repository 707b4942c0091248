"""Another company by an addendum, or by the next agreement: each its own weeks and papers, the student one place."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements import praktijkleren, praktijkleren_package
from agreements.earlier import realised_earlier
from agreements.employers import parts_of
from agreements.enums import State
from agreements.models import (
    Addendum,
    Agreement,
    AttendanceWeek,
    ContactMoment,
    Ending,
    OutcomeVoice,
    RealisedOutcome,
    SubsidyScheme,
)
from agreements.practice_pages import outcomes_now
from agreements.services import practice
from agreements.services.practice import AlreadyRealised
from agreements.talks import outcomes_of
from agreements.weeks import places_of_student, weeks_of
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.exports.models import Job
from mkbroute.exports.services import run_job
from mkbroute.organisations.models import Organisation
from routes.models import Route
from tests import cast

from . import scenes, sealed
from .test_addenda import with_other_company
from .test_praktijkleren import RUNNING, at_work, owners

pytestmark = pytest.mark.django_db
TAKEOVER = date(2026, 2, 4)  # a Wednesday: the Thursday of that week is of the new company
NORTH = "87654321"


@pytest.fixture
def mine():
    mine = scenes.matched()
    mine.agreement = sealed.sealed(mine, RUNNING)
    with acting_as(SYSTEM):
        Route.objects.filter(pk=mine.route.pk).update(accredited=True, croho_code="80113", sector="building")
    return mine


@pytest.fixture
def moved(mine):
    """To Bouwbedrijf Noord in February; at work from the first of September on, 40 weeks."""
    addendum = sealed.drafted(mine, mine.agreement, TAKEOVER, practice_supervisor="Els Bos, chef")
    of_guide = {"company-supervisor_email": "els@noord.test", "company-supervisor_phone": ""}
    addendum = with_other_company(mine, addendum, **of_guide, **{"company-vestigingsnummer": ""})
    sealed.send(mine, addendum)
    with acting_as(SYSTEM):
        for state in (State.SIGNED, State.SEALED):
            Addendum.objects.filter(pk=addendum.pk).update(state=state)
    at_work(mine, 40)
    return mine


def north() -> Organisation:
    with acting_as(SYSTEM):
        return Organisation.objects.get(kvk_number=NORTH)


def student(mine, company, year: int = 2025):
    with acting_as(mine.coordinator.actor):
        (found,) = praktijkleren.package_of(company, year).students
        return found


class TestByAddendum:
    def test_each_has_its_own_days(self, moved):
        with acting_as(SYSTEM):
            parts = parts_of(Agreement.objects.filter(pk=moved.agreement.pk))
        assert [(part.company, part.first, part.last) for part in parts] == [
            (moved.company, date(2025, 9, 1), TAKEOVER - timedelta(days=1)),
            (north(), TAKEOVER, date(2027, 7, 15)),
        ]

    def test_and_its_own_weeks_that_together_are_all(self, moved):
        former, new = student(moved, moved.company), student(moved, north())
        # 22 weeks from the first of September until the one of which the Thursday is at the new company
        assert (former.counted.counted, former.counted.earlier) == (22, 0)
        assert (new.counted.counted, new.counted.earlier) == (18, 22)
        assert former.estimate == Decimal("1414.28")

    def test_the_former_has_nothing_in_later_years(self, moved):
        with acting_as(moved.coordinator.actor):
            assert praktijkleren.package_of(moved.company, 2026) is None
            assert praktijkleren.package_of(north(), 2026)

    def test_talks_and_outcomes_are_of_whose_days_they_were(self, moved):
        held = {"kind": "guidance", "state": "closed", "minutes": 45, "present": "Joris", "closed_at": timezone.now()}
        with acting_as(SYSTEM):
            for day in (date(2025, 12, 1), date(2026, 4, 1)):
                ContactMoment.objects.create(**owners(moved), **held, held_on=day)
            RealisedOutcome.objects.create(
                **owners(moved), outcome="Rekenen", realised_on=date(2026, 4, 2), assessed_by="S", recorded_by="S"
            )
        former, new = student(moved, moved.company), student(moved, north())
        assert [moment.held_on for moment in former.moments] == [date(2025, 12, 1)]
        assert [moment.held_on for moment in new.moments] == [date(2026, 4, 1)]
        assert (former.realised, len(new.realised)) == ([], 1)

    def test_the_list_names_both_and_every_link_works(self, moved):
        client = Client()
        client.force_login(moved.coordinator.user)
        page = client.get("/praktijkleren/").content.decode()
        for company, years in ((moved.company, [2025]), (north(), [2025, 2026])):
            for year in years:
                address = f"/praktijkleren/{company.public_id}/{year}/"
                assert address in page
                assert client.get(address).status_code == 200
        assert f"/praktijkleren/{moved.company.public_id}/2026/" not in page

    def test_the_former_company_sees_its_own_only(self, moved):
        client = Client()
        client.force_login(moved.contact.user)
        page = client.get("/praktijkleren/").content.decode()
        assert str(moved.company.public_id) in page
        assert str(north().public_id) not in page
        assert client.get(f"/praktijkleren/{north().public_id}/2025/").status_code == 404
        assert client.post(f"/praktijkleren/{north().public_id}/2025/pakket/").status_code == 404
        text = client.get(f"/praktijkleren/{moved.company.public_id}/2025/").content.decode()
        assert "22 van 42 weken" in text
        assert "tot en met 3 februari 2026" in text

    def test_the_file_of_each(self, moved):
        client = Client()
        client.force_login(moved.coordinator.user)
        for company, kvk, number in ((moved.company, moved.company.kvk_number, 22), (north(), NORTH, 18)):
            client.post(f"/praktijkleren/{company.public_id}/2025/pakket/")
            with acting_as(SYSTEM):
                job = Job.objects.filter(kind="praktijkleren").latest("asked_at")
            run_job(job.pk)
            with acting_as(SYSTEM):
                job.refresh_from_db()
            assert job.state == "finished", job.error
            with default_storage.open(job.place) as file:
                found = ZipFile(BytesIO(file.read()))
            weeks = found.read("1-joris-kok/artikel-07c-aanwezigheid/aanwezigheid.csv").decode("utf-8-sig")
            assert weeks.count("telt mee") - 1 == number  # one is the head
            overview = found.read("overzicht.csv").decode("utf-8-sig")
            assert kvk in overview

    def test_a_fixed_number_of_queries(self, moved, django_assert_max_num_queries):
        client = Client()
        client.force_login(moved.coordinator.user)
        with django_assert_max_num_queries(25):
            client.get("/praktijkleren/")


class TestPeriod:
    """Of the list and of the page: the same."""

    def years(self, mine) -> list[int]:
        with acting_as(mine.coordinator.actor):
            found = [row.study_year for row in praktijkleren.rows() if row.company == mine.company]
            assert all(praktijkleren.package_of(mine.company, year) for year in found)
            return sorted(found)

    @pytest.fixture(autouse=True)
    def schemes(self):
        with acting_as(SYSTEM):
            newest = SubsidyScheme.objects.latest("study_year")
            for year in (2024, 2025, 2026, 2027, 2028):
                if not SubsidyScheme.objects.filter(study_year=year).exists():
                    newest.pk, newest.study_year, newest.opens_on, newest.closes_at = None, year, None, None
                    newest.save(force_insert=True)

    def test_an_early_end_takes_years_off(self, mine):
        assert self.years(mine) == [2025, 2026]
        with acting_as(SYSTEM):
            Ending.objects.create(
                agreement=mine.agreement,
                **{name: value for name, value in owners(mine).items() if name != "agreement"},
                kind="graduated",
                last_day=date(2026, 5, 1),
                state="final",
                closed_at=timezone.now(),
            )
        assert self.years(mine) == [2025]

    def test_an_addendum_adds_them(self, mine):
        longer = {"ends_on": date(2028, 8, 31), "practice_ends_on": date(2028, 7, 15)}
        sealed.seal_addendum(mine, mine.agreement, date(2026, 11, 1), **longer)
        assert self.years(mine) == [2025, 2026, 2027]


class OfOneStudent:
    """Under a former agreement, of the same student on the same route."""

    weeks = 30

    @pytest.fixture
    def both(self, mine):
        """Under the former, that ended on 29 March 2026, 30 weeks; the next begins the day after."""
        at_work(mine, self.weeks)
        with acting_as(SYSTEM):
            former = mine.agreement
            last = date(2026, 3, 29)
            same = {name: value for name, value in owners(mine).items() if name != "agreement"}
            Ending.objects.create(
                agreement=former, **same, kind="early", last_day=last, state="final", closed_at=timezone.now(),
                ground=former.template.grounds[0], manner="notice", noticed_on=last, started_by="company",
                confirm_by=last,
            )  # fmt: skip
            Agreement.objects.filter(pk=former.pk).update(state=State.ENDED, ended_on=last)
            values = {field.attname: getattr(former, field.attname) for field in Agreement._meta.concrete_fields}
            del values["id"], values["public_id"]
            days = {"starts_on": date(2026, 3, 30), "practice_starts_on": date(2026, 3, 30)}
            own = {"match_id": None, "application_id": mine.application.pk, "follows_id": former.pk}
            following = Agreement.objects.create(**{**values, **days, **own, "state": State.DRAFT, "ended_on": None})
            for state in (State.SENT, State.SIGNED, State.SEALED):
                Agreement.objects.filter(pk=following.pk).update(state=state)
            for week in range(20):
                monday = date(2026, 3, 30) + timedelta(weeks=week)
                AttendanceWeek.objects.create(
                    agreement=following, **same, monday=monday, hours=32, recorded_by="W", confirmed_by="K",
                    confirmed_at=timezone.now(),
                )  # fmt: skip
        return mine, former, following


class TestPerStudent(OfOneStudent):
    def test_together_never_more_than_one_place_a_year(self, both):
        _, former, following = both
        with acting_as(SYSTEM):
            assert weeks_of(former, 2025).counted == 30
            now = weeks_of(following, 2025)
        assert (now.counted, now.earlier) == (12, 30)

    def test_the_next_study_year_begins_anew(self, both):
        _, _, following = both
        with acting_as(SYSTEM):
            assert weeks_of(following, 2026).earlier == 0

    def test_full_places_are_the_students(self, both):
        _, _, following = both
        with acting_as(SYSTEM):
            assert places_of_student(following, 2025) == 1
            assert places_of_student(following, 2024) == 0

    @pytest.mark.parametrize("part", ["coordinator", "contact"])
    def test_a_company_hears_how_many_and_reads_nothing_of_another(self, both, part):
        mine, _, following = both
        with acting_as(getattr(mine, part).actor):
            found = praktijkleren.package_of(mine.company, 2025)
            by_agreement = {student.agreement: student for student in found.students}
            lines = {line.condition.article: line.why for line in by_agreement[following].lines}
        assert by_agreement[following].counted.counted == 12
        assert lines["20a"].startswith("Tot en met dit studiejaar 1,00 van hoogstens")

    def test_the_page_of_the_practice_says_so(self, both):
        mine, _, following = both
        client = Client()
        client.force_login(mine.coordinator.user)
        page = client.get(f"/overeenkomsten/{following.public_id}/praktijk/").content.decode()
        assert "telden al 30 weken mee; samen hoogstens 42" in page
        assert "ander bedrijf" not in page


class TestWrittenBeyondTheEnd(OfOneStudent):
    """The company wrote four weeks that lie after the last day on which all agreed later."""

    weeks = 34

    def test_together_they_are_one_full_place(self, both):
        _, former, following = both
        with acting_as(SYSTEM):
            now = weeks_of(following, 2025)
            assert weeks_of(former, 2025).counted + now.counted == 42
            assert now.earlier == 30
            assert places_of_student(following, 2025) == 1


class TestAsPublished(OfOneStudent):
    """The programmateam published 29 weeks for that year, and the former company wrote one more than that."""

    @pytest.fixture(autouse=True)
    def scheme(self, both):
        with acting_as(SYSTEM):
            facts = SubsidyScheme.objects.filter(study_year=2025).values().first()
            own = {"id": None, "weeks": 29, "published_on": timezone.localdate(), "recorded_by": "Petra"}
            return SubsidyScheme.objects.create(**{**facts, **own})

    @pytest.mark.parametrize("part", ["coordinator", "contact", "student"])
    def test_everybody_counts_to_the_same(self, both, part):
        mine, former, following = both
        with acting_as(getattr(mine, part).actor):
            found = [weeks_of(agreement, 2025) for agreement in (former, following)]
        assert [(each.counted, each.of) for each in found] == [(29, 29), (0, 29)]

    def test_package_and_art_20a_too(self, both, scheme):
        mine, former, following = both
        with acting_as(mine.coordinator.actor):
            students = {each.agreement: each for each in praktijkleren.package_of(mine.company, 2025).students}
            assert places_of_student(following, 2025) == 1
        assert students[former].estimate == scheme.amount_eur
        facts = dict(praktijkleren_package._amount_pages(students[former])[0].facts)
        assert facts["Berekening"].endswith("x 29 / 29 weken")

    def test_another_year_is_as_the_regeling_has_it(self, both):
        mine, _, following = both
        with acting_as(mine.coordinator.actor):
            assert weeks_of(following, 2030).of == 42


class TestOne(OfOneStudent):
    """Of everything one."""

    weeks = 1

    def test_is_said_as_one(self, both):
        mine, _, following = both
        client = Client()
        client.force_login(mine.coordinator.user)
        for address in ("praktijk/", "praktijk/aanwezigheid/2025/"):
            page = client.get(f"/overeenkomsten/{following.public_id}/{address}").content.decode()
            assert "telde al 1 week mee; samen hoogstens 42" in page
            assert " 1 zijn " not in page


class TestWhatTravels(OfOneStudent):
    """To the next agreement: to read, for it stays with the former one."""

    @pytest.fixture
    def known(self, both):
        mine, former, following = both
        with acting_as(SYSTEM):
            (self.outcome, *_) = outcomes_of(following)
            same = {name: getattr(former, name) for name in ("hogeschool_id", "organisation_id", "student_id")}
            RealisedOutcome.objects.create(
                agreement=former, **same, outcome=self.outcome, realised_on=date(2026, 3, 2), assessed_by="S",
                recorded_by="S",
            )  # fmt: skip
            RealisedOutcome.objects.create(
                agreement=former, **same, outcome="Ingetrokken", realised_on=date(2026, 3, 2), assessed_by="S",
                recorded_by="S", withdrawn_at=timezone.now(), withdrawn_by="S", withdrawn_why="Toch niet.",
            )  # fmt: skip
        return mine, former, following

    def test_what_was_realised_is_shown_with_where(self, known):
        mine, _, following = known
        for member in (mine.coordinator, mine.student):
            client = Client()
            client.force_login(member.user)
            page = client.get(f"/overeenkomsten/{following.public_id}/praktijk/").content.decode()
            assert f"behaald bij {mine.company.name}, 2 maart 2026" in page
        assert "Ingetrokken" not in page

    def test_another_company_reads_that_it_was_and_not_where(self, known):
        mine, former, following = known
        other = cast.tenant("Hogeschool B")
        with acting_as(SYSTEM):
            found = realised_earlier(following)
        assert [(row.outcome, row.realised_on, row.where) for row in found] == [
            (self.outcome, date(2026, 3, 2), mine.company.name)
        ]
        with acting_as(other.contact.actor):  # who may not read the former agreement
            assert [row.where for row in realised_earlier(following)] == ["een eerder bedrijf"]
            assert realised_earlier(former) == []

    def test_it_is_not_realised_once_more(self, known):
        mine, _, following = known
        with acting_as(mine.coordinator.actor), pytest.raises(AlreadyRealised):
            practice.realise_outcome(
                following, outcome=self.outcome, realised_on=date(2026, 4, 1), assessed_by="S", who="S"
            )
        client = Client()
        client.force_login(mine.coordinator.user)
        page = client.get(reverse("agreements:realise", args=[following.public_id])).content.decode()
        assert "Eerder gerealiseerd" in page
        assert f'value="{self.outcome}"' not in page

    def test_so_do_the_voices(self, known):
        _, former, following = known
        same = {name: getattr(former, name) for name in ("hogeschool_id", "organisation_id", "student_id")}
        with acting_as(SYSTEM):
            moment = ContactMoment.objects.create(
                agreement=former, **same, kind="triangle", planned_at=datetime(2026, 3, 3, 14, tzinfo=UTC)
            )
            OutcomeVoice.objects.create(
                moment=moment, agreement=former, **same, voice="student", outcome=self.outcome, level="shown",
                sentence="Dat kan ik al.", who="Joris", given_at=timezone.now(),
            )  # fmt: skip
            said = {now.said.outcome: now.said for now in outcomes_now(following)}[self.outcome]
        assert said.voices[0].row.sentence == "Dat kan ik al."
