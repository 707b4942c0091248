from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "Matching"

    def ready(self):
        from routes import funnel, indicators

        from .funnel import sightings
        from .indicators import count_mkb

        funnel.count_with(sightings)
        indicators.count_with("mkb_share", count_mkb)
