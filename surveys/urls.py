from django.urls import path

from .views import conditions, drafts, files, items, questionnaires

app_name = "surveys"
urlpatterns = [
    path("vragenlijsten/", questionnaires.index, name="list"),
    path("vragenlijsten/nieuw/<slug:audience>/", questionnaires.start, name="start"),
    path("vragenlijsten/versie/<uuid:version_id>/", questionnaires.version, name="version"),
    path(
        "vragenlijsten/versie/<uuid:version_id>/naast/<uuid:other_id>/",
        questionnaires.compare,
        name="compare",
    ),
    path("vragenlijsten/<uuid:version_id>/voorbeeld/", drafts.preview, name="preview"),
    path("vragenlijsten/<uuid:version_id>/", drafts.draft, name="draft"),
    path("vragenlijsten/<uuid:version_id>/vragenlijst.json", files.json, name="as_json"),
    path("vragenlijsten/<uuid:version_id>/limesurvey.txt", files.limesurvey, name="as_limesurvey"),
    path("vragenlijsten/<uuid:version_id>/inlezen/", files.read, name="import"),
    path("vragenlijsten/<uuid:version_id>/algemeen/", drafts.general, name="general"),
    path("vragenlijsten/<uuid:version_id>/publiceren/", drafts.publish, name="publish"),
    path("vragenlijsten/<uuid:version_id>/weggooien/", drafts.drop, name="drop"),
    path("vragenlijsten/<uuid:version_id>/onderdeel/", items.add_section, name="add_section"),
    path("vragenlijsten/<uuid:version_id>/onderdeel/<slug:section>/", items.section, name="section"),
    path("vragenlijsten/<uuid:version_id>/onderdeel/<slug:section>/vraag/", items.add_item, name="add_item"),
    path("vragenlijsten/<uuid:version_id>/onderdeel/<slug:section>/plaats/", items.move_section, name="move_section"),
    path("vragenlijsten/<uuid:version_id>/onderdeel/<slug:section>/weg/", items.remove_section, name="remove_section"),
    path("vragenlijsten/<uuid:version_id>/vraag/<str:code>/", items.item, name="item"),
    path("vragenlijsten/<uuid:version_id>/vraag/<str:code>/soort/", items.kind, name="kind"),
    path("vragenlijsten/<uuid:version_id>/vraag/<str:code>/plaats/", items.move_item, name="move_item"),
    path("vragenlijsten/<uuid:version_id>/vraag/<str:code>/weg/", items.remove_item, name="remove_item"),
    path("vragenlijsten/<uuid:version_id>/voorwaarde/<str:at>/", conditions.condition, name="condition"),
]
