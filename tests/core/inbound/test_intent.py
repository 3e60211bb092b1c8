# SPDX-License-Identifier: EUPL-1.2
"""How citizens' messages are read: joining is strict, leaving lenient, everything else is neither."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comunecast_gui.core.choices import Choice, ChoiceKind, Offer, Topic
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.inbound.intent import Intent, IntentReader

VOCABULARY = Path(__file__).resolve().parents[3] / "resources" / "intent" / "it.toml"
WORDS = IntentReader.load(VOCABULARY, places=["Comune di Calcinaia", "Fornacette"])

JOIN = [
    "Attiva\n-- \nMario Rossi", "Attiva\n\nInviato dalla mia Posta di Windows", "Attiva\n\nGet Outlook for iOS",
    "Attiva, grazie e cordiali saluti", "attiva e grazie", "Grazie e buona giornata. Attiva",
    "Attiva", "attiva", "ATTIVA", "aTTiVa", " attiva ", "Attiva.", "ATTIVA!", "attiva!!!", "«attiva»", '"Attiva"',
    "“Attiva”", "'attiva'", "‘Attiva’", "*Attiva*", "_attiva_", "~attiva~", "(attiva)", "- Attiva", "#attiva",
    "attiva…", "attíva", "attivà", "Attiva'", "ａｔｔｉｖａ", "ＡＴＴＩＶＡ", "at\u200btiva", "\ufeffattiva\u200d",
    "\u202aAttiva\u202c", "Att\u00adiva", "attiva 👍", "👍🏻 Attiva 🙏🏽", "✅attiva✅", "Attiva ❤️", "attiva :)",
    "attiva ;-)", "Attiva 😊!", "Attiva\n\nInviato da iPhone", "Attiva\nInviato dal mio iPhone",
    "attiva\nSent from my Samsung Galaxy smartphone", "Attiva\n\nInviato da Outlook per Android",
    "Attiva Inviato da iPhone", "attiva\r\n\r\nScarica Outlook per iOS", "Buongiorno, attiva grazie",
    "Buongiorno attiva", "Buon giorno. Attiva. Grazie mille", "Ciao! Attiva", "salve attiva", "Attiva grazie",
    "attiva, grazie e buona giornata", "Attiva. Cordiali saluti", "Buonasera a tutti, attiva", "grazie attiva",
    "Attiva attiva", "ATTIVA\nATTIVA", "Attiva punto", "Attiva virgola grazie", "attiva\n", "Attiva. Vi ringrazio",
    "Attiva, grazie e saluti",
]  # fmt: skip
LEAVE = [
    "Si prega di disattivare il servizio", "siete pregati di cancellarmi", "Disattiva perché no",
    "Per cortesia, provvedete alla cancellazione del mio numero", "Mi cancello dalla lista",
    "cancellatemi e disattivate il servizio", "disattivo il servizio", "chiedo di non ricevere più messaggi",
    "vi chiedo di non essere più contattato", "vi prego di non inviarmi più messaggi",
    "Disattiva", "disattiva", "DISATTIVA", "DISATTIVA!", "«Disattiva»", "*disattiva*", "ｄｉｓａｔｔｉｖａ",
    "dis\u200battiva", "disattivà", "Disattiva 😡", "dis-attiva", "dis attiva", "Dis attivare", "dissattiva",
    "disativa", "Disattivami", "disattivatemi", "disattivare", "Disattivate", "Disattivazione",
    "Mi disattivi per favore", "disattivate il servizio", "Disattivare servizio", "Disattiva il mio numero",
    "disattiva iscrizione", "Disattiva iscrizione grazie", "vorrei disattivare l'iscrizione",
    "Vorrei disattivare il servizio, grazie",
    "Buongiorno, vorrei disattivare il servizio di messaggistica WhatsApp del Comune di Calcinaia. Grazie",
    "voglio disattivare", "Chiedo la disattivazione del servizio", "richiesta disattivazione",
    "Vorrei disattivarmi", "disattiva per favore", "Per favore disattiva", "potete disattivarmi",
    "Prego disattivare", "disattiva subito", "Disattiva\n\nInviato da iPhone", "Disattiva.\nMario Rossi",
    "Disattiva grazie Mario Rossi", "Ciao, disattiva grazie", "Disattiva perché mi sono trasferito a Pisa",
    "Disattiva, mi sono trasferito", "Disattivate, ricevo troppi messaggi",
    "Non abito più a Calcinaia, disattivate", "Buongiorno sono Mario Rossi vorrei disattivare il servizio grazie",
    "non abito più qui vorrei disattivare il servizio", "Disattiva disattiva", "DISATTIVA DISATTIVA DISATTIVA",
    "cancellami", "Cancellami", "cancellatemi", "cancellatemi dalla lista",
    "Cancellatemi dalla vostra lista, grazie", "vorrei cancellarmi", "vorrei essere cancellato",
    "Chiedo di essere cancellata dalla lista", "cancellazione", "Cancellate il mio numero",
    "cancella il mio numero dalla rubrica", "cancella iscrizione", "CANCELLA", "Vorrei cancellare l'iscrizione",
    "annullare l'iscrizione", "Revoco il consenso", "revoco il consenso al trattamento dei dati",
    "toglimi dalla lista", "toglietemi", "Toglietemi da questo gruppo", "rimuovimi", "eliminatemi dalla lista",
    "voglio uscire dal gruppo", "disiscrivimi", "vorrei disiscrivermi", "disdetta", "unsubscribe", "stop", "STOP",
    "Stop.", "Stop grazie", "stop messaggi", "STOP SMS", "basta", "Basta!", "basta messaggi",
    "Basta con questi messaggi", "basta avvisi grazie", "smettete di mandarmi messaggi", "smettetela di scrivermi",
    "vorrei smettere di ricevere messaggi", "non voglio più ricevere messaggi", "Non voglio piu' ricevere messaggi",
    "NON VOGLIO PIÙ RICEVERE I VOSTRI MESSAGGI", "non desidero più ricevere comunicazioni",
    "non voglio più messaggi", "Buongiorno, non voglio più ricevere avvisi. Grazie",
    "vorrei non ricevere più messaggi", "non mi interessa più", "non mi interessa più il servizio",
    "non sono più interessata", "non mandatemi più niente", "non inviatemi più messaggi",
    "Non mi mandate più messaggi", "non scrivetemi più",
    "non inviare più messaggi", "ho sbagliato disattiva", "non voglio più essere disturbato",
]  # fmt: skip
NEITHER = [
    "disattivare no", "disattiva la 4", "Attiva\nMario Rossi", "1 Attiva", "Attiva grazie 1000", "non cancellarmi",
    "Come mai ricevo questi messaggi? Disattivate", "perché avete disattivato", "Basta con i messaggi sulla mensa",
    "È attiva", "è attiva", "e attiva", "è disattiva", "è disattivo", "Disattivo", "Il mio numero è disattivo",
    "Non chiedo niente", "non vi chiedo niente", "disattiva (lampione via Roma)", "Lampioni: disattiva",
    "Vorrei cancellare la prenotazione", "Cancellate il numero civico", "Stop messaggi vocali", "vorrei uscire di casa",
    "Non vorrei disturbare", "vorrei essere iscritto", "Questo disattiva il servizio", "ho disattivato il servizio",
    "elimina il messaggio", "bloccate il traffico", "Chi disattiva il servizio", "non ho ricevuto niente",
    "", " ", "?", "👍", "Grazie", "Buongiorno", "Grazie mille, molto utile", "ok", "Sì", "❤️", "Attiva?", "attiva ❓",
    "Attiva？", "attivare", "attivami", "Attivate il servizio", "attivazione", "attivo", "attività",
    "attiva la luce in via Roma", "Attiva il servizio per favore", "vorrei attivare il servizio", "Come si attiva",
    "Attiva per mia moglie", "Attiva, via Roma 3", "La pompa si attiva da sola", "La protezione civile è attiva",
    "non attiva", "Non attivare", "quando attiva?", "Radioattiva", "retroattiva", "iperattiva", "att iva",
    "a t t i v a", "attiva 3331234567", "Attiva Fornacette", "Ho scritto attiva ma non ricevo niente",
    "La scuola attiva un corso", "Attiva Disattiva", "Disattiva attiva", "attiva/disattiva", "Disattiva e riattiva",
    "Attiva o disattiva", "vorrei attivare e non disattivare", "disattiva poi attiva mia moglie",
    "come faccio a disattivare?", "Come faccio a disattivare", "come si disattiva", "Come si disattiva il servizio",
    "Disattiva?", "cosa devo fare per disattivare", "vorrei sapere come disattivare il servizio",
    "posso disattivare", "si può disattivare il servizio", "è possibile disattivarsi?", "quando voglio disattivo",
    "cancellami?", "se voglio disattivare che faccio", "Se continua così, cancellatemi", "Potete cancellarmi?",
    "non disattivare", "Non disattivate", "non disattivatemi", "non voglio disattivare", "no non disattivare",
    "non cancellatemi", "Non cancellatemi dalla lista", "non voglio essere cancellato",
    "non voglio uscire dal gruppo", "Non voglio smettere di ricevere messaggi", "mai disattivare",
    "non vorrei non ricevere più messaggi", "non ho chiesto di disattivare", "non riesco a disattivare",
    "non vorrei perdere i messaggi", "disattiva la luce in via Roma", "Disattivate il semaforo",
    "disattivate l'allarme della scuola", "Per favore, disattivate, quando potete, il lampione di via Roma",
    "Ho visto che disattivate la luce", "Il semaforo di via Roma si disattiva", "il servizio si disattiva da solo",
    "il comune disattiva il servizio", "mio marito ha scritto disattiva",
    "Scrivi Disattiva per non ricevere più avvisi", "per smettere scrivi disattiva",
    "disattivare il servizio mensa", "disattiva avvisi scuola", "disattivata", "avete disattivato il servizio",
    "cancellate la festa", "Cancellate la multa", "cancellatemi dalla lista d'attesa del nido",
    "cancello rotto in via Roma", "cancellate il messaggio di ieri", "togliete la spazzatura da via Roma",
    "rimuovere l'albero caduto", "eliminate le buche", "annullate l'ordinanza", "sospendete il cantiere",
    "Basta buche in via Roma", "basta, sono stufo delle buche in via Roma", "Stop alle auto in centro",
    "stop ai cantieri", "Bus stop via Roma", "smettete di suonare le campane", "non ricevo più messaggi",
    "Perché non ricevo messaggi?", "non arrivano i messaggi", "non voglio più la spazzatura sotto casa",
    "non mandate messaggi di notte", "non voglio messaggi sulla mensa", "non mi interessa",
    "ricevo troppi messaggi", "Il servizio non funziona", "Iscrizione asilo", "C'è una buca in via Roma",
    "Buongiorno, quando passa il camion dell'umido", "privacy violata", "https://example.it/attiva",
]  # fmt: skip


@pytest.mark.parametrize("text", JOIN)
def test_the_whole_word_joins(text: str) -> None:
    reading = WORDS.read(text)
    assert (reading.wish, reading.word) == (Intent.JOIN, "attiva")


@pytest.mark.parametrize("text", LEAVE)
def test_a_plain_wish_to_leave_is_heard(text: str) -> None:
    reading = WORDS.read(text)
    assert reading.wish is Intent.LEAVE
    assert reading.word


@pytest.mark.parametrize("text", NEITHER)
def test_other_messages_change_nothing(text: str) -> None:
    assert WORDS.read(text).wish is Intent.OTHER


@pytest.mark.parametrize("text", ["Privacy", "PRIVACY!", "privacy grazie", "Informativa privacy"])
def test_a_request_for_the_privacy_notice_is_recognised(text: str) -> None:
    assert WORDS.read(text).wish is Intent.PRIVACY


def test_an_office_has_words_of_its_own() -> None:
    words = IntentReader.load(VOCABULARY, join=["Iscrizione", "Jesi ON"], leave=["Jesi OFF"])
    assert [words.read(text).wish for text in ("ISCRIZIONE", "jesi on", "Jesi off!", "Attiva", "Disattiva")] == [
        Intent.JOIN, Intent.JOIN, Intent.LEAVE, Intent.JOIN, Intent.LEAVE,
    ]  # fmt: skip
    assert words.read("Jesi on Jesi off").wish is Intent.OTHER
    assert words.read("disattiva iscrizione").wish is Intent.LEAVE
    assert WORDS.read("iscrizione").wish is Intent.OTHER


def test_only_the_word_is_kept_of_a_message() -> None:
    reading = WORDS.read("Buongiorno sono Mario Rossi di via Roma 3 e vorrei disattivare il servizio")
    assert reading.word == "disattivare"


def test_a_broken_vocabulary_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "it.toml"
    broken.write_text("join = [", encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        IntentReader.load(broken)
    assert refused.value.code == "resource_file"


INVISIBLE = st.sampled_from(["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202a", "\ufe0f", "\u0301"])
AROUND = st.text(st.sampled_from(" \n\t.,!\"'«»“”*_~-…👍🙏🏽❤️✅😊"), max_size=8)


@given(st.sampled_from(["attiva", "disattiva"]), st.data())
def test_case_accents_punctuation_and_emoji_do_not_matter(word: str, data: st.DataObject) -> None:
    letters = []
    for letter in word:
        if data.draw(st.booleans()):
            letter = letter.upper()
        if data.draw(st.booleans()):
            letter = chr(ord(letter) + 0xFEE0)  # full width
        letters.append(letter + data.draw(st.one_of(st.just(""), INVISIBLE)))
    text = data.draw(AROUND) + "".join(letters) + data.draw(AROUND)
    assert WORDS.read(text).wish is (Intent.JOIN if word == "attiva" else Intent.LEAVE)


@given(st.text(max_size=300))
def test_any_text_has_a_reading_and_a_question_never_counts(text: str) -> None:
    assert WORDS.read(text).wish in Intent
    assert WORDS.read(text + "?").wish is Intent.OTHER


@given(st.sampled_from(JOIN), st.sampled_from(LEAVE), st.booleans(), st.sampled_from([" ", ". ", "\n", ", "]))
def test_both_words_together_are_neither(joining: str, leaving: str, first: bool, between: str) -> None:
    parts = (joining, leaving) if first else (leaving, joining)
    if any(mark in parts[0] for mark in ("nviat", "Sent", "Scarica", "Outlook", "\n-- ")):
        return  # what comes after a signature line may belong to it
    assert WORDS.read(between.join(parts)).wish is Intent.OTHER


@given(st.lists(st.sampled_from([*JOIN, *LEAVE, *NEITHER]), min_size=1, max_size=4))
def test_joining_is_never_read_into_more_than_the_word(parts: list[str]) -> None:
    assume("\n-- \n" not in "\n".join(parts[:-1]))  # what follows the mark of a signature is not said
    if WORDS.read("\n".join(parts)).wish is Intent.JOIN:
        readings = [WORDS.read(part).wish for part in parts]
        assert Intent.JOIN in readings
        assert Intent.LEAVE not in readings


FORNACETTE, CALCINAIA = Choice(ChoiceKind.ZONE, "fornacette"), Choice(ChoiceKind.ZONE, "calcinaia")
METEO, RIFIUTI = Choice(ChoiceKind.TOPIC, "meteo"), Choice(ChoiceKind.TOPIC, "rifiuti")
OFFER = Offer(
    ("Calcinaia", "Fornacette"), (Topic("Meteo", ("meteo_allerta",)), Topic("rifiuti", ("rifiuti_servizio",)))
)
CHOOSING = IntentReader.load(VOCABULARY, join=["iscrivimi"], places=["Comune di Calcinaia", "Fornacette"], offer=OFFER)


@pytest.mark.parametrize(
    ("text", "wish", "choices"),
    [
        ("Attiva Fornacette", Intent.CHOOSE, [FORNACETTE]),
        ("Buongiorno, ATTIVA fornacétte!! grazie 👍", Intent.CHOOSE, [FORNACETTE]),
        ("Attiva\nFornacette\n\nInviato da iPhone", Intent.CHOOSE, [FORNACETTE]),
        ("Attiva avvisi Fornacette", Intent.CHOOSE, [FORNACETTE]),
        ("Attiva gli avvisi per la zona Calcinaia", Intent.CHOOSE, [CALCINAIA]),
        ("attiva meteo e rifiuti", Intent.CHOOSE, [METEO, RIFIUTI]),
        ("Attiva meteo, attiva rifiuti, attiva meteo", Intent.CHOOSE, [METEO, RIFIUTI]),
        ("Iscrivimi meteo", Intent.CHOOSE, [METEO]),
        ("Disattiva meteo", Intent.DROP, [METEO]),
        ("Disattivami meteo e Fornacette, grazie", Intent.DROP, [METEO, FORNACETTE]),
        ("Disattiva Fornacette", Intent.DROP, [FORNACETTE]),
        # In doubt leaving prevails, as it does where nothing can be chosen.
        ("Disattiva gli avvisi di Fornacette", Intent.LEAVE, []),
        ("Disattiva il servizio di Calcinaia", Intent.LEAVE, []),
        ("Disattiva meteo. Disattiva", Intent.LEAVE, []),
        ("Disattiva", Intent.LEAVE, []),
        ("Attiva", Intent.JOIN, []),
        # Neither: a question, a denial, both words, an unknown name, a sentence about something else.
        ("Attiva Fornacette?", Intent.OTHER, []),
        ("non attiva Fornacette", Intent.OTHER, []),
        ("Attiva meteo e disattiva rifiuti", Intent.OTHER, []),
        ("Attiva Oltrarno", Intent.OTHER, []),
        ("Attiva e meteo", Intent.OTHER, []),
        ("Attiva Fornacette Mario Rossi", Intent.OTHER, []),
        ("attiva la luce a Fornacette", Intent.OTHER, []),
        ("Fornacette", Intent.OTHER, []),
        ("stop meteo", Intent.OTHER, []),
        ("togliete rifiuti", Intent.OTHER, []),
        ("Disattiva avvisi meteo", Intent.OTHER, []),
    ],
)
def test_a_choice_is_the_whole_message(text: str, wish: Intent, choices: list[Choice]) -> None:
    reading = CHOOSING.read(text)
    assert (reading.wish, list(reading.choices)) == (wish, choices)


def test_of_a_choice_only_the_keywords_are_kept() -> None:
    assert CHOOSING.read("Ciao! Attiva gli avvisi per Fornacette, grazie").word == "attiva fornacette"


@pytest.mark.parametrize("text", [*JOIN, *LEAVE, *NEITHER])
def test_an_offer_changes_nothing_else(text: str) -> None:
    before = WORDS.read(text)
    if text != "Attiva Fornacette":
        assert CHOOSING.read(text) == before
