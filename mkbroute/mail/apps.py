from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "mkbroute.mail"
    verbose_name = "Post"

    def ready(self):
        from mkbroute.documents.removal import remove_with

        from .retention import REMOVER

        remove_with(REMOVER)
