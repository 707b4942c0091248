from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "Matching"

    def ready(self):
        from routes.funnel import count_with

        from .funnel import sightings

        count_with(sightings)
