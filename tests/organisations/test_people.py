from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mkbroute.access.actor import OWN_HAT, SYSTEM, Actor, acting_as
from mkbroute.access.decorators import hash_token
from mkbroute.mail.models import Message
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import Invitation, Membership, User
from mkbroute.organisations.services import people as services

from .. import cast
from ..races import at_once
from .door import newest_token, wear

pytestmark = pytest.mark.django_db


@pytest.fixture
def hogeschool():
    return cast.organisation(Kind.HOGESCHOOL, "Avans")


@pytest.fixture
def coordinator(hogeschool):
    return cast.person("Sanne de Wit", hogeschool, Part.COORDINATOR)


def invited(coordinator, email="nieuw@voorbeeld.test", **changes) -> str:
    """Invites as the coordinator; answers the token in the mail."""
    own = coordinator.membership.organisation
    with acting_as(coordinator.actor):
        invitation = services.invite_person(
            own, invited_by=own, inviter_name="Sanne de Wit", name="Noor Kuiper", email=email, part=Part.TEACHER
        )
    if changes:
        with acting_as(SYSTEM):
            Invitation.objects.filter(pk=invitation.pk).update(**changes)
    return newest_token()


def text(response) -> str:
    return response.content.decode()


def hats(user) -> list[Membership]:
    with acting_as(SYSTEM):
        return list(Membership.objects.filter(user=user, ended_at=None))


# -- inviting ---------------------------------------------------------------------------------------------------------


def test_an_invitation_is_mailed_and_only_its_hash_is_kept(client, coordinator):
    wear(client, coordinator)
    answer = client.post(
        reverse("organisations:invite"), {"name": "Noor Kuiper", "email": "Noor@Voorbeeld.test", "part": "teacher"}
    )
    assert answer["Location"] == reverse("organisations:people")
    token = newest_token()
    with acting_as(SYSTEM):
        invitation = Invitation.objects.get(email="noor@voorbeeld.test")
        message = Message.objects.get(kind="invitation")
    assert invitation.token_hash == hash_token(token)
    assert token not in str(invitation.__dict__)
    assert message.to_email == "noor@voorbeeld.test"
    assert message.hogeschool_id == coordinator.membership.organisation_id
    assert "Noor Kuiper" in text(client.get(reverse("organisations:people")))


def test_a_member_is_not_invited_again(client, coordinator):
    wear(client, coordinator)
    answer = client.post(
        reverse("organisations:invite"), {"name": "Sanne", "email": coordinator.user.email, "part": "teacher"}
    )
    assert answer.status_code == 422
    assert "hoort er al bij" in text(answer)


def test_an_open_invitation_is_not_doubled(client, coordinator):
    invited(coordinator)
    wear(client, coordinator)
    answer = client.post(
        reverse("organisations:invite"), {"name": "Noor", "email": "nieuw@voorbeeld.test", "part": "teacher"}
    )
    assert answer.status_code == 422
    assert "staat al een uitnodiging open" in text(answer)


def test_there_is_an_end_to_open_invitations(client, coordinator, monkeypatch):
    monkeypatch.setattr("mkbroute.organisations.forms.people.OPEN_AT_MOST", 1)
    invited(coordinator)
    wear(client, coordinator)
    answer = client.post(
        reverse("organisations:invite"), {"name": "Piet", "email": "piet@voorbeeld.test", "part": "teacher"}
    )
    assert answer.status_code == 422
    assert "Trek er eerst een paar in" in text(answer)


def test_a_part_of_another_kind_is_refused(client, coordinator):
    wear(client, coordinator)
    answer = client.post(
        reverse("organisations:invite"), {"name": "Noor", "email": "noor@voorbeeld.test", "part": "programme"}
    )
    assert answer.status_code == 422


# -- the link ---------------------------------------------------------------------------------------------------------


def test_the_link_says_who_invites_and_leads_to_the_door(client, coordinator):
    token = invited(coordinator)
    page = text(client.get(f"/uitnodiging/{token}/"))
    assert coordinator.membership.organisation.name in page
    assert "Sanne de Wit" in page
    assert f"/account/login/?next=%2Fuitnodiging%2F{token}%2F&amp;email=nieuw%40voorbeeld.test" in page


