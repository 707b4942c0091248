from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Overeenkomsten"

    def ready(self):
        from matching.journey import follow_with
        from mkbroute.documents.removal import remove_with
        from mkbroute.exports.making import make_with
        from routes import funnel, indicators

        from . import dossier, praktijkleren_package
        from .annex import rotation_schedule, training_plan
        from .funnel import sightings
        from .indicators import count_salaries, count_signed
        from .retention import REMOVERS
        from .sequel import sequels
        from .text import tell_with

        follow_with(sequels)
        tell_with("training_plan", training_plan)
        tell_with("rotation_schedule", rotation_schedule)
        funnel.count_with(sightings)
        indicators.count_with("signed_share", count_signed)
        indicators.count_with("salary_share", count_salaries)
        make_with(dossier.AGREEMENT, dossier.plan_agreement)
        make_with(dossier.PERSON, dossier.plan_person)
        make_with(dossier.OWN, dossier.plan_own)
        make_with(praktijkleren_package.KIND, praktijkleren_package.plan)
        for remover in REMOVERS:
            remove_with(remover)
