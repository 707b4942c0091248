from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "mkbroute.organisations"
    verbose_name = "Organisaties"
