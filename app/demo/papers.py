"""Papers of the demonstration: a signed agreement, drawn as a page."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from app.projects.models import Project

A5 = (874, 1240)


def agreement(project: Project) -> FileStorage:
    """Return the picture of a signed agreement for a project."""
    page = Image.new("RGB", A5, "white")
    pen = ImageDraw.Draw(page)
    pen.text((80, 90), "ACCORD DE SUBVENTION", fill="black", font_size=40)
    pen.text((80, 190), f"Projet {project.ref}", fill="black", font_size=30)
    pen.text((80, 240), project.title, fill="black", font_size=30)
    for line in range(12):
        pen.line((80, 340 + 45 * line, 794 - 37 * (line % 3), 340 + 45 * line), fill="#bbbbbb", width=8)
    pen.text((80, 1000), "Signé par les deux parties", fill="black", font_size=28)
    pen.line((480, 1100, 560, 1050, 600, 1120, 700, 1060, 780, 1090), fill="#1b3a8a", width=5)
    stream = io.BytesIO()
    page.save(stream, "PNG")
    stream.seek(0)
    return FileStorage(stream, filename=f"accord-{project.ref}.png", content_type="image/png")
