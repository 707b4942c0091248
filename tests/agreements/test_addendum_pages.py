"""The pages about addenda and the text that holds: for the hogeschool, the parties and whoever has a link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agreements.enums import State
from agreements.models import Addendum, Party, Signing
from agreements.pages import ASKED_WHEN
from agreements.services.addenda import draft_addendum, edit_addendum
from mkbroute.access.actor import SYSTEM, acting_as
from tests.built_once import built_once

from . import scenes, sealed
from .scenes import WHO
from .sealed import drafted, seal_addendum, send
from .signers import Signer, signers, text_of

pytestmark = pytest.mark.django_db


mine = built_once(scenes.matched)


@pytest.fixture
def agreement(mine):
    return sealed.sealed(mine)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture
def coordinator(mine):
    return client_of(mine.coordinator)


def filled_in(page, **changed) -> dict:
    """What a browser would send back."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in {**shown, **changed}.items()}


def test_from_the_agreement_to_a_text_that_waits_for_signatures(coordinator, agreement):
    page = text_of(coordinator.get(f"/overeenkomsten/{agreement.public_id}/"))
    assert "Nieuw addendum" in page
    answer = coordinator.post(f"/overeenkomsten/{agreement.public_id}/addendum/", follow=True)
    addendum = Addendum.objects.none()
    with acting_as(SYSTEM):
        addendum = Addendum.objects.get(agreement=agreement)
    at = f"/overeenkomsten/addendum/{addendum.public_id}/"
    assert answer.redirect_chain == [(f"{at}wijzigen/", 302)]
    saved = coordinator.post(
        f"{at}wijzigen/",
        filled_in(answer, hours_per_week="24", effective_on="2028-02-01", why="De student gaat minder werken."),
        follow=True,
    )
    assert "was 32, wordt 24" in text_of(saved)
    sending = coordinator.get(f"{at}versturen/")
    sent = coordinator.post(f"{at}versturen/", filled_in(sending), follow=True)
    assert "Ter ondertekening" in text_of(sent)
    assert "Nieuw addendum" not in text_of(coordinator.get(f"/overeenkomsten/{agreement.public_id}/"))
    listed = text_of(coordinator.get("/overeenkomsten/"))
    assert "Addendum 1" in listed


def test_mistakes_keep_what_was_typed(coordinator, mine, agreement):
    addendum = drafted(mine, agreement)
    at = f"/overeenkomsten/addendum/{addendum.public_id}/wijzigen/"
    answer = coordinator.post(at, filled_in(coordinator.get(at), ends_on="2020-01-01", why="Om deze reden."))
    assert answer.status_code == 422
    assert "Om deze reden." in text_of(answer)


def test_colleague_changed_the_same_meanwhile(coordinator, mine, agreement):
    addendum = drafted(mine, agreement, hours_per_week=24)
    at = f"/overeenkomsten/addendum/{addendum.public_id}/wijzigen/"
    typed = filled_in(coordinator.get(at), hours_per_week="20")
    with acting_as(mine.coordinator.actor):
        seen = {"hours_per_week": "24"}
        edit_addendum(addendum, values={"hours_per_week": 28}, seen=seen, who="Ada")
    answer = coordinator.post(at, typed)
    assert answer.status_code == 422
    assert "Een collega wijzigde hetzelfde" in text_of(answer)
    assert coordinator.post(at, filled_in(answer)).status_code == 302


def test_sent_meanwhile_shows_what_was_typed(coordinator, mine, agreement):
    addendum = drafted(mine, agreement, hours_per_week=24)
    at = f"/overeenkomsten/addendum/{addendum.public_id}/wijzigen/"
    typed = filled_in(coordinator.get(at), tasks="Alles wat ik typte.")
    send(mine, addendum)
    answer = coordinator.post(at, typed)
    assert answer.status_code == 409
    assert "Alles wat ik typte." in text_of(answer)


def test_mended_address_leads_back_to_the_addendum(coordinator, mine, agreement):
    addendum = drafted(mine, agreement, hours_per_week=24)
    version = send(mine, addendum)
    with acting_as(SYSTEM):
        signing = version.signings.get(role="company")
    at, of_agreement = f"/overeenkomsten/addendum/{addendum.public_id}/", f"/overeenkomsten/{agreement.public_id}/"
    page = coordinator.get(f"/overeenkomsten/link/{signing.public_id}/").content.decode()
    assert f'href="{at}terughalen/"' in page
    assert page.count(f'href="{at}"') == 2  # the way here, and "annuleren"
    assert f"{of_agreement}terughalen/" not in page
    sent = coordinator.post(f"/overeenkomsten/link/{signing.public_id}/", {"email": "goed@voorbeeld.test"})
    assert sent.url == at


def test_sender_of_an_addendum_is_told_who_is_asked_when(coordinator, mine, agreement):
    addendum = drafted(mine, agreement, hours_per_week=24)
    at = f"/overeenkomsten/addendum/{addendum.public_id}/versturen/"
    page = coordinator.get(at)
    sentence = ASKED_WHEN["hogeschool_last"]
    assert sentence in text_of(page)
    told = coordinator.post(at, filled_in(page), follow=True)
    assert [str(message) for message in told.context["messages"]] == [f"Verstuurd. {sentence}"]


