# SPDX-License-Identifier: EUPL-1.2
"""No token, key or telephone number reaches the log, in whatever form it comes."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.system import logs

TOKEN = "123456789:AAEhBP0av28FrI_fKV-xDkD4gdR5rvVZ123"


NUMBER = "393331234567"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/sendMessage", "POST https://api.telegram.org/bot***/sendMessage"),
        (f"token {TOKEN}.", "token ***."),
        ("bot123%3AAAEhBP0av28", "bot***"),
        ("Authorization: Bearer EAAGm0PX4ZCps.B-x_1", "Authorization: Bearer ***"),
        ("GET /v25.0/x?access_token=EAAG12&fields=id", "GET /v25.0/x?access_token=***&fields=id"),
        ('{"access_token": "EAAG12"}', '{"access_token": "***"}'),
        ("to 393331234567 done", "to 39 •••567 done"),
        ("to +39 333 1234567.", "to +39 •••567."),
        ("to 0039-333-1234567", "to 0039 •••567"),
        ("to 333 123 4567", "to •••567"),
        ("to (333) 1234567", "to •••567"),
        ("to 3331234567", "to •••567"),
        ("to 3 3 3 1 2 3 4 5 6 7 now", "to •••567 now"),
        ("to 39 33 31 23 45 67", "to 39 •••567"),
        ("to 333 1 2 3 4567", "to •••567"),
        ("token EAAGm0PX4ZCpsBABCDEFGHIJKLMNOPQRSTUVWX", "token ***"),
        ("key wJ4qZ0m3Yb7v2tR9cXk1LpQ8sHdU5nEoF6gTiAyVrBM", "key ***"),
        ("key '3q2+7wAAvu8BAgMEBQYHCAkKCwwNDg8QERITFBUWFxg='", "key '***'"),
        ("to +1 (202) 555-0123", "to +12 •••123"),
        ("wamid.HBgMMzkzMzMxMjM0NTY3FQIAERgSQQ==", "wamid.***gSQQ=="),
    ],
)
def test_secrets_and_numbers_are_redacted(text: str, safe: str) -> None:
    assert logs.redact(text) == safe


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24 22:30:00 lane whatsapp: 12906 queued",
        "chat -1001234567890 opened",
        "notice 12 took 184.512 s, 70.3 per second",
        "http://192.168.100.200:8080/health",
        "hash 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        'File "/usr/lib/python3.11/site-packages/requests/adapters.py", line 667, in send',
        "draft 0f8fad5b-d9cb-469f-a165-70867728950e",
        "2030-11-27 08:30, 3 of 12, 30/11/2026",
    ],
)
def test_what_is_no_secret_stays_readable(text: str) -> None:
    assert logs.redact(text) == text


@given(
    before=st.text(alphabet="abc ,;:\n'\"=<>{}", max_size=12).filter(lambda text: not text[-1:].isalpha()),
    digits=st.from_regex(r"39[3][0-9]{8,9}", fullmatch=True),
    plus=st.sampled_from(["", "+", "00"]),
)
def test_no_number_survives_in_any_context(before: str, digits: str, plus: str) -> None:
    assert digits[2:] not in logs.redact(f"{before}{plus}{digits} and more")


@given(
    digits=st.from_regex(r"3[2-9][0-9]{8}", fullmatch=True),
    country=st.sampled_from(["", "39 ", "+39 ", "0039 "]),
    data=st.data(),
)
def test_no_number_survives_in_any_groups(digits: str, country: str, data: st.DataObject) -> None:
    spaced = "".join(data.draw(st.sampled_from(["", " ", "-", ". "])) + digit for digit in digits).lstrip(" -.")
    left = re.sub(r"\D", "", logs.redact(f"to {country}{spaced}, late"))
    assert digits not in left
    assert len(left) <= 7


@given(st.binary(min_size=32, max_size=32), st.sampled_from([base64.b64encode, base64.urlsafe_b64encode]))
def test_no_key_survives(key: bytes, encode: Callable[[bytes], bytes]) -> None:
    text = encode(key).decode()
    if sum(map(str.islower, text)) > 3 and sum(map(str.isupper, text)) > 3 and any(map(str.isdigit, text)):
        assert text.rstrip("=") not in logs.redact(f"Authorization {text} refused")


@given(st.from_regex(r"[0-9]{8,10}:[A-Za-z0-9_-]{35}", fullmatch=True), st.sampled_from(["", "bot", "/bot", "='"]))
def test_no_bot_token_survives(token: str, before: str) -> None:
    assert token.partition(":")[2] not in logs.redact(f"call {before}{token}/getMe failed")


def test_message_arguments_exception_and_stack_are_redacted(log: Path) -> None:
    logger = logging.getLogger("comunecast_gui.test")
    logger.info("sending to %s with %s", NUMBER, {"token": TOKEN})
    try:
        raise ValueError(f"no answer for +{NUMBER}")
    except ValueError:
        logger.exception("call to https://api.telegram.org/bot%s/getMe failed", TOKEN, stack_info=True)
    written = log.read_text(encoding="utf-8")
    assert "sending to 39 •••567" in written
    assert "ValueError: no answer for +39 •••567" in written
    assert "Stack (most recent call last)" in written
    assert TOKEN.partition(":")[2] not in written
    assert NUMBER not in written


def test_a_broken_logging_call_is_written_without_its_arguments(log: Path) -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%d people", (NUMBER,), None)
    assert logs.RedactingFormatter("%(message)s").format(record) == "%d people (arguments do not fit)"


def test_an_exception_text_that_another_handler_cached_is_redacted_too(log: Path) -> None:
    try:
        raise ValueError(NUMBER)
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), (ValueError, error, error.__traceback__))
    logging.Formatter().format(record)
    assert NUMBER in (record.exc_text or "")
    logging.getLogger().handle(record)
    assert NUMBER not in log.read_text(encoding="utf-8")
