from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "mkbroute.design"
    label = "design"
