"""The pages about an end: for the hogeschool, for parties with an account, and behind the link."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localdate
from pypdf import PdfReader

from agreements import ending_paper, states
from agreements.enums import ENDING_STEPS, STEPS, Confirmation, EndingState, State
from agreements.services import endings as services
from agreements.services import practice
from agreements.services.contacts import current_parties
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.services import read
from mkbroute.organisations.enums import Part
from tests import cast
from tests.documents.papers import faults

from . import endings, scenes
from .endings import WHY, all_agree, early, graduated, parties, propose, row, scene, work
from .scenes import WHO
from .signers import last_mail, mails, text_of

pytestmark = pytest.mark.django_db


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def page_of(agreement, what: str = "einde/") -> str:
    return f"/overeenkomsten/{agreement.public_id}/{what}"


def typed(agreement, **changed) -> dict:
    with acting_as(SYSTEM):
        ground = agreement.template.grounds[0]
    said = {
        "kind": "early", "last_day": localdate().isoformat(), "ground": ground, "manner": "notice",
        "started_by": "student", "noticed_on": localdate().isoformat(), "explanation": "",
    }  # fmt: skip
    return {**said, **changed}


class TestNoAddendum:
    """Says what stands in the way."""

    def said(self, mine, agreement) -> str:
        return text_of(client_of(mine.coordinator).post(page_of(agreement, "addendum/"), follow=True))

    def test_before_it_is_sealed(self):
        mine = scenes.matched()
        assert "pas als de overeenkomst is verzegeld" in self.said(mine, scenes.complete(mine))

    def test_while_an_end_is_proposed_and_once_it_stands(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        assert "Het einde van deze overeenkomst is voorgesteld. Trek dat eerst in" in self.said(mine, agreement)
        all_agree(ending)
        work(agreement)
        assert "Het einde van deze overeenkomst staat vast" in self.said(mine, agreement)

    @pytest.mark.usefixtures("seal_key")
    def test_once_it_ended(self):
        mine, agreement = scene()
        propose(mine, agreement, graduated())
        work(agreement)
        assert row(agreement).state == EndingState.FINAL
        assert "Het einde van deze overeenkomst staat vast" in self.said(mine, agreement)


class TestProposing:
    def test_it_asks_the_parties_and_shows_who_answered(self):
        mine, agreement = scene()
        staff = client_of(mine.coordinator)
        assert "Leg het einde vast" in text_of(staff.get(page_of(agreement, "")))
        answer = staff.post(page_of(agreement, "einde/vastleggen/"), typed(agreement), follow=True)
        shown = text_of(answer)
        assert "Ieder krijgt een mail" in shown
        assert "Nog niet geantwoord" in shown
        assert "Er is een beëindiging voorgesteld" in text_of(staff.get(page_of(agreement, "")))

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"kind": ""}, "Kies waarom de overeenkomst eindigt."),
            ({"ground": ""}, "Kies de grond"),
            ({"manner": ""}, "Kies op welke wijze."),
            ({"noticed_on": ""}, "Vul in wanneer het is gemeld."),
            ({"last_day": "2099-01-01"}, "Langer doorgaan kan met een addendum."),
            ({"kind": "graduated", "last_day": "2099-01-01"}, "Langer doorgaan kan met een addendum."),
        ],
    )
    def test_what_lacks_is_said_and_what_was_typed_stays(self, changed, said):
        mine, agreement = scene()
        posted = typed(agreement, explanation="Dit typte ik al.", **changed)
        answer = client_of(mine.coordinator).post(page_of(agreement, "einde/vastleggen/"), posted)
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert "Dit typte ik al." in text_of(answer)

    def test_a_takeover_needs_no_ground(self):
        mine, agreement = scene()
        staff = client_of(mine.coordinator)
        staff.post(page_of(agreement, "einde/vastleggen/"), typed(agreement, kind="takeover", ground=""))
        assert (row(agreement).kind, row(agreement).ground) == ("takeover", "")

    def test_a_diploma_asks_nobody(self):
        mine, agreement = scene()
        posted = {"kind": "graduated", "last_day": (localdate() - timedelta(days=1)).isoformat(), "bevestigd": "ja"}
        client_of(mine.coordinator).post(page_of(agreement, "einde/vastleggen/"), posted)
        assert row(agreement).state == EndingState.FINAL
        assert mails("ending_request") == []

    def test_a_diploma_is_looked_at_again_before_it_is_final(self):
        mine, agreement = scene()
        staff, path, day = client_of(mine.coordinator), page_of(agreement, "einde/vastleggen/"), localdate()
        posted = typed(agreement, kind="graduated", last_day=day.isoformat(), explanation="Cum laude.")
        shown = staff.post(path, posted)
        assert shown.status_code == 200
        for said in (agreement.student_name, date_format(day, "j F Y"), "meteen definitief", "Cum laude."):
            assert said in text_of(shown)
        kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text_of(shown)))
        assert {name: kept[name] for name in posted} == posted
        with acting_as(SYSTEM):
            assert not agreement.endings.exists()
        back = staff.post(path, {**posted, "terug": "ja"})
        assert back.status_code == 200
        assert "Cum laude." in text_of(back)
        assert "Leg het einde vast" in text_of(back)
        assert staff.post(path, {**posted, "bevestigd": "ja"}).status_code == 302
        assert (row(agreement).state, row(agreement).explanation) == (EndingState.FINAL, "Cum laude.")

    def test_a_diploma_that_does_not_fit_is_not_asked_to_be_confirmed(self):
        mine, agreement = scene()
        posted = typed(agreement, kind="graduated", last_day=(localdate() + timedelta(days=1)).isoformat())
        answer = client_of(mine.coordinator).post(page_of(agreement, "einde/vastleggen/"), posted)
        assert answer.status_code == 422
        assert "als het diploma er is" in text_of(answer)

    def test_what_a_colleague_recorded_meanwhile_is_told_and_what_was_typed_stays(self):
        mine, agreement = scene()
        staff, path = client_of(mine.coordinator), page_of(agreement, "einde/vastleggen/")
        assert staff.post(path, typed(agreement)).status_code == 302
        assert staff.post(path, typed(agreement)).status_code == 302  # the same again
        answer = staff.post(path, typed(agreement, explanation="Dit typte ik al."))
        assert answer.status_code == 422
        assert "staat iets anders" in text_of(answer)
        assert "Dit typte ik al." in text_of(answer)
        diploma = typed(agreement, kind="graduated", explanation="Dit typte ik al.")
        assert staff.post(path, diploma).status_code == 422

    def test_an_onlooker_follows_and_changes_nothing(self):
        mine, agreement = scene()
        propose(mine, agreement)
        teacher = client_of(cast.person("Tom Bos", mine.hogeschool, Part.TEACHER))
        shown = text_of(teacher.get(page_of(agreement)))
        assert "Nog niet geantwoord" in shown
        assert "Trek in" not in shown
        assert teacher.get(page_of(agreement, "einde/vastleggen/")).status_code == 403


class TestAFinalEndAhead:
    """The old end date is nowhere any more."""

    @pytest.fixture
    def ending(self):
        mine, agreement = scene()
        all_agree(propose(mine, agreement))
        work(agreement)
        return mine, agreement, row(agreement).last_day

    def test_the_list_and_the_facts_say_when(self, ending):
        mine, agreement, last = ending
        staff = client_of(mine.coordinator)
        (found,) = [
            each for each in staff.get("/overeenkomsten/").context["page"] if str(agreement.public_id) in each.url
        ]
        assert found.ends_on == last
        detail = staff.get(page_of(agreement, ""))
        assert dict(detail.context["facts"])["Looptijd"].endswith(date_format(last, "j F Y"))

    @pytest.mark.parametrize("who", ["contact", "student"])
    def test_the_others_read_the_same(self, ending, who):
        mine, agreement, last = ending
        detail = client_of(getattr(mine, who)).get(page_of(agreement, ""))
        assert dict(detail.context["facts"])["Looptijd"].endswith(date_format(last, "j F Y"))

    def test_while_they_are_asked_the_agreed_day_stands(self):
        mine, agreement = scene()
        propose(mine, agreement)
        detail = client_of(mine.coordinator).get(page_of(agreement, ""))
        assert dict(detail.context["facts"])["Looptijd"].endswith(date_format(agreement.ends_on, "j F Y"))


class TestNeverBegun:
    """Who withdraws before the first day: the agreement need not run for a day."""

    @pytest.fixture
    def withdrawn(self, seal_key):
        first = localdate()
        mine, agreement = scene(starts_on=first, practice_starts_on=first)
        staff, path = client_of(mine.coordinator), page_of(agreement, "einde/vastleggen/")
        refused = staff.post(path, typed(agreement, last_day=(first - timedelta(days=2)).isoformat()))
        assert refused.status_code == 422
        assert "Gaat zij niet door?" in text_of(refused)
        assert staff.post(path, typed(agreement, last_day=(first - timedelta(days=1)).isoformat())).status_code == 302
        return mine, agreement, row(agreement)

    def test_every_page_says_so(self, withdrawn):
        mine, agreement, ending = withdrawn
        staff, first = client_of(mine.coordinator), date_format(agreement.starts_on, "j F Y")
        assert "zou dan niet doorgaan" in text_of(staff.get(page_of(agreement, "")))
        assert f"zou beginnen op {first}" in text_of(staff.get(page_of(agreement)))
        company = parties(ending)["company"]
        assert f"zou beginnen op {first}" in text_of(Client().get(company.path))
        all_agree(ending)
        work(agreement)
        assert endings.now(agreement).ended_on == agreement.starts_on - timedelta(days=1)
        detail = staff.get(page_of(agreement, ""))
        assert detail.context["agreement"].standing == "Gaat niet door"
        assert f"De overeenkomst zou beginnen op {first}" in text_of(detail)
        assert dict(detail.context["facts"])["Looptijd"] == f"gaat niet door (zou beginnen op {first})"
        for what in ("einde/", "praktijk/", "geldende-tekst/", "dossier/", "verder/"):
            assert staff.get(page_of(agreement, what)).status_code == 200
        assert staff.get("/praktijkleren/").status_code == 200
        assert "gaat niet door" in last_mail(mine.student.user.email, "ending_letter")
        with acting_as(SYSTEM):
            content = read(row(agreement).document)
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        assert "De overeenkomst gaat niet door" in text
        assert "gelden alle afspraken" not in text

    def test_a_diploma_before_it_begins_is_none(self):
        first = localdate()
        mine, agreement = scene(starts_on=first, practice_starts_on=first)
        with pytest.raises(services.Refusal, match="kan niet eerder zijn"):
            propose(mine, agreement, graduated(first - timedelta(days=1)))


class TestPractice:
    def test_no_addendum_is_offered_while_an_end_stands(self):
        mine, agreement = scene()
        staff = client_of(mine.coordinator)
        with acting_as(mine.coordinator.actor):
            day = localdate()
            practice.record_interruption(agreement, begins_on=day, ends_on=day, who=WHO)
        assert "Addendum opstellen" in text_of(staff.get(page_of(agreement, "praktijk/")))
        propose(mine, agreement)
        shown = text_of(staff.get(page_of(agreement, "praktijk/")))
        assert "Addendum opstellen" not in shown
        assert "er is een einde voorgesteld" in shown


class TestAnswering:
    def test_behind_the_link_one_says_yes(self):
        mine, agreement = scene()
        company = parties(propose(mine, agreement))["company"]
        client = Client()
        assert "U antwoordt namens" in text_of(client.get(company.path))
        answer = client.post(company.path, {"answer": "ja"}, follow=True)
        assert "het antwoord is vastgelegd" in text_of(answer)
        assert company.row.state == Confirmation.AGREED
        assert client.post(company.path, {"answer": "nee", "reason": WHY}, follow=True).status_code == 200
        assert company.row.state == Confirmation.AGREED

    def test_a_no_needs_a_reason(self):
        mine, agreement = scene()
        student = parties(propose(mine, agreement))["student"]
        answer = Client().post(student.path, {"answer": "nee"})
        assert answer.status_code == 422
        assert "Schrijf op waarom" in text_of(answer)
        assert Client().post(student.path, {"answer": "nee", "reason": WHY}).status_code == 302
        assert student.row.state == Confirmation.DISAGREED

    def test_each_standing_has_its_words(self, seal_key):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        student = parties(ending)["student"]
        with acting_as(mine.coordinator.actor):
            services.withdraw_ending(ending, reason=WHY, who=WHO)
        assert "De beëindiging is ingetrokken" in text_of(Client().get(student.path))
        again = propose(mine, agreement)
        endings.over(again)
        company = parties(again)["company"]
        with acting_as(mine.coordinator.actor):
            services.go_on_without(again, reason=WHY, who=WHO)
        work(agreement)
        assert "De beëindiging is definitief" in text_of(Client().get(company.path))
        letter = Client().get(f"{company.path}brief.pdf")
        assert letter.content.startswith(b"%PDF")

    def test_an_unknown_link_says_what_to_do(self):
        answer = Client().get("/einde/bestaat-niet/")
        assert answer.status_code == 404
        assert "Alleen de laatste link werkt" in text_of(answer)

    def test_a_new_link_makes_the_old_one_useless(self):
        mine, agreement = scene()
        student = parties(propose(mine, agreement))["student"]
        at = f"/overeenkomsten/einde/{student.row.public_id}/link/"
        answer = client_of(mine.coordinator).post(at, {"email": "nieuw@adres.test"}, follow=True)
        assert "Een nieuwe link is onderweg" in text_of(answer)
        assert Client().get(student.path).status_code == 404
        assert student.row.email == "nieuw@adres.test"

    def test_with_an_account(self):
        mine, agreement = scene()
        propose(mine, agreement)
        student = client_of(mine.student)
        assert "Lees en antwoord" in text_of(student.get(page_of(agreement, "")))
        page = student.get(page_of(agreement))
        assert "Wat is het antwoord?" in text_of(page)
        shown = dict(re.findall(r'type="hidden" name="(einde)" value="([^"]+)"', page.content.decode()))
        assert student.post(page_of(agreement, "einde/antwoord/"), {**shown, "answer": "nee"}).status_code == 422
        answer = student.post(page_of(agreement, "einde/antwoord/"), {**shown, "answer": "ja"}, follow=True)
        assert "Dank voor het antwoord" in text_of(answer)
        assert "Wat is het antwoord?" not in text_of(answer)

    def test_it_stands_in_the_work_lists(self):
        mine, agreement = scene()
        people = parties(propose(mine, agreement))
        what = "antwoorden over het einde van de overeenkomst"
        assert what in text_of(client_of(mine.student).get("/"))
        assert what in text_of(client_of(mine.contact).get("/"))
        people["student"].answer(agreed=False, reason=WHY)
        assert "is niet akkoord" in text_of(client_of(mine.coordinator).get("/"))


class TestCarryingThrough:
    def test_withdrawing_asks_why(self):
        mine, agreement = scene()
        about = {"einde": propose(mine, agreement).public_id}
        staff = client_of(mine.coordinator)
        assert staff.post(page_of(agreement, "einde/intrekken/"), about).status_code == 422
        answer = staff.post(page_of(agreement, "einde/intrekken/"), {**about, "reason": WHY}, follow=True)
        assert "De overeenkomst loopt door" in text_of(answer)

    def test_going_on_without_waits_for_the_term(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        staff = client_of(mine.coordinator)
        assert "Laat doorgaan" not in text_of(staff.get(page_of(agreement)))
        said = {"einde": ending.public_id, "reason": WHY}
        refused = staff.post(page_of(agreement, "einde/doorgaan/"), said)
        assert (refused.status_code, "loopt nog" in text_of(refused)) == (422, True)
        endings.over(ending)
        assert "Laat doorgaan zonder ieders akkoord" in text_of(staff.get(page_of(agreement)))
        staff.post(page_of(agreement, "einde/doorgaan/"), said)
        assert row(agreement).state == EndingState.FINAL

    @pytest.mark.parametrize("what", ["intrekken", "doorgaan"])
    def test_an_old_page_says_nothing_of_the_next_ending(self, what):
        mine, agreement = scene()
        first = propose(mine, agreement)
        staff = client_of(mine.coordinator)
        with acting_as(mine.coordinator.actor):
            services.withdraw_ending(first, reason=WHY, who=WHO)
        endings.over(propose(mine, agreement))
        old = {"einde": first.public_id, "reason": WHY}
        told = staff.post(page_of(agreement, f"einde/{what}/"), old, follow=True)
        assert "intussen veranderd" in text_of(told)
        assert row(agreement).state == EndingState.OPEN


class TestAfterwards:
    def test_list_page_and_text_that_held_say_so(self, seal_key):
        mine, agreement = scene()
        propose(mine, agreement, graduated())
        work(agreement)
        staff = client_of(mine.coordinator)
        shown = text_of(staff.get(page_of(agreement, "")))
        assert "De laatste dag was" in shown
        assert "Ga verder bij een ander bedrijf" not in shown
        assert "Nieuw addendum" not in shown
        assert staff.get(page_of(agreement, "geldende-tekst/")).status_code == 200
        assert "Joris Kok" in text_of(staff.get("/overeenkomsten/?state=ended"))
        assert client_of(mine.student).get(page_of(agreement)).status_code == 200

    def test_the_letter_is_sealed_and_as_accessible_as_any(self, seal_key, tmp_path):
        mine, agreement = scene()
        all_agree(propose(mine, agreement, early(agreement, explanation="Het bedrijf stopt ermee.")))
        work(agreement)
        with acting_as(SYSTEM):
            content = read(row(agreement).document)
        assert faults(content) == []

    def test_the_letter_reads_well_for_each_kind(self):
        mine, agreement = scene()
        ending = propose(mine, agreement)
        with acting_as(SYSTEM):
            agreement = (
                type(agreement).objects.select_related("route", "hogeschool", "organisation").get(pk=agreement.pk)
            )
            ending.agreement = agreement
            for kind in ("graduated", "completed", "early", "takeover"):
                ending.kind = kind
                assert ending_paper.letter(ending, current_parties(agreement)).startswith(b"%PDF")


class TestStatuses:
    def test_the_page_tells_every_step_there_is(self):
        steps = {(before, after) for before, found in STEPS.items() for after in found}
        assert set(states.STEP_WORDS) == steps
        assert set(states.ENDING_WORDS) == {
            (before, after) for before, steps in ENDING_STEPS.items() for after in steps
        }
        assert set(states.MEANING) == set(State)
        assert [row.state for row in states.life() if not row.steps] == [State.CANCELLED]

    def test_a_coordinator_finds_it_from_the_list(self):
        mine = scenes.matched()
        staff = client_of(mine.coordinator)
        assert "/overeenkomsten/statussen/" in text_of(staff.get("/overeenkomsten/"))
        shown = text_of(staff.get("/overeenkomsten/statussen/"))
        for state in State:
            assert state.label in shown


class TestStuck:
    def test_one_button_one_mail(self):
        mine, agreement = scene()
        propose(mine, agreement)
        staff = client_of(mine.coordinator)
        shown = text_of(staff.get("/overeenkomsten/stil/?alles=ja"))
        assert "Nog niet herinnerd" in shown
        email = {"email": mine.student.user.email}
        assert "krijgt één mail" in text_of(staff.post("/overeenkomsten/stil/herinneren/", email, follow=True))
        assert "vandaag om" in text_of(staff.post("/overeenkomsten/stil/herinneren/", email, follow=True))
        assert len(mails("reminder")) == 1
        gone = {"email": "niemand@hier.test"}
        assert "Er wacht niets meer" in text_of(staff.post("/overeenkomsten/stil/herinneren/", gone, follow=True))


def test_a_hogeschool_changes_the_grounds_with_its_template():
    mine = scenes.matched()
    staff = client_of(mine.coordinator)
    at = f"/sjablonen/{mine.template_draft.public_id}/algemeen/"
    form = staff.get(at).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    assert "De arbeidsovereenkomst van de student eindigt" in said["grounds"]
    assert staff.post(at, {**said, "grounds": " \n"}).status_code == 422
    staff.post(
        at, {**said, "grounds": "- De werkplaats sluit;\n\n- De werkplaats sluit\nVerhuizing naar het buitenland."}
    )
    with acting_as(SYSTEM):
        mine.template_draft.refresh_from_db()
    assert mine.template_draft.grounds == ["De werkplaats sluit", "Verhuizing naar het buitenland"]
