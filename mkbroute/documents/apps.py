from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "mkbroute.documents"
    verbose_name = "Documenten"

    def ready(self):
        from . import checks  # noqa: F401
