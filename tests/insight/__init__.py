"""Figures: their formulas, their screens, the yearly report."""
