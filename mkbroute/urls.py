from django.conf import settings
from django.urls import include, path

from mkbroute.dashboards import views

urlpatterns = [
    path("", views.home, name="home"),
    path("voor-bedrijven/", views.for_companies, name="for_companies"),
    path("over/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("", include("mkbroute.organisations.urls")),
    path("account/", include("allauth.urls")),
    path("documenten/", include("mkbroute.documents.urls")),
    path("bestanden/", include("mkbroute.exports.urls")),
    path("", include("routes.urls")),
    path("", include("matching.urls")),
    path("", include("agreements.urls")),
    path("", include("surveys.urls")),
]
if settings.DEBUG or settings.DEMO:
    urlpatterns.append(path("galerij/", include("mkbroute.design.urls")))
if settings.DEMO:
    urlpatterns.append(path("demo/", include("mkbroute.demo.urls")))
