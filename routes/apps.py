from django.apps import AppConfig


class RoutesConfig(AppConfig):
    name = "routes"
    verbose_name = "Routes"

    def ready(self):
        from . import funnel, pledges

        funnel.count_with(pledges.sightings)
