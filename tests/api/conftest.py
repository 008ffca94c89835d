"""What programs hear, asked by a reader who is allowed to."""

from __future__ import annotations

from tests.comparisons.conftest import a_year, two_versions, worked

__all__ = ["a_year", "two_versions", "worked"]
