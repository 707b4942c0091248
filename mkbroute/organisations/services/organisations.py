"""Bringing organisations into the portal, and keeping what it knows of them."""

from typing import Any

from django.db import IntegrityError, connection
from django.db.transaction import atomic

from mkbroute.access.actor import Actor, acting_as

from ..models import Organisation, Workplace
from .people import invite_person

KVK_IS_UNIQUE = "organisation_kvk_number_is_unique"
HOST_IS_UNIQUE = "organisations_organisation_host_name_key"


class KvkNumberKnown(Exception):
    """Another organisation in the portal has this number."""


class WorkplaceKnown(Exception):
    """The organisation has another with this name or vestigingsnummer."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class HostNameTaken(Exception):
    """Another hogeschool has this web address."""


def introduce_organisation(
    *,
    introduced_by: Organisation,
    inviter_name: str,
    contact_name: str,
    contact_email: str,
    contact_part: str,
    **fields: Any,
) -> Organisation:
    """Bring in an organisation and invite the person who will look after it. Raises KvkNumberKnown."""
    try:
        with atomic():
            organisation = Organisation.objects.create(introduced_by=introduced_by, **fields)
    except IntegrityError as error:
        _raise_known(error)
        raise
    invite_person(
        organisation,
        invited_by=introduced_by,
        inviter_name=inviter_name,
        name=contact_name,
        email=contact_email,
        part=contact_part,
    )
    return organisation


def register_company(
    *, user_id: int, name: str, kvk_number: str, street: str, postcode: str, city: str, province: str, person_name: str,
    learns_here: bool,
) -> int:  # fmt: skip
    """The person who acts brings in her own company and becomes its contact. Answers the membership.

    `learns_here`: people learn at the seat too, so it is the first workplace. Raises KvkNumberKnown.
    """
    address = {"street": street, "postcode": postcode, "city": city, "province": province}
    try:
        with atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT portal.register_company(%s, %s, %s, %s, %s, %s, %s)",
                [name, kvk_number, *address.values(), person_name],
            )
            membership_id = cursor.fetchone()[0]
    except IntegrityError as error:
        _raise_known(error)
        raise
    if learns_here:
        with acting_as(Actor(user_id=user_id, membership_id=membership_id)):
            add_workplace(Organisation.objects.get(kvk_number=kvk_number), name=city, vestigingsnummer="", **address)
    return membership_id


def change_organisation(organisation: Organisation, **fields: Any) -> None:
    """Raises KvkNumberKnown or HostNameTaken."""
    for name, value in fields.items():
        setattr(organisation, name, value)
    try:
        with atomic():
            organisation.save(update_fields=[*fields])
    except IntegrityError as error:
        _raise_known(error)
        raise


def _raise_known(error: IntegrityError) -> None:
    cause: Any = error.__cause__  # psycopg says which constraint
    constraint = cause.diag.constraint_name
    if constraint == KVK_IS_UNIQUE:
        raise KvkNumberKnown from error
    if constraint == HOST_IS_UNIQUE:
        raise HostNameTaken from error


@atomic
def add_workplace(organisation: Organisation, **fields: Any) -> Workplace:
    """The same form sent twice gives one. Raises WorkplaceKnown."""
    _require_own_name(organisation, fields)
    made, _ = Workplace.objects.get_or_create(organisation=organisation, **fields)
    return made


@atomic
def change_workplace(workplace: Workplace, **fields: Any) -> None:
    """Raises WorkplaceKnown."""
    _require_own_name(workplace.organisation, fields, but=workplace)
    for name, value in fields.items():
        setattr(workplace, name, value)
    workplace.save(update_fields=[*fields])


def _require_own_name(organisation: Organisation, fields: dict[str, Any], but: Workplace | None = None) -> None:
    # locked: two at once with one name
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    own = Workplace.objects.filter(organisation=organisation)
    others = own.exclude(pk=but.pk) if but else own.exclude(**fields)
    if others.filter(name__iexact=fields["name"]).exists():
        raise WorkplaceKnown("name", "U hebt al een vestiging met deze naam. Geef deze een andere naam.")
    number = fields["vestigingsnummer"]
    if number and others.filter(vestigingsnummer=number).exists():
        raise WorkplaceKnown("vestigingsnummer", "Een andere vestiging van u heeft dit nummer al. Kijk het na.")
