from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "mkbroute.organisations"
    verbose_name = "Organisaties"

    def ready(self):
        from allauth.mfa.signals import authenticator_added

        from .second_factor import note_given

        authenticator_added.connect(note_given)
