from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "mkbroute.documents"
    verbose_name = "Documenten"
