# SPDX-License-Identifier: EUPL-1.2
"""Numbers as town offices really have them in their spreadsheets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core.errors import InputError
from comunecast_gui.system import phones
from comunecast_gui.system.phones import Phone, PhoneKind, PhoneWarning, mask, parse

SEPARATORS = ["", " ", ".", "-", "/", "\u00a0", "\u2009", "\u2013"]


@pytest.mark.parametrize(
    "text",
    [
        "3331234567",
        "'3331234567",
        '="3331234567"',
        "3331234567.0",
        "3331234567,00",
        "+39 333 1234567",
        "0039 333 123 45 67",
        "00393331234567",
        "393331234567",
        "(+39) 333/1234567",
        "333\u00a0123\u00a04567",
        "333\u2013123\u20134567",
        "\u202a+39 333 1234567\u202c",
        "３３３１２３４５６７",
        " 333.123.4567\n",
        "+0039 333 1234567",
        "+ 0039-333-1234567",
        "++39 333 1234567",
        "+ +39 333 1234567",
        "++0039 333 1234567",
        "tel:+39-333-1234567",
        "TEL: 333 1234567",
        "Tel. +39 333 1234567",
        "tel.+393331234567",
        "Telefono 333 1234567",
        "Cell. 333 1234567",
        "cell.333.1234567",
        "Cell: (+39) 333 1234567",
        "Cellulare 333/1234567",
        "cel 3331234567",
        "Mob. +39 333 1234567",
        "WhatsApp: 333 1234567",
        "n° 333 1234567",
        "N. 333 1234567",
    ],
)
def test_one_number_in_many_spellings(text: str) -> None:
    phone = parse(text)
    assert (phone.digits, phone.e164) == ("393331234567", "+393331234567")
    assert (phone.kind, phone.warning) == (PhoneKind.MOBILE, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "phone_empty"),
        (" \u200b'", "phone_empty"),
        ("3.33123E+09", "phone_damaged"),
        ("3,33123E+09", "phone_damaged"),
        ("3E9", "phone_damaged"),
        ("333 12345O7", "phone_letters"),
        ("333 1234567 cell.", "phone_letters"),
        ("cell3331234567", "phone_letters"),
        ("cell. Mario 333 1234567", "phone_letters"),
        ("tel. 333 1234567 cell. 333 7654321", "phone_letters"),
        ("fax 333 1234567", "phone_letters"),
        ("cell.", "phone_empty"),
        ("tel:", "phone_empty"),
        ("333*1234567", "phone_characters"),
        ("333+1234567", "phone_characters"),
        ("+39+3331234567", "phone_characters"),
        ("0039+3331234567", "phone_characters"),
        ("+", "phone_characters"),
        ("+00", "phone_characters"),
        ("+0393331234567", "phone_country"),
        ("333 1234567;ext=5", "phone_letters"),
        ("12", "phone_short"),
        ("33312345", "phone_short"),
        ("+39 333", "phone_short"),
        ("33312345678", "phone_long"),
        ("333 1234567 / 333 7654321", "phone_long"),
        ("+999123456789", "phone_country"),
        ("800 123456", "phone_special"),
        ("899 123456", "phone_special"),
        ("2331234567", "phone_invalid"),
    ],
)
def test_each_refusal_has_its_reason_and_never_the_number(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text)
    assert caught.value.code == code
    assert not caught.value.values
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("text", "digits", "kind", "warning"),
    [
        ("333 123456", "39333123456", PhoneKind.MOBILE, PhoneWarning.SHORT_MOBILE),
        ("0587 265442", "390587265442", PhoneKind.LANDLINE, PhoneWarning.LANDLINE),
        ("+40 721 234 567", "40721234567", PhoneKind.MOBILE, None),
        ("0033 6 12 34 56 78", "33612345678", PhoneKind.MOBILE, None),
        ("+1 202 555 0123", "12025550123", PhoneKind.MOBILE, None),
        ("+33 1 42 68 53 00", "33142685300", PhoneKind.LANDLINE, PhoneWarning.LANDLINE),
        # 391 and 393 are prefixes of Italian mobile numbers, not the country code 39.
        ("3912345678", "393912345678", PhoneKind.MOBILE, None),
        ("3931234567", "393931234567", PhoneKind.MOBILE, None),
    ],
)
def test_kinds_and_warnings(text: str, digits: str, kind: PhoneKind, warning: PhoneWarning | None) -> None:
    phone = parse(text)
    assert (phone.digits, phone.kind, phone.warning) == (digits, kind, warning)


def test_a_phone_does_not_show_its_number() -> None:
    phone = parse("3331234567")
    assert "1234567" not in repr(phone)
    assert "1234567" not in str(phone)
    assert mask(phone.digits) == "+39 333 ••• ••67"


@given(
    digits=st.from_regex(r"3[2-8][0-9]{8}", fullmatch=True),
    prefix=st.sampled_from(["", "+39", "0039", "39", "+39 ", "(+39)", "'"]),
    data=st.data(),
)
def test_spacing_never_changes_a_number(digits: str, prefix: str, data: st.DataObject) -> None:
    written = "".join(data.draw(st.sampled_from(SEPARATORS)) + digit for digit in digits)
    assert parse(prefix + written).e164 == f"+39{digits}"


@given(
    label=st.sampled_from(["", "tel:", "Tel. ", "CELL. ", "cellulare ", "Mob: ", "whatsapp ", "n. "]),
    prefix=st.sampled_from(["+39", "++39", "+0039", "0039", "+ +39", "+ 00 39 "]),
    digits=st.from_regex(r"3[2-8][0-9]{8}", fullmatch=True),
)
def test_a_label_and_one_plus_too_many_never_change_a_number(label: str, prefix: str, digits: str) -> None:
    assert parse(f"{label}{prefix}{digits}").e164 == f"+39{digits}"


@given(st.text(alphabet="telcmobnrwahsp.: °+()-0139", max_size=24))
def test_a_label_says_nothing_about_the_number(text: str) -> None:
    """What is refused without a label is refused with one, for the same reason but where the label made it one."""
    for label in ("tel:", "Cell. "):
        bare, labelled = outcome(parse, text.strip()), outcome(parse, label + text.strip())
        if isinstance(labelled, Phone) and not any(char.isalpha() for char in text):
            assert bare == labelled


def outcome(read: Callable[[str], Phone], text: str) -> Phone | str:
    try:
        return read(text)
    except InputError as error:
        return error.code


@pytest.mark.parametrize("rest", ["00000", "34567"])
def test_the_short_way_agrees_with_phonenumbers_for_every_prefix(rest: str) -> None:
    """All the prefixes of five digits: the numbering plan is written in fewer."""
    for prefix in range(30_000, 40_000):
        text = f"{prefix}{rest}"
        short = phones._italian_mobile(text)
        assert (short or outcome(parse, text)) == outcome(phones._any_number, text)
        assert (short is not None) == (text[1] != "0")  # otherwise the short way would only be a detour


@given(
    st.text(alphabet="0123456789", max_size=13)
    | st.from_regex(r"'?[ (]*(\+|00)?(39)?[ )]*3([ ./()'-]?[0-9]){7,11}[ .,0]*", fullmatch=True)
)
def test_the_short_way_never_says_anything_else(text: str) -> None:
    assert outcome(parse, text) == outcome(phones._any_number, text)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_reason(text: str) -> None:
    try:
        phone = parse(text)
    except InputError as error:
        code, phone = error.code, None
    if phone is None:
        assert code.startswith("phone_")
        return
    assert phone.e164 == f"+{phone.digits}"
    assert 7 <= len(phone.digits) <= 15
    assert parse(phone.e164) == phone
