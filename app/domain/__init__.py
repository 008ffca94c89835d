"""What a welcome-culture checklist means. Pure: no web, no database.

Imports the standard library; PyYAML and pydantic only where files are read.
"""
