"""What the pages about people and organisations show."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from .enums import Kind
from .models import HouseStyle, Invitation, Membership, MkbDeclaration, MkbThresholds, Organisation

IN_PORTAL_OF = {  # the organisations that a kind introduces and invites
    Kind.HOGESCHOOL: (Kind.COMPANY, Kind.EMPLOYER, Kind.BRANCHE),
    Kind.PROGRAMME: (Kind.HOGESCHOOL, Kind.BRANCHE),
}


def members(organisation_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation_id=organisation_id, ended_at=None)


def former_members(organisation_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation_id=organisation_id).exclude(ended_at=None).order_by("-ended_at")


def open_invitations(organisation_id: int) -> QuerySet[Invitation]:
    """Neither accepted nor revoked; expired ones too, because they can be sent again."""
    return Invitation.objects.filter(organisation_id=organisation_id, accepted_at=None, revoked_at=None)


def others(kind: str, organisation_id: int) -> QuerySet[Organisation]:
    """The organisations that one of this kind works with, with `is_invited`: somebody there was asked by this one."""
    waiting = Invitation.objects.filter(
        organisation_id=OuterRef("pk"), invited_by_id=organisation_id, accepted_at=None, revoked_at=None
    )
    return Organisation.objects.filter(kind__in=IN_PORTAL_OF[Kind(kind)]).annotate(is_invited=Exists(waiting))


def may_invite_to(organisation: Organisation, kind: str, own_id: int) -> bool:
    """The programme team may always; others only until whom they introduced has people of its own."""
    return kind == Kind.PROGRAMME or (organisation.introduced_by_id == own_id and not organisation.claimed_at)


def matching(organisations: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    return organisations.filter(
        Q(name__icontains=text) | Q(city__icontains=text) | Q(kvk_number=text) | Q(brin__iexact=text)
    )


def namesake(kind: str, name: str) -> Organisation | None:
    return Organisation.objects.filter(kind=kind, name__iexact=name.strip()).first()


def with_kvk_number(number: str) -> Organisation | None:
    return Organisation.objects.filter(kvk_number=number).first()


def declarations(organisation_id: int) -> QuerySet[MkbDeclaration]:
    return MkbDeclaration.objects.filter(organisation_id=organisation_id).select_related("thresholds")


def thresholds_today() -> MkbThresholds:
    return MkbThresholds.objects.filter(valid_from__lte=timezone.localdate()).latest()


def stylesheet_of(sha: str) -> str | None:
    return HouseStyle.objects.filter(sha=sha).values_list("css", flat=True).first()


def present_style(former: str) -> str | None:
    """The address that took the place of a former one."""
    return HouseStyle.objects.filter(former__contains=[former]).values_list("sha", flat=True).first()


def logo_of(sha: str) -> bytes | None:
    logo = HouseStyle.objects.filter(sha=sha).values_list("logo", flat=True).first()
    return bytes(logo) if logo else None


def has_second_factor() -> bool:
    """Of the person who acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.has_second_factor()")
        return cursor.fetchone()[0]


@dataclass(frozen=True)
class Host:
    """A hogeschool's own web address."""

    organisation_id: int
    name: str
    style: str  # hash of the house style, or ""


def hosts() -> dict[str, Host]:
    rows = Organisation.objects.exclude(host_name=None).values_list("host_name", "pk", "name", "house_style__sha")
    return {host: Host(pk, name, sha or "") for host, pk, name, sha in rows if host}


def acting_membership_id() -> int | None:
    """The hat of the person who acts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.membership()")
        return cursor.fetchone()[0]
