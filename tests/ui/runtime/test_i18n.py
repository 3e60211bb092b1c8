# SPDX-License-Identifier: EUPL-1.2
"""Everything on screen is translated: Italian is complete, nothing is written past the translator."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from comunecast_gui.core.bulletin.forecast import LEVELS
from comunecast_gui.system import paths
from comunecast_gui.ui.composer.send_summary import euro
from comunecast_gui.ui.home.bulletin_words import level_in_words
from comunecast_gui.ui.runtime import i18n
from comunecast_gui.ui.templates.standing_words import language_word
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.labels import counts_sentence, lasting, outcomes_sentence
from comunecast_gui.ui.widgets.look import Look

ROOT = Path(__file__).parents[3]
SOURCES = sorted((ROOT / "comunecast_gui" / "ui").rglob("*.py"))

SHOWN = {
    "label",
    "QLabel",
    "QCheckBox",
    "QRadioButton",
    "QPushButton",
    "button",
    "icon_button",
    "setText",
    "setWindowTitle",
    "setPlaceholderText",
    "setAccessibleName",
    "setToolTip",
    "addItem",
    "addTab",
    "addMenu",
    "Banner",
    "EmptyState",
    "announce",
    "ask",
}
"""Calls whose text arguments a person reads."""
SAME_EVERYWHERE = {
    "ComuneCast",
    "Telegram",
    "WhatsApp",
    "8:30",
    "333 1234567",
    "Ctrl+Enter",
    "Ctrl+P",
    "https://",
    "{length}/{limit}",
}
STYLE = re.compile(r"^[a-z_-]*$")
"""Names of icons, kinds and roles."""


def test_translations_are_in_step() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "translations.py"), "check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def in_english(qapp: QApplication) -> Iterator[None]:
    i18n.install(qapp, paths.resource("i18n"), "en")
    yield
    i18n.install(qapp, paths.resource("i18n"))


def test_prices_numbers_and_quotes_are_written_as_in_english(look: Look, in_english: None) -> None:
    assert labels.price_amount(Decimal("0.0248")) == "2.48 cents"
    assert (labels.number(12345), labels.decimal(1234.5, 2)) == ("12,345", "1,234.50")
    assert labels.quoted("Attiva") == "“Attiva”"
    assert (labels.euro(1234.5), euro(Decimal("0.0248"))) == ("€1,234.50", "€0.0248")
    assert [level_in_words(level) for level in LEVELS] == ["no alert", "yellow alert", "orange alert", "red alert"]
    assert language_word("it") == "Italian"


def test_prices_numbers_and_quotes_are_written_as_in_italian(look: Look) -> None:
    assert labels.price_amount(Decimal("0.0248")) == "2,48 centesimi"
    assert labels.decimal(12345.5, 2) == "12.345,50"
    assert labels.quoted("Attiva") == "«Attiva»"
    assert (labels.euro(12345.5), euro(Decimal("0.0248"))) == ("12.345,50 €", "0,0248 €")
    assert [level_in_words(level) for level in LEVELS[1:]] == ["allerta gialla", "allerta arancione", "allerta rossa"]
    assert language_word("it") == "italiano"


@pytest.mark.parametrize(("language", "others"), [("it", '“”„"'), ("en", '«»„"')])
def test_each_language_has_one_kind_of_quotes(language: str, others: str) -> None:
    """What is to be typed into a settings file keeps the straight ones that belong to it."""
    said = [text for text in _said_in(language) if set(others) & set(re.sub(r'= "\w+"|\["\w+", "\w+"\]', "", text))]
    assert said == []


def _said_in(language: str) -> Iterator[str]:
    """All sentences of the window and of its checks in a language."""
    told = tomllib.loads(paths.resource("sentences", f"{language}.toml").read_text("utf-8"))
    checks = tomllib.loads(paths.resource("checks.toml").read_text("utf-8"))
    yield from (text for part in told.values() for text in (part.values() if isinstance(part, dict) else [part]))
    yield from (check.get(language, "") for check in checks.values())
    for message in _messages(language):
        translation = message.find("translation")
        forms = [] if translation is None else ["".join(one.itertext()) for one in (translation, *translation)]
        yield from forms if language != "en" else [*forms, message.findtext("source") or ""]
    if language == "en":
        yield from (message.findtext("source") or "" for message in _messages("it"))


def _messages(language: str) -> Iterator[ET.Element]:
    tree = ET.parse(paths.resource("i18n") / f"comunecast_{language}.ts")  # noqa: S314 - our own file
    return tree.iter("message")


def test_italian_is_installed(look: Look) -> None:
    assert QCoreApplication.translate("Navigation", "Write") == "Componi"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Annulla"
    assert QLocale().toString(12345) == "12.345"
    assert outcomes_sentence({"failed": 3, "accepted": 12345}) == "3 non riusciti, 12.345 inviati"
    assert [lasting(5), lasting(200), lasting(7800)] == ["meno di un minuto", "circa 3 min", "circa 2 h 10 min"]


def test_plurals(look: Look) -> None:
    texts = [QCoreApplication.translate("SubscribersPage", "%Ln person(s)", "", n) for n in (0, 1, 2)]
    assert texts == ["0 persone", "1 persona", "2 persone"]
    assert QCoreApplication.translate("SubscribersPage", "%Ln person(s)", "", 12345) == "12.345 persone"


def test_english_has_its_plurals_and_can_be_left_again(qapp: QApplication, look: Look) -> None:
    try:
        for language in ("en", "en"):
            i18n.install(qapp, paths.resource("i18n"), language)
        assert QCoreApplication.translate("SubscribersPage", "%Ln person(s)", "", 2) == "2 people"
        assert QCoreApplication.translate("Navigation", "Write") == "Write"
        assert QLocale().toString(12345) == "12,345"
    finally:
        i18n.install(qapp, paths.resource("i18n"), "xx")  # an unknown language is the usual one
    assert QCoreApplication.translate("SubscribersPage", "%Ln person(s)", "", 2) == "2 persone"
    assert QLocale().toString(12345) == "12.345"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_text_goes_past_the_translator(source: Path) -> None:
    tree = ast.parse(source.read_text("utf-8"))
    found = [
        f"{node.lineno}: {argument.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) in SHOWN
        for argument in node.args
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and not STYLE.match(argument.value)
        and argument.value not in SAME_EVERYWHERE
    ]
    assert found == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_only_literals_are_translated(source: Path) -> None:
    """``tr(f"...")`` and ``tr(variable)`` would be gathered as nothing and shown in English."""
    tree = ast.parse(source.read_text("utf-8"))
    for node in ast.walk(tree):
        name = _called(node) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and (name == "tr" or (name == "translate" and len(node.args) > 1)):  # not str's
            texts = node.args[:2] if name == "translate" else node.args[:1]
            assert all(isinstance(text, ast.Constant) for text in texts), f"{source.name}:{node.lineno}"


def test_translations_keep_the_placeholders() -> None:
    tree = ET.parse(ROOT / "resources" / "i18n" / "comunecast_it.ts")  # noqa: S314 - our own file
    for message in tree.getroot().iter("message"):
        source = message.findtext("source", "")
        wanted = set(re.findall(r"\{\w+\}|%L?n", source))
        translation = message.find("translation")
        assert translation is not None
        for form in translation.findall("numerusform") or [translation]:
            assert set(re.findall(r"\{\w+\}|%L?n", form.text or "")) == wanted, source
            assert ("&" in source) == ("&" in (form.text or "")), source


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_qts_own_dialogs_and_menus_speak_italian(look: Look, qtbot: QtBot) -> None:
    """Also where the system has no file dialog of its own: Qt's is used there."""
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    said = [one.text() for kind in (QLabel, QPushButton) for one in dialog.findChildren(kind)]
    said += [dialog.labelText(one) for one in QFileDialog.DialogLabel]
    said += [one.toolTip() for one in dialog.findChildren(QToolButton)]
    edit = QLineEdit()
    qtbot.addWidget(edit)
    menu = edit.createStandardContextMenu()
    said += [action.text() for action in menu.actions()]
    menu.deleteLater()
    english = re.compile(r"\b(Look|Files|type|Save|Cancel|Open|Back|Undo|Redo|Copy|Paste|Select|Delete|Name|Folder)\b")
    assert [text for text in said if english.search(text.replace("&", ""))] == []
    assert "&Cerca in:" in said


def test_qts_own_translation_is_there_for_every_language() -> None:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert [language for language in i18n.LANGUAGES if not (folder / f"qtbase_{language}.qm").is_file()] == []


def test_an_hour_is_said_in_one_way() -> None:
    """``9:05`` in sentences, by :func:`labels.hour`; with a nought before it in columns and fields alone."""
    sources = Path(i18n.__file__).parents[1].rglob("*.py")
    found = {file.name for file in sources if re.search(r"%H:%M(?!:%S)", file.read_text("utf-8"))}
    assert found == {"labels.py", "date_inputs.py"}


def test_what_is_being_sent_is_not_called_queued(look: Look) -> None:
    """Beside a button that takes the queued ones back stands the same number of them."""
    assert counts_sentence({"queued": 92, "sending": 12}) == "92 in coda, 12 in partenza"
    assert counts_sentence({"sending": 1}) == "1 in partenza"
    assert counts_sentence({"queued": 0, "sending": 0, "accepted": 3}) == "3 inviati"
