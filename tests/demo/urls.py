"""The portal with the addresses of a demo."""

from django.urls import include, path

from mkbroute.urls import urlpatterns as portal

urlpatterns = [*portal, path("demo/", include("mkbroute.demo.urls"))]