def test_take_back_and_drop_ask_why(coordinator, mine, agreement):
    addendum = drafted(mine, agreement, hours_per_week=24)
    send(mine, addendum)
    at = f"/overeenkomsten/addendum/{addendum.public_id}/"
    assert coordinator.post(f"{at}terughalen/", {"reason": ""}).status_code == 422
    coordinator.post(f"{at}terughalen/", {"reason": "Toch anders."})
    coordinator.post(f"{at}vervallen/", {"reason": "Gaat niet door."})
    with acting_as(SYSTEM):
        addendum.refresh_from_db()
    assert addendum.state == State.CANCELLED
    again = coordinator.post(f"{at}vervallen/", {"reason": "Nog eens."}, follow=True)
    assert "Dat kan niet meer" in text_of(again)


def test_signer_reads_what_changes(mine, agreement):
    version = send(mine, drafted(mine, agreement, hours_per_week=24))
    person = signers(version)["company"]
    page = text_of(Client().get(person.path))
    assert "Addendum 1 bij de overeenkomst voor Joris Kok" in page
    assert "Dit verandert er" in page
    assert "was 32, wordt 24" in page


def test_parties_see_who_were_parties_when(coordinator, mine, agreement):
    with acting_as(SYSTEM):
        begin = timezone.localdate()
    addendum = drafted(mine, agreement, hours_per_week=24)
    with acting_as(mine.coordinator.actor):
        from agreements.services.addenda import edit_addendum_parties
        from agreements.services.drafting import party_values

        seen = party_values(addendum.party_rows())
        values = {"company-signer_name": "Els Bos"}
        edit_addendum_parties(addendum, values=values, seen=seen, who=WHO)
    send(mine, addendum)
    with acting_as(SYSTEM):
        for state in (State.SIGNED, State.SEALED):
            Addendum.objects.filter(pk=addendum.pk).update(state=state)
    for client in (coordinator, client_of(mine.contact), client_of(mine.student)):
        page = text_of(client.get(f"/overeenkomsten/{agreement.public_id}/"))
        assert "Oorspronkelijke partijen" in page
        assert "Partijen vanaf 1 februari 2028 (addendum 1)" in page
    assert begin


def test_text_that_holds_is_read_by_every_party(mine, agreement):
    addendum = seal_addendum(mine, agreement, hours_per_week=24)
    at = f"/overeenkomsten/{agreement.public_id}/geldende-tekst/"
    for person in (mine.coordinator, mine.contact, mine.student):
        client = client_of(person)
        today = text_of(client.get(at))
        assert "Geconsolideerd" in today
        assert "gaat in op 1 februari 2028" in today
        then = text_of(client.get(f"{at}?op={addendum.effective_on.isoformat()}"))
        assert "Zoals gewijzigd door addendum 1, vanaf 1 februari 2028" in then
        assert client.get(f"{at}?op=onzin").status_code == 200
    pdf = client.get(at.replace("tekst/", "tekst.pdf"))
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")


def test_text_that_holds_is_read_by_link_while_she_is_a_party(mine, agreement):
    with acting_as(SYSTEM):
        person = signers(agreement.versions.get(number=1))["company"]
    signed(person)
    seal_addendum(mine, agreement, hours_per_week=24)
    page = text_of(Client().get(f"{person.path}geldende-tekst/?op=2028-02-01"))
    assert "Zoals gewijzigd door addendum 1, vanaf 1 februari 2028" in page
    assert "/documenten/" not in page
    with acting_as(SYSTEM):
        Party.objects.filter(agreement=agreement, role="company").update(signer_email="ander@voorbeeld.test")
    assert Client().get(f"{person.path}geldende-tekst/").status_code == 302


def test_text_that_holds_is_not_read_before_she_signed_or_after_her_link_expired(mine, agreement):
    seal_addendum(mine, agreement, hours_per_week=24)
    with acting_as(SYSTEM):
        people = signers(agreement.versions.get(number=1))
    late, other = people["company"], people["student"]
    assert Client().get(f"{late.path}geldende-tekst/").url == late.path
    signed(late, link_expires_at=timezone.now() - timedelta(days=30))
    signed(other)
    assert Client().get(f"{other.path}geldende-tekst/").status_code == 200
    answer = Client().get(f"{late.path}geldende-tekst/", follow=True)
    assert answer.redirect_chain == [(late.path, 302)]
    assert "verlopen" in text_of(answer)
    assert "Geconsolideerd" not in text_of(answer)


def signed(person: Signer, **fields) -> None:
    now = timezone.now()
    how = {"state": "signed", "identified_at": now, "answered_at": now, "typed_name": person.name, "method": "typed"}
    with acting_as(SYSTEM):
        Signing.objects.filter(pk=person.pk).update(**how, **fields)


def test_list_tells_when_it_ends_now(coordinator, mine, agreement):
    day = timezone.localdate()
    with acting_as(mine.coordinator.actor):
        addendum = draft_addendum(agreement, who=WHO)
    with acting_as(SYSTEM):
        Addendum.objects.filter(pk=addendum.pk).update(
            changes={"ends_on": "2030-01-31"}, effective_on=day - timedelta(days=1), why="Zo.", version=9, state="draft"
        )
    assert "31 augustus 2029" in text_of(coordinator.get("/overeenkomsten/"))
    with acting_as(SYSTEM):
        for state in (State.SENT, State.SIGNED, State.SEALED):
            Addendum.objects.filter(pk=addendum.pk).update(state=state)
    for address in ("/overeenkomsten/", f"/overeenkomsten/{agreement.public_id}/"):
        assert "31 januari 2030" in text_of(coordinator.get(address))
