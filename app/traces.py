"""What reaches somebody when it stands in a text: a telephone number, an e-mail address."""

from __future__ import annotations

import re

PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33[\s.-]*(?:\(0\))?|0)\s*[1-9](?:[\s.-]*\d{2}){4}(?!\d)")
"""French numbers as people write them: 06 12 34 56 78, 06.12.34.56.78, +33 6 12 34 56 78, 0033612345678."""
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
