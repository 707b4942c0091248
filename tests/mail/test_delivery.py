import smtplib
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.mail import delivery
from mkbroute.mail.models import Message, MessageBody, State
from mkbroute.mail.services import post

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "karim@voorbeeld.test"


@pytest.fixture(autouse=True)
def real_smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def write(number: int = 1, **fields) -> None:
    with acting_as(SYSTEM):
        for _ in range(number):
            message = Message.objects.create(
                kind="test", to_name="Karim Bennani", to_email=ADDRESS, subject="Teken de overeenkomst", **fields
            )
            MessageBody.objects.create(message=message, text="Beste Karim, 2 < 3", html="<p>Beste Karim</p>")


def messages() -> list[Message]:
    with acting_as(SYSTEM):
        return list(Message.objects.all())


def test_what_is_due_is_sent_once_and_its_text_is_gone(mailbox):
    write()
    assert delivery.deliver_due() == 1
    assert delivery.deliver_due() == 0
    (mail,) = mailbox.messages
    (message,) = messages()
    assert (mail["To"], mail["Subject"]) == ("Karim Bennani <karim@voorbeeld.test>", "Teken de overeenkomst")
    assert mail["Message-ID"] == f"<{message.id}@mkb-route.example.nl>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "2 < 3" in mail.get_body(("plain",)).get_content()
    assert (message.state, message.attempts) == (State.SENT, 1)
    assert message.sent_at
    with acting_as(SYSTEM):
        assert not MessageBody.objects.exists()


def test_what_is_not_due_waits(mailbox):
    write(due_at=timezone.now() + timedelta(hours=1))
    assert delivery.deliver_due() == 0
    assert mailbox.messages == []


def test_a_server_that_asks_for_patience_gets_it(mailbox):
    write()
    mailbox.refuse_with = "451 try again later"
    delivery.deliver_due()
    (message,) = messages()
    assert (message.state, message.attempts) == (State.WAITING, 1)
    assert "try again later" in message.error
    assert timedelta(seconds=50) < message.due_at - timezone.now() < timedelta(seconds=61)


def test_after_the_last_attempt_it_has_failed(mailbox):
    write(attempts=len(delivery.WAITS))
    mailbox.refuse_with = "451 try again later"
    delivery.deliver_due()
    assert messages()[0].state == State.FAILED


def test_a_server_that_is_gone_stops_the_round(settings):
    write(3)
    settings.EMAIL_PORT = 1
    assert delivery.deliver_due() == 0
    assert sorted(message.attempts for message in messages()) == [0, 0, 1]


def test_an_address_that_does_not_exist_fails_at_once_and_lets_the_next_pass(mailbox, monkeypatch):
    write(2)
    asked = []

    def refuse_first(self, source, recipients, *args, **options):
        asked.append(recipients)
        if len(asked) == 1:
            raise smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})
        return {}

    monkeypatch.setattr(smtplib.SMTP, "sendmail", refuse_first)
    delivery.deliver_due()
    assert sorted(message.state for message in messages()) == [State.FAILED, State.SENT]


def test_a_message_that_cannot_be_made_does_not_stand_in_the_way(mailbox):
    write()
    write(due_at=timezone.now() - timedelta(minutes=1))
    with acting_as(SYSTEM):
        oldest = Message.objects.earliest("due_at")
        MessageBody.objects.filter(message=oldest).update(attachment_id=404)
    delivery.deliver_due()
    assert len(mailbox.messages) == 1
    with acting_as(SYSTEM):
        assert Message.objects.get(pk=oldest.pk).state == State.WAITING
        assert "Document" in Message.objects.get(pk=oldest.pk).error


def test_four_workers_at_once_send_each_once(mailbox):
    write(24)

    def work():
        try:
            delivery.deliver_due()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert len({mail["Message-ID"] for mail in mailbox.messages}) == len(mailbox.messages) == 24


def test_a_line_break_in_a_name_adds_no_header(mailbox):
    write()
    with acting_as(SYSTEM):
        Message.objects.update(to_name='Karim"\r\nBcc: dief@voorbeeld.test')
    delivery.deliver_due()
    (mail,) = mailbox.messages
    assert mail["Bcc"] is None
    assert mail["X-Envelope-To"] == ADDRESS


def test_posting_writes_a_row_and_wakes_a_worker_after_the_commit(monkeypatch):
    sent = []
    monkeypatch.setattr("celery.app.base.Celery.send_task", lambda self, name, *args, **options: sent.append(name))
    route = {
        "title": "Ad 'Bouw'\nBcc: dief@voorbeeld.test",
        "contact_name": "Sanne",
        "contact_email": "s@voorbeeld.test",
    }
    context = {"route": route, "hogeschool": {"name": "Saxion"}, "application": {"employer_name": ""}, "url": "/x/"}
    with acting_as(SYSTEM):
        post("application_received", to=("Joris", ADDRESS), context=context, about="application:1")
        assert sent == []
    assert sent == ["mail.deliver"]
    (message,) = messages()
    assert (message.kind, message.about, message.to_email) == ("application_received", "application:1", ADDRESS)
    assert message.subject == "Je aanmelding voor Ad 'Bouw'"
