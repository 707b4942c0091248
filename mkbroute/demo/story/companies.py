"""Companies register themselves, take part in routes, and offer leerwerkplekken."""

from datetime import timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from matching.models import Offer
from matching.offer_changes import fingerprint
from matching.services.offers import publish_offer, return_offer
from matching.services.positions import offer_position
from matching.services.scans import begin_scan, save_scan, tick
from mkbroute.organisations.enums import Kind, Part, Province
from mkbroute.organisations.models import Organisation
from mkbroute.organisations.services.mkb import declare_size
from mkbroute.organisations.services.organisations import introduce_organisation, register_company
from routes.models import Route, RoutePartner
from routes.services.partners import add_partner, confirm_partnership, show_partner

from ..people import DOMAIN
from ..script import (
    COMPANIES,
    COMPANIES_SHOWN,
    HOGESCHOLEN,
    PLACES,
    PLACES_RETURNED,
    PLACES_WAITING,
    ROUTES,
    SCANNED,
    SETTLED,
    PlaceScript,
)
from .chapter import Chapter, name_of, next_september


class Companies(Chapter):
    def companies(self) -> None:
        for key, company in COMPANIES.items():
            self.stage.person(company.contact, name_of(company.contact))
            with self.stage.as_(company.contact):
                membership = register_company(
                    user_id=self.stage.user_id(company.contact),
                    name=company.name,
                    kvk_number=company.kvk_number,
                    street=company.street,
                    postcode=company.postcode,
                    city=company.city,
                    province=company.province,
                    person_name=name_of(company.contact),
                    learns_here=True,
                )
            self.stage.wears(company.contact, membership, company.name)
            with self.stage.as_(company.contact):
                self.organisation[key] = Organisation.objects.get(kvk_number=company.kvk_number)
                self._declare(key, company.persons)
        with self.stage.as_("sanne.vermeer"):
            introduce_organisation(
                introduced_by=self.organisation["saxion"],
                inviter_name="Sanne Vermeer",
                contact_name="Wilma Post",
                contact_email=f"wilma.post@{DOMAIN}",
                contact_part=Part.CONTACT,
                kind=Kind.COMPANY,
                name="Post Staalbouw",
                kvk_number="90000099",
                city="Almelo",
                province=Province.OVERIJSSEL,
            )
        for key, place in PLACES.items():
            self._offer(key, place)
        self._visit("voorbereider", "saxion-bouwkunde")
        for company, route in dict.fromkeys((place.company, place.routes[0]) for place in PLACES.values()):
            self._take_part(company, route)

    def _take_part(self, company: str, route: str) -> None:
        """A company that offers a place shapes the route too; whoever is in COMPANIES_SHOWN is named on its page."""
        with self.stage.as_(HOGESCHOLEN[ROUTES[route].hogeschool][3]) as who:
            add_partner(
                Route.objects.get(pk=self.route[route].pk),
                self.organisation[company],
                contribution="Biedt een leerwerkplek aan en denkt mee over de opdrachten.",
                who=who,
            )
        with self.stage.as_(COMPANIES[company].contact) as who:
            partner = RoutePartner.objects.get(route=self.route[route], organisation=self.organisation[company])
            confirm_partnership(partner, who=who)
            if company in COMPANIES_SHOWN:
                show_partner(partner, name=COMPANIES[company].name, who=who)

    def _visit(self, key: str, route: str) -> None:
        """The hogeschool comes to look; the company gets ready."""
        with self.stage.as_(HOGESCHOLEN[ROUTES[route].hogeschool][3]) as who:
            offers = Offer.objects.select_related("position")
            scan = begin_scan(offers.get(position=self.position[key], route=self.route[route].pk), who=who)
            answers = {**dict.fromkeys(scan.checklist.codes, "yes"), **SCANNED["answers"]}
            visited_on = timezone.localdate() - timedelta(days=20)
            said = {"answers": answers, "notes": SCANNED["notes"], "agreed": SCANNED["agreed"]}
            save_scan(scan, **said, visited_on=visited_on, outcome="fits_if", who=who, conclude=True)
        with self.stage.as_(COMPANIES[PLACES[key].company].contact) as who:
            tick(self.position[key], ticks=SETTLED, notes={}, who=who)

    def _declare(self, key: str, persons: int) -> None:
        declare_size(
            self.organisation[key],
            persons=persons,
            turnover_eur=Decimal(persons * 180_000),
            balance_eur=Decimal(persons * 70_000),
            has_partners=False,
            declared_by=name_of(COMPANIES[key].contact),
        )

    def _offer(self, key: str, place: PlaceScript) -> None:
        company = self.organisation[place.company]
        with self.stage.as_(COMPANIES[place.company].contact) as who:
            self.position[key] = offer_position(
                key=uuid5(NAMESPACE_URL, f"demo/{key}"),
                organisation_id=company.pk,
                workplace=company.workplaces.get(),
                routes=[Route.objects.get(pk=self.route[route].pk) for route in place.routes],
                terms={**place.terms, "starts_on": next_september()},
                who=who,
            )
        for route in place.routes:
            self._check(key, route)

    def _check(self, key: str, route: str) -> None:
        """By the hogeschool: each place but those in PLACES_WAITING and PLACES_RETURNED is published."""
        with self.stage.as_(HOGESCHOLEN[ROUTES[route].hogeschool][3]) as who:
            offer = Offer.objects.select_related("position").get(
                position=self.position[key], route=self.route[route].pk
            )
            if key in PLACES_RETURNED:
                return_offer(offer, reason=PLACES_RETURNED[key], who=who)
            elif key not in PLACES_WAITING:
                publish_offer(offer, seen=fingerprint(offer), who=who)
