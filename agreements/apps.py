from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Overeenkomsten"

    def ready(self):
        from matching.journey import follow_with
        from routes.funnel import count_with

        from .funnel import sightings
        from .sequel import sequels

        follow_with(sequels)
        count_with(sightings)
