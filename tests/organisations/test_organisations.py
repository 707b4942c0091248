import pytest
from django.urls import reverse

from mkbroute.access.actor import OWN_HAT, SYSTEM, Actor, acting_as
from mkbroute.mail.models import Message
from mkbroute.organisations.enums import Kind, Part
from mkbroute.organisations.models import Invitation, Membership, Organisation, User, Workplace
from mkbroute.organisations.services import organisations as services

from .. import cast
from ..races import at_once
from .door import newest_token, wear

pytestmark = pytest.mark.django_db

COMPANY = {
    "name": "Bakker Bouw", "kvk_number": "01234567", "street": "Kade 1", "postcode": "3511aa", "city": "Utrecht",
    "province": "utrecht", "learns_here": "on", "person_name": "Karim Bakker",
}  # fmt: skip
INTRODUCED = {
    "kind": "company", "name": "Bakker Bouw", "kvk_number": "01234567", "city": "Utrecht",
    "contact_name": "Karim Bakker", "contact_email": "karim@voorbeeld.test",
}  # fmt: skip


def text(response) -> str:
    return response.content.decode()


def stored(**which) -> Organisation:
    with acting_as(SYSTEM):
        return Organisation.objects.get(**which)


@pytest.fixture
def coordinator():
    return cast.person("Sanne de Wit", cast.organisation(Kind.HOGESCHOOL, "Avans"), Part.COORDINATOR)


@pytest.fixture
def programme():
    return cast.person("Ada Mulder", cast.organisation(Kind.PROGRAMME, "Programmateam"), Part.PROGRAMME)


@pytest.fixture
def contact():
    return cast.person("Karim Bakker", cast.organisation(Kind.COMPANY, "Bakker Bouw"), Part.CONTACT)


# -- a company brings in itself ---------------------------------------------------------------------------------------


def test_a_company_registers_itself(client):
    karim = cast.person("Karim Bakker")
    wear(client, karim)
    assert client.post("/bedrijf-aanmelden/", COMPANY)["Location"] == "/"
    company = stored(kvk_number="01234567")
    assert (company.kind, company.postcode, bool(company.claimed_at)) == (Kind.COMPANY, "3511 AA", True)
    with acting_as(SYSTEM):
        membership = Membership.objects.get(organisation=company)
        workplace = Workplace.objects.get(organisation=company)
    assert (membership.user_id, membership.part, membership.name) == (karim.user.pk, Part.CONTACT, "Karim Bakker")
    assert workplace.address == "Kade 1, 3511 AA Utrecht"
    assert client.session["membership"] == membership.pk
    assert "Bakker Bouw" in text(client.get("/organisatie/"))


def test_without_people_at_the_seat_there_is_no_workplace_yet(client):
    wear(client, cast.person("Karim Bakker"))
    client.post("/bedrijf-aanmelden/", {**COMPANY, "learns_here": ""})
    with acting_as(SYSTEM):
        assert not Workplace.objects.exists()
    form = client.get("/organisatie/vestigingen/toevoegen/").context["form"]
    assert form.initial["street"] == "Kade 1"


def test_a_visitor_is_asked_to_log_in(client):
    assert client.get("/bedrijf-aanmelden/")["Location"] == "/account/login/?next=/bedrijf-aanmelden/"


def test_a_known_kvk_number_loses_nothing_of_what_was_typed(client, contact):
    number = contact.membership.organisation.kvk_number
    wear(client, cast.person("Eva Mol"))
    answer = client.post("/bedrijf-aanmelden/", {**COMPANY, "kvk_number": number})
    assert answer.status_code == 422
    page = text(answer)
    assert "Vraag een collega" in page
    assert 'value="Kade 1"' in page
    assert contact.membership.organisation.name not in page  # not said who


@pytest.mark.parametrize("number", ["1234567", "123456789", "1234567a", "", "\uff11" * 8])
def test_a_kvk_number_has_eight_digits(client, number):
    wear(client, cast.person("Karim Bakker"))
    answer = client.post("/bedrijf-aanmelden/", {**COMPANY, "kvk_number": number})
    assert answer.status_code == 422


