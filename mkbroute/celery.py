import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mkbroute.settings")
app = Celery("mkbroute", task_cls="mkbroute.access.tasks:ActorTask")
app.config_from_object("django.conf:settings.CELERY")
app.autodiscover_tasks()
