"""Workflows as data: read, verify, run and draw them. Imports nothing of the application, Flask or SQLAlchemy."""
