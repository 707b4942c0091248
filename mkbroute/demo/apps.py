from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "mkbroute.demo"

    def ready(self):
        from . import checks  # noqa: F401
