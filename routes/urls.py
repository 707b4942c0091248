from django.urls import path

from .views import details, dossier, drafts, partners, phases, public, register, review, rhythm

app_name = "routes"
urlpatterns = [
    path("opleidingen/", public.catalogue, name="catalogue"),
    path("opleidingen/<slug:slug>/", public.page, name="page"),
    path("opleidingen/<slug:slug>/ritme/", rhythm.page, name="rhythm_page"),
    path("opleidingen/<slug:slug>/ritme.ics", rhythm.feed, name="rhythm_feed"),
    path("concepten/<slug:form>/<uuid:about>/", drafts.keep, name="keep_draft"),
    path("concepten/<slug:form>/<uuid:about>/weg/", drafts.drop, name="drop_draft"),
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
    path("routes/<uuid:public_id>/fase/", phases.show, name="phase"),
    path("routes/<uuid:public_id>/ritme/", rhythm.show, name="rhythm"),
    path("routes/<uuid:public_id>/ritme/nieuw/", rhythm.add, name="add_period"),
    path("routes/<uuid:public_id>/ritme/kopie/", rhythm.copy, name="copy_rhythm"),
    path("routes/<uuid:public_id>/ritme/begin/", rhythm.begin, name="begin_rhythm"),
    path("routes/ritme/<uuid:public_id>/", rhythm.change, name="change_period"),
    path("routes/ritme/<uuid:public_id>/verwijderen/", rhythm.remove, name="remove_period"),
    path("routes/<uuid:public_id>/erbij/<slug:what>/", details.add, name="add_detail"),
    path("routes/erbij/<uuid:public_id>/<slug:what>/", details.change, name="change_detail"),
    path("routes/erbij/<uuid:public_id>/<slug:what>/verwijderen/", details.remove, name="remove_detail"),
]
