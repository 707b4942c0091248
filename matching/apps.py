from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "Matching"

    def ready(self):
        from mkbroute.documents.removal import remove_with
        from routes import funnel, indicators, workplaces

        from .funnel import sightings
        from .indicators import count_mkb
        from .open_places import on_route
        from .retention import REMOVERS

        funnel.count_with(sightings)
        workplaces.tell_with(on_route)
        indicators.count_with("mkb_share", count_mkb)
        for remover in REMOVERS:
            remove_with(remover)
