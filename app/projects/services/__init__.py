"""Changing projects: each function is all or nothing."""
