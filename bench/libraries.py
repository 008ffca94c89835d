"""The libraries the application stands on, to see what starting costs without our own part."""

import flask_babel
import flask_migrate
import flask_sqlalchemy
import flask_wtf
import pydantic
import yaml

__all__ = ["flask_babel", "flask_migrate", "flask_sqlalchemy", "flask_wtf", "pydantic", "yaml"]
