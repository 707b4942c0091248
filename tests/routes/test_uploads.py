"""A register that comes in as a file: shown first, then written whole or not at all."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from mkbroute.access.actor import SYSTEM, acting_as
from mkbroute.exports.reading import read_table
from mkbroute.exports.tables import as_text
from routes.exports import READ_COLUMNS, template_sheets
from routes.forms.planned import CHANGED, NEW, SAME, WRONG, plan
from routes.models import Route, RouteEvent, RouteUpload, RouteYear
from routes.services import carry_out_upload, keep_upload, submit_route, update_route, withdraw_route

from .scene import WHO, next_year
from .scene import scene as make_scene

UPLOAD = "/routes/inlezen/"
HEAD = [each.column.label for each in READ_COLUMNS]
ROW = {
    "Opleiding": "Logistiek", "Graad": "Associate degree", "Vorm": "Duaal", "Sector": "Logistiek en mobiliteit",
    "Opzet": "Werkend leren in de hele route", "Waar gaat de route over?": "Je leert plannen.",
    "Hoe zijn werken en leren verbonden?": "Opdrachten uit het bedrijf.", "Plaats": "Venlo", "Provincie": "Limburg",
    "Eerstvolgende start": f"1-9-{next_year().year}", "Aantal plaatsen": "12", "Contactpersoon": "Sanne de Wit",
    "E-mailadres contactpersoon": "sanne@voorbeeld.test",
}  # fmt: skip


def csv_of(*rows, separator=";"):
    head = list(rows[0])
    lines = [head, *[[row[name] for name in head] for row in rows]]
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    return "\r\n".join(quoted).encode()


@pytest.fixture
def coordinator(client, scene):
    client.force_login(scene.coordinator.user)
    return client


def send(client, content, name="routes.csv"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def planned(client, content, name="routes.csv"):
    """The page with what would happen."""
    return client.get(send(client, content, name).headers["Location"])


def confirm(client, page):
    return client.post(page.wsgi_request.path, {"seen": page.context["seen"]})


def outcomes(page):
    return [row.outcome for row in page.context["rows"]]


def mistakes(page):
    return [mistake for row in page.context["rows"] for mistake in row.wrong]


def register():
    with acting_as(SYSTEM):
        return list(Route.objects.order_by("programme", "id"))


def test_nothing_is_written_before_it_is_confirmed(coordinator):
    page = planned(coordinator, csv_of(ROW))
    assert outcomes(page) == [NEW]
    assert register() == []
    assert confirm(coordinator, page).status_code == 302
    (route,) = register()
    assert (route.title, route.city, route.state, route.places) == ("Ad Logistiek", "Venlo", "concept", 12)
    with acting_as(SYSTEM):
        assert RouteYear.objects.filter(route=route, days_company=4, days_school=1).count() == 2
        assert RouteEvent.objects.get(route=route).who.startswith("Sanne de Wit")


def test_the_same_file_twice_makes_no_doubles(coordinator):
    for expected in (NEW, SAME):
        page = planned(coordinator, csv_of(ROW))
        assert outcomes(page) == [expected]
        confirm(coordinator, page)
    assert len(register()) == 1


def test_a_double_click_writes_once(coordinator):
    page = planned(coordinator, csv_of(ROW))
    confirm(coordinator, page)
    again = confirm(coordinator, page)
    assert again.status_code == 200
    assert "Het bestand is ingelezen" in again.content.decode()
    assert len(register()) == 1


def test_the_back_button_after_confirming_shows_what_came_of_it(coordinator):
    page = planned(coordinator, csv_of(ROW))
    confirm(coordinator, page)
    assert "1 route bij gekomen" in coordinator.get(page.wsgi_request.path).content.decode()


def test_one_mistake_keeps_everything_out(coordinator):
    page = planned(coordinator, csv_of(ROW, {**ROW, "Opleiding": "Bouwkunde", "Provincie": "Utopia"}))
    assert outcomes(page) == [NEW, WRONG]
    ((column, message),) = mistakes(page)
    assert column == "Provincie"
    assert "Kies uit: Drenthe;" in message
    assert confirm(coordinator, page).status_code == 409
    assert register() == []


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("Graad", "Master", "kan hier niet"),
        ("Eerstvolgende start", "31-2-2027", "geen datum"),
        ("Eerstvolgende start", "1-9-2001", "voorbij"),
        ("Eerstvolgende start", "1-9-2999", "vijf jaar vooruit"),
        ("Eerstvolgende start", "", "Vul"),
        ("Aantal plaatsen", "0", "minstens één"),
        ("Aantal plaatsen", "veel", "heel getal"),
        ("Aantal plaatsen", "2,0", "heel getal"),
        ("Aantal plaatsen", "99999", "meer dan een route aankan"),
        ("E-mailadres contactpersoon", "sanne", "e-mailadres"),
        ("Opleiding", "", "Vul"),
        ("Opleiding", "x" * 161, "160"),
        ("Opleidingscode (CROHO)", "123", "vijf cijfers"),
        ("Geaccrediteerd", "misschien", "ja of nee"),
        ("Doelgroepen", "Zij-instromers | Marsmannetjes", "Marsmannetjes"),
        ("Jaar 1: dagen in het bedrijf", "6", "vijf dagen"),
        ("Jaar 1: dagen in het bedrijf", "0,3", "halve dagen"),
        ("Jaar 3: dagen in het bedrijf", "1", "duurt 2 jaar"),
        ("Instellingscode (BRIN)", "TE LANG", "4"),
        ("Kenmerk", "onzin", "staat niet in uw register"),
    ],
)
def test_a_mistake_names_row_column_and_what_to_do(coordinator, column, cell, said):
    page = planned(coordinator, csv_of({**ROW, column: cell}))
    assert [row.number for row in page.context["rows"]] == [2]
    assert [name for name, message in mistakes(page) if said in message] == [column], mistakes(page)
    assert page.status_code == 200


def test_dutch_notation_is_understood(coordinator):
    year = next_year().year
    for index, cell in enumerate(
        [f"1-9-{year}", f"01/09/{year}", f"1 september {year}", f"{year}-09-01", f"1.9.{year}"]
    ):
        days = {"Jaar 1: dagen in het bedrijf": "3,5", "Jaar 1: dagen op school": "1.5", "Geaccrediteerd": "Ja"}
        row = {**ROW, "Opleiding": f"Logistiek {index}", "Eerstvolgende start": cell, "Vorm": "DUAAL", **days}
        page = planned(coordinator, csv_of(row, separator=","))
        assert mistakes(page) == []
        confirm(coordinator, page)
    made = register()
    assert {(route.starts_on.isoformat(), route.accredited) for route in made} == {(f"{year}-09-01", True)}
    with acting_as(SYSTEM):
        assert RouteYear.objects.filter(year=1, days_company="3.5", days_school="1.5").count() == 5


@pytest.mark.parametrize("cell", ["1000", "1.000", "1 000"])
def test_a_thousand_is_not_one(coordinator, cell):
    page = planned(coordinator, csv_of({**ROW, "Aantal plaatsen": cell}))
    assert ("Aantal plaatsen", "", "1000") in page.context["rows"][0].changes
    confirm(coordinator, page)
    assert register()[0].places == 1000


def test_the_template_is_read_without_its_example(coordinator):
    for file_format in ("xlsx", "csv"):
        content = b"".join(coordinator.get(f"{UPLOAD}sjabloon.{file_format}").streaming_content)
        assert read_table(content, max_rows=5)[0].cells == HEAD
        refused = send(coordinator, content)
        assert refused.status_code == 422
        assert "Onder de kop staan geen routes" in refused.content.decode()


def test_the_example_of_the_template_is_a_route_that_could_be(coordinator):
    example = dict(zip(HEAD, map(as_text, next(iter(template_sheets()[0].rows))), strict=True))
    page = planned(coordinator, csv_of({**example, "Kenmerk": "", "Eerstvolgende start": ROW["Eerstvolgende start"]}))
    assert mistakes(page) == []
    assert [row[0] for row in template_sheets()[1].rows] == HEAD


def exported(client, file_format="csv"):
    return b"".join(client.get(f"/routes/register.{file_format}").streaming_content)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_an_export_comes_back_unchanged(coordinator, scene, file_format):
    hostile = "=1+1\r\n<script>alert(1)</script>; 'x'\n\n\"einde\""
    scene.recognise(summary=hostile, connection=hostile, costs="-5")
    scene.register(programme="Cybersecurity", degree="bachelor", shape="growing", summary="'=2")
    scene.submit(programme="Engineering")
    page = planned(coordinator, exported(coordinator, file_format))
    assert mistakes(page) == []
    assert outcomes(page) == [SAME, SAME, SAME]


def edited(client, before, after):
    """The register as exported, with one text in it changed."""
    text = exported(client).decode("utf-8-sig")
    assert before in text
    return text.replace(before, after).encode()


def test_changes_are_shown_and_then_made(coordinator, scene):
    route = scene.recognise()
    page = planned(coordinator, edited(coordinator, ";20;", ";25;"))
    assert [row.changes for row in page.context["rows"]] == [[("Aantal plaatsen", "20", "25")]]
    confirm(coordinator, page)
    (now,) = register()
    assert (now.pk, now.places, now.state) == (route.pk, 25, "recognised")


def test_what_was_recognised_is_not_changed(coordinator, scene):
    scene.recognise()
    page = planned(coordinator, edited(coordinator, ";Duaal;", ";Deeltijd;"))
    ((column, message),) = mistakes(page)
    assert (column, "erkenning" in message) == ("Vorm", True)
    page = planned(coordinator, edited(coordinator, ";4;", ";3;"))
    assert [column for column, _ in mistakes(page)] == ["Week per studiejaar"]


def test_what_the_programme_team_reads_is_not_changed(coordinator, scene):
    scene.submit()
    page = planned(coordinator, edited(coordinator, ";20;", ";25;"))
    ((_, message),) = mistakes(page)
    assert "ingediend" in message


def test_weeks_are_changed_and_an_empty_week_stays(coordinator, scene):
    scene.register()
    page = planned(coordinator, edited(coordinator, ";4;", ";3,5;"))
    assert [row.changes[0][0] for row in page.context["rows"]] == ["Week per studiejaar"]
    confirm(coordinator, page)
    (route,) = register()
    page = planned(coordinator, csv_of({"Kenmerk": str(route.public_id), "Aantal plaatsen": "7"}))
    confirm(coordinator, page)
    with acting_as(SYSTEM):
        assert {year.days_company for year in RouteYear.objects.all()} == {3.5}
        assert Route.objects.get().places == 7


def test_an_empty_cell_empties_and_a_missing_column_does_not(coordinator, scene):
    route = scene.register(costs="Collegegeld", audiences=["mbo4"])
    key = {"Kenmerk": str(route.public_id)}
    assert outcomes(planned(coordinator, csv_of({**key, "Aantal plaatsen": "20"}))) == [SAME]
    page = planned(coordinator, csv_of({**key, "Kosten": "", "Doelgroepen": "Zij-instromers | havo"}))
    assert [change[0] for change in page.context["rows"][0].changes] == ["Doelgroepen", "Kosten"] or outcomes(page) == [
        CHANGED
    ]
    confirm(coordinator, page)
    (now,) = register()
    assert (now.costs, now.audiences) == ("", ["career_changer", "havo"])


def test_the_same_route_twice_in_a_file_is_a_mistake(coordinator):
    page = planned(coordinator, csv_of(ROW, {**ROW, "Opleiding": "LOGISTIEK"}))
    assert [message for _, message in mistakes(page)] == ["Deze route staat ook in rij 2. Houd één van beide over."]


def test_alike_routes_need_the_id(coordinator, scene):
    scene.register()
    scene.register()
    row = {**ROW, "Opleiding": "Bouwkunde", "Plaats": "Tilburg"}
    assert "Vul het kenmerk in" in mistakes(planned(coordinator, csv_of(row)))[0][1]


def test_a_withdrawn_route_is_not_taken_for_a_new_one(coordinator, scene):
    route = scene.register()
    with acting_as(scene.coordinator.actor):
        withdraw_route(route, reason="Stopt.", who=WHO)
    assert outcomes(planned(coordinator, csv_of({**ROW, "Opleiding": "Bouwkunde", "Plaats": "Tilburg"}))) == [NEW]


def test_the_id_of_another_hogeschool_does_not_exist(coordinator):
    theirs = make_scene("Fontys").recognise()
    page = planned(coordinator, csv_of({**ROW, "Kenmerk": str(theirs.public_id)}))
    assert mistakes(page)[0][0] == "Kenmerk"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leeg"),
        (b"%PDF-1.7", "Dit is een PDF"),
        (b"a;b\n1;2", "geen kolommen die het portaal kent"),
        (b"Opleiding;opleiding\n1;2", "staat twee keer"),
        (b"Opleiding\n", "Onder de kop staan geen routes"),
        (b"Kenmerk\nx", "geen kolommen die het portaal kent"),
        (b"x" * 2_000_001, "te groot"),
    ],
)
def test_a_file_that_is_not_what_it_says(coordinator, content, said):
    refused = send(coordinator, content, "../../routes.xlsx")
    assert refused.status_code == 422
    assert said in refused.content.decode()


def test_no_file_at_all(coordinator):
    assert coordinator.post(UPLOAD).status_code == 422


def test_the_name_of_the_file_is_made_safe(coordinator):
    location = send(coordinator, csv_of(ROW), '..\\..\\<b>"x\x00.csv').headers["Location"]
    shown = coordinator.get(location).content.decode()
    assert "<b>" not in shown
    with acting_as(SYSTEM):
        assert re.fullmatch(r"[\w .]+", RouteUpload.objects.get().file_name)


def test_hostile_cells_are_only_shown(coordinator):
    hostile = "<script>alert(1)</script>"
    row = {**ROW, "Opleiding": hostile, "Graad": hostile, hostile: "x"}
    shown = planned(coordinator, csv_of(row)).content.decode()
    assert hostile not in shown
    assert "&lt;script&gt;" in shown


def test_a_register_that_changed_meanwhile_is_shown_again(coordinator, scene):
    route = scene.register()
    page = planned(coordinator, edited(coordinator, ";20;", ";25;"))
    with acting_as(scene.coordinator.actor):
        update_route(route, who="Een collega", places=30)
    refused = confirm(coordinator, page)
    assert refused.status_code == 409
    assert "intussen gewijzigd" in refused.content.decode()
    assert register()[0].places == 30
    assert confirm(coordinator, refused).status_code == 302
    assert register()[0].places == 25


def test_nothing_is_half_written(scene):
    """The second row cannot be written any more: the first is not there either."""
    submitted = scene.complete()
    with acting_as(scene.coordinator.actor):
        rows = [[2, keys_of(ROW)], [3, {"id": str(submitted.public_id), "places": "3"}]]
        upload = keep_upload(scene.hogeschool, rows, file_name="x.csv", who=WHO)
        writes = [row.write for row in plan(rows, Route.objects.prefetch_related("years"))]
        submit_route(submitted, who=WHO)
        with pytest.raises(ValidationError, match="Rij 3"):
            carry_out_upload(upload, writes, who=WHO)
    assert [route.pk for route in register()] == [submitted.pk]
    with acting_as(SYSTEM):
        assert RouteUpload.objects.get().carried_out_at is None


def keys_of(row):
    keys = {each.column.label: each.column.key for each in READ_COLUMNS}
    return {keys[label]: cell for label, cell in row.items()}


def test_throwing_away(coordinator):
    page = planned(coordinator, csv_of(ROW))
    assert coordinator.post(f"{page.wsgi_request.path}weggooien/").status_code == 302
    assert coordinator.get(page.wsgi_request.path).status_code == 404
    assert register() == []


def test_what_was_carried_out_is_not_thrown_away(coordinator):
    page = planned(coordinator, csv_of(ROW))
    confirm(coordinator, page)
    coordinator.post(f"{page.wsgi_request.path}weggooien/")
    assert coordinator.get(page.wsgi_request.path).status_code == 200


def test_what_was_forgotten_goes(scene):
    with acting_as(scene.coordinator.actor):
        old = keep_upload(scene.hogeschool, [], file_name="oud.csv", who=WHO)
    with acting_as(SYSTEM):
        RouteUpload.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - timedelta(days=8))
    with acting_as(scene.coordinator.actor):
        keep_upload(scene.hogeschool, [], file_name="nieuw.csv", who=WHO)
        assert [upload.file_name for upload in RouteUpload.objects.all()] == ["nieuw.csv"]


def test_a_full_file_of_new_routes(coordinator):
    page = planned(coordinator, csv_of(*[{**ROW, "Opleiding": f"Logistiek {number}"} for number in range(60)]))
    assert outcomes(page) == [NEW] * 60
    confirm(coordinator, page)
    assert len(register()) == 60


def texts(page):
    return page.content.decode()


NEEDED = [each.column.label for each in READ_COLUMNS if each.needed]


def test_all_mistakes_of_a_row_are_told_at_once(coordinator):
    row = {**ROW, "Graad": "Phd", "Opleiding": "", "Plaats": "", "E-mailadres contactpersoon": "x"}
    page = planned(coordinator, csv_of({**row, "Jaar 1: dagen in het bedrijf": "9", "Aantal plaatsen": "2,0"}))
    assert sorted({column for column, _ in mistakes(page)}) == [
        "Aantal plaatsen", "E-mailadres contactpersoon", "Graad", "Jaar 1: dagen in het bedrijf", "Opleiding", "Plaats",
    ]  # fmt: skip
    assert len(mistakes(page)) == 6


def test_unknown_id_and_a_double_do_not_hide_the_rest(coordinator, scene):
    wrong = {**ROW, "Aantal plaatsen": "0"}
    page = planned(coordinator, csv_of({**wrong, "Kenmerk": "onzin"}))
    assert [column for column, _ in mistakes(page)] == ["Kenmerk", "Aantal plaatsen"]
    page = planned(coordinator, csv_of(ROW, wrong))
    assert [column for column, _ in mistakes(page)] == ["", "Aantal plaatsen"]


def test_mistakes_in_a_route_that_is_there_are_told_at_once(coordinator, scene):
    route = scene.register()
    page = planned(
        coordinator,
        csv_of(
            {"Kenmerk": str(route.public_id), "Graad": "Phd", "Plaats": "", "Aantal plaatsen": "0", "Fase": "Start"}
        ),
    )
    assert sorted(column for column, _ in mistakes(page)) == ["Aantal plaatsen", "Fase", "Graad", "Plaats"]


def test_two_rows_without_a_name_are_not_called_doubles(coordinator):
    page = planned(coordinator, csv_of({**ROW, "Opleiding": ""}, {**ROW, "Opleiding": ""}))
    assert [column for column, _ in mistakes(page)] == ["Opleiding", "Opleiding"]


def test_absent_columns_are_named_once(coordinator):
    page = planned(coordinator, csv_of({"Opleiding": "Logistiek", "Plaats": ""}, {"Opleiding": "Bouw", "Plaats": ""}))
    assert set(page.context["absent"]) == set(NEEDED) - {"Opleiding", "Plaats"}
    for row in page.context["rows"]:
        assert [column for column, _ in row.wrong] == ["Plaats", ""]
    assert texts(page).count("Hoe zijn werken en leren verbonden?") == 1


def test_route_that_is_there_needs_no_other_columns(coordinator, scene):
    route = scene.register()
    page = planned(coordinator, csv_of({"Kenmerk": str(route.public_id), "Aantal plaatsen": "7"}))
    assert (page.context["absent"], outcomes(page)) == ([], [CHANGED])


@pytest.mark.parametrize("phase", ["Stilgelegd", "Beëindigd", "Verkenning", "Uitgegroeid", ""])
def test_phase_is_not_changed_by_a_file(coordinator, scene, phase):
    route = scene.register()
    key = {"Kenmerk": str(route.public_id)}
    page = planned(coordinator, csv_of({**key, "Fase": phase}))
    ((column, message),) = mistakes(page)
    assert column == "Fase"
    assert "Wijzig de fase op de bladzijde ‘Fase’" in message
    assert "Er verandert niets" not in texts(page)
    assert outcomes(planned(coordinator, csv_of({**key, "Fase": "Ontwikkeling"}))) == [SAME]


@pytest.mark.parametrize("phase", ["Beëindigd", "Stilgelegd"])
def test_new_route_does_not_begin_at_the_end(coordinator, phase):
    ((column, message),) = mistakes(planned(coordinator, csv_of({**ROW, "Fase": phase})))
    assert column == "Fase"
    assert "Een nieuwe route begint als Verkenning" in message
    assert not {"ended", "stalled"} & set(re.findall(r"\w+", message))


def test_template_offers_what_a_new_route_can_be():
    (phase,) = [column for column in template_sheets()[0].columns if column.key == "phase"]
    assert phase.choices == ("Verkenning", "Ontwikkeling", "Start", "Uitgegroeid")


def test_columns_that_were_not_read_are_named(coordinator, scene):
    scene.register()
    text = exported(coordinator).decode("utf-8-sig").replace(";Doelgroepen;", ";Doelgroep;", 1)
    head, *rest = text.split("\r\n")
    content = "\r\n".join([head + ";Vestiging", *[f"{line};Noord;los" for line in rest if line]])
    page = planned(coordinator, content.encode())
    assert page.context["unread"].strange == [
        ("Doelgroep", "Doelgroepen"),
        ("Vestiging", ""),
        (page.context["unread"].strange[2][0], ""),
    ]
    assert page.context["unread"].strange[2][0].endswith(", zonder kop")
    assert {"Status", "Hogeschool", "Partners", "Oordeel per criterium"} <= set(page.context["unread"].outgoing)
    assert "Deze kolommen las het portaal niet" in texts(page)
    assert "bedoelt u ‘Doelgroepen’?" in texts(page)
    assert "Alles in dit bestand" not in texts(page)


def test_file_that_was_read_whole_says_nothing_of_columns(coordinator):
    page = planned(coordinator, csv_of(ROW))
    assert page.context["unread"] == ([], [])
    assert "Deze kolommen" not in texts(page)


def test_what_comes_of_a_new_route_is_shown_before_it_is_confirmed(coordinator):
    page = planned(coordinator, csv_of({**ROW, "Doelgroepen": "Zij-instromers", "Aantal plaatsen": "1.200"}))
    shown = {column: after for column, _, after in page.context["rows"][0].changes}
    assert (shown["Opleiding"], shown["Plaats"], shown["Aantal plaatsen"]) == ("Logistiek", "Venlo", "1200")
    assert (shown["Doelgroepen"], shown["Fase"]) == ("Zij-instromers", "Ontwikkeling")
    assert "4 dagen werken" in shown["Week per studiejaar"]
    assert "<strong>Aantal plaatsen:</strong> 1200" in texts(page)


@pytest.mark.parametrize("said", ["#DIV/0!", "#N/B", "#NAAM?", "Err:502"])
def test_failed_formula_is_a_mistake_of_its_cell(coordinator, said):
    page = planned(coordinator, csv_of({**ROW, "Opleiding": said, "Jaar 1: dagen in het bedrijf": said, "Graad": said}))
    assert {column for column, message in mistakes(page) if "een formule die mislukt" in message} == {
        "Opleiding", "Graad", "Jaar 1: dagen in het bedrijf",
    }  # fmt: skip
    assert len(mistakes(page)) == 3
    page = planned(coordinator, csv_of({**ROW, "Kenmerk": said}))
    assert [column for column, _ in mistakes(page)] == ["Kenmerk"]


def test_ods_is_told_what_to_do(coordinator):
    content = b"".join(coordinator.get("/routes/register.ods").streaming_content)
    refused = send(coordinator, content, "routes.ods")
    assert refused.status_code == 422
    assert "Dit is een ODS-bestand" in texts(refused)
