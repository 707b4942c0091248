from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "mkbroute.exports"
    verbose_name = "Bestanden"
