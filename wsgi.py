"""The door for servers: gunicorn, waitress and flask find `app` here."""

from app import create_app

app = create_app()
