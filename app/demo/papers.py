"""Papers of the demonstration: a signed agreement, a ticket and an invoice drawn as pages, a voice that hums."""

from __future__ import annotations

import io
import math
import wave

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from app.projects.models import Project

A5, TICKET = (874, 1240), (300, 420)
RATE, SECONDS, TONE = 8_000, 3, 220


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


def deliberation(reference: str, title: str) -> FileStorage:
    """Return the page of a deliberation of the council, as a PDF."""
    page = Image.new("RGB", A5, "white")
    pen = ImageDraw.Draw(page)
    pen.text((80, 90), "DÉLIBÉRATION DU CONSEIL MUNICIPAL", fill="black", font_size=34)
    pen.text((80, 180), reference, fill="black", font_size=30)
    pen.text((80, 230), title, fill="black", font_size=28)
    pen.text((80, 330), "Le conseil suit le vote des habitants et habitantes.", fill="black", font_size=26)
    stream = io.BytesIO()
    page.save(stream, "PDF")
    stream.seek(0)
    return FileStorage(stream, filename=f"{reference}.pdf", content_type="application/pdf")


def receipt(shop: str, label: str, amount: str) -> FileStorage:
    """Return the picture of a ticket."""
    page = Image.new("RGB", TICKET, "white")
    pen = ImageDraw.Draw(page)
    for line, text in enumerate((shop, "", label[:24], "", f"TOTAL  {amount}", "", "Merci !")):
        pen.text((20, 30 + 44 * line), text, fill="black", font_size=22)
    stream = io.BytesIO()
    page.save(stream, "PNG")
    stream.seek(0)
    return FileStorage(stream, filename="ticket.png", content_type="image/png")


def voice() -> FileStorage:
    """Return a short recording: no real voice is used in a demonstration."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        wanted = (128 + round(60 * math.sin(2 * math.pi * TONE * step / RATE)) for step in range(RATE * SECONDS))
        sound.writeframes(bytes(wanted))
    stream.seek(0)
    return FileStorage(stream, filename="bilan.wav", content_type="audio/wav")
