"""The tests stand on this: an error in it would make others pass for nothing."""

import smtplib
import threading
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.core.mail import send_mail
from django.db import ProgrammingError, connection, transaction
from django.template import Context, Template
from django.template.base import Origin
from django.template.engine import Engine

from . import databases
from .strict_templates import UndefinedVariable

OURS = Origin(str(settings.BASE_DIR / "templates" / "page.html"))
THEIRS = Origin("/usr/lib/python3/site-packages/library/templates/page.html")


def query(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


# -- templates ----------------------------------------------------------------------------------------------------


def render(source, origin=OURS, **context):
    return Template(source, origin=origin, engine=Engine.get_default()).render(Context(context))


@pytest.mark.parametrize(
    "source",
    ["{{ name }}", "{{ person.name }}", "{{ name|upper }}", "{% with a=name %}{{ a }}{% endwith %}"],
)
def test_undefined_variable_is_an_error(source):
    with pytest.raises(UndefinedVariable, match="name"):
        render(source, person={})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{{ name|default:"-" }}', "-"),
        ("{% if name %}a{% else %}b{% endif %}", "b"),
        ('{% firstof name "c" %}', "c"),
        ("{% for each in names %}{% empty %}d{% endfor %}", "d"),
    ],
)
def test_absence_that_is_spelled_out_is_fine(source, expected):
    assert render(source) == expected


def test_undefined_variable_of_a_library_is_its_own_affair():
    assert render("{{ name }}", THEIRS) == ""


def test_variable_is_looked_up_once():
    calls = []
    assert render("{{ count|add:1 }}", count=lambda: calls.append(1) or 1) == "2"
    assert calls == [1]


# -- databases ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_tests_work_as_somebody_who_owns_nothing():
    assert query("SELECT current_user, session_user") == [("portal_worker", "portal_worker")]
    assert query("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_web_log_in_reaches_other_threads(as_web):
    seen = []

    def ask():
        seen.append(query("SELECT session_user"))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert [*seen, query("SELECT session_user")] == [[("portal_web",)]] * 2
    with pytest.raises(ProgrammingError), transaction.atomic():
        query("SET LOCAL ROLE portal_system")


@pytest.mark.django_db(transaction=True)
def test_transactions_leave_nothing_and_what_migrations_brought_stays():
    criteria, people = "SELECT count(*) FROM routes_criterion", "SELECT count(*) FROM organisations_user"
    with databases.logged_in_as("portal_owner"):
        before = query(criteria), query(people)
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE routes_criterion CASCADE")
            cursor.execute("INSERT INTO organisations_user (email, password, is_active) VALUES ('a@b.nl', '', true)")
        assert (query(criteria), query(people)) == ([(0,)], [(1,)]) != before
    databases.put_back()
    with databases.logged_in_as("portal_owner"):
        assert (query(criteria), query(people)) == before


# -- mail ---------------------------------------------------------------------------------------------------------


def test_mail_arrives_over_smtp(mailbox, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    send_mail("Dag", "Tekst", None, ["sanne@example.nl"])
    message = mailbox.wait_for("sanne@example.nl", "Dag")
    assert message.get_content().strip() == "Tekst"


def test_mail_server_refuses_on_request(mailbox):
    mailbox.refuse_with = "451 try again later"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.nl", "b@example.nl", "Dag"
    with smtplib.SMTP("127.0.0.1", settings.EMAIL_PORT) as server, pytest.raises(smtplib.SMTPDataError):
        server.send_message(message)
    assert mailbox.messages == []
