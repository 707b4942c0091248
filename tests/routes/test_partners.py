"""Who shapes a route with the hogeschool in the lead."""

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from mkbroute.access.actor import SYSTEM, acting_as
from routes import queries
from routes.enums import EventKind
from routes.models import RoutePartner
from routes.services import add_partner, confirm_partnership, remove_partner

from .aftermath import body, complaint, mails, said
from .scene import WHO
from .scene import scene as make_scene


class TestPartners:
    def add(self, scene, route, organisation=None):
        with acting_as(scene.coordinator.actor):
            return add_partner(route, organisation or scene.branche, contribution="Denkt mee.", who=WHO)

    def test_partner_is_asked_by_mail(self, scene):
        partner = self.add(scene, scene.register())
        assert mails("partner_asked") == [scene.branche.email]
        assert f"/routes/partner/{partner.public_id}/" in body("partner_asked")

    def test_other_hogeschool_is_asked_too(self, scene):
        other = make_scene("Andere").hogeschool
        self.add(scene, scene.register(), other)
        assert mails("partner_asked") == [other.email]

    def test_twice_is_refused(self, scene):
        route = scene.register()
        self.add(scene, route)
        with pytest.raises(ValidationError) as error:
            self.add(scene, route)
        assert "staat al bij de route" in complaint(error)

    def test_own_hogeschool_is_refused(self, scene):
        with pytest.raises(ValidationError):
            self.add(scene, scene.register(), scene.hogeschool)

    @pytest.mark.parametrize("who", ["adviser", "contact"])
    def test_partner_confirms_itself_and_the_dossier_knows(self, scene, who):
        route = scene.register()
        partners = {"adviser": self.add(scene, route), "contact": self.add(scene, route, scene.company)}
        with acting_as(getattr(scene, who).actor):
            confirm_partnership(RoutePartner.objects.get(pk=partners[who].pk), who="Piet")
        with acting_as(scene.coordinator.actor):
            facts = queries.dossier(route)[4].facts
        name = partners[who].organisation.name
        assert facts == [f"Betrokkenheid zelf bevestigd door 1 van 2 bedrijven en branches: {name}"]
        assert mails("partner_confirmed") == ["sanne@voorbeeld.test"]
        assert EventKind.PARTNER_CONFIRMED in said(route)

    def test_confirming_twice_says_who_did(self, scene):
        partner = self.add(scene, scene.register())
        with acting_as(scene.adviser.actor):
            confirm_partnership(partner, who="Piet Jonker")
            with pytest.raises(ValidationError) as error:
                confirm_partnership(partner, who="Jan")
        assert "Piet Jonker" in complaint(error)

    def test_removed_partner_is_told_so(self, scene):
        partner = self.add(scene, scene.register())
        with acting_as(scene.coordinator.actor):
            remove_partner(partner, who=WHO)
        with acting_as(scene.adviser.actor), pytest.raises(ValidationError) as error:
            confirm_partnership(partner, who="Piet")
        assert "van de route gehaald" in complaint(error)

    def test_nobody_confirms_for_another(self, scene):
        partner = self.add(scene, scene.register())
        for stranger in (scene.contact, scene.coordinator, scene.assessor):
            with acting_as(stranger.actor), pytest.raises((ValidationError, ProgrammingError)), transaction.atomic():
                confirm_partnership(partner, who="Een ander")
        with acting_as(SYSTEM):
            assert RoutePartner.objects.get(pk=partner.pk).confirmed_at is None
