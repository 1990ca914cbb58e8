"""Reading an e-mail address or a telephone number as people write it."""

from __future__ import annotations

import phonenumbers
from email_validator import EmailNotValidError, validate_email

FRANCE = 33


def normalized(text: str) -> str | None:
    """Return an e-mail address in lower case or a number as +33612345678; None for what is neither."""
    return email(text) if "@" in text else phone(text)


def email(text: str) -> str | None:
    """Return an e-mail address in lower case, or None."""
    try:
        checked = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError:
        return None
    return checked.normalized.lower()


def phone(text: str) -> str | None:
    """Return a telephone number in E.164, French unless it begins with + or 00, or None.

    Its length alone is checked: ranges newer than the library's tables must not shut people out.
    """
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken(recipient: str) -> str:
    """Write a number as people say it, "06 12 34 56 78"; an e-mail address stays as it is."""
    if not recipient.startswith("+"):
        return recipient
    number = phonenumbers.parse(recipient, None)
    if number.country_code == FRANCE:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
