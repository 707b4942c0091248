"""A drawn signature: path data and nothing else, on the page, in the row and in the document."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.drawings import HEIGHT, MOST_CHARACTERS, WIDTH, NoDrawing, path_data
from mkbroute.access.actor import SYSTEM, acting_as
from tests import cast

from .signers import signers, text_of

LINE = "M10 20L300 120L340 60"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (LINE, LINE),
        (f"{LINE}M20 30L60 40", f"{LINE}M20 30L60 40"),
        ("M10 20L999 999", "M10 20L600 200"),
        (f" {LINE} ", LINE),
    ],
)
def test_strokes_are_kept_within_the_frame(sent, kept):
    assert path_data(sent) == kept


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "M10 20L10 20",  # a dot
        "M10 20",
        f'{LINE}"/><script>alert(1)</script>',
        f"{LINE}C1 2 3 4 5 6",
        "M-10 20L300 120",
        "M1e9 20L300 120",
        "url(file:///etc/passwd)",
        "M10 20" + "L20 30" * (MOST_CHARACTERS // 6),
    ],
)
def test_anything_else_is_refused(sent):
    with pytest.raises(NoDrawing):
        path_data(sent)


@given(st.text(max_size=300) | st.from_regex(r"(M\d{1,4} \d{1,4}(L\d{1,4} \d{1,4}){0,9}){1,9}", fullmatch=True))
def test_whatever_comes_in_what_comes_out_is_path_data(sent):
    try:
        kept = path_data(sent)
    except NoDrawing:
        return
    assert re.fullmatch(r"(M\d+ \d+(L\d+ \d+)+)+", kept)
    points = [(int(x), int(y)) for x, y in re.findall(r"(\d+) (\d+)", kept)]
    assert all(x <= WIDTH and y <= HEIGHT for x, y in points)
    assert path_data(kept) == kept


class TestPage:
    @pytest.fixture
    def company(self, db):
        return signers(cast.tenant().version)["company"]

    @pytest.fixture
    def identified(self, client, company):
        client.post(f"{company.path}code/sturen/")
        client.post(f"{company.path}code/", {"code": company.code()})
        return client

    def post(self, client, company, **changed):
        fields = {"content_sha256": company.row.version.content_sha256, "statements": "2", "identity": "on"}
        return client.post(f"{company.path}ondertekenen/", {**fields, "authority": "on", "typed_name": "", **changed})

    def test_in_the_place_of_a_name(self, identified, company):
        assert self.post(identified, company, drawing=LINE).status_code == 302
        row = company.row
        assert (row.state, row.method, row.drawing, row.typed_name) == ("signed", "drawn", LINE, "")

    def test_typing_stays_the_ordinary_way(self, identified, company):
        self.post(identified, company, typed_name="Karim Bakker")
        assert (company.row.method, company.row.drawing) == ("typed", "")

    def test_neither_is_asked_for_again(self, identified, company):
        answer = self.post(identified, company)
        assert answer.status_code == 422
        assert "Typ uw naam om te tekenen" in text_of(answer)

    def test_a_scribble_is_explained(self, identified, company):
        answer = self.post(identified, company, drawing="M1 1L2 2")
        assert answer.status_code == 422
        assert "Zet een handtekening in het vak" in text_of(answer)

    def test_words_that_changed_meanwhile_are_shown_first(self, identified, company):
        answer = self.post(identified, company, typed_name="Karim Bakker", statements="0")
        assert answer.status_code == 422
        assert "De verklaring is zojuist gewijzigd" in text_of(answer)
        with acting_as(SYSTEM):
            assert company.row.state == "waiting"