def test_spaces_in_a_kvk_number_do_not_matter(client):
    wear(client, cast.person("Karim Bakker"))
    client.post("/bedrijf-aanmelden/", {**COMPANY, "kvk_number": " 0123 45.67 "})
    assert stored(kvk_number="01234567")


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_register_the_same_company_one_gets_it():
    people = [cast.person("Karim Bakker") for _ in range(8)]
    fields = {**COMPANY, "learns_here": True, "postcode": "3511 AA"}

    def register(person):
        with acting_as(Actor(user_id=person.user.pk, membership_id=OWN_HAT)):
            return services.register_company(user_id=person.user.pk, **fields)

    answers = at_once(*[lambda person=person: register(person) for person in people])
    assert sum(isinstance(answer, services.KvkNumberKnown) for answer in answers) == 7
    assert stored(kvk_number="01234567")


# -- others bring it in ------------------------------------------------------------------------------------------------


def test_a_coordinator_brings_in_a_company_with_its_contact(client, coordinator):
    wear(client, coordinator)
    answer = client.post("/organisatie/anderen/toevoegen/", INTRODUCED)
    company = stored(kvk_number="01234567")
    assert answer["Location"] == reverse("organisations:other", args=[company.public_id])
    assert company.introduced_by_id == coordinator.membership.organisation_id
    with acting_as(SYSTEM):
        invitation = Invitation.objects.get(organisation=company)
        assert Message.objects.get(kind="invitation").to_email == "karim@voorbeeld.test"
    assert (invitation.part, invitation.invited_by_id) == (Part.CONTACT, company.introduced_by_id)
    page = text(client.get(answer["Location"]))
    assert "Uitgenodigd" in page
    assert "Karim Bakker" in page


@pytest.mark.parametrize(("kind", "part"), [("employer", Part.CONTACT), ("branche", Part.ADVISER)])
def test_a_coordinator_brings_in_other_kinds(client, coordinator, kind, part):
    wear(client, coordinator)
    number = "01234567" if kind == "employer" else ""
    client.post("/organisatie/anderen/toevoegen/", {**INTRODUCED, "kind": kind, "kvk_number": number})
    with acting_as(SYSTEM):
        assert Invitation.objects.get(organisation__name="Bakker Bouw").part == part


def test_a_company_needs_its_number(client, coordinator):
    wear(client, coordinator)
    answer = client.post("/organisatie/anderen/toevoegen/", {**INTRODUCED, "kvk_number": ""})
    assert answer.status_code == 422
    assert "Vul het KvK-nummer in" in text(answer)


def test_a_coordinator_brings_in_no_hogeschool(client, coordinator):
    wear(client, coordinator)
    assert client.post("/organisatie/anderen/toevoegen/", {**INTRODUCED, "kind": "hogeschool"}).status_code == 422
    with acting_as(coordinator.actor), pytest.raises(Exception, match="row-level security"):
        Organisation.objects.create(kind=Kind.HOGESCHOOL, name="Nep", introduced_by=coordinator.membership.organisation)


def test_a_known_company_is_pointed_at(client, coordinator, contact):
    known = contact.membership.organisation
    wear(client, coordinator)
    answer = client.post("/organisatie/anderen/toevoegen/", {**INTRODUCED, "kvk_number": known.kvk_number})
    assert answer.status_code == 422
    assert reverse("organisations:other", args=[known.public_id]) in text(answer)
    assert 'value="karim@voorbeeld.test"' in text(answer)
    with acting_as(SYSTEM):
        assert not Invitation.objects.exists()


