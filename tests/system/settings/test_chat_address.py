# SPDX-License-Identifier: EUPL-1.2
"""A channel is found under every form in which its name is copied."""

from __future__ import annotations

import pytest

from comunecast_gui.system.settings.chat_address import is_invitation, read_chat


@pytest.mark.parametrize(
    "text",
    [
        "@comunecalcinaia",
        "t.me/comunecalcinaia",
        "https://t.me/comunecalcinaia",
        "http://www.t.me/comunecalcinaia/",
        "https://telegram.me/comunecalcinaia",
        "https://t.me/s/comunecalcinaia",
        "https://t.me/comunecalcinaia/1234",
        "https://t.me/comunecalcinaia/1234?single",
        "https://t.me/comunecalcinaia?boost",
        "HTTPS://T.ME/comunecalcinaia",
        "comunecalcinaia.t.me",
        "https://comunecalcinaia.t.me/",
    ],
)
def test_a_public_channel_has_many_addresses_and_one_name(text: str) -> None:
    assert read_chat(text) == "@comunecalcinaia"


@pytest.mark.parametrize("text", ["-1001234567890", "t.me/c/1234567890", "https://t.me/c/1234567890/77"])
def test_a_private_channel_is_its_number(text: str) -> None:
    assert read_chat(text) == "-1001234567890"


@pytest.mark.parametrize(
    "text",
    [
        *("", "comunecalcinaia", "@x", "@comune calcinaia", "@1comune", "12345", "-12345", "https://t.me/x"),
        *(
            "https://t.me/",
            "https://example.it/comunecalcinaia",
            "https://t.me/+AbCdEf",
            "https://t.me/joinchat/AbCdEf",
        ),
        *("tg://resolve?domain=comunecalcinaia", "@comunecalcinaia\n@altro"),
    ],
)
def test_an_address_that_names_no_channel_is_refused(text: str) -> None:
    assert read_chat(text) == ""


def test_an_invitation_is_known_as_one() -> None:
    assert is_invitation("https://t.me/+AbCdEf_12")
    assert is_invitation("t.me/joinchat/AbCdEf")
    assert not is_invitation("https://t.me/comunecalcinaia")
