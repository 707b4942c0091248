import pytest

from . import databases


@pytest.mark.django_db
def test_health_answers_on_any_host_name(client):
    response = client.get("/healthz", headers={"host": "any-name"})
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "redis": "ok"}


@pytest.mark.django_db(transaction=True)
def test_health_says_that_the_database_is_down_and_then_up_again(client):
    databases.drop_own()
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"database": "down", "redis": "ok"}
    databases.put_back()
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_health_says_that_redis_is_down(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1"
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "redis": "down"}
