"""Meetings and what was said there."""
