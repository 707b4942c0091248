from django.urls import path

from . import views

app_name = "design"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("formulier/", views.form_page, name="form"),
    path("bevestigen/", views.confirm_page, name="confirm"),
    path("bedrijven/", views.companies, name="companies"),
    path("voortgang/", views.progress, name="progress"),
    path("huisstijl/<str:sha>.css", views.theme_view(views.awkward_css), name="theme"),
]