def test_a_branche_with_the_same_name_is_pointed_at(client, coordinator):
    known = cast.organisation(Kind.BRANCHE, "Bouwend Nederland")
    wear(client, coordinator)
    answer = client.post(
        "/organisatie/anderen/toevoegen/",
        {**INTRODUCED, "kind": "branche", "kvk_number": "", "name": known.name.upper()},
    )
    assert reverse("organisations:other", args=[known.public_id]) in text(answer)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_bring_in_the_same_company_at_once():
    coordinators = [
        cast.person("Sanne", cast.organisation(Kind.HOGESCHOOL, name), Part.COORDINATOR) for name in ("Avans", "Fontys")
    ]

    def introduce(person):
        with acting_as(person.actor):
            return services.introduce_organisation(
                introduced_by=person.membership.organisation, inviter_name="Sanne", contact_name="Karim",
                contact_email="karim@voorbeeld.test", contact_part=Part.CONTACT, kind="company", name="Bakker",
                kvk_number="01234567", city="",
            )  # fmt: skip

    answers = at_once(*[lambda person=person: introduce(person) for person in coordinators])
    assert sum(isinstance(answer, services.KvkNumberKnown) for answer in answers) == 1
    with acting_as(SYSTEM):
        assert Invitation.objects.count() == 1


def test_who_came_in_by_itself_is_not_invited_by_others(client, coordinator, contact):
    company = contact.membership.organisation
    wear(client, coordinator)
    assert "Iemand uitnodigen" not in text(client.get(reverse("organisations:other", args=[company.public_id])))
    answer = client.post(
        reverse("organisations:invite_to", args=[company.public_id]),
        {"name": "X", "email": "x@voorbeeld.test", "part": "contact"},
        follow=True,
    )
    assert "nodigt zelf mensen uit" in text(answer)
    with acting_as(SYSTEM):
        assert not Invitation.objects.exists()


def test_who_accepts_keeps_the_data_from_then_on(client, coordinator):
    own = coordinator.membership.organisation
    with acting_as(coordinator.actor):
        company = services.introduce_organisation(
            introduced_by=own, inviter_name="Sanne", contact_name="Karim", contact_email="karim@voorbeeld.test",
            contact_part=Part.CONTACT, kind="company", name="Bakker", kvk_number="01234567", city="",
        )  # fmt: skip
        services.change_organisation(company, city="Goes")
    client.force_login(User.objects.create_user("karim@voorbeeld.test"))
    client.post(f"/uitnodiging/{newest_token()}/")
    company = stored(pk=company.pk)
    assert company.claimed_at
    with acting_as(coordinator.actor):
        assert Organisation.objects.filter(pk=company.pk).update(city="Breda") == 0
    wear(client, coordinator)
    assert "Iemand uitnodigen" not in text(client.get(reverse("organisations:other", args=[company.public_id])))


def test_the_programme_invites_a_hogeschool_and_more_people_there(client, programme):
    wear(client, programme)
    client.post("/organisatie/anderen/toevoegen/", {**INTRODUCED, "kind": "hogeschool", "name": "Avans Hogeschool"})
    avans = stored(name="Avans Hogeschool")
    client.post(
        reverse("organisations:invite_to", args=[avans.public_id]),
        {"name": "Noor", "email": "noor@voorbeeld.test", "part": "coordinator"},
    )
    with acting_as(SYSTEM):
        emails = set(Invitation.objects.filter(organisation=avans).values_list("email", flat=True))
    assert emails == {"karim@voorbeeld.test", "noor@voorbeeld.test"}


def test_the_programme_sees_no_companies_here(client, programme, contact):
    wear(client, programme)
    company = contact.membership.organisation
    assert company.name not in text(client.get("/organisatie/anderen/"))
    assert client.get(reverse("organisations:other", args=[company.public_id])).status_code == 404


def test_a_company_does_not_see_others(client, contact):
    wear(client, contact)
    assert client.get("/organisatie/anderen/").status_code == 403


# -- the list ----------------------------------------------------------------------------------------------------------