def test_accepting_gives_the_hat(client, coordinator):
    token = invited(coordinator)
    noor = User.objects.create_user("nieuw@voorbeeld.test")
    client.force_login(noor)
    assert client.post(f"/uitnodiging/{token}/")["Location"] == "/"
    (hat,) = hats(noor)
    assert (hat.name, hat.part) == ("Noor Kuiper", Part.TEACHER)
    assert client.session["membership"] == hat.pk


def test_looking_at_the_link_changes_nothing(client, coordinator):
    token = invited(coordinator)
    noor = User.objects.create_user("nieuw@voorbeeld.test")
    client.force_login(noor)
    assert client.get(f"/uitnodiging/{token}/").status_code == 200
    assert hats(noor) == []


def test_a_visitor_cannot_accept(client, coordinator):
    token = invited(coordinator)
    assert client.post(f"/uitnodiging/{token}/").status_code == 403


def test_an_invitation_is_for_its_address_only(client, coordinator):
    token = invited(coordinator)
    other = cast.person("Karel Bos")
    client.force_login(other.user)
    page = client.get(f"/uitnodiging/{token}/")
    assert "ingelogd met een ander adres" in text(page)
    assert client.post(f"/uitnodiging/{token}/").status_code == 403
    assert hats(other.user) == []
    with acting_as(other.actor):
        assert services.accept_invitation(token) is None


def test_an_invitation_works_once(client, coordinator):
    token = invited(coordinator)
    noor = User.objects.create_user("nieuw@voorbeeld.test")
    client.force_login(noor)
    client.post(f"/uitnodiging/{token}/")
    assert client.post(f"/uitnodiging/{token}/")["Location"] == "/"
    assert len(hats(noor)) == 1
    client.logout()
    page = client.get(f"/uitnodiging/{token}/")
    assert page.status_code == 410
    assert "al aangenomen" in text(page)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, "verlopen"),
        ({"revoked_at": timezone.now()}, "ingetrokken"),
    ],
)
def test_an_invitation_that_is_over_says_what_to_do(client, coordinator, changes, says):
    token = invited(coordinator, **changes)
    noor = User.objects.create_user("nieuw@voorbeeld.test")
    client.force_login(noor)
    for page in (client.get(f"/uitnodiging/{token}/"), client.post(f"/uitnodiging/{token}/")):
        assert page.status_code == 410
        assert says in text(page)
        assert "Sanne de Wit" in text(page)
    assert hats(noor) == []


@pytest.mark.parametrize("altered", ["x", "{token}x", "{token}%00", "../{token}"])
def test_an_altered_link_is_not_found(client, coordinator, altered):
    token = invited(coordinator)
    assert client.get(f"/uitnodiging/{altered.format(token=token)}/").status_code == 404


def test_sending_again_kills_the_old_link(client, coordinator):
    old = invited(coordinator, expires_at=timezone.now() - timedelta(days=1))
    wear(client, coordinator)
    with acting_as(SYSTEM):
        invitation = Invitation.objects.get(email="nieuw@voorbeeld.test")
    client.post(reverse("organisations:resend", args=[invitation.public_id]))
    new = newest_token()
    client.logout()
    assert client.get(f"/uitnodiging/{old}/").status_code == 404
    assert client.get(f"/uitnodiging/{new}/").status_code == 200
    with acting_as(SYSTEM):
        invitation.refresh_from_db()
    assert invitation.expires_at > timezone.now() + timedelta(days=13)


def test_a_revoked_invitation_stays_revoked(client, coordinator):
    invited(coordinator)
    wear(client, coordinator)
    with acting_as(SYSTEM):
        invitation = Invitation.objects.get(email="nieuw@voorbeeld.test")
    client.post(reverse("organisations:revoke", args=[invitation.public_id]))
    page = client.post(reverse("organisations:resend", args=[invitation.public_id]), follow=True)
    assert "al aangenomen of ingetrokken" in text(page)
    with acting_as(SYSTEM):
        invitation.refresh_from_db()
    assert invitation.revoked_at
    assert invitation.token_hash == hash_token(newest_token())


