"""Indicators: each figure of DOMAIN §C defined once, computed by place and period, kept, and followed to its rows.

The interface, for the screens above the core:

- `definitions.INDICATORS: dict[str, Indicator]`, in the order of families; `definitions.FAMILIES`.
- `scopes.Scope` (`Scope.metro()`, `Scope.commune(id)`, `Scope.neighbourhood(id)`) and `scopes.Period` (`Period.year`,
  `Period.quarter`, any two dates); `scopes.tree()` gives every scope with its name.
- `figures.of(scope, period) -> dict[code, Figure]`: exact and live, nothing hidden: for staff's own work only.
- `figures.published(scope, period) -> dict[code, Figure]`: what everybody may read: last snapshots, small counts
  hidden; one query. `figures.published_for(scopes, periods)` reads several at once, still in one query.
- `Figure.reading` is one plain sentence; `Figure.said` the value with its unit; `Part.label`/`Part.said` its rows.
- `rows.behind(code, scope, period, Asked(page, only, public)) -> Behind(rows, total, numerator, denominator)`: the
  rows that make a figure; what they add up to gives its numerator and denominator back (or its value, as a ratio).
- `snapshots.take(year) -> run`, `snapshots.verify(year)`, `snapshots.progress(run)`, `snapshots.last_run(year)`,
  `tasks.recompute` in the background; `flask insight recompute|verify YEAR`.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach this slice to the application."""
    from app.insight import cli, models, panels, report_models, tasks, withholding  # noqa: F401, PLC0415
    from app.insight.views import bp  # noqa: PLC0415

    app.register_blueprint(bp)
    app.cli.add_command(cli.insight_group)
