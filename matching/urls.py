from django.urls import path

from .views import admission, candidates, choosing, coordination, matches, meeting, own_data, person, positions

app_name = "matching"
urlpatterns = [
    path("leerwerkplekken/", positions.position_list, name="positions"),
    path("leerwerkplekken/aanbieden/", positions.add_position, name="add_position"),
    path("leerwerkplekken/routes/", positions.route_options, name="route_options"),
    path("leerwerkplekken/<uuid:public_id>/", positions.position, name="position"),
    path("leerwerkplekken/<uuid:public_id>/wijzigen/", positions.edit_position, name="edit_position"),
    path("leerwerkplekken/<uuid:public_id>/intrekken/", positions.withdraw_position, name="withdraw_position"),
    path("leerwerkplekken/<uuid:public_id>/opnieuw/", positions.offer_position_again, name="offer_position_again"),
    path("leerwerkplekken/<uuid:public_id>/kandidaten/", candidates.candidates, name="position_candidates"),
    path(
        "leerwerkplekken/<uuid:public_id>/kandidaten/<uuid:profile_id>/uitnodigen/",
        meeting.invite,
        name="position_invite",
    ),
    path("kennismakingen/", meeting.meetings, name="meetings"),
    path("kennismakingen/<uuid:public_id>/antwoord/", meeting.answer_meeting, name="answer_meeting"),
    path("kennismaken/<str:token>/", meeting.meet, name="meet"),
    path(
        "mijn-route/<uuid:public_id>/plekken/<uuid:position_id>/kennismaken/", meeting.ask_to_meet, name="ask_to_meet"
    ),
    path("aanbod/", coordination.offers, name="offers"),
    path("aanmeldingen/", coordination.applications, name="applications"),
    path("aanmeldingen/<uuid:public_id>/", coordination.application, name="application"),
    path("aanmeldingen/<uuid:public_id>/toelaten/", coordination.admit, name="admit"),
    path("aanmeldingen/<uuid:public_id>/toelating/", admission.check, name="check"),
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
    path("opleidingen/<slug:slug>/aanmelden/routes/", person.route_options, name="apply_options"),
    path("mijn-route/<uuid:public_id>/gegevens/", own_data.correct, name="correct"),
    path("mijn-route/<uuid:public_id>/bestanden/", own_data.files, name="files"),
    path("mijn-route/bestanden/<uuid:file_id>/weghalen/", own_data.remove, name="remove_file"),
    path("mijn-route/<uuid:public_id>/plekken/", choosing.choose, name="choose"),
    path("mijn-route/<uuid:public_id>/plekken/<uuid:position_id>/", choosing.chosen_place, name="chosen_place"),
    path("mijn-route/<uuid:public_id>/zichtbaar/", choosing.visibility, name="visibility"),
    path("mijn-route/<uuid:public_id>/onzichtbaar/", choosing.hide, name="hide"),
]
