"""The pages: who may open them, what they show, and that nothing typed gets lost."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.enums import Role, SigningState, State
from agreements.models import Agreement, AgreementVersion, Signing
from agreements.services.drafting import edit_agreement
from matching.models import Match
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast
from tests.built_once import built_once

from . import scenes
from .scenes import send

pytestmark = pytest.mark.django_db
PAGES = ("detail", "edit", "parties", "preview", "preview_pdf", "send", "reopen", "cancel")
OF_COORDINATOR = ("edit", "parties", "send", "reopen", "cancel")


mine = built_once(scenes.matched)


@pytest.fixture
def browse(client):
    """browse(person) logs her in; browse.get("edit", agreement) and browse.post(...) go to a page."""
    return Browser(client)


class Browser:
    def __init__(self, client):
        self.client = client

    def __call__(self, person):
        self.client.force_login(person.user)
        return self

    def get(self, name, *about, **query):
        return self.client.get(url(name, *about), query)

    def post(self, name, *about, **data):
        return self.client.post(url(name, *about), data)


def url(name, *about):
    return reverse(f"agreements:{name}", args=[getattr(one, "public_id", one) for one in about])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def sent(mine):
    agreement = scenes.complete(mine)
    send(mine, agreement)
    return agreement


def filled(page, **changes):
    """What the form on the page would send, with changes."""
    form = page.context["form"]
    data = {}
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if hasattr(widget, "decompress"):
            parts = widget.decompress(value)
            data |= {f"{bound.html_name}_{number}": part or "" for number, part in enumerate(parts)}
        else:
            data[bound.html_name] = bound.field.prepare_value(value) if value is not None else ""
            data[bound.html_name] = widget.format_value(data[bound.html_name]) or ""
    return data | changes


# -- who may open them --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_stranger_is_sent_to_log_in(client, mine, name):
    response = client.get(url(name, mine.agreement))
    assert response.status_code == 302
    assert "login" in response["Location"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["coordinator", "contact", "student", "employer_contact"])
def test_others_see_nothing_of_an_agreement(browse, mine, name, who):
    theirs = cast.tenant("Hogeschool Zuid")
    agreement = scenes.complete(mine)
    expected = 403 if who != "coordinator" and name in OF_COORDINATOR else 404
    assert browse(getattr(theirs, who)).get(name, agreement).status_code == expected


@pytest.mark.parametrize("who", ["adviser", "assessor"])
@pytest.mark.parametrize("name", PAGES)
def test_branche_and_programme_are_no_party(browse, mine, who, name):
    assert browse(getattr(mine, who)).get(name, mine.agreement).status_code == 403


@pytest.mark.parametrize("name", OF_COORDINATOR)
@pytest.mark.parametrize("who", ["contact", "student"])
def test_other_parties_change_nothing(browse, mine, name, who):
    agreement = scenes.complete(mine)
    assert browse(getattr(mine, who)).post(name, agreement).status_code == 403


@pytest.mark.parametrize("name", ["detail", "preview", "version"])
@pytest.mark.parametrize("who", ["coordinator", "contact", "student"])
def test_parties_read_along(browse, mine, name, who):
    agreement = scenes.complete(mine)
    if name == "version":
        send(mine, agreement)
    response = browse(getattr(mine, who)).get(name, agreement, *([1] if name == "version" else []))
    assert response.status_code == 200
    assert "Joris Kok" in text(response)


def test_formal_employer_reads_along(browse):
    """She sees the agreement, but not the match and the application that it came from."""
    mine = cast.tenant()
    assert mine.employer.name in text(browse(mine.employer_contact).get("detail", mine.agreement))
    with acting_as(SYSTEM):
        Agreement.objects.filter(pk=mine.agreement.pk).update(state=State.DRAFT)
    assert mine.employer.name in text(browse.get("detail", mine.agreement))
    assert mine.employer.name in text(browse.get("preview", mine.agreement))


# -- the list -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["coordinator", "contact", "student", "employer_contact"])
@pytest.mark.parametrize("others", [0, 2])
def test_list_takes_as_many_queries_for_one_as_for_three(browse, who, others):
    mine = cast.tenant()
    with acting_as(SYSTEM):
        for _ in range(others):
            copy_of(mine)
    browse(getattr(mine, who)).get("list")  # caches what is the same for every page
    with CaptureQueriesContext(connection) as queries:
        page = browse.get("list")
    assert len(page.context["page"]) == 1 + others
    own = [query["sql"] for query in queries if re.search(r'FROM "(agreements|routes)_', query["sql"])]
    # count, page with addenda, signings, and the routes of the filter; around these: session, log-in, hats, actor
    # a company: what it took over too
    assert len(own) == (4 if who in ("coordinator", "contact") else 3), own


def copy_of(mine):
    """Another agreement of the same parties, on a match of its own."""
    match, agreement = Match.objects.get(pk=mine.match.pk), Agreement.objects.get(pk=mine.agreement.pk)
    match.pk, match.public_id, match.state = None, uuid4(), "cancelled"
    match.save()
    agreement.pk, agreement.public_id, agreement.match = None, uuid4(), match
    agreement.save()


def test_list_says_whose_turn_it_is(browse, mine):
    agreement = scenes.complete(mine)
    assert browse(mine.coordinator).get("list").context["page"][0].turn.who == "u"
    send(mine, agreement)
    turn = browse.get("list").context["page"][0].turn
    assert (turn.who, turn.mine) == ("Joris Kok en Karim Bakker", False)  # the hogeschool signs last
    with acting_as(SYSTEM):
        Signing.objects.filter(agreement=agreement, role=Role.COMPANY).update(
            state=SigningState.SIGNED, answered_at=timezone.now(), identified_at=timezone.now(), typed_name="Karim"
        )
    turn = browse.get("list").context["page"][0].turn
    assert (turn.who, turn.what, turn.mine) == ("Joris Kok", "tekenen", False)
    assert browse(mine.student).get("list").context["page"][0].turn.who == "jij"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "kok"}, 2),
        ({"q": "bouwkunde"}, 2),
        ({"q": "niemand"}, 0),
        ({"state": "draft"}, 1),
        ({"state": "onzin"}, 2),
        ({"route": "geen-uuid"}, 2),
        ({"volgorde": "-student"}, 2),
    ],
)
def test_list_filters(browse, mine, asked, found):
    scenes.drafted(mine)
    assert len(browse(mine.coordinator).get("list", **asked).context["page"]) == found


def test_list_turns_pages_of_25(browse):
    mine = cast.tenant()
    with acting_as(SYSTEM):
        for _ in range(25):
            copy_of(mine)
    page = browse(mine.coordinator).get("list").context["page"]
    assert (len(page), page.paginator.count) == (25, 26)
    assert len(browse.get("list", pagina=2).context["page"]) == 1


@pytest.mark.parametrize("who", ["coordinator", "contact", "student"])
def test_empty_list_says_what_to_do(browse, who):
    mine = cast.tenant()
    person = {
        "coordinator": lambda: cast.person("Ada Leeg", cast.organisation("hogeschool", "Leeg"), "coordinator"),
        "contact": lambda: cast.person("Bea Leeg", cast.organisation("company", "Leeg"), "contact"),
        "student": lambda: cast.person("Cas Leeg"),
    }[who]()
    page = browse(person).get("list")
    assert "Nog geen overeenkomsten" in text(page)
    assert mine.agreement.student_name not in text(page)


# -- drafting -----------------------------------------------------------------------------------------------------


def test_draft_begins_with_who_is_logged_in(browse, mine):
    page = browse(mine.coordinator).get("draft", mine.match)
    assert page.status_code == 200
    form = page.context["form"]
    assert form.initial["signer_name"] == "Sanne de Wit"
    assert form.initial["signer_email"] == mine.coordinator.user.email
    with acting_as(SYSTEM):
        assert not mine.match.agreements.exists()


def test_draft_is_made_and_goes_on_to_the_text(browse, mine):
    page = browse(mine.coordinator).get("draft", mine.match)
    response = browse.post("draft", mine.match, **filled(page))
    with acting_as(SYSTEM):
        agreement = mine.match.agreements.get()
    assert response["Location"] == url("edit", agreement)
    assert browse.get("draft", mine.match)["Location"] == url("detail", agreement)
    assert browse.post("draft", mine.match, **filled(page))["Location"] == url("detail", agreement)


def test_draft_with_a_formal_employer(browse, mine):
    page = browse(mine.coordinator).get("draft", mine.match)
    data = filled(page, employer=str(mine.employer.public_id))
    response = browse.post("draft", mine.match, **data)
    assert response.status_code == 422
    assert "employer_signer_name" in response.context["form"].errors
    signer = {"employer_signer_name": "Truus Vos", "employer_signer_email": "truus@voorbeeld.test"}
    assert browse.post("draft", mine.match, **{**data, **signer}).status_code == 302
    with acting_as(SYSTEM):
        assert mine.match.agreements.get().parties.count() == 4


def test_only_opleidingsbedrijven_can_be_formal_employer(browse, mine):
    page = browse(mine.coordinator).get("draft", mine.match)
    response = browse.post("draft", mine.match, **filled(page, employer=str(mine.company.public_id)))
    assert "employer" in response.context["form"].errors


def test_draft_refuses_an_address_from_which_another_signs(browse, mine):
    page = browse(mine.coordinator).get("draft", mine.match)
    response = browse.post("draft", mine.match, **filled(page, signer_email=mine.contact.user.email.upper()))
    assert "Karim Bakker" in response.context["form"].errors["signer_email"][0]


def test_draft_needs_a_confirmed_match(browse, mine):
    with acting_as(SYSTEM):
        Match.objects.filter(pk=mine.match.pk).update(state="cancelled")
    assert browse(mine.coordinator).get("draft", mine.match).status_code == 409


# -- editing ------------------------------------------------------------------------------------------------------


def test_edit_cites_the_law_at_each_section(browse, mine):
    page = text(browse(mine.coordinator).get("edit", scenes.drafted(mine)))
    for code in "abcd":
        assert f"WHW art. 7.7 lid 5 onder {code}" in page
    assert "#id_guidance" in page


def test_edit_saves_and_the_meter_moves(browse, mine):
    agreement = scenes.drafted(mine)
    page = browse(mine.coordinator).get("edit", agreement)
    assert [status.ok for status in page.context["provisions"]] == [True, False, False, True]
    data = filled(page, guidance="Elke week.", assessment="De docent.", hours_per_week="32,5")
    assert browse.post("edit", agreement, **data)["Location"] == url("detail", agreement)
    page = browse.get("edit", agreement)
    assert all(status.ok for status in page.context["provisions"])
    assert page.context["form"]["hours_per_week"].value() == 32.5


def test_edit_explains_dates_that_do_not_fit(browse, mine):
    agreement = scenes.drafted(mine)
    page = browse(mine.coordinator).get("edit", agreement)
    response = browse.post("edit", agreement, **filled(page, ends_on="2027-01-01", tasks="Nieuw."))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"ends_on"}
    assert "Nieuw." in text(response)
    assert "Fout:" in text(response)


def test_edit_of_a_colleague_meanwhile_elsewhere_is_kept(browse, mine):
    agreement = scenes.drafted(mine)
    page = browse(mine.coordinator).get("edit", agreement)
    with acting_as(mine.coordinator.actor):
        edit_agreement(agreement, values={"guidance": "Van Ada."}, seen={}, who="Ada")
    response = browse.post("edit", agreement, **filled(page, tasks="Van Bea."))
    assert response.status_code == 302
    with acting_as(SYSTEM):
        agreement.refresh_from_db()
    assert (agreement.guidance, agreement.tasks) == ("Van Ada.", "Van Bea.")
    assert "Hoe vaak en hoe wordt begeleid?" in text(browse.get("detail", agreement))


def test_edit_of_a_colleague_in_the_same_field_is_shown(browse, mine):
    agreement = scenes.drafted(mine)
    page = browse(mine.coordinator).get("edit", agreement)
    with acting_as(mine.coordinator.actor):
        edit_agreement(agreement, values={"guidance": "Van Ada."}, seen={}, who="Ada")
        edit_agreement(agreement, values={"assessment": "Ook Ada."}, seen={}, who="Ada")
    response = browse.post("edit", agreement, **filled(page, guidance="Van Bea.", tasks="Ook Bea."))
    assert response.status_code == 422
    shown = text(response)
    for said in ("Een collega wijzigde hetzelfde", "Van Ada.", "Van Bea.", "Ook Bea.", "Ook Ada."):
        assert said in shown
    assert browse.post("edit", agreement, **filled(response)).status_code == 302
    with acting_as(SYSTEM):
        agreement.refresh_from_db()
    assert (agreement.guidance, agreement.tasks, agreement.assessment) == ("Van Bea.", "Ook Bea.", "Ook Ada.")


def test_edit_after_sending_gives_back_what_was_typed(browse, mine):
    agreement = scenes.complete(mine)
    page = browse(mine.coordinator).get("edit", agreement)
    send(mine, agreement)
    response = browse.post("edit", agreement, **filled(page, tasks="Dit wil ik houden."))
    assert response.status_code == 409
    assert "Dit wil ik houden." in text(response)
    assert "Tekenen en rekenen." not in text(response)


def test_edit_with_a_made_up_base_is_refused(browse, mine):
    agreement = scenes.drafted(mine)
    page = browse(mine.coordinator).get("edit", agreement)
    assert browse.post("edit", agreement, **filled(page, seen="onzin")).status_code == 422


def test_parties_are_edited(browse, mine):
    agreement = scenes.drafted(mine)
    page = browse(mine.coordinator).get("parties", agreement)
    born = {"student-born_on_0": "9", "student-born_on_1": "3", "student-born_on_2": "2004"}
    data = filled(page, **{"company-signer_name": "Ans Vos", **born})
    assert browse.post("parties", agreement, **data).status_code == 302
    with acting_as(SYSTEM):
        assert agreement.parties.get(role=Role.COMPANY).signer_name == "Ans Vos"
        assert agreement.parties.get(role=Role.STUDENT).born_on.year == 2004


def test_parties_must_sign_from_mailboxes_of_their_own(browse, mine):
    agreement = scenes.drafted(mine)
    page = browse(mine.coordinator).get("parties", agreement)
    data = filled(page, **{"hogeschool-signer_email": mine.contact.user.email})
    response = browse.post("parties", agreement, **data)
    assert "staat al bij: bedrijf" in response.context["form"].errors["hogeschool-signer_email"][0]


# -- reading ------------------------------------------------------------------------------------------------------


def test_preview_is_marked_as_a_draft_with_its_gaps(browse, mine):
    agreement = scenes.drafted(mine)
    page = text(browse(mine.coordinator).get("preview", agreement))
    assert "Concept" in page
    assert "<mark>Nog in te vullen: hoe de begeleiding gaat</mark>" in page


def test_preview_is_a_pdf_too(browse, mine):
    response = browse(mine.coordinator).get("preview_pdf", scenes.drafted(mine))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_what_cannot_be_printed_is_explained(browse, mine):
    agreement = scenes.drafted(
        mine, tasks="\n".join("- a" for _ in range(600)), learning_outcomes="\n".join(["- b"] * 1000)
    )
    with acting_as(SYSTEM):
        agreement.template.articles *= 400
        agreement.template.pk, agreement.template.number = None, 99
        agreement.template.save()
        Agreement.objects.filter(pk=agreement.pk).update(template=agreement.template)
    response = browse(mine.coordinator).get("preview_pdf", agreement)
    assert response.status_code == 422
    assert "te lang" in text(response)


def test_preview_of_what_was_sent_is_the_version(browse, mine):
    agreement = sent(mine)
    assert browse(mine.student).get("preview", agreement)["Location"] == url("version", agreement, 1)
    assert browse.get("version", agreement, 2).status_code == 404
    assert browse.get("version_pdf", agreement, 1)["Content-Type"] == "application/pdf"


# -- sending ------------------------------------------------------------------------------------------------------


def test_send_names_who_gets_a_link_and_what_to_look_at_again(browse, mine):
    agreement = scenes.complete(mine, hours_per_week=36)
    page = text(browse(mine.coordinator).get("send", agreement))
    for said in ("Karim Bakker", mine.contact.user.email, "passen niet in één week", "Verstuur naar 3 ondertekenaars"):
        assert said in page


def test_send_sends(browse, mine):
    agreement = scenes.complete(mine)
    page = browse(mine.coordinator).get("send", agreement)
    assert browse.post("send", agreement, **filled(page))["Location"] == url("detail", agreement)
    with acting_as(SYSTEM):
        assert AgreementVersion.objects.get(agreement=agreement).signings.count() == 3
    page = text(browse.get("detail", agreement))
    assert "Ter ondertekening" in page
    assert "mail staat klaar" in page


def test_send_is_not_offered_while_something_is_missing(browse, mine):
    agreement = scenes.drafted(mine)
    page = text(browse(mine.coordinator).get("send", agreement))
    assert "Nog niet te versturen" in page
    assert f"{url('edit', agreement)}#id_guidance" in page
    assert "content_sha256" not in page


def test_send_of_a_text_that_changed_meanwhile_asks_to_look_again(browse, mine):
    agreement = scenes.complete(mine)
    page = browse(mine.coordinator).get("send", agreement)
    with acting_as(mine.coordinator.actor):
        edit_agreement(agreement, values={"tasks": "Anders."}, seen={"tasks": agreement.tasks}, who="Ada")
    response = browse.post("send", agreement, **filled(page))
    assert response.status_code == 422
    assert "zojuist gewijzigd" in text(response)
    assert browse.post("send", agreement, **filled(response)).status_code == 302


def test_reopen_asks_why(browse, mine):
    agreement = sent(mine)
    page = text(browse(mine.coordinator).get("reopen", agreement))
    assert "Karim Bakker" in page
    assert browse.post("reopen", agreement, reason="").status_code == 422
    assert browse.post("reopen", agreement, reason="De uren.").status_code == 302
    with acting_as(SYSTEM):
        agreement.refresh_from_db()
    assert agreement.state == State.DRAFT


def test_steps_that_are_too_late_lead_back(browse, mine):
    agreement = scenes.drafted(mine)
    response = browse(mine.coordinator).post("reopen", agreement, reason="X")
    assert response["Location"] == url("detail", agreement)
    assert "Dat kan niet meer" in text(browse.get("detail", agreement))


def test_dropped_agreement_says_how_to_go_on(browse, mine):
    agreement = sent(mine)
    assert browse(mine.coordinator).post("cancel", agreement, reason="Stopt.").status_code == 302
    page = text(browse.get("detail", agreement))
    assert "vervallen" in page
    assert "Stopt." in page


def test_resend_mends_the_address(browse, mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        signing = agreement.signings.get(role=Role.COMPANY)
    assert url("resend", signing) in text(browse(mine.coordinator).get("detail", agreement))
    assert mine.contact.user.email in text(browse.get("resend", signing))
    response = browse.post("resend", signing, email=mine.student.user.email)
    assert "iemand anders" in response.context["form"].errors["email"][0]
    assert browse.post("resend", signing, email="karim@bedrijf.test").status_code == 302
    with acting_as(SYSTEM):
        signing.refresh_from_db()
    assert signing.email == "karim@bedrijf.test"


@pytest.mark.parametrize("who", ["contact", "student"])
def test_resend_is_for_the_hogeschool(browse, mine, who):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        signing = agreement.signings.get(role=Role.COMPANY)
    assert browse(getattr(mine, who)).post("resend", signing, email="x@y.test").status_code == 403


# -- the page of one agreement ------------------------------------------------------------------------------------


def test_detail_tells_the_whole_road_on_one_timeline(browse, mine):
    agreement = sent(mine)
    page = text(browse(mine.coordinator).get("detail", agreement))
    for said in ("Aangemeld", "Voorgesteld", "opgesteld", "Versie 1 ter ondertekening verstuurd", "Persoonlijke link"):
        assert said in page


def test_detail_hides_from_other_parties_what_a_signer_tried(browse, mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        scenes.record(agreement, "code_wrong", "Verkeerde code ingevuld")
    assert "Verkeerde code" in text(browse(mine.coordinator).get("detail", agreement))
    assert "Verkeerde code" not in text(browse(mine.contact).get("detail", agreement))


@pytest.mark.parametrize("who", ["contact", "student"])
def test_detail_of_a_party_offers_no_steps_of_the_hogeschool(browse, mine, who):
    agreement = sent(mine)
    page = text(browse(getattr(mine, who)).get("detail", agreement))
    for name in ("edit", "parties", "send", "reopen", "cancel"):
        assert url(name, agreement) not in page
    assert "link" in page


def test_detail_after_a_refusal_gives_the_reason(browse, mine):
    agreement = sent(mine)
    with acting_as(SYSTEM):
        agreement.signings.filter(role=Role.COMPANY).update(
            state=SigningState.DECLINED, answered_at=timezone.now(), decline_reason="Het loon klopt niet."
        )
        Agreement.objects.filter(pk=agreement.pk).update(state=State.DECLINED)
    page = text(browse(mine.coordinator).get("detail", agreement))
    assert "Karim Bakker tekent niet" in page
    assert "Het loon klopt niet." in page
    assert url("reopen", agreement) in page


@pytest.mark.parametrize("who", ["coordinator", "contact", "student", "employer_contact"])
def test_detail_of_a_sealed_agreement_offers_the_document(browse, who):
    mine = cast.tenant()
    with acting_as(SYSTEM):
        for state in (State.SIGNED, State.SEALED):
            Agreement.objects.filter(pk=mine.agreement.pk).update(state=state)
        AgreementVersion.objects.filter(pk=mine.version.pk).update(document=mine.document, sealed_at=timezone.now())
    page = browse(getattr(mine, who)).get("detail", mine.agreement)
    document = reverse("documents:download", args=[mine.document.public_id])
    assert document in text(page)
    assert "Getekend en verzegeld" in text(page)
    assert browse.get("version_pdf", mine.agreement, 1)["Location"] == document


def test_road_of_the_application_goes_on_with_the_agreement(client, mine):
    sent(mine)
    client.force_login(mine.student.user)
    page = text(client.get(reverse("matching:mine", args=[mine.application.public_id])))
    assert "Versie 1 ter ondertekening verstuurd" in page


@pytest.mark.parametrize("who", ["coordinator", "contact", "student", "employer_contact"])
def test_detail_leads_to_the_rhythm_of_the_study(browse, who):
    mine = cast.tenant()
    shown = browse(getattr(mine, who)).get("detail", mine.agreement)
    assert reverse("routes:rhythm_page", args=[mine.route.slug]) in shown.text
