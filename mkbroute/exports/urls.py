from django.urls import path

from . import views

app_name = "exports"
urlpatterns = [
    path("", views.index, name="list"),
    path("<uuid:public_id>/", views.show, name="job"),
    path("<uuid:public_id>/voortgang/", views.progress, name="progress"),
    path("<uuid:public_id>/download/", views.download, name="download"),
]