def test_the_list_finds_by_name_place_number_and_kind(client, coordinator, contact):
    branche = cast.organisation(Kind.BRANCHE, "Techniek Nederland")
    company = contact.membership.organisation
    wear(client, coordinator)
    for query, found, hidden in (
        ("zoek=bakker", company, branche),
        (f"zoek={company.kvk_number}", company, branche),
        ("soort=branche", branche, company),
    ):
        page = text(client.get(f"/organisatie/anderen/?{query}"))
        assert found.name in page, query
        assert hidden.name not in page, query
    assert "Niets gevonden" in text(client.get("/organisatie/anderen/?van_ons=on"))
    assert "2 organisaties" in text(client.get("/organisatie/anderen/"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries(client, coordinator, number, django_assert_num_queries):
    for _ in range(number):
        cast.organisation(Kind.COMPANY, "Bakker Bouw")
    wear(client, coordinator)
    client.get("/organisatie/anderen/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/organisatie/anderen/")


LIST_QUERIES = 10


# -- its own data ------------------------------------------------------------------------------------------------------

PROFILE = {
    "name": "Bakker Bouw en Zn", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht", "province": "utrecht",
    "website": "bakker.example", "email": "info@bakker.example", "phone": "030 1234567",
}  # fmt: skip


def test_a_company_keeps_its_own_data(client, contact):
    wear(client, contact)
    number = contact.membership.organisation.kvk_number
    assert number in text(client.get("/organisatie/gegevens/"))
    client.post("/organisatie/gegevens/", {**PROFILE, "kvk_number": "99999999"})
    company = stored(pk=contact.membership.organisation_id)
    assert (company.name, company.website) == ("Bakker Bouw en Zn", "https://bakker.example")
    assert company.kvk_number == number


def test_a_company_needs_an_address(client, contact):
    wear(client, contact)
    assert client.post("/organisatie/gegevens/", {**PROFILE, "street": ""}).status_code == 422


def test_workplaces_are_added_and_changed(client, contact):
    wear(client, contact)
    assert "Nog geen vestigingen" in text(client.get("/organisatie/vestigingen/"))
    address = {"street": "Kade 2", "postcode": "3511AB", "city": "Utrecht", "province": "utrecht"}
    number = "000012345678"
    client.post("/organisatie/vestigingen/toevoegen/", {**address, "name": "Noord", "vestigingsnummer": number})
    with acting_as(SYSTEM):
        workplace = Workplace.objects.get()
    assert workplace.vestigingsnummer == number
    change = reverse("organisations:change_workplace", args=[workplace.public_id])
    client.post(change, {**address, "name": "Zuid", "vestigingsnummer": ""})
    assert "Zuid" in text(client.get("/organisatie/vestigingen/"))
    wrong = client.post(change, {**address, "name": "Zuid", "vestigingsnummer": "12345"})
    assert wrong.status_code == 422
    assert "12 cijfers" in text(wrong)


def test_a_workplace_that_is_sent_twice_is_there_once(client, contact):
    wear(client, contact)
    add = "/organisatie/vestigingen/toevoegen/"
    noord = {
        "name": "Noord", "street": "Kade 2", "postcode": "3511 AB", "city": "Utrecht", "province": "utrecht",
        "vestigingsnummer": "000012345678",
    }  # fmt: skip
    assert [client.post(add, noord).status_code for _ in range(2)] == [302, 302]
    same_name = client.post(add, {**noord, "name": "noord", "street": "Kade 9"})
    same_number = client.post(add, {**noord, "name": "Zuid"})
    assert (same_name.status_code, same_number.status_code) == (422, 422)
    assert "al een vestiging met deze naam" in text(same_name)
    assert "heeft dit nummer al" in text(same_number)
    with acting_as(SYSTEM):
        assert Workplace.objects.count() == 1


def test_another_companys_workplace_is_not_found(client, contact):
    tenant_company = cast.organisation(Kind.COMPANY, "Mol BV")
    with acting_as(SYSTEM):
        workplace = Workplace.objects.create(
            organisation=tenant_company, name="Daar", street="Weg 1", postcode="1234 AB", city="Zwolle",
            province="overijssel",
        )  # fmt: skip
    wear(client, contact)
    assert client.get(reverse("organisations:change_workplace", args=[workplace.public_id])).status_code == 404


def test_a_supervisor_changes_nothing(client, contact):
    looker = cast.person("Wim Dekker", contact.membership.organisation, Part.SUPERVISOR)
    wear(client, looker)
    assert client.get("/organisatie/vestigingen/").status_code == 200
    for page in ("/organisatie/gegevens/", "/organisatie/vestigingen/toevoegen/", "/organisatie/mkb/verklaren/"):
        assert client.get(page).status_code == 403
