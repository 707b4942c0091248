from django.urls import path

from .views import checks, coordination, matches, open_places, person, place_life, positions

app_name = "matching"
urlpatterns = [
    path("plekken/", open_places.open_places, name="open_places"),
    path("plekken/<uuid:public_id>/", open_places.open_place, name="open_place"),
    path("leerwerkplekken/", positions.position_list, name="positions"),
    path("leerwerkplekken/aanbieden/", positions.add_position, name="add_position"),
    path("leerwerkplekken/routes/", positions.route_options, name="route_options"),
    path("leerwerkplekken/<uuid:public_id>/", positions.position, name="position"),
    path("leerwerkplekken/<uuid:public_id>/wijzigen/", positions.edit_position, name="edit_position"),
    path("leerwerkplekken/<uuid:public_id>/intrekken/", positions.withdraw_position, name="withdraw_position"),
    path("leerwerkplekken/<uuid:public_id>/opnieuw/", positions.offer_position_again, name="offer_position_again"),
    path("leerwerkplekken/<uuid:public_id>/verlengen/", place_life.extend, name="extend_position"),
    path("leerwerkplekken/<uuid:public_id>/archief/", place_life.archive, name="archive_position"),
    path("leerwerkplekken/<uuid:public_id>/uit-archief/", place_life.unarchive, name="unarchive_position"),
    path("leerwerkplekken/<uuid:public_id>/leeruitkomsten/", positions.outcomes, name="outcomes"),
    path("leerwerkplekken/<uuid:public_id>/op/<uuid:route_id>/opnieuw/", positions.offer_again, name="offer_again"),
    path("leerwerkplekken/<uuid:public_id>/op/<uuid:route_id>/publiceren/", checks.publish, name="publish_offer"),
    path("leerwerkplekken/<uuid:public_id>/op/<uuid:route_id>/terugsturen/", checks.send_back, name="return_offer"),
    path("leerwerkplekken/<uuid:public_id>/op/<uuid:route_id>/gezien/", checks.seen, name="see_changes"),
    path("aanbod/", coordination.offers, name="offers"),
    path("aanmeldingen/", coordination.applications, name="applications"),
    path("aanmeldingen/<uuid:public_id>/", coordination.application, name="application"),
    path("aanmeldingen/<uuid:public_id>/toelaten/", coordination.admit, name="admit"),
    path("aanmeldingen/<uuid:public_id>/niet-toelaten/", coordination.reject, name="reject"),
    path("aanmeldingen/<uuid:public_id>/plaatsen/", coordination.place, name="place"),
    path("voorstellen/", matches.match_list, name="matches"),
    path("voorstellen/<uuid:public_id>/", matches.match, name="match"),
    path("voorstellen/<uuid:public_id>/ja/", matches.say_yes, name="say_yes"),
    path("voorstellen/<uuid:public_id>/nee/", matches.say_no, name="say_no"),
    path("voorstellen/<uuid:public_id>/vervallen/", coordination.cancel, name="cancel"),
    path("opleidingen/<slug:slug>/aanmelden/", person.apply, name="apply"),
    path("mijn-route/<uuid:public_id>/", person.mine, name="mine"),
    path("mijn-route/<uuid:public_id>/ontvangen/", person.applied, name="applied"),
    path("mijn-route/<uuid:public_id>/intrekken/", person.withdraw, name="withdraw"),
]
