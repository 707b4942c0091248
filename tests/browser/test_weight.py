"""What a first visit costs someone on a phone, as the portal sends it in production."""

import pytest
from django.urls import reverse

from tests.routes.scene import scene as make_scene

LIMIT_BYTES = 100_000


@pytest.mark.parametrize("address", ["/", "/opleidingen/", "/controleren/", "/account/login/", "/open-data/"])
def test_first_visit_weighs_less_than_100_kb(open_window, address):
    weigh(open_window(phone=True), address)


def test_a_full_catalogue_and_a_route_weigh_less_than_100_kb(open_window):
    scene = make_scene()
    routes = [
        scene.recognise(
            programme=f"Bouwkunde en civiele techniek in de regio {number}", city=f"Hoogezand-Sappemeer {number}"
        )
        for number in range(26)
    ]
    catalogue = reverse("routes:catalogue")
    filtered = f"{catalogue}?zoek=Bouwkunde&graad=ad&vorm=duaal&sector=building"
    for address in (catalogue, f"{catalogue}?pagina=2", filtered, reverse("routes:page", args=[routes[0].slug])):
        weigh(open_window(phone=True), address)


@pytest.mark.parametrize("name", ["routes:library_hogescholen", "routes:library_companies"])
def test_the_library_weighs_less_than_100_kb(open_window, name):
    weigh(open_window(phone=True), reverse(name))


def weigh(page, address):
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert len(received) >= 5  # the page, style, two scripts, a font
    assert sum(received) < LIMIT_BYTES
