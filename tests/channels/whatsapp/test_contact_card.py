# SPDX-License-Identifier: EUPL-1.2
"""The office's card is the documented contacts message, and an answer's receipts come back under its own name."""

from __future__ import annotations

from comunecast_gui.channels.whatsapp.message_body import message_body
from comunecast_gui.core.codec import content_from_data, content_to_data
from comunecast_gui.core.content import ContactMessage, TextMessage, readable
from comunecast_gui.core.ports import Claim

CLAIM = Claim(0, 0, "whatsapp", recipient="393331234567", reference="answer-7")
CARD = ContactMessage("Comune di Calcinaia", "+39 333 6492690", "393336492690", url="https://comune.example.it")


def test_the_card_as_meta_documents_it() -> None:
    assert message_body(CLAIM, CARD) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "393331234567",
        "type": "contacts",
        "biz_opaque_callback_data": "answer-7",
        "contacts": [
            {
                "name": {"formatted_name": "Comune di Calcinaia", "first_name": "Comune di Calcinaia"},
                "org": {"company": "Comune di Calcinaia"},
                "phones": [{"phone": "+39 333 6492690", "type": "WORK", "wa_id": "393336492690"}],
                "urls": [{"url": "https://comune.example.it", "type": "WORK"}],
            }
        ],
    }
    assert content_from_data(content_to_data(CARD)) == CARD
    assert readable(CARD) == "Comune di Calcinaia\n+39 333 6492690"


def test_an_answer_has_a_reference_of_its_own() -> None:
    assert message_body(CLAIM, TextMessage("ciao"))["biz_opaque_callback_data"] == "answer-7"
    delivery = Claim(12, 3, "whatsapp", recipient="393331234567")
    assert message_body(delivery, TextMessage("ciao"))["biz_opaque_callback_data"] == "12"