@pytest.mark.parametrize("name", ["resend", "revoke"])
def test_another_organisations_invitation_is_not_found(client, coordinator, name):
    invited(coordinator)
    stranger = cast.person("Eva Mol", cast.organisation(Kind.HOGESCHOOL, "Fontys"), Part.COORDINATOR)
    wear(client, stranger)
    with acting_as(SYSTEM):
        invitation = Invitation.objects.get(email="nieuw@voorbeeld.test")
    assert client.post(reverse(f"organisations:{name}", args=[invitation.public_id])).status_code == 404


# -- ending -----------------------------------------------------------------------------------------------------------


def test_an_ended_hat_is_gone_at_the_next_request(client, hogeschool, coordinator):
    leaver = cast.person("Piet Jonker", hogeschool, Part.COORDINATOR)
    wear(client, leaver)
    assert client.get(reverse("organisations:people")).status_code == 200
    with acting_as(coordinator.actor):
        services.end_membership(leaver.membership)
    assert client.get(reverse("organisations:people")).status_code == 403
    with acting_as(SYSTEM):
        leaver.membership.refresh_from_db()
    assert leaver.membership.ended_at


def test_ending_is_asked_first(client, hogeschool, coordinator):
    leaver = cast.person("Piet Jonker", hogeschool, Part.TEACHER)
    wear(client, coordinator)
    address = reverse("organisations:end_membership", args=[leaver.membership.public_id])
    assert "De rol beëindigen?" in text(client.get(address))
    assert len(hats(leaver.user)) == 1
    assert client.post(address)["Location"] == reverse("organisations:people")
    assert hats(leaver.user) == []
    assert "Piet Jonker" in text(client.get(reverse("organisations:people")))  # among those who were there


def test_the_last_one_cannot_leave(client, coordinator):
    wear(client, coordinator)
    page = client.post(reverse("organisations:end_membership", args=[coordinator.membership.public_id]), follow=True)
    assert "de enige" in text(page)
    assert len(hats(coordinator.user)) == 1


@pytest.mark.parametrize("what", ["leave", "become an onlooker"])
def test_beside_who_only_looks_on_somebody_who_acts_stays(client, hogeschool, coordinator, what):
    cast.person("Piet Jonker", hogeschool, Part.TEACHER)
    wear(client, coordinator)
    key = coordinator.membership.public_id
    if what == "leave":
        page = client.post(reverse("organisations:end_membership", args=[key]), follow=True)
    else:
        page = client.post(reverse("organisations:member", args=[key]), {"name": "Sanne", "part": Part.TEACHER})
        assert page.status_code == 422
        assert 'value="Sanne"' in text(page)
    assert "de enige die hier iets kan wijzigen" in text(page)
    (hat,) = hats(coordinator.user)
    assert hat.part == Part.COORDINATOR


def test_an_invitation_takes_nothing_away(client, hogeschool, coordinator):
    token = invited(coordinator, email=coordinator.user.email)
    wear(client, coordinator)
    client.post(reverse("organisations:accept", args=[token]))
    (hat,) = hats(coordinator.user)
    assert hat.part == Part.COORDINATOR


def test_one_of_two_may_leave(client, hogeschool, coordinator):
    cast.person("Piet Jonker", hogeschool, Part.COORDINATOR)
    wear(client, coordinator)
    answer = client.post(reverse("organisations:end_membership", args=[coordinator.membership.public_id]))
    assert answer["Location"] == "/"
    assert hats(coordinator.user) == []


@pytest.mark.parametrize("name", ["member", "end_membership"])
def test_a_member_of_another_organisation_is_not_found(client, coordinator, name):
    stranger = cast.person("Eva Mol", cast.organisation(Kind.HOGESCHOOL, "Fontys"), Part.COORDINATOR)
    wear(client, coordinator)
    assert client.post(reverse(f"organisations:{name}", args=[stranger.membership.public_id])).status_code == 404


