import pytest

from mkbroute.demo import mailbox
from mkbroute.demo.people import PEOPLE
from mkbroute.organisations.enums import Kind, Part

from .. import cast
from ..organisations.door import wear

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.demo.urls")]


@pytest.fixture
def coordinator(settings, client):
    """Of whom a second factor is asked, which she has not."""
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = True, True
    person = cast.person("Sanne de Wit", cast.organisation(Kind.HOGESCHOOL, "Avans"), Part.COORDINATOR)
    wear(client, person)
    assert client.get("/organisatie/").status_code == 302
    return person


def test_the_demo_stays_open_where_a_second_factor_is_asked(client, coordinator):
    assert client.get("/demo/").status_code == 200
    assert client.get("/demo/post/").status_code == 200


def test_one_becomes_somebody_else_without_it(client, coordinator):
    other = cast.person("Karim Bakker").user
    other.email = PEOPLE[0].email
    other.save()
    assert client.post(f"/demo/word/{PEOPLE[0].key}/")["Location"] == "/"
    assert client.session["_auth_user_id"] == str(other.pk)


@pytest.mark.parametrize("zone", ["-0000", "+0000", "+0100"])
def test_post_is_told_in_dutch_time_whatever_zone_the_mail_names(client, coordinator, settings, tmp_path, zone):
    settings.VAR_DIR = tmp_path
    folder = tmp_path / "mail" / "new"
    folder.mkdir(parents=True)
    date = f"Sun, 22 Nov 2026 {'16' if zone == '+0100' else '15'}:20:31 {zone}"
    mail = f"To: karim@voorbeeld.test\nSubject: Teken\nDate: {date}\n\nBeste Karim\n"
    (folder / "1").write_text(mail, encoding="ascii")
    (shown,) = mailbox.mails("karim")
    assert (shown.at.hour, shown.at.minute) == (16, 20)
    assert "Teken" in client.get("/demo/post/").content.decode()
