from django.apps import AppConfig


class RoutesConfig(AppConfig):
    name = "routes"
    verbose_name = "Routes"

    def ready(self):
        from mkbroute.documents.removal import remove_with

        from . import funnel, pledges
        from .retention import REMOVERS

        funnel.count_with(pledges.sightings)
        for remover in REMOVERS:
            remove_with(remover)
