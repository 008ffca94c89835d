"""A room that works, and a phone in it."""

from __future__ import annotations

import pytest
from flask import Flask

from app.workshops.models import Workshop
from tests.workshops.phones import Phone, a_phone
from tests.workshops.rooms import a_running_workshop


@pytest.fixture
def workshop(app: Flask) -> Workshop:
    return a_running_workshop()


@pytest.fixture
def phone(app: Flask, workshop: Workshop) -> Phone:
    return a_phone(app, workshop)
