"""Rows that figures are made of, one module a source: one query each, over the days of a period."""
