# SPDX-License-Identifier: EUPL-1.2
"""Whether a notice sent now would go out, judged from the conditions of the parts."""

from __future__ import annotations

import pytest

from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.report.outlook import Mend, Prospect, judge
from comunecast_gui.services import wiring

CHANNELS = ("whatsapp", "telegram:principale", "telegram:altro")
FINE = (
    Condition("database", True, "archivio raggiunto"),
    Condition("whatsapp", True, "modelli approvati: 28"),
    Condition("telegram:principale", True, "Comune"),
    Condition("telegram:altro", True, "Altro"),
    Condition("relay", True, "https://avvisi.example.it"),
)


def outlook(*found: Condition) -> dict[str, tuple[Prospect, Mend]]:
    names = {one.name for one in found}
    conditions = [*(one for one in FINE if one.name not in names), *found]
    return {one.channel: (one.prospect, one.mend) for one in judge(CHANNELS, conditions, wiring.sentences())}


GOES, DOUBTFUL, STOPPED = Prospect.GOES, Prospect.DOUBTFUL, Prospect.STOPPED


def test_everything_goes_where_nothing_is_wrong() -> None:
    assert outlook() == dict.fromkeys(CHANNELS, (GOES, Mend.NOTHING))


@pytest.mark.parametrize("name", ["database", "disk_space", "internet"])
def test_what_all_channels_need_stops_all_of_them(name: str) -> None:
    assert outlook(Condition(name, False, "rotto")) == dict.fromkeys(CHANNELS, (STOPPED, Mend.COMPUTER))


@pytest.mark.parametrize(
    ("condition", "prospect", "mend"),
    [
        (Condition("whatsapp", False, "manca la chiave", code="secret_missing"), STOPPED, Mend.KEYS),
        (Condition("whatsapp", False, "non si raggiunge", code="connect"), STOPPED, Mend.COMPUTER),
        (Condition("whatsapp_token", False, "manca Internet", code="offline"), STOPPED, Mend.COMPUTER),
        (Condition("whatsapp_token", False, "il servizio non si trova", code="name_unknown"), STOPPED, Mend.COMPUTER),
        (Condition("whatsapp_token", False, "Meta ha un guasto", code="server"), STOPPED, Mend.SERVICE),
        (Condition("whatsapp_token", False, "chiave sbagliata", code="whatsapp_190"), STOPPED, Mend.KEYS),
        (Condition("whatsapp", False, "chiave di un altro indirizzo", code="secret_other_host"), STOPPED, Mend.KEYS),
        (Condition("whatsapp", False, "portachiavi chiuso", code="keyring_locked"), STOPPED, Mend.COMPUTER),
        (Condition("whatsapp_token_expires", True, "scade", warning=True), DOUBTFUL, Mend.KEYS),
        (Condition("whatsapp_number_blocked", False, "bloccato"), STOPPED, Mend.SERVICE),
        (Condition("whatsapp_number_red", True, "bassa", warning=True), DOUBTFUL, Mend.SERVICE),
        (Condition("whatsapp_templates_none", False, "nessun modello"), STOPPED, Mend.SERVICE),
        (Condition("whatsapp_limit_reached", True, "limite", warning=True), DOUBTFUL, Mend.SERVICE),
        (Condition("whatsapp_payment_refused", True, "pagamento", warning=True), DOUBTFUL, Mend.SERVICE),
        (Condition("whatsapp_webhooks_missing", False, "non iscritta"), DOUBTFUL, Mend.SETTINGS),
        (Condition("relay", False, "non risponde", code="relay_unreachable"), DOUBTFUL, Mend.SETTINGS),
        (Condition("relay", False, "chiave sbagliata", code="relay_key"), DOUBTFUL, Mend.KEYS),
        (Condition("relay_letters", False, "non si aprono"), DOUBTFUL, Mend.SETTINGS),
        (Condition("office_key", False, "manca", warning=True, code="office_key_missing"), STOPPED, Mend.SETTINGS),
    ],
    ids=lambda value: value.name if isinstance(value, Condition) else "",
)
def test_what_only_whatsapp_needs_says_nothing_of_telegram(
    condition: Condition, prospect: Prospect, mend: Mend
) -> None:
    found = outlook(condition)
    assert found.pop("whatsapp") == (prospect, mend)
    assert set(found.values()) == {(GOES, Mend.NOTHING)}


@pytest.mark.parametrize(
    ("code", "mend"),
    [
        ("telegram_token", Mend.KEYS),
        ("telegram_token_moved", Mend.KEYS),
        ("telegram_rights", Mend.SERVICE),
        ("telegram_chat_not_found", Mend.SETTINGS),
        ("telegram_blocked", Mend.COMPUTER),
        ("connect", Mend.COMPUTER),
    ],
)
def test_one_telegram_channel_says_nothing_of_the_other(code: str, mend: Mend) -> None:
    found = outlook(Condition("telegram:altro", False, "rotto", code=code))
    assert found == {
        "whatsapp": (GOES, Mend.NOTHING),
        "telegram:principale": (GOES, Mend.NOTHING),
        "telegram:altro": (STOPPED, mend),
    }


def test_what_keeps_back_all_of_telegram_is_said_of_each_channel() -> None:
    found = outlook(Condition("telegram", False, "portachiavi chiuso", code="keyring_locked"))
    assert found == {
        "whatsapp": (GOES, Mend.NOTHING),
        "telegram:principale": (STOPPED, Mend.COMPUTER),
        "telegram:altro": (STOPPED, Mend.COMPUTER),
    }


def test_what_is_safe_or_stops_one_day_is_no_reason() -> None:
    later = [Condition(name, True, "vecchia", warning=True) for name in ("backup", "disk", "ledger", "updates")]
    assert set(outlook(*later).values()) == {(GOES, Mend.NOTHING)}


def test_the_sentence_says_the_gravest_reason_and_counts_the_others() -> None:
    told = judge(
        ("whatsapp",),
        [
            Condition("whatsapp", False, "cose da sistemare: 1"),
            Condition("whatsapp_number_red", True, "Qualità bassa.", warning=True),
            Condition("whatsapp_token", False, "Chiave scaduta."),
        ],
        wiring.sentences(),
    )[0]
    assert told.sentence == "Un avviso inviato ora non parte. Chiave scaduta. Altre cose da guardare: 1."
    assert [one.name for one in told.reasons] == ["whatsapp_token", "whatsapp_number_red"]
