"""After a takeover by an addendum what names the company names the one where the student learns."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from agreements import alerts, due
from agreements.chapters import chapters_of
from agreements.enums import Voice
from agreements.models import Agreement
from agreements.own_days import COMPANY
from agreements.queries import matching_text
from agreements.services import alerting, forwarding, together
from agreements.services.drafting import Signer
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.dashboards.work.practice import talks_to_speak_at
from mkbroute.documents import retention
from tests.built_once import built_once

from . import sealed
from .signers import VISIT, last_mail, signers, text_of
from .test_own_days import left, talk

pytestmark = pytest.mark.django_db
NEW = "Bouwbedrijf Noord"
mine = built_once(left)


def test_work_list(mine):
    talk(mine, localdate() + timedelta(days=3))
    with acting_as(mine.coordinator.actor):
        titles = [item.title for item in talks_to_speak_at(Voice.HOGESCHOOL)]
    assert f"{mine.agreement.student_name} bij {NEW}" in titles


def test_daily_mail(mine):
    with acting_as(SYSTEM):
        news = alerts.News("agreement", mine.agreement, localdate(), 30)
        alerting._post(mine.route, [news])
    mail = last_mail(mine.route.contact_email, "daily_alerts")
    assert f"{mine.agreement.student_name} bij {NEW}" in mail
    assert mine.company.name not in mail


def test_search_finds_it_by_the_new_name_and_by_the_former(mine):
    with acting_as(mine.coordinator.actor):
        for text in ("bedrijf noord", mine.company.name):
            assert mine.agreement in Agreement.objects.filter(matching_text(text))
        assert mine.agreement not in Agreement.objects.filter(matching_text("Bedrijf Zuid"))


def test_dossier_and_retention(mine):
    with acting_as(mine.coordinator.actor):
        assert [chapter.company for chapter in chapters_of(mine.agreement) if chapter.is_here] == [NEW]
        standing = retention.standing(mine.hogeschool.pk)
        found = due.due_soon(standing, on=localdate() + timedelta(days=365 * 30))
        assert getattr(found.get(pk=mine.agreement.pk), COMPANY) == NEW


class TestSigning:
    @pytest.fixture
    def signer(self, mine):
        addendum = sealed.drafted(mine, mine.agreement, localdate() + timedelta(days=9), hours_per_week=20)
        return signers(sealed.send(mine, addendum))["company"]

    def test_passed_on(self, mine, signer):
        identified = signer.identify().identified_at
        with acting_as(signer.actor):
            to = Signer(name="Ties Blom", function="eigenaar", email="ties.blom@voorbeeld.test")
            forwarding.forward_signing(signer.row, identified_at=identified, to=to, reason="Met verlof", visit=VISIT)
        mail = last_mail("ties.blom@voorbeeld.test", "sign_forwarded")
        assert NEW in mail
        assert mine.company.name not in mail

    def test_in_one_sitting(self, mine, signer):
        with acting_as(SYSTEM):
            assert [getattr(each, COMPANY) for each in together.own_waiting(signer.email)] == [NEW]


def test_page(mine):
    client = Client()
    client.force_login(mine.coordinator.user)
    assert NEW in text_of(client.get(f"/overeenkomsten/{mine.agreement.public_id}/dossier/"))
