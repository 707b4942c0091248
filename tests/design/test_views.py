import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from mkbroute.design.gallery import awkward_themes
from mkbroute.design.views import combobox_options, theme_view


@pytest.fixture
def gallery(settings, db) -> Client:
    settings.ROOT_URLCONF = "tests.design.urls"
    return Client()


def test_gallery_is_not_there_in_production():
    with pytest.raises(NoReverseMatch):
        reverse("design:gallery")


@pytest.mark.parametrize(
    "address", ["", "?volgorde=-studenten&pagina=2", "?huisstijl=oranje", "formulier/", "bevestigen/", "voortgang/"]
)
def test_gallery_shows_itself_to_anyone(gallery, address):
    assert gallery.get(f"/galerij/{address}").status_code == 200


def test_refused_form_says_so_in_its_title_and_status(gallery):
    answer = gallery.post("/galerij/formulier/", {"name": "Ad Bouwkunde"})
    assert answer.status_code == 422
    assert "<title>Fout: Route registreren – Mkb-route" in answer.content.decode()
    assert "Ad Bouwkunde" in answer.content.decode()


def test_untouched_form_has_a_plain_title(gallery):
    assert "<title>Route registreren – Mkb-route" in gallery.get("/galerij/formulier/").content.decode()


def test_combobox_offers_what_fits(gallery):
    offered = gallery.get("/galerij/bedrijven/", {"company_text": "bouw"}).content.decode()
    assert offered.count('role="option"') == 2
    assert "Niets gevonden" in gallery.get("/galerij/bedrijven/", {"company_text": "zzz"}).content.decode()


def test_option_with_hostile_name_stays_text():
    answer = combobox_options(RequestFactory().get("/"), [("1", "<script>")])
    assert "<script>" not in answer.content.decode()


def test_house_style_is_served_for_ever_to_anyone(gallery):
    theme = awkward_themes()["oranje"]
    answer = gallery.get(f"/galerij/huisstijl/{theme.sha}.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert answer.content.decode() == theme.css


def test_unknown_house_style_is_not_found():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(Http404):
        theme_view(lambda sha: None)(request, sha="0" * 64)


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_page_of_a_broken_portal_needs_nothing(name):
    assert "Naar het begin" in get_template(name).render()


def test_unknown_address_says_what_to_do(db):
    answer = Client().get("/bestaat-niet/")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.content.decode()


def test_post_without_token_says_what_to_do(gallery):
    answer = Client(enforce_csrf_checks=True).post("/galerij/formulier/")
    assert answer.status_code == 403
    assert "stond te lang open" in answer.content.decode()


def test_messages_are_shown_in_their_tone(gallery):
    from mkbroute.design.gallery import COMPANIES

    data = {
        "name": "Ad", "form_of_study": "duaal", "sector": "ict", "days": ["ma"], "start": "2027-09-01", "born_0": "1",
        "born_1": "2", "born_2": "1990", "hours": "32,5", "company_text": COMPANIES[0][1], "email": "a@b.nl",
        "code": "1234-5678", "authority": "on", "signature": "Sanne de Wit",
    }  # fmt: skip
    answer = gallery.post("/galerij/formulier/", data, follow=True)
    assert answer.redirect_chain == [("/galerij/formulier/", 302)]
    assert 'class="notice notice-success"' in answer.content.decode()
