"""Hypothesis without a stopwatch: a busy machine is not a fault of the count."""

from hypothesis import settings

settings.register_profile("patient", settings.get_profile("house"), max_examples=150)
settings.load_profile("patient")
