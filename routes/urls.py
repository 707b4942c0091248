from django.urls import path

from .views import dossier, partners, public, register, review

app_name = "routes"
urlpatterns = [
    path("opleidingen/", public.catalogue, name="catalogue"),
    path("opleidingen/<slug:slug>/", public.page, name="page"),
    path("routes/", register.list_routes, name="list"),
    path("routes/nieuw/", register.add, name="add"),
    path("routes/keuze/", register.choices, name="choices"),
    path("routes/week/", register.weeks, name="weeks"),
    path("routes/beoordeling/", review.list_reviews, name="reviews"),
    path("routes/partner/<uuid:public_id>/", partners.confirm, name="confirm_partner"),
    path("routes/partner/<uuid:public_id>/verwijderen/", partners.remove, name="remove_partner"),
    path("routes/<uuid:public_id>/", register.detail, name="detail"),
    path("routes/<uuid:public_id>/wijzigen/", register.edit, name="edit"),
    path("routes/<uuid:public_id>/intrekken/", register.withdraw, name="withdraw"),
    path("routes/<uuid:public_id>/dossier/", dossier.show, name="dossier"),
    path("routes/<uuid:public_id>/dossier/<int:number>/", dossier.state, name="criterion"),
    path("routes/<uuid:public_id>/indienen/", dossier.submit, name="submit"),
    path("routes/<uuid:public_id>/partners/nieuw/", partners.add, name="add_partner"),
    path("routes/<uuid:public_id>/partners/keuze/", partners.options, name="partner_options"),
    path("routes/<uuid:public_id>/beoordeling/", review.judge, name="review"),
]
