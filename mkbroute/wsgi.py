import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mkbroute.settings")
application = get_wsgi_application()
# Now, not with the first request: the workers share it, and a fault in it stops the start.
import_module(settings.ROOT_URLCONF)
