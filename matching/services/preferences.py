"""Each side puts the other in an order: ties are allowed, and what is left out is not ranked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db.transaction import atomic
from django.utils import timezone

from ..enums import Side
from ..models import Application, Offer, Position, Preference, Profile
from .applications import lock_application
from .refusal import Refusal

Said = dict[str, Any]  # rank, unsuitable, reason


@atomic
def rank_offers(application: Application, groups: Sequence[Collection[Offer]]) -> None:
    """The person's whole order for this route, best first; what stood before and is not in it goes, but for what she
    cannot see now.

    Raises Refusal when her application has ended, or an offer is not on her route.
    """
    application = lock_application(application)  # one order at a time: the last one sent is the one that stands whole
    if application.has_ended:
        raise Refusal("Deze aanmelding is afgesloten: je volgorde telt niet meer mee.")
    chosen = dict(_ranked(groups))
    if any(offer.route_id != application.route_id for offer in chosen):
        raise Refusal("Deze leerwerkplek hoort niet bij jouw route.")
    found = Preference.objects.filter(application=application, by=Side.STUDENT)
    left_out = Offer.objects.exclude(pk__in=[offer.pk for offer in chosen])
    found.filter(offer__in=left_out.values("pk")).delete()
    for offer, said in chosen.items():
        _write(_pair_of(application, offer), Side.STUDENT, said)


@atomic
def rank_candidates(
    position: Position, groups: Sequence[Collection[Profile]], unsuitable: Mapping[Profile, str]
) -> None:
    """The company's whole order for this leerwerkplek, best first; and whom it finds not suitable, with why in a few
    words. Who stood in it before, can be seen still on a route where it is offered and is left out, is not ranked any
    more.

    Raises Refusal when someone cannot be seen any more, or the leerwerkplek is not offered on her route.
    """
    position = Position.objects.select_for_update(of=("self",)).get(pk=position.pk)
    chosen = dict(_ranked(groups)) | {
        profile: {"rank": None, "unsuitable": True, "reason": reason} for profile, reason in unsuitable.items()
    }
    _require_visible(chosen)
    offers = {offer.route_id: offer for offer in position.offers.all()}
    if any(profile.route_id not in offers for profile in chosen):
        raise Refusal("Deze leerwerkplek is niet aangeboden op de route van deze kandidaat.")
    shown = Profile.objects.filter(route__in=[route for route, offer in offers.items() if not offer.withdrawn_at])
    left_out = shown.exclude(pk__in=[profile.pk for profile in chosen]).values("application")
    Preference.objects.filter(position=position, by=Side.COMPANY, application__in=left_out).delete()
    for profile, said in chosen.items():
        _write(_pair_of(profile, offers[profile.route_id]), Side.COMPANY, said)


def _require_visible(profiles: Collection[Profile]) -> None:
    """A company that looked a while ago may name someone who is not to be found any more."""
    keys = {profile.pk for profile in profiles}
    if Profile.objects.filter(pk__in=keys).count() < len(keys):
        raise Refusal("Een van de kandidaten is niet meer zichtbaar. Bekijk de lijst opnieuw.")


def _ranked(groups: Sequence[Collection[Any]]) -> Iterator[tuple[Any, Said]]:
    for rank, group in enumerate(filter(None, groups), start=1):
        for one in group:
            yield one, {"rank": rank, "unsuitable": False, "reason": ""}


def _pair_of(person: Application | Profile, offer: Offer) -> dict[str, int]:
    application_id = person.pk if isinstance(person, Application) else person.application_id
    return {
        "application_id": application_id,
        "student_id": person.student_id,
        "offer_id": offer.pk,
        "position_id": offer.position_id,
        "route_id": offer.route_id,
        "hogeschool_id": offer.hogeschool_id,
        "organisation_id": offer.organisation_id,
    }


def _write(pair: dict[str, int], side: Side, said: Said) -> None:
    found = Preference.objects.filter(application_id=pair["application_id"], offer_id=pair["offer_id"], by=side)
    standing = found.first()
    if not standing:
        Preference.objects.create(**pair, by=side, **said)
    elif any(getattr(standing, name) != value for name, value in said.items()):
        changed = {"rank": said["rank"]} if side == Side.STUDENT else said
        found.update(**changed, changed_at=timezone.now())
