from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AccessConfig(AppConfig):
    name = "mkbroute.access"

    def ready(self):
        from .login_tables import grant_login_tables
        from .replaced import refuse_half_way

        pre_migrate.connect(refuse_half_way, sender=self)
        post_migrate.connect(grant_login_tables, sender=self)
