import logging

import pytest

from mkbroute.logs import Formatter


@pytest.mark.parametrize("path", ["/tekenen/{}/code/", "/uitnodiging/{}/", "/tekenen/{}"])
def test_a_personal_link_is_not_logged(path):
    secret = "EfA-2nWj_geheim"
    record = logging.LogRecord("django.request", 30, "", 0, "%s: %s", ("Not Found", path.format(secret)), None)
    said = Formatter("%(message)s").format(record)
    assert secret not in said
    assert said == "Not Found: " + path.format("…")
