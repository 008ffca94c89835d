"""The door for servers: gunicorn, waitress and flask find `app` here."""

import sys

from app import create_app
from app.domain.errors import DomainError

# What gunicorn takes as "do not try again".
CANNOT_START = 3

try:
    app = create_app()
except DomainError as error:
    # In words and without a traceback: it is a setting or a checklist that needs repair.
    print(error, file=sys.stderr, flush=True)
    sys.exit(CANNOT_START)
