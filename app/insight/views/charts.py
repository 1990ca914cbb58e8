"""The drawings of the figures, each at its own address: kept by browsers, the same for everybody."""

from __future__ import annotations

from flask import Response, abort, request

from app import charts, security
from app.insight.comparing import Published
from app.insight.definitions import INDICATORS
from app.insight.lens import lens_of
from app.insight.steering import Drawing
from app.insight.views import bp


@bp.get("/dashboard/charts/<indicator>/<drawing>.svg")
@security.public
def chart(indicator: str, drawing: str) -> Response:
    """Draw a figure: by place, by part, by year."""
    if indicator not in INDICATORS or drawing not in set(Drawing):
        abort(404)
    theme, width = request.args.get("theme", "light"), request.args.get("width", "wide")
    if theme not in set(charts.Theme) or width not in set(charts.Width):
        abort(404)
    wanted = Drawing(drawing)
    published = Published(lens_of(request.args), {indicator: [wanted]})
    return charts.answer(published.compared(indicator, wanted).chart, charts.Theme(theme), charts.Width(width))
