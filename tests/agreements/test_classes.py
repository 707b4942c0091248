"""A whole class: chosen or out of a file; every draft or none; and one overview of what is missing per party."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from agreements.classes import candidates, drafts_of, lines_of, totals_of
from agreements.enums import Role, State
from agreements.models import Agreement, DraftUpload, Ending, Party, PartyCard
from agreements.planned import COLUMNS
from agreements.services.bulk import Wanted, draft_class
from agreements.services.cards import ask_everyone, ask_party, share_card
from agreements.services.copying import owners_of
from agreements.services.following import go_on_elsewhere
from matching.models import Application, Match
from matching.services.enrolment import enrol_applicant
from matching.services.refusal import Refusal
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.dashboards.work import on_hogeschool, on_others_of_hogeschool
from mkbroute.exports.tables import Sheet
from mkbroute.exports.workbook import write_xlsx
from routes.enums import Phase
from routes.models import Route
from routes.services import change_phase
from tests.built_once import built_once
from tests.races import at_once

from . import scenes
from .classmates import drafted_class, enrol
from .endings import all_agree, early, now, propose, running, work
from .scenes import WHO
from .signers import last_mail, mails, text_of

pytestmark = pytest.mark.django_db
SIGNS = {"signer_name": "Sanne de Wit", "signer_email": "sanne@hogeschool.test"}


mine = built_once(scenes.matched)


@pytest.fixture
def staff(mine, client):
    client.force_login(mine.coordinator.user)
    return client


def path(mine, rest="") -> str:
    return f"/overeenkomsten/klas/{mine.route.public_id}/{rest}"


def drafts() -> int:
    with acting_as(SYSTEM):
        return Agreement.objects.filter(state=State.DRAFT).count()


def test_a_class_of_28_in_one_go(mine, staff):
    enrol(mine, 27)
    page = staff.get(path(mine, "opstellen/"))
    chosen = page.context["form"].initial["chosen"]
    assert len(chosen) == 28
    made = staff.post(path(mine, "opstellen/"), {**SIGNS, "chosen": chosen, "ask": "on"})
    assert made.status_code == 302
    assert drafts() == 28
    with acting_as(SYSTEM):
        assert PartyCard.objects.filter(asked_at__isnull=False, agreement__state="draft").count() == 56
    assert len(mails("card_request")) == 28  # to each student
    (bundled,) = mails("card_requests")  # to the one contact of the company
    assert bundled.to_email == mine.position.signatory_email
    assert len(set(re.findall(r"/gegevens/([\w-]+)/", last_mail(bundled.to_email, "card_requests")))) == 28
    page = text_of(staff.get(path(mine)))
    assert "geboortedatum: 28×" in page
    assert "0 van 28" in page
    assert staff.post(path(mine, "vragen/")).status_code == 302
    assert (len(mails("card_request")), len(mails("card_requests"))) == (28, 1)


def test_what_a_company_handed_in_stands_on_its_other_cards(mine):
    first, second, third = drafted_class(mine, 3)
    with acting_as(SYSTEM):
        Party.objects.filter(role="company").update(address="", kvk_number="")
    with acting_as(mine.coordinator.actor):
        own = Agreement.objects.filter(pk__in=[first.pk, second.pk])
        assert ask_everyone(own.prefetch_related("parties", "cards"), who=WHO) == 3
    tokens = re.findall(r"/gegevens/([\w-]+)/", last_mail(mine.position.signatory_email, "card_requests"))
    with acting_as(SYSTEM):
        rows = {each.agreement_id: each for each in PartyCard.objects.filter(role="company", agreement__in=own)}
        filled, other = rows[first.pk], rows[second.pk]
        Party.objects.filter(agreement=first, role="company").update(address="Dakweg 1, Utrecht", kvk_number="12345678")
        PartyCard.objects.filter(pk=filled.pk).update(filled_at=timezone.now())
        assert len(tokens) == 2
        assert share_card(other.pk) == 0
        assert share_card(filled.pk) == 1
        other.refresh_from_db()
        assert (other.facts["address"], other.facts["kvk_number"]) == ("Dakweg 1, Utrecht", "12345678")
    with acting_as(mine.coordinator.actor):
        later = ask_party(third, Role.COMPANY, name="Karim Bakker", email="karim@bedrijf.test", who=WHO)
    assert later.facts["address"] == "Dakweg 1, Utrecht"


def test_a_class_in_english(mine, staff):
    enrol(mine, 1)
    page = staff.get(path(mine, "opstellen/"))
    assert "Taal van de overeenkomst" in text_of(page)
    chosen = page.context["form"].initial["chosen"]
    assert staff.post(path(mine, "opstellen/"), {**SIGNS, "chosen": chosen, "language": "en"}).status_code == 302
    with acting_as(SYSTEM):
        assert list(Agreement.objects.filter(state=State.DRAFT).values_list("language", flat=True)) == ["en", "en"]


def test_overview_costs_as_many_queries_for_three_as_for_one(mine, staff, django_assert_num_queries):
    scenes.drafted(mine)
    staff.get(path(mine))  # which hosts there are, is remembered
    for number in (0, 2):
        enrol(mine, number)
        with acting_as(mine.coordinator.actor):
            wanted = [Wanted(each.application.name, each.application, each.match) for each in candidates(mine.route)]
            draft_class(wanted, signer=scenes.signer(mine), who=WHO, ask=False)
        with django_assert_num_queries(17):
            staff.get(path(mine))


def test_all_or_nothing(mine):
    enrol(mine, 2)
    with acting_as(mine.coordinator.actor):
        wanted = [Wanted(each.application.name, each.application, each.match) for each in candidates(mine.route)]
    with acting_as(SYSTEM):
        Match.objects.filter(pk=wanted[2].match.pk).update(state="cancelled")
    with acting_as(mine.coordinator.actor), pytest.raises(Exception, match="niet meer bevestigd"):
        draft_class(wanted, signer=scenes.signer(mine), who=WHO, ask=True)
    assert drafts() == 0
    assert mails("card_request") == []


def test_what_each_party_owes(mine):
    agreement = scenes.drafted(mine)
    with acting_as(mine.coordinator.actor):
        lines = lines_of(drafts_of(mine.route))
        totals = {total.role: total for total in totals_of(lines)}
    assert [line.agreement for line in lines] == [agreement]
    assert totals[Role.STUDENT].missing == [("geboortedatum", 1)]
    assert totals[Role.COMPANY].complete == 1
    assert {what for what, _ in totals[Role.HOGESCHOOL].missing} == {
        "hoe de begeleiding gaat",
        "wie beoordeelt, en hoe",
    }


# -- a file -------------------------------------------------------------------------------------------------------


def csv(*rows: str) -> SimpleUploadedFile:
    head = ";".join(column.label for column in COLUMNS)
    return SimpleUploadedFile("klas.csv", "\n".join([head, *rows]).encode("utf-8-sig"))


def hand_in(staff, mine, file):
    return staff.post(path(mine, "inlezen/"), {"file": file})


def test_a_file_with_matches_and_own_employers(mine, staff):
    placed = enrol(mine, 1)[0]
    own = enrol(mine, 1, state="admissible", employer_name="Dak en Zo")[0]
    rows = [
        f"{placed.email.upper()};Iemand;;;;;1-9-2027;31-8-2029;30,5;Bo Vos",
        f"{own.email};Ander;;87654321;Gerda Dak;gerda@dakenzo.test;;;;",
    ]
    kept = hand_in(staff, mine, csv(*rows))
    page = staff.get(kept.url)
    assert (page.context["new"], page.context["wrong"]) == (2, 0)
    assert drafts() == 0
    done = staff.post(kept.url, {**SIGNS, "seen": page.context["seen"]})
    assert done.url == path(mine)
    with acting_as(SYSTEM):
        first = Agreement.objects.get(match__application=placed)
        second = Agreement.objects.get(application=own)
        assert (first.hours_per_week, str(first.ends_on), first.school_supervisor) == (30.5, "2029-08-31", "Bo Vos")
        assert second.organisation.name == "Dak en Zo"
        assert second.cards.get().email == "gerda@dakenzo.test"
        assert second.cards.get().asked_at is None
        assert DraftUpload.objects.get(public_id=kept.url.split("/")[-2]).rows == []
    assert staff.post(kept.url, {**SIGNS, "seen": page.context["seen"]}).status_code == 302  # the back button
    assert drafts() == 2


class TestAfterAnEnd:
    """The former agreement is no reason to leave somebody out, once the place came free."""

    @pytest.fixture
    def former(self, mine):
        agreement = running(mine)
        all_agree(propose(mine, agreement, early(agreement, last_day=localdate() - timedelta(days=1))))
        work(agreement)
        return now(agreement)

    def goes_on(self, mine, former) -> None:
        with acting_as(mine.coordinator.actor):
            go_on_elsewhere(former, who=WHO)

    def planned(self, mine, staff):
        row = f"{mine.application.email};;Dak en Zo;87654321;Gerda Dak;gerda@dakenzo.test;;;;"
        kept = hand_in(staff, mine, csv(row))
        return kept, staff.get(kept.url)

    def test_the_next_one_is_drafted_from_a_file(self, mine, staff, former):
        self.goes_on(mine, former)
        kept, page = self.planned(mine, staff)
        assert (page.context["new"], page.context["there"]) == (1, 0)
        assert staff.post(kept.url, {**SIGNS, "seen": page.context["seen"]}).url == path(mine)
        with acting_as(SYSTEM):
            assert Agreement.objects.get(follows=former).organisation.name == "Dak en Zo"
        again = self.planned(mine, staff)[1]
        assert (again.context["new"], again.context["there"]) == (0, 1)
        assert "Is er al" in text_of(again)

    def test_while_the_place_is_taken_the_row_says_that_it_ended(self, mine, staff, former):
        page = self.planned(mine, staff)[1]
        assert (page.context["new"], page.context["there"]) == (0, 1)
        assert "Beëindigd" in text_of(page)
        assert "Gaat de student verder" in text_of(page)

    def test_who_has_a_dropped_next_one_waits_for_another(self, mine, staff, former):
        self.goes_on(mine, former)
        kept, page = self.planned(mine, staff)
        staff.post(kept.url, {**SIGNS, "seen": page.context["seen"]})
        with acting_as(SYSTEM):
            assert mine.application.pk not in {each.application.pk for each in candidates(mine.route)}
            Agreement.objects.filter(follows=former).update(state=State.CANCELLED)
            (found,) = [each for each in candidates(mine.route) if each.application.pk == mine.application.pk]
        assert (found.company, found.match) == ("Dak en Zo", None)

    def test_at_the_own_employer_where_it_ended_nobody_waits(self, mine, staff, former):
        self.goes_on(mine, former)
        kept, page = self.planned(mine, staff)
        staff.post(kept.url, {**SIGNS, "seen": page.context["seen"]})
        with acting_as(SYSTEM):
            second = Agreement.objects.get(follows=former)
            owners = owners_of(second)
            Ending.objects.create(
                agreement=second, **owners, kind="completed", last_day=localdate(), state="final",
                proposed_by=WHO, closed_by=WHO, closed_at=timezone.now(),
            )  # fmt: skip
            assert mine.application.pk not in {each.application.pk for each in candidates(mine.route)}


def test_who_did_not_apply_is_enrolled(mine, staff):
    row = "nieuw@klas.test;Nienke Nieuw;Dak en Zo;87654321;Gerda Dak;gerda@dakenzo.test;;;;"
    kept = hand_in(staff, mine, csv(row))
    page = staff.get(kept.url)
    assert "Inschrijven en concept" in text_of(page)
    assert staff.post(kept.url, {**SIGNS, "seen": page.context["seen"]}).status_code == 302
    with acting_as(SYSTEM):
        agreement = Agreement.objects.get(application__email="nieuw@klas.test")
        application = agreement.applied
        assert (application.name, application.state) == ("Nienke Nieuw", "placed")
        assert [event.kind for event in application.events.order_by("at")] == ["enrolled", "own_employer"]
    assert "heeft je ingeschreven" in last_mail("nieuw@klas.test", "application_enrolled")
    assert staff.get(f"/aanmeldingen/{application.public_id}/").status_code == 200
    again = staff.get(hand_in(staff, mine, csv(row)).url)
    assert (again.context["new"], again.context["there"]) == (0, 1)


def test_a_route_that_stopped_enrols_nobody(mine, staff):
    kept = hand_in(staff, mine, csv("nieuw@klas.test;Nienke Nieuw;Dak en Zo;87654321;Gerda Dak;gerda@dakenzo.test;;;;"))
    seen = staff.get(kept.url).context["seen"]
    with acting_as(mine.coordinator.actor):
        before = Route.objects.get(pk=mine.route.pk)
        change_phase(before, Phase.STALLED, reason="Te weinig bedrijven.", who=WHO)
    refused = staff.post(kept.url, {**SIGNS, "seen": seen})
    assert refused.status_code == 409
    assert "de route neemt geen aanmeldingen aan" in text_of(refused)
    before.phase = Phase.STARTING  # as who looked a moment before
    with acting_as(mine.coordinator.actor), pytest.raises(Refusal, match="neemt geen aanmeldingen aan"):
        enrol_applicant(before, name="Nienke Nieuw", email="nieuw@klas.test", employer_name="", who=WHO)
    with acting_as(SYSTEM):
        assert not Application.objects.filter(email="nieuw@klas.test").exists()


def test_nobody_enrols_on_the_route_of_another(mine):
    other = scenes.matched("Hogeschool Twee")
    for actor in (other.coordinator.actor, other.student.actor, other.contact.actor):
        with acting_as(actor), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT portal.enrol_applicant(%s, 'Wie', 'wie@klas.test', '')", [mine.route.pk])


GUIDED = {"guidance": "Elke week een uur.", "assessment": "De docent beoordeelt."}


def filled(mine) -> dict[str, str]:
    with acting_as(SYSTEM):
        return dict(Agreement.objects.filter(route=mine.route, state="draft").values_list("student_name", "guidance"))


def test_one_form_for_all_drafts_shows_first_and_fills_what_is_empty(mine, staff):
    first, *_ = drafted_class(mine, 3)
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=first.pk).update(guidance="Iets anders.")
    page = staff.post(path(mine, "voor-alle-concepten/"), GUIDED)
    assert page.status_code == 200
    assert "Vul 3 concepten aan" in text_of(page)
    assert sorted(filled(mine).values()) == ["", "", "Iets anders."]
    done = staff.post(path(mine, "voor-alle-concepten/"), {**GUIDED, "seen": page.context["seen"]}, follow=True)
    assert "3 concepten zijn aangevuld." in text_of(done)
    assert sorted(filled(mine).values()) == ["Elke week een uur.", "Elke week een uur.", "Iets anders."]
    with acting_as(SYSTEM):
        assert all(each.events.filter(kind="edited").count() == 1 for each in Agreement.objects.filter(state="draft"))
    again = staff.post(path(mine, "voor-alle-concepten/"), {**GUIDED, "seen": page.context["seen"]})
    assert again.status_code == 409
    assert "Er verandert niets" in text_of(again)


def test_replacing_is_explicit_and_a_draft_changed_meanwhile_is_shown_again(mine, staff):
    first, _ = drafted_class(mine, 2)
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=first.pk).update(guidance="Iets anders.")
    asked = {**GUIDED, "replace": "on"}
    page = staff.post(path(mine, "voor-alle-concepten/"), asked)
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=first.pk).update(guidance="Elke week een uur.")
    stale = staff.post(path(mine, "voor-alle-concepten/"), {**asked, "seen": page.context["seen"]})
    assert stale.status_code == 409
    staff.post(path(mine, "voor-alle-concepten/"), {**asked, "seen": stale.context["seen"]})
    assert set(filled(mine).values()) == {"Elke week een uur."}


def test_nothing_to_fill_in_is_a_mistake(mine, staff):
    drafted_class(mine, 1)
    assert staff.post(path(mine, "voor-alle-concepten/"), {}).status_code == 422


def test_a_draft_that_waits_for_a_card_waits_for_who_was_asked(mine, staff):
    (agreement,) = drafted_class(mine, 1)
    with acting_as(mine.coordinator.actor):
        ask_party(agreement, Role.COMPANY, name="Karim Bakker", email="karim@bedrijf.test", who=WHO)
    for page in ("/overeenkomsten/", f"/overeenkomsten/{agreement.public_id}/"):
        assert "Karim Bakker" in text_of(staff.get(page))
    assert "vult de gegevenskaart in" in text_of(staff.get(f"/overeenkomsten/{agreement.public_id}/"))
    with acting_as(mine.coordinator.actor):
        waiting = [(item.what, item.who) for item in on_others_of_hogeschool("sanne@hogeschool.test")]
        assert ("gegevens invullen", "Karim Bakker") in waiting
        assert "overeenkomst afmaken en versturen" not in [item.what for item in on_hogeschool("sanne@x.test")]
    with acting_as(SYSTEM):
        PartyCard.objects.filter(agreement=agreement).update(filled_at=timezone.now())
    assert "vult de gegevenskaart in" not in text_of(staff.get(f"/overeenkomsten/{agreement.public_id}/"))


def test_columns_that_were_not_read_are_named(mine, staff):
    enrol(mine, 1)
    file = SimpleUploadedFile(
        "klas.csv", b"E-mailadres student;Leerdoel;Werkuren per week\r\nwie@dan.ook;Dakdekken;32\r\n"
    )
    page = text_of(staff.get(hand_in(staff, mine, file).url))
    assert "Deze kolommen las het portaal niet" in page
    assert "‘Leerdoel’" in page
    assert "‘Werkuren per week’" not in page


def test_mistakes_are_told_row_by_row_and_nothing_is_made(mine, staff):
    placed, waiting = enrol(mine, 1)[0], enrol(mine, 1, state="submitted")[0]
    own = enrol(mine, 1, state="admissible")[0]
    rows = [
        f"{placed.email};;;;;;31-8-2029;1-9-2027;99;",
        "niemand@nergens.test;;;;;;;;;",
        f"{waiting.email};;;;;;;;;",
        f"{own.email};;;12;;;;;;",
        ";Zonder adres;;;;;;;;",
        f"{placed.email};;;;;;;;;",
    ]
    kept = hand_in(staff, mine, csv(*rows))
    page = staff.get(kept.url)
    assert page.context["wrong"] == 6
    told = text_of(page)
    for words in (
        "vóór de begindatum",
        "meldde niemand zich aan",
        "‘ontvangen’",
        "8 cijfers",
        "Vul deze cel in",
        "ook in rij 2",
    ):
        assert words in told, words
    assert staff.post(kept.url, {**SIGNS, "seen": page.context["seen"]}).status_code == 409
    assert drafts() == 0


def test_a_workbook_and_the_template(mine, staff):
    placed = enrol(mine, 1)[0]
    values = [placed.email, *[""] * (len(COLUMNS) - 1)]
    content = b"".join(write_xlsx([Sheet("Klas", COLUMNS, [values])]))
    kept = hand_in(staff, mine, SimpleUploadedFile("klas.xlsx", content))
    assert staff.get(kept.url).context["new"] == 1
    for kind in ("xlsx", "csv"):
        answer = staff.get(f"/overeenkomsten/klas/sjabloon.{kind}")
        again = hand_in(
            staff, mine, SimpleUploadedFile(f"s.{kind}", BytesIO(b"".join(answer.streaming_content)).read())
        )
        assert again.status_code == 422  # only the example
        assert "geen studenten" in text_of(again)


def test_dates_that_cannot_be_and_the_students_own_address_are_named(mine, staff):
    own = enrol(mine, 1, state="admissible", employer_name="Dak en Zo")[0]
    kept = hand_in(staff, mine, csv(f"{own.email};;Dak en Zo;12345678;Gerda;{own.email};1-9-0202;31-8-9999;;"))
    page = text_of(staff.get(kept.url))
    assert "ligt meer dan 5 jaar terug" in page
    assert "ligt meer dan 10 jaar vooruit" in page
    kept = hand_in(staff, mine, csv(f"{own.email};;Dak en Zo;12345678;Gerda;{own.email};;;;"))
    assert "Dit is het adres van de student" in text_of(staff.get(kept.url))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a;b\n1;2", b"\x00\x01\x02", b"email;email\na@b.nl;c@d.nl"])
def test_a_wrong_file_is_refused_in_words(mine, staff, content):
    assert hand_in(staff, mine, SimpleUploadedFile("x.csv", content)).status_code == 422


def test_a_stale_plan_asks_again(mine, staff):
    placed = enrol(mine, 1)[0]
    kept = hand_in(staff, mine, csv(f"{placed.email};;;;;;;;;"))
    seen = staff.get(kept.url).context["seen"]
    with acting_as(SYSTEM):
        Match.objects.filter(application=placed).update(state="cancelled")
    assert staff.post(kept.url, {**SIGNS, "seen": seen}).status_code == 409
    assert staff.post(f"{kept.url}weggooien/").status_code == 302
    assert drafts() == 0


@pytest.mark.django_db(transaction=True)
def test_two_draft_the_same_class_at_once():
    mine = scenes.matched()
    enrol(mine, 3)

    def go():
        with acting_as(mine.coordinator.actor):
            wanted = [Wanted(each.application.name, each.application, each.match) for each in candidates(mine.route)]
            return len(draft_class(wanted, signer=scenes.signer(mine), who=WHO, ask=True))

    assert all(isinstance(outcome, int) for outcome in at_once(go, go))
    assert drafts() == 4


def test_the_list_of_classes(mine, staff):
    assert "Bouwkunde" in text_of(staff.get("/overeenkomsten/klas/"))
    scenes.drafted(mine)
    assert "Bouwkunde" in text_of(staff.get("/overeenkomsten/klas/"))
