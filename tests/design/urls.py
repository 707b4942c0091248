"""The portal with its gallery, which only stands in the addresses of a demo."""

from django.urls import include, path

from mkbroute.urls import urlpatterns as portal

urlpatterns = [*portal, path("galerij/", include("mkbroute.design.urls"))]
