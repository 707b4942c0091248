"""What is asked of the portal before anything goes out, and what nobody can keep it from doing afterwards."""

import pytest
from django.utils import timezone

from agreements import events, tasks
from agreements.enums import EventKind
from agreements.evidence import MOST_PRINTED
from agreements.services import seal_warning
from agreements.services.sending import NotReady
from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.documents.models import SealReadiness
from mkbroute.documents.services import read
from tests import cast
from tests.documents.papers import faults

from . import scenes
from .signers import mails, seal, text_of

pytestmark = pytest.mark.django_db


def found(**values) -> None:
    """What the worker found when it looked for the key."""
    with acting_as(SYSTEM):
        SealReadiness.objects.update(**values)


class TestNoKey:
    @pytest.mark.parametrize("values", [{"problem": "SEAL_KEY_FILE: there is none."}, {"valid_until": timezone.now()}])
    def test_nothing_is_sent(self, values, client):
        mine = scenes.matched()
        agreement = scenes.complete(mine)
        found(**values)
        with pytest.raises(NotReady, match="verzegelen"):
            scenes.send(mine, agreement)
        client.force_login(mine.coordinator.user)
        page = text_of(client.get(f"/overeenkomsten/{agreement.public_id}/versturen/"))
        assert "kan nu geen documenten verzegelen" in page

    def test_before_the_worker_ever_looked(self):
        mine = scenes.matched()
        agreement = scenes.complete(mine)
        with acting_as(SYSTEM):
            SealReadiness.objects.all().delete()
        with pytest.raises(NotReady):
            scenes.send(mine, agreement)


class TestWarning:
    def test_a_month_ahead_and_once_a_week(self):
        tenant = cast.tenant()
        tasks.warn_of_seal()
        assert mails("seal_ends") == []
        found(valid_until=timezone.now() + seal_warning.WARNED_AHEAD / 2)
        tasks.warn_of_seal()
        tasks.warn_of_seal()
        assert tenant.programme.email in [mail.to_email for mail in mails("seal_ends")]
        assert len(mails("seal_ends")) == len({mail.to_email for mail in mails("seal_ends")})

    def test_at_once_when_there_is_no_key(self):
        cast.tenant()
        found(problem="SEAL_KEY_FILE: there is none.", valid_until=None)
        with acting_as(SYSTEM):
            assert seal_warning.warn_of_seal_ending() > 0


@pytest.mark.usefixtures("seal_key")
def test_a_long_log_keeps_no_document_from_being_made():
    tenant = cast.tenant()
    with acting_as(SYSTEM):
        for number in range(MOST_PRINTED + 20):
            events.record(tenant.agreement, EventKind.CODE_SENT, who="Iemand", text=f"Code gestuurd, {number}")
    content = read(seal(tenant))
    assert faults(content) == []
