from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "mkbroute.access"

    def ready(self):
        from .login_tables import grant_login_tables

        post_migrate.connect(grant_login_tables, sender=self)