def test_an_ended_member_is_not_found(client, hogeschool, coordinator):
    leaver = cast.person("Piet Jonker", hogeschool, Part.TEACHER)
    with acting_as(coordinator.actor):
        services.end_membership(leaver.membership)
    wear(client, coordinator)
    assert client.get(reverse("organisations:member", args=[leaver.membership.public_id])).status_code == 404


def test_name_and_part_can_be_mended(client, hogeschool, coordinator):
    teacher = cast.person("Piet Jonker", hogeschool, Part.TEACHER)
    wear(client, coordinator)
    address = reverse("organisations:member", args=[teacher.membership.public_id])
    client.post(address, {"name": "Pieter Jonker", "part": "coordinator"})
    (hat,) = hats(teacher.user)
    assert (hat.name, hat.part) == ("Pieter Jonker", "coordinator")


@pytest.mark.parametrize("part", [Part.TEACHER, Part.SUPERVISOR])
def test_who_only_looks_cannot_invite(client, part):
    kind = Kind.HOGESCHOOL if part == Part.TEACHER else Kind.COMPANY
    onlooker = cast.person("Piet Jonker", cast.organisation(kind, "Daar"), part)
    wear(client, onlooker)
    assert client.get(reverse("organisations:people")).status_code == 200
    assert client.get(reverse("organisations:invite")).status_code == 403
    assert client.post(reverse("organisations:invite"), {}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_people_page_takes_the_same_queries(client, hogeschool, coordinator, number, django_assert_num_queries):
    for _ in range(number):
        cast.person("Piet Jonker", hogeschool, Part.TEACHER)
    wear(client, coordinator)
    client.get(reverse("organisations:people"))
    with django_assert_num_queries(PEOPLE_QUERIES):
        client.get(reverse("organisations:people"))


PEOPLE_QUERIES = 11


# -- races ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_accept_at_once_one_gets_the_hat():
    hogeschool = cast.organisation(Kind.HOGESCHOOL, "Avans")
    token = invited(cast.person("Sanne de Wit", hogeschool, Part.COORDINATOR))
    noor = User.objects.create_user("nieuw@voorbeeld.test")
    actor = Actor(user_id=noor.pk, membership_id=OWN_HAT)

    def accept():
        with acting_as(actor):
            return services.accept_invitation(token)

    answers = at_once(*[accept] * 16)
    assert answers.count(None) == 15
    assert [hat.pk for hat in hats(noor)] == [answer for answer in answers if answer]


@pytest.mark.django_db(transaction=True)
def test_an_invitation_is_accepted_or_revoked():
    hogeschool = cast.organisation(Kind.HOGESCHOOL, "Avans")
    coordinator = cast.person("Sanne de Wit", hogeschool, Part.COORDINATOR)
    token = invited(coordinator)
    noor = User.objects.create_user("nieuw@voorbeeld.test")
    with acting_as(SYSTEM):
        invitation = Invitation.objects.get(email=noor.email)

    def accept():
        with acting_as(Actor(user_id=noor.pk, membership_id=OWN_HAT)):
            return services.accept_invitation(token)

    def revoke():
        with acting_as(coordinator.actor):
            services.revoke_invitation(invitation)

    accepted, revoked = at_once(accept, revoke)
    assert bool(accepted) == isinstance(revoked, services.InvitationClosed)
    assert len(hats(noor)) == bool(accepted)


@pytest.mark.django_db(transaction=True)
def test_two_who_end_each_other_leave_one():
    hogeschool = cast.organisation(Kind.HOGESCHOOL, "Avans")
    first = cast.person("Sanne de Wit", hogeschool, Part.COORDINATOR)
    second = cast.person("Piet Jonker", hogeschool, Part.COORDINATOR)

    def end(actor, membership):
        with acting_as(actor):
            services.end_membership(membership)

    answers = at_once(lambda: end(first.actor, second.membership), lambda: end(second.actor, first.membership))
    assert len(hats(first.user) + hats(second.user)) == 1
    assert sum(isinstance(answer, Exception) for answer in answers) == 1
