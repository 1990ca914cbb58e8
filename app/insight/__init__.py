"""Indicators: each figure of DOMAIN §C defined once, computed by place and period, kept, and followed to its rows.

The interface, for the screens above the core:

- `definitions.INDICATORS: dict[str, Indicator]`, in the order of families; `definitions.FAMILIES`.
- `scopes.Scope` (`Scope.metro()`, `Scope.commune(id)`, `Scope.neighbourhood(id)`) and `scopes.Period` (`Period.year`,
  `Period.quarter`, any two dates); `scopes.tree()` gives every scope with its name.
- `figures.of(scope, period) -> dict[code, Figure]`: exact and live, nothing hidden: for staff's own work only.
- `figures.published(scope, period) -> dict[code, Figure]`: what everybody may read: last snapshots, small counts
  hidden; one query. `figures.published_for(scopes, periods)` reads several at once, still in one query.
- `Figure.reading` is one plain sentence; `Figure.said` the value with its unit; `Part.label`/`Part.said` its rows.
- `rows.behind(code, scope, period, page=1, only=None) -> Behind(columns, rows, total, numerator, denominator)`: rows
  that make a figure; summing what they count gives its numerator and denominator back.
- `snapshots.take(year, at)`, `snapshots.verify(year)`, `snapshots.progress(run_id)`; `flask insight recompute|verify`.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.insight import models, panels, report_models  # noqa: F401, PLC0415
    from app.insight.views import bp  # noqa: PLC0415

    app.register_blueprint(bp)
