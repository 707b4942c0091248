from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "mkbroute.mail"
    verbose_name = "Post"
