"""Who must act: the same on the home page, in the lists, on a badge and on the page itself, at every step."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements import links
from agreements.enums import Role
from agreements.models import Signing
from agreements.services.sending import reopen_agreement
from agreements.services.signing import BETWEEN_LINKS
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.dashboards import work
from tests.built_once import built_once
from tests.matching import stage

from . import scenes
from .signers import last_mail, mails, seal, signers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_key", "everybody_at_once")]
APPLICATIONS, AGREEMENTS = "/aanmeldingen/", "/overeenkomsten/"


mine = built_once(scenes.matched)


def confirmed(mine):
    pass


def drafted(mine):
    scenes.complete(mine)


def sent(mine):
    return scenes.send(mine, scenes.complete(mine))


def declined(mine):
    signers(sent(mine))[Role.COMPANY].identify().decline()


def taken_back(mine):
    agreement = sent(mine).agreement
    with acting_as(mine.coordinator.actor):
        reopen_agreement(agreement, reason="Anders.", who=scenes.WHO)


def sealed(mine):
    mine.version = sent(mine)
    mine.agreement = mine.version.agreement
    seal(mine)


def badge_and_turn(client, address, mine):
    """Of the row of this person: how far it is, and whether it waits on whoever reads."""
    (row,) = (row for row in client.get(address).context["page"] if row.application == mine.application)
    return row.standing.label, row.turn.mine


def waits(items, mine) -> bool:
    return any(mine.application.name in item.title for item in items)


@pytest.mark.parametrize(
    ("reached", "badge", "on_coordinator", "on_student"),
    [
        (confirmed, "Leerwerkplek gevonden", True, False),
        (drafted, "Overeenkomst in concept", True, False),
        (sent, "Wordt getekend", True, True),
        (declined, "Tekenen geweigerd", True, False),
        (taken_back, "Overeenkomst in concept", True, False),
        (sealed, "Overeenkomst verzegeld", False, False),
    ],
)
def test_everywhere_the_same(client, mine, reached, badge, on_coordinator, on_student):
    reached(mine)
    client.force_login(mine.coordinator.user)
    assert badge_and_turn(client, APPLICATIONS, mine) == (badge, on_coordinator)
    road = client.get(f"{APPLICATIONS}{mine.application.public_id}/").context["road"]
    assert (road.standing.label, road.turn.mine) == (badge, on_coordinator)
    assert waits(client.get("/").context["mine"], mine) == on_coordinator

    client.force_login(mine.student.user)
    home = client.get("/")
    (row,) = (row for row in home.context["applications"] if row.application == mine.application)
    assert (row.standing.label, row.turn.mine) == (badge, on_student)
    assert waits(home.context["mine"], mine) == on_student
    road = client.get(f"/mijn-route/{mine.application.public_id}/").context["road"]
    assert (road.standing.label, road.turn.mine) == (badge, on_student)
    for text in (home.content.decode(), client.get(f"/mijn-route/{mine.application.public_id}/").content.decode()):
        assert badge in text


def test_who_must_sign_is_not_among_the_others(mine):
    sent(mine)
    for person, on_me, on_others in (
        (mine.coordinator, work.on_hogeschool, work.on_others_of_hogeschool),
        (mine.contact, work.on_company, work.on_others_of_company),
    ):
        email = person.user.email
        with acting_as(SYSTEM):
            own = Signing.objects.get(email=email, agreement__match=mine.match)
        with acting_as(person.actor):
            (item,) = (item for item in on_me(email) if item.mail_url)
            others = [item.who for item in on_others(email) if item.what == "tekenen"]
        assert str(own.public_id) in item.mail_url
        assert others
        assert own.name not in " ".join(others)


def test_colleague_who_does_not_sign_waits_on_others(mine):
    sent(mine)
    with acting_as(mine.coordinator.actor):
        assert not any(item.mail_url for item in work.on_hogeschool("ander@hogeschool.test"))
        (item,) = (item for item in work.on_others_of_hogeschool("ander@hogeschool.test") if item.what == "tekenen")
    assert item.who == "Joris Kok en Karim Bakker en Sanne de Wit"


def test_signed_is_off_the_list(mine):
    people = signers(sent(mine))
    people[Role.COMPANY].identify().sign()
    with acting_as(mine.contact.actor):
        assert not any(item.mail_url for item in work.on_company(mine.contact.user.email))


def test_list_takes_as_many_queries_for_one_as_for_three(client, mine):
    def count():
        client.get(APPLICATIONS)
        with CaptureQueriesContext(connection) as queries:
            client.get(APPLICATIONS)
        return len([query for query in queries if "FROM" in query["sql"]])

    sent(mine)
    client.force_login(mine.coordinator.user)
    before = count()
    for _ in range(2):
        _, mine.match = stage.confirmed(mine)
        sent(mine)
    rows = client.get(APPLICATIONS).context["page"].object_list
    assert [row.standing.label for row in rows] == ["Wordt getekend"] * 3
    assert count() == before


# -- the link, mailed anew ------------------------------------------------------------------------------------------


@pytest.fixture
def own(mine):
    """The signing of the company, sent long enough ago."""
    version = sent(mine)
    sent_at = timezone.now() - BETWEEN_LINKS - timedelta(seconds=1)
    with acting_as(SYSTEM):
        version.signings.update(link_expires_at=sent_at + links.LIFETIME)
        return version.signings.select_related("agreement").get(role=Role.COMPANY)


def ask(client, person, signing):
    client.force_login(person.user)
    return client.post(f"/overeenkomsten/link/{signing.public_id}/naar-mij/", follow=True)


@pytest.mark.parametrize("role", [Role.COMPANY, Role.STUDENT, Role.HOGESCHOOL])
def test_link_is_mailed_anew_to_who_must_sign(client, mine, own, role):
    person = {Role.COMPANY: mine.contact, Role.STUDENT: mine.student, Role.HOGESCHOOL: mine.coordinator}[role]
    with acting_as(SYSTEM):
        signing = Signing.objects.get(version=own.version_id, role=role)
    response = ask(client, person, signing)
    assert "Een nieuwe link is onderweg" in response.content.decode()
    assert "omdat er in het portaal, met een account op dit adres," in last_mail(signing.email, "sign_link")
    can_pass_on = "Moet iemand anders tekenen?" in last_mail(signing.email, "sign_link")
    assert can_pass_on == (role != Role.STUDENT)
    token = last_mail(signing.email, "sign_link").split("/tekenen/")[1].split("/")[0]
    with acting_as(SYSTEM):
        assert Signing.objects.get(pk=signing.pk).token_hash == hash_token(token) != signing.token_hash
    assert client.get(f"/tekenen/{token}/").status_code == 200


def test_not_twice_in_a_few_minutes(client, mine, own):
    ask(client, mine.contact, own)
    response = ask(client, mine.contact, own)
    assert "er is net een link gestuurd" in response.content.decode()
    assert len(mails("sign_link")) == 1


def test_not_for_someone_elses_link(client, mine, own):
    for person in (mine.student, mine.coordinator):
        client.force_login(person.user)
        assert client.post(f"/overeenkomsten/link/{own.public_id}/naar-mij/").status_code == 404
    assert mails("sign_link") == []


def test_not_when_there_is_nothing_to_sign(client, mine, own):
    with acting_as(mine.coordinator.actor):
        reopen_agreement(own.agreement, reason="Anders.", who=scenes.WHO)
    assert "Dat kan niet meer" in ask(client, mine.contact, own).content.decode()
    assert mails("sign_link") == []


def test_button_stands_by_ones_own_name_only(client, mine, own):
    client.force_login(mine.contact.user)
    page = client.get(f"/overeenkomsten/{own.agreement.public_id}/").content.decode()
    assert page.count("Mail mij de link opnieuw") == 1
    assert "Aan zet:" in page
    assert "<strong>u, Joris Kok en Sanne de Wit</strong>" in page
