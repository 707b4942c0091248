"""What a first visit costs someone on a phone, as the portal sends it in production."""

import pytest

LIMIT_BYTES = 100_000


@pytest.mark.parametrize("address", ["/", "/opleidingen/", "/controleren/", "/account/login/"])
def test_first_visit_weighs_less_than_100_kb(open_window, address):
    page = open_window(phone=True)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert len(received) >= 5  # the page, style, two scripts, a font
    assert sum(received) < LIMIT_BYTES
