"""Files people send: known by their content, photos made anew, kept once under their SHA-256, served safely."""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import puremagic
import sqlalchemy as sa
from flask import Response, abort, current_app, send_file
from PIL import Image, ImageOps, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

from app.db import Model, session
from app.i18n import gettext as _

LARGEST = 10 * 1024 * 1024
"""Bytes: what a phone takes as a photo, or twenty scanned pages."""
PHOTO_SIDE, THUMBNAIL_SIDE = 1600, 480
"""Pixels of the longest side."""
MOST_PIXELS = {"JPEG": 110_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
"""A JPEG is reduced while it is read; the other formats unfold whole in memory."""
PHOTO, PDF = "image/jpeg", "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AUDIO = {
    "audio/webm": (".webm", ((0, b"\x1aE\xdf\xa3"),)),
    "audio/ogg": (".ogg", ((0, b"OggS"),)),
    "audio/mpeg": (".mp3", ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2"))),
    "audio/mp4": (".m4a", ((4, b"ftypM4A"), (4, b"ftypmp4"), (4, b"ftypiso"), (4, b"ftypdash"), (4, b"ftypMSNV"))),
    "audio/3gpp": (".3gp", ((4, b"ftyp3gp"),)),
    "audio/aac": (".aac", ((0, b"\xff\xf1"), (0, b"\xff\xf9"))),
    "audio/amr": (".amr", ((0, b"#!AMR"),)),
    "audio/wav": (".wav", ((8, b"WAVE"),)),
}
"""What telephones record, by its real type: the ending to give, and how each may begin."""
VOICE_PLAYS = "default-src 'none'; media-src 'self'; sandbox"
NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

Image.MAX_IMAGE_PIXELS = MOST_PIXELS["JPEG"]


class FileRefused(ValueError):
    """The file cannot be kept; its text is the sentence shown to the person."""


@dataclass(frozen=True)
class StoredFile:
    """A file that is on the disk: its digest, the name to show, its real type, its size in bytes."""

    sha256: str
    name: str
    media_type: str
    size: int

    @property
    def is_photo(self) -> bool:
        """Say whether it can be shown as a picture."""
        return self.media_type == PHOTO

    @property
    def is_voice(self) -> bool:
        """Say whether it can be listened to."""
        return self.media_type in AUDIO


def receive(upload: FileStorage, *, photo_only: bool = False) -> StoredFile:
    """Check an uploaded file by its content and store it; slow, so to be called before a transaction.

    Raises FileRefused, with a sentence, when it is empty, too large, damaged or of another type.
    """
    content = _content(upload)
    if _type_of(content) == PDF:
        if photo_only:
            raise FileRefused(_("Ce fichier n'est pas une photo. Choisissez une image."))
        return _stored(content, _name(upload.filename, ".pdf"), PDF)
    photo = _redrawn(content)
    stored = _stored(_jpeg(photo), _name(upload.filename, ".jpg"), PHOTO)
    photo.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    _write(thumbnail_path(stored.sha256), _jpeg(photo))
    return stored


def receive_audio(upload: FileStorage) -> StoredFile:
    """Check a recording by its content and store it as it is; slow, so to be called before a transaction.

    Raises FileRefused, with a sentence, when it is empty, too large or not a recording.
    """
    content = _content(upload)
    for media_type, (ending, beginnings) in AUDIO.items():
        if any(content[place : place + len(mark)] == mark for place, mark in beginnings):
            return _stored(content, _name(upload.filename, ending), media_type)
    raise FileRefused(_("Ce fichier n'est pas un enregistrement connu. Envoyez un MP3, un M4A ou un OGG."))


def keep_pdf(content: bytes, name: str) -> StoredFile:
    """Store a document that the product made."""
    return _stored(content, _name(name, ".pdf"), PDF)


def keep_workbook(content: bytes, name: str) -> StoredFile:
    """Store a workbook that the product made."""
    return _stored(content, _name(name, ".xlsx"), XLSX)


def send(stored: StoredFile, *, thumbnail: bool = False) -> Response:
    """Answer with a stored file: a photo is shown, a recording heard, the rest downloaded; nothing in it can run."""
    path = thumbnail_path(stored.sha256) if thumbnail else path_of(stored.sha256)
    if not path.exists():
        current_app.logger.error("a stored file is missing: %s", path)
        abort(404)
    response = send_file(
        path, mimetype=stored.media_type, download_name=stored.name,
        as_attachment=not (stored.is_photo or stored.is_voice),
        etag=f"{stored.sha256}{'-t' if thumbnail else ''}", conditional=True, max_age=86_400,
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["Content-Security-Policy"] = VOICE_PLAYS if stored.is_voice else NOTHING_RUNS
    return response


def forget(sha256: str) -> None:
    """Delete a stored file and its thumbnail from the disk."""
    path_of(sha256).unlink(missing_ok=True)
    thumbnail_path(sha256).unlink(missing_ok=True)


def forget_unused(sha256: str) -> None:
    """Delete a stored file once no row of any table names it any more; call it after the commit.

    The same content is kept once, whoever sent it: what one row lets go may be the proof of another.
    """
    columns = (column for table in Model.metadata.sorted_tables for column in table.columns)
    naming = [sa.exists().where(column == sha256) for column in columns if column.name.endswith("sha256")]
    is_used = session().scalar(sa.select(sa.or_(sa.false(), *naming)))
    session().rollback()
    if not is_used:
        forget(sha256)


def path_of(sha256: str) -> Path:
    """Return where a stored file is. Raises ValueError for what is not a SHA-256."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError("not a SHA-256")
    return Path(current_app.config["UPLOADS"]) / sha256[:2] / sha256


def thumbnail_path(sha256: str) -> Path:
    """Return where the small picture of a stored photo is."""
    return path_of(sha256).with_suffix(".small")


def _content(upload: FileStorage) -> bytes:
    """Read what was sent. Raises FileRefused when there is nothing, or too much."""
    content = upload.stream.read(LARGEST + 1)
    if not content:
        raise FileRefused(_("Choisissez un fichier. Celui-ci est vide."))
    if len(content) > LARGEST:
        raise FileRefused(_("Ce fichier est trop lourd. La limite est de 10 Mo."))
    return content


def _type_of(content: bytes) -> str:
    """Return PDF or PHOTO; the beginning of the file must say so, its name and its header are not believed."""
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found == PDF and content.startswith(b"%PDF-"):
        return PDF
    if found in {"image/jpeg", "image/jpg", "image/png", "image/webp"}:
        return PHOTO
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        raise FileRefused(_("Ce format de photo (HEIC) n'est pas lu partout. Envoyez la photo en JPEG."))
    raise FileRefused(_("Ce type de fichier n'est pas accepté. Envoyez une photo (JPEG, PNG, WebP) ou un PDF."))


def _redrawn(content: bytes) -> Image.Image:
    """Draw a photo anew, upright and reduced: only its points are kept, not where or with what it was taken."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as opened:
            _check_size(opened)
            opened.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
            return _on_white(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except FileRefused:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise FileRefused(_("Cette photo est abîmée : nous n'arrivons pas à la lire.")) from None


def _check_size(opened: Image.Image) -> None:
    if opened.width * opened.height > MOST_PIXELS.get(opened.format or "", MOST_PIXELS["PNG"]):
        raise _too_large()


def _too_large() -> FileRefused:
    return FileRefused(_("Cette image est trop grande. Envoyez une photo plus petite."))


def _on_white(picture: Image.Image) -> Image.Image:
    rgba = picture.convert("RGBA")
    drawn = Image.new("RGB", rgba.size, "white")
    drawn.paste(rgba, mask=rgba.getchannel("A"))
    return drawn


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=82, optimize=True, progressive=True)
    return buffer.getvalue()


def _stored(content: bytes, name: str, media_type: str) -> StoredFile:
    sha256 = hashlib.sha256(content).hexdigest()
    _write(path_of(sha256), content)
    return StoredFile(sha256, name, media_type, len(content))


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, even when two people send the same one at once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{secrets.token_hex(4)}.part")
    partial.write_bytes(content)
    partial.replace(path)


def _name(given: str | None, suffix: str) -> str:
    """Keep what a person can recognise of a file's name, with the ending of its real type."""
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    clean = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem = clean.rpartition(".")[0] or clean or _("fichier")
    return stem[:150] + suffix
