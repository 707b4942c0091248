from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Metingen"

    def ready(self):
        from mkbroute.exports.making import make_with

        from . import files

        make_with(files.FIGURES, files.plan_figures)
        make_with(files.ANSWERS, files.plan_answers)
        make_with(files.INTERVIEWS, files.plan_interviews)
