"""The package for the Subsidieregeling praktijkleren: what is there per condition, what it may give, and one ZIP."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from agreements import praktijkleren
from agreements.models import AttendanceWeek, ContactMoment, RealisedOutcome, SubsidyScheme
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.exports.models import Job
from mkbroute.exports.services import run_job
from routes.models import Route
from tests import cast

from . import scenes
from .sealed import sealed
from .signers import text_of

pytestmark = pytest.mark.django_db
YEAR = 2025
RUNNING = {
    "starts_on": date(2025, 9, 1),
    "ends_on": date(2027, 8, 31),
    "practice_starts_on": date(2025, 9, 1),
    "practice_ends_on": date(2027, 7, 15),
}


@pytest.fixture
def mine():
    mine = scenes.matched()
    mine.agreement = sealed(mine, RUNNING)
    with acting_as(SYSTEM):
        Route.objects.filter(pk=mine.route.pk).update(accredited=True, croho_code="80113", sector="building")
    return mine


def owners(mine) -> dict:
    names = ("hogeschool_id", "organisation_id", "employer_id", "student_id")
    return {"agreement": mine.agreement, **{name: getattr(mine.agreement, name) for name in names}}


def at_work(mine, number: int, *, confirmed: bool = True) -> None:
    """So many weeks from the first on; the weeks of the cast do not count here."""
    monday = date(2025, 9, 1)
    at = timezone.now() if confirmed else None
    with acting_as(SYSTEM):
        for week in range(number):
            AttendanceWeek.objects.create(
                **owners(mine), monday=monday + timedelta(weeks=week), hours=32, recorded_by="Wim",
                confirmed_by="Karim" if confirmed else "", confirmed_at=at,
            )  # fmt: skip


def guided(mine) -> None:
    with acting_as(SYSTEM):
        ContactMoment.objects.create(
            **owners(mine), kind="guidance", state="closed", held_on=date(2025, 10, 1), minutes=45,
            present="Joris, Wim", report="Goed gesprek", closed_at=timezone.now(), closed_by="Wim",
        )  # fmt: skip
        RealisedOutcome.objects.create(
            **owners(mine), outcome="Rekenen", realised_on=date(2026, 6, 1), assessed_by="Sanne", recorded_by="Sanne"
        )


def package(mine, actor=None, year: int = YEAR) -> praktijkleren.Package | None:
    with acting_as(actor or mine.coordinator.actor):
        return praktijkleren.package_of(mine.company, year)


def met(mine, **options) -> dict[str, str]:
    (student,) = package(mine, **options).students
    return {line.condition.article: line.met.value for line in student.lines}


class TestConditions:
    def test_nothing_written_down_yet(self, mine):
        assert met(mine) == {
            "6": "there", "7a": "there", "7b": "there", "7c": "missing", "7d": "missing", "15": "unknown",
            "20a": "there", "23": "there",
        }  # fmt: skip

    def test_everything_there(self, mine):
        weeks = len_of_year(mine)
        at_work(mine, weeks)
        guided(mine)
        found = met(mine)
        assert (found["7c"], found["7d"]) == ("there", "there")

    def test_a_company_reads_the_same(self, mine):
        at_work(mine, 3)
        assert met(mine) == met(mine, actor=mine.contact.actor)

    def test_weeks_that_the_company_did_not_confirm(self, mine):
        at_work(mine, len_of_year(mine), confirmed=False)
        (student,) = package(mine).students
        (line,) = [line for line in student.lines if line.condition.article == "7c"]
        assert line.met == "missing"
        assert "niet bevestigd" in line.why

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({"accredited": False}, "missing"),
            ({"sector": "business"}, "missing"),
            ({"sector": "logistics"}, "unknown"),
            ({"croho_code": ""}, "missing"),
        ],
    )
    def test_accreditation_and_sector(self, mine, changed, expected):
        with acting_as(SYSTEM):
            Route.objects.filter(pk=mine.route.pk).update(**changed)
        assert met(mine)["7a"] == expected

    def test_guidance_without_anything_realised_is_not_for_us_to_say(self, mine):
        guided(mine)
        with acting_as(SYSTEM):
            RealisedOutcome.objects.filter(agreement=mine.agreement).update(
                withdrawn_at=timezone.now(), withdrawn_by="Sanne", withdrawn_why="Vergissing"
            )
        assert met(mine)["7d"] == "unknown"

    def test_part_time_is_uncertain(self):
        mine = scenes.matched(form="deeltijd")
        mine.agreement = sealed(mine, RUNNING)
        found = met(mine)
        assert (found["6"], found["7b"]) == ("unknown", "unknown")

    def test_posting_is_uncertain_and_says_so(self, mine):
        (student,) = package(mine).students
        student.agreement.employer = mine.employer
        verdict, why = praktijkleren.CHECKS[praktijkleren.SubsidyArticle.PLACE](student)
        assert verdict == "unknown"
        assert "Vraag het RVO" in why
        assert f"{mine.company.name} of {mine.hogeschool.name} dit pakket door" in why


def len_of_year(mine) -> int:
    """Weeks in the study year that are over."""
    (student,) = package(mine).students
    return student.counted.missing


class TestAmount:
    @pytest.mark.parametrize(("number", "expected"), [(0, "0.00"), (1, "64.28"), (21, "1350.00")])
    def test_by_weeks(self, mine, number, expected):
        at_work(mine, number)
        assert package(mine).estimate == Decimal(expected)

    def test_never_more_than_a_full_place(self, mine):
        at_work(mine, len_of_year(mine))
        assert package(mine).estimate == Decimal("2700.00")


class TestWindow:
    def scheme(self, **fields) -> None:
        with acting_as(SYSTEM):
            SubsidyScheme.objects.create(
                **{
                    "study_year": YEAR, "amount_eur": 2700, "weeks": 42, "sectors": ["building"],
                    "apply_url": "https://www.rvo.nl/", "source": "Proef", "published_on": date(2026, 2, 1), **fields,
                }
            )  # fmt: skip

    def test_open(self, mine):
        today = timezone.localdate()
        self.scheme(opens_on=today, closes_at=timezone.now() + timedelta(days=10))
        found = package(mine)
        assert (found.is_open, found.is_closed, found.days_left) == (True, False, 10)

    def test_closed(self, mine):
        self.scheme(opens_on=date(2026, 6, 2), closes_at=datetime(2026, 9, 17, 15, tzinfo=UTC))
        found = package(mine)
        assert (found.is_open, found.is_closed, found.days_left) == (False, True, None)

    def test_not_published(self, mine):
        found = package(mine, year=2026)
        assert (found.is_open, found.is_closed, found.days_left) == (False, False, None)

    def test_facts_are_written_once(self):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), acting_as(SYSTEM):
            SubsidyScheme.objects.update(amount_eur=1)


class TestWhose:
    def test_of_another_hogeschool_nothing(self, mine):
        other = cast.tenant("Andere")
        assert package(mine, actor=other.coordinator.actor) is None
        with acting_as(other.contact.actor):
            assert praktijkleren.rows() == []

    def test_not_before_it_is_sealed(self):
        mine = scenes.matched()
        scenes.complete(mine)
        assert package(mine, year=2027) is None


@pytest.mark.parametrize("year", [0, 1, 1990, 9999, 10_000, 99_999_999_999])
def test_a_year_without_a_scheme_is_not_found(mine, client, year):
    client.force_login(mine.coordinator.user)
    assert client.get(f"/praktijkleren/{mine.company.public_id}/{year}/").status_code == 404


class TestFile:
    def made(self, mine, client, person) -> ZipFile:
        client.force_login(person.user)
        answer = client.post(f"/praktijkleren/{mine.company.public_id}/{YEAR}/pakket/", follow=True)
        assert "Staat in de rij" in text_of(answer)
        with acting_as(SYSTEM):
            job = Job.objects.filter(kind="praktijkleren").latest("asked_at")
        run_job(job.pk)
        with acting_as(SYSTEM):
            job.refresh_from_db()
        assert job.state == "finished", job.error
        with default_storage.open(job.place) as file:
            return ZipFile(BytesIO(file.read()))

    @pytest.mark.parametrize("who", ["coordinator", "contact"])
    def test_a_folder_per_student_in_the_order_of_the_conditions(self, mine, client, who):
        at_work(mine, 2)
        guided(mine)
        found = self.made(mine, client, getattr(mine, who))
        folders = []
        for name in found.namelist():
            if name.count("/") == 2 and name.split("/")[1] not in folders:
                folders.append(name.split("/")[1])
        assert [folder.split("-")[1] for folder in folders] == ["06", "07a", "07b", "07c", "07d", "15", "20a", "23"]
        assert {name.split("/")[0] for name in found.namelist() if "/" in name} == {"1-joris-kok"}
        assert [name for name in found.namelist() if name.endswith(".pdf")] == [
            "1-joris-kok/artikel-07b-praktijkleerovereenkomst/1-overeenkomst.pdf"
        ]

    def test_attendance_guidance_and_overview(self, mine, client):
        at_work(mine, 2)
        guided(mine)
        found = self.made(mine, client, mine.contact)
        weeks = found.read("1-joris-kok/artikel-07c-aanwezigheid/aanwezigheid.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(StringIO(weeks), delimiter=";"))
        assert [(row["uren aanwezig"], row["telt mee"], row["bevestigd door"]) for row in rows[:3]] == [
            ("32", "telt mee", "Karim"), ("32", "telt mee", "Karim"), ("", "niets opgeschreven", ""),
        ]  # fmt: skip
        page = found.read("1-joris-kok/artikel-07d-begeleiding-en-gerealiseerde-kwaliteiten/toelichting.html").decode()
        assert "Goed gesprek" in page
        assert "Rekenen" in page
        index = found.read("index.html").decode()
        assert "geen BSN" in index
        assert "minder bij overtekening" in index
        overview = list(csv.DictReader(StringIO(found.read("overzicht.csv").decode("utf-8-sig")), delimiter=";"))
        assert (overview[0]["opleidingscode (CROHO)"], overview[0]["weken begeleiding"]) == ("80113", "2")
        assert json.loads(found.read("index.json"))["files"]


class TestPages:
    def test_company_finds_it_from_its_agreements(self, mine, client):
        client.force_login(mine.contact.user)
        assert b'href="/praktijkleren/"' in client.get("/overeenkomsten/").content
        assert "Joris Kok" in text_of(client.get("/praktijkleren/"))

    def test_year_says_what_is_there_and_what_lacks(self, mine, client):
        at_work(mine, 3)
        client.force_login(mine.contact.user)
        text = text_of(client.get(f"/praktijkleren/{mine.company.public_id}/{YEAR}/"))
        assert "3 van 42 weken" in text
        assert "Ontbreekt" in text
        assert "Niet te zeggen" in text
        assert "geen BSN" in text
        assert "minder bij overtekening" in text
        assert "artikel 20, onder a" in text

    def test_nothing_yet_says_so(self, client):
        company = cast.organisation("company", "Nog Niets", takes_part=True)
        client.force_login(cast.person("Nora Niks", company, "contact").user)
        assert "Nog niets om aan te vragen" in text_of(client.get("/praktijkleren/"))

    def test_an_onlooker_reads_and_makes_nothing(self, mine, client):
        client.force_login(cast.person("Kijkt Mee", mine.company, "supervisor").user)
        page = f"/praktijkleren/{mine.company.public_id}/{YEAR}/"
        assert "Maak het pakket" not in text_of(client.get(page))
        assert client.post(f"{page}pakket/").status_code == 403
