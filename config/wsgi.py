"""What a WSGI server (granian, gunicorn…) loads: `config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from config import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Only from these addresses do X-Forwarded-For and X-Forwarded-Proto count: who asks, and that it came by HTTPS.
application = wrap_wsgi_with_proxy_headers(
    get_wsgi_application(), trusted_hosts=environment.words("BRICKS_TRUSTED_PROXIES")
)

# What is loaded by now stays until the end. Left among what is collected, its half a million objects are looked
# through again and again, 200 ms each time, within somebody's request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
