"""Tests of the pure workflow engine."""
