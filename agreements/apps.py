from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Overeenkomsten"

    def ready(self):
        from matching.journey import follow_with

        from .sequel import sequels

        follow_with(sequels)
