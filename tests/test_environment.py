import pytest
from django.core.exceptions import ImproperlyConfigured

from mkbroute import environment


def test_text_is_read(monkeypatch):
    monkeypatch.setenv("THING", "value")
    assert environment.text("THING") == "value"


@pytest.mark.parametrize("value", [None, ""])
def test_text_missing_names_the_variable_and_an_example(monkeypatch, value):
    if value is not None:
        monkeypatch.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match=r"Set the environment variable THING, for example THING=this\."):
        environment.text("THING", example="this")


def test_text_may_default_to_nothing(monkeypatch):
    monkeypatch.delenv("THING", raising=False)
    assert environment.text("THING", "") == ""


@pytest.mark.parametrize(("value", "expected"), [("on", True), ("OFF", False)])
def test_flag_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("THING", value)
    assert environment.flag("THING", not expected) is expected


@pytest.mark.parametrize("value", ["yes", "", "1"])
def test_flag_refuses_other_words(monkeypatch, value):
    monkeypatch.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match="THING must be 'on' or 'off'"):
        environment.flag("THING", False)


@pytest.mark.parametrize("value", ["-1", "0", "1.5", "many", ""])
def test_number_refuses_what_is_no_number(monkeypatch, value):
    monkeypatch.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match="THING must be a whole number"):
        environment.number("THING", 3)


def test_text_given_as_nothing_is_the_default(monkeypatch):
    monkeypatch.setenv("THING", "")
    assert environment.text("THING", "default") == "default"


def test_choice_refuses_another(monkeypatch):
    monkeypatch.setenv("THING", "loud")
    with pytest.raises(ImproperlyConfigured, match="THING must be one of low, high, not 'loud'"):
        environment.choice("THING", "low", ("low", "high"))


REDIS = {"schemes": ("redis", "rediss"), "example": "redis://localhost"}


@pytest.mark.parametrize("address", ["redis://localhost", "rediss://:secret@queue.example.nl:6380/1"])
def test_url_is_read(monkeypatch, address):
    monkeypatch.setenv("THING", address)
    assert environment.url("THING", **REDIS) == address


@pytest.mark.parametrize(
    "address", ["nonsense", "localhost:6379", "amqp://localhost", "redis://", "redis://h:port", "redis://[x"]
)
def test_url_refuses_other_addresses(monkeypatch, address):
    monkeypatch.setenv("THING", address)
    with pytest.raises(ImproperlyConfigured, match="THING must begin with redis:// or rediss:// and name a host"):
        environment.url("THING", **REDIS)


def test_url_may_be_left_out(monkeypatch):
    monkeypatch.setenv("THING", "")
    assert environment.url("THING", "", **REDIS) == ""


def test_site_is_read(monkeypatch):
    monkeypatch.setenv("THING", "https://mkb.example.nl:8443/")
    assert environment.site("THING") == "https://mkb.example.nl:8443"


@pytest.mark.parametrize("address", ["mkb.example.nl", "ftp://mkb.example.nl"])
def test_site_needs_a_scheme(monkeypatch, address):
    monkeypatch.setenv("THING", address)
    with pytest.raises(ImproperlyConfigured, match="THING must begin with http:// or https://"):
        environment.site("THING")


@pytest.mark.parametrize("rest", ["/portaal", "/?x=1", "#boven"])
def test_site_ends_after_the_host(monkeypatch, rest):
    monkeypatch.setenv("THING", f"https://mkb.example.nl{rest}")
    with pytest.raises(ImproperlyConfigured, match=r"THING must end after the host: https://mkb\.example\.nl\."):
        environment.site("THING")


@pytest.mark.parametrize(
    ("site", "hosts"),
    [
        ("https://mkb.example.nl", "mkb.example.nl,mkb.saxion.nl"),
        ("https://mkb.example.nl:8443", ".example.nl"),
        ("http://[::1]:8000", "localhost,[::1]"),
        ("https://mkb.example.nl", "*"),
    ],
)
def test_hosts_hold_that_of_the_site(monkeypatch, site, hosts):
    monkeypatch.setenv("THING", hosts)
    assert environment.hosts("THING", "localhost", site=site) == hosts.split(",")


def test_hosts_without_that_of_the_site_are_refused(monkeypatch):
    monkeypatch.delenv("THING", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"THING must hold mkb\.example\.nl as well"):
        environment.hosts("THING", "localhost", site="https://mkb.example.nl")


def test_words_are_split_and_trimmed(monkeypatch):
    monkeypatch.setenv("THING", " one, two ,,")
    assert environment.words("THING") == ["one", "two"]


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("postgresql://me:p%40ss@db.example.nl:5433/portal", "db.example.nl", "5433"),
        ("postgresql://me:p%40ss@%2Fvar%2FRun/portal", "/var/Run", ""),
        ("postgres://me:p%40ss@[::1]:5432/portal", "::1", "5432"),
        ("postgresql://me:p%40ss@[::1]/portal", "::1", ""),
    ],
)
def test_database_is_read(monkeypatch, address, host, port):
    monkeypatch.setenv("THING", address)
    database = environment.database("THING")
    assert (database["USER"], database["PASSWORD"], database["NAME"]) == ("me", "p@ss", "portal")
    assert (database["HOST"], database["PORT"]) == (host, port)


@pytest.mark.parametrize(
    "address", ["mysql://me@db/portal", "postgresql://me@db", "postgresql://me@db:port/portal", "db:5432/portal"]
)
def test_database_refuses_other_addresses(monkeypatch, address):
    monkeypatch.setenv("THING", address)
    with pytest.raises(ImproperlyConfigured, match="THING must look like postgresql://"):
        environment.database("THING")


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.nl", 25, False, False),
        ("smtp+tls://me:secret@mail.example.nl", 587, True, False),
        ("smtps://me:secret@mail.example.nl:8465", 8465, False, True),
    ],
)
def test_mail_server_is_read(monkeypatch, address, port, tls, ssl):
    monkeypatch.setenv("THING", address)
    server = environment.mail_server("THING")
    assert (server["EMAIL_HOST"], server["EMAIL_PORT"]) == ("mail.example.nl", port)
    assert (server["EMAIL_USE_TLS"], server["EMAIL_USE_SSL"]) == (tls, ssl)


@pytest.mark.parametrize("address", ["http://mail.example.nl", "smtp://", "smtp://mail.example.nl:port", "mail:25"])
def test_mail_server_refuses_other_addresses(monkeypatch, address):
    monkeypatch.setenv("THING", address)
    with pytest.raises(ImproperlyConfigured, match=r"THING must look like smtp\+tls://"):
        environment.mail_server("THING")
