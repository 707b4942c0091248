import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mkbroute.settings")
app = Celery("mkbroute", task_cls="mkbroute.access.tasks:ActorTask")
app.add_defaults(lambda: settings.CELERY)  # read when first needed, so that importing this needs no settings
app.autodiscover_tasks()
