"""A hogeschool lets go of its own template: new agreements take the national text again."""

from copy import copy
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agreements.models import Agreement, AgreementTemplate, AgreementVersion, TemplateDraft, TemplateReturn
from agreements.services import templates as services
from agreements.services.drafting import newer_template
from mkbroute.access.actor import SYSTEM, acting_as

from . import scenes
from .scenes import WHO

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    return scenes.matched()


def published(mine) -> AgreementTemplate:
    """A next version of its own, in force."""
    with acting_as(mine.coordinator.actor):
        national = AgreementTemplate.objects.filter(form="duaal", hogeschool=None).latest()
        draft = services.start_draft(national, form="duaal", hogeschool=mine.hogeschool, who=WHO)
        draft = TemplateDraft.objects.get(pk=draft.pk)
        how = {"valid_from": timezone.localdate(), "changes": "Niets.", "seen": services.revision(draft), "who": WHO}
        return services.publish_draft(draft, **how)


@pytest.fixture
def own(mine):
    """Version 2, in force."""
    return published(mine)


def leave(mine, own, **changed):
    with acting_as(mine.coordinator.actor):
        said = {"left": own.number, "reason": "Eén tekst voor iedereen.", "who": WHO, **changed}
        return services.return_to_national("duaal", mine.hogeschool.pk, **said)


def standing(mine):
    with acting_as(mine.coordinator.actor):
        return services.standing_template("duaal", mine.hogeschool.pk)


def test_new_agreements_take_the_national_text_and_drafts_are_offered_it(mine, own):
    assert standing(mine) == own
    draft = scenes.complete(mine)
    leave(mine, own)
    assert standing(mine).is_national
    with acting_as(mine.coordinator.actor):
        kept = Agreement.objects.get(pk=draft.pk)
        assert kept.template == own
        assert newer_template(kept) == standing(mine)


def test_what_was_sent_keeps_its_text(mine, own):
    version = scenes.send(mine, scenes.complete(mine))
    leave(mine, own)
    with acting_as(SYSTEM):
        assert AgreementVersion.objects.get(pk=version.pk).agreement.template == own


def test_next_own_version_stands_again(mine, own):
    leave(mine, own)
    assert standing(mine).is_national
    assert published(mine) == standing(mine)


def test_twice_is_once_and_an_older_page_does_nothing(mine, own):
    first = leave(mine, own)
    assert leave(mine, own) == first
    with pytest.raises(services.NotOwn):
        leave(mine, own, left=own.number - 1)


def test_not_of_another_hogeschool(mine, own):
    other = scenes.matched("Hogeschool Twee")
    with acting_as(other.coordinator.actor), pytest.raises(services.NotOwn):
        services.return_to_national("duaal", mine.hogeschool.pk, left=own.number, reason="", who=WHO)
    with acting_as(other.coordinator.actor), pytest.raises(DatabaseError), transaction.atomic():
        TemplateReturn.objects.create(hogeschool=other.hogeschool, left_id=own.pk, who=WHO)
    assert standing(mine) == own


def test_pages(mine, own, client):
    scenes.complete(mine)
    client.force_login(mine.coordinator.user)
    address = "/sjablonen/landelijk/duaal/"
    assert address in client.get("/sjablonen/").content.decode()
    page = client.get(address).content.decode()
    assert "Eén concept gebruikt een eigen versie" in page
    answer = client.post(address, {"left": own.number, "reason": "Eén tekst."}, follow=True).content.decode()
    assert "Nieuwe overeenkomsten nemen weer de landelijke tekst." in answer
    assert "liet" in answer
    assert "Eén tekst." in answer
    assert address not in answer
    assert client.get(address, follow=True).status_code == 200


def test_page_names_the_national_text_in_force_not_one_that_begins_later(mine, own, client):
    with acting_as(SYSTEM):
        now = AgreementTemplate.objects.filter(form="duaal", hogeschool=None).latest()
        later = copy(now)
        later.pk, later.number = None, now.number + 1
        later.valid_from = timezone.localdate() + timedelta(days=30)
        later.save()
    client.force_login(mine.coordinator.user)
    page = client.get("/sjablonen/landelijk/duaal/").content.decode()
    assert f"landelijk, versie {now.number}<" in page
    assert f"landelijk, versie {later.number}<" not in page
    leave(mine, own)
    assert standing(mine) == now
