"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from config import tidying

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
# Workers share what stands now.
tidying.settle()
tidying.after_answers()
