# SPDX-License-Identifier: EUPL-1.2
"""Foreign text in every page and dialog is shown as plain text, and no file or address in it is loaded or opened."""

from __future__ import annotations

import ast
import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QHelpEvent, QTextDocument, QTextFragment
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QErrorMessage,
    QGraphicsView,
    QLabel,
    QMessageBox,
    QTextBrowser,
    QTextEdit,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import comunecast_gui
from comunecast_gui.core.approval.approval_request import ApprovalRequest
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.approval.rules import Reason, Rules
from comunecast_gui.core.changes import ChangeKind, LanePhase, LaneProgress
from comunecast_gui.core.content import Content, TelegramPost, TemplateMessage, TextMessage, readable
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.markup import Span, telegram_html, telegram_spans
from comunecast_gui.core.model import Attachment, ChannelKind, DeliveryState, PriceCategory, Priority
from comunecast_gui.core.notice.checks.check import Problem, Severity
from comunecast_gui.core.notice.costs import estimate
from comunecast_gui.core.ports import Accepted, NewNotice, Result
from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.system.attachments import with_kept_bytes
from comunecast_gui.system.secrets import KeyState, SecretName, Secrets
from comunecast_gui.system.update_announcement import Announcement
from comunecast_gui.tour.scenes import Stage
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.composer.send_summary import Summary
from comunecast_gui.ui.help.manual_window import ManualWindow
from comunecast_gui.ui.history.approval_dialog import ApprovalDialog
from comunecast_gui.ui.people.add_dialog import AddDialog
from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.people.person_dialog import PersonDialog
from comunecast_gui.ui.runtime.drafts import KeptDraft
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import ColleagueServices, SecondPersonServices
from comunecast_gui.ui.settings.colleague_dialog import ColleagueDialog
from comunecast_gui.ui.settings.colleagues_dialog import ColleaguesDialog
from comunecast_gui.ui.settings.office_key_dialog import OfficeKeyDialog
from comunecast_gui.ui.settings.office_key_paper import KeyPaper
from comunecast_gui.ui.settings.recovery_words_dialog import RecoveryWordsDialog
from comunecast_gui.ui.settings.secrets_dialog import SecretsDialog
from comunecast_gui.ui.shell.about_dialog import AboutDialog
from comunecast_gui.ui.shell.crash_dialog import CrashDialog
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow
from comunecast_gui.ui.shell.sign_in_dialog import SignInDialog
from comunecast_gui.ui.shell.texts_dialog import TextsDialog
from comunecast_gui.ui.shell.welcome_dialog import WelcomeDialog
from comunecast_gui.ui.statistics.chart import Chart
from comunecast_gui.ui.widgets import outside
from comunecast_gui.ui.widgets.look import Look, label, set_tip, show_tip, tip_text
from comunecast_gui.ui.widgets.outside import open_folder, open_page, page_of
from comunecast_gui.ui.widgets.phone_preview import PhonePreview, linked
from comunecast_gui.ui.widgets.question import Question
from tests.ui import conftest as ui
from tests.ui.conftest import Sent, look, make_ops, open_window, ops, sent, services, services_behind, window, workspace
from tests.ui.everywhere import in_dialogs

__all__ = ["look", "make_ops", "ops", "sent", "services", "window", "workspace"]

CANARY = Path("/tmp") / f"canary-{os.getpid()}.png"
IMAGE = f'<img src="file://{CANARY}">'
PIECES = (
    IMAGE,
    f"<img src=file://{CANARY}>",
    "<b>x</b><img src=//h.it/s.png>",
    '<a href="javascript:alert(1)">qui</a>',
    f'https://x.it/"><img src="file://{CANARY}">',
    f"https://x.it/'><table background='file://{CANARY}'><tr><td>x</table>",
    f"*<img src='file://{CANARY}'>*",
    f"&lt;img src=&quot;file://{CANARY}&quot;&gt;",
    "<style>* { color: red }</style><h1>Titolo",
    "<?xml version='1.0'?><svg><image href='file:///etc/passwd'/></svg>",
)
IMAGE_RESOURCE = QTextDocument.ResourceType.ImageResource.value
HOSTILE = " ".join(PIECES)
"""The text that the tests put wherever the window shows foreign text."""


# -- how rich text and loading are detected ---------------------------------------------------------------------------


class Watch:
    """Tells whether a file was opened by any process (inotify(7), IN_OPEN)."""

    _IN_OPEN = 0x20

    def __init__(self, path: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = self._libc.inotify_init1(os.O_NONBLOCK)
        assert self._descriptor >= 0
        assert self._libc.inotify_add_watch(self._descriptor, os.fsencode(path), self._IN_OPEN) >= 0

    def opened(self) -> bool:
        try:
            return bool(os.read(self._descriptor, 4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._descriptor)


@contextmanager
def watched() -> Iterator[Callable[[], bool]]:
    """A picture that must not be opened, and a function that tells whether it was; always False outside Linux."""
    CANARY.write_bytes(Path("resources/samples/avviso.png").read_bytes())
    if sys.platform != "linux":
        yield lambda: False
        CANARY.unlink()
        return
    watch = Watch(CANARY)
    try:
        yield watch.opened
    finally:
        watch.close()
        CANARY.unlink()


def is_plain_document(document: QTextDocument) -> bool:
    """Whether a document holds only text: no picture, no link, no table."""
    block = document.begin()
    while block.isValid():
        if block.textList() is not None or block.blockFormat().headingLevel():
            return False
        walk = block.begin()
        while not walk.atEnd():
            fragment: QTextFragment = walk.fragment()
            look = fragment.charFormat()
            if look.isImageFormat() or look.isAnchor() or look.anchorHref():
                return False
            walk += 1
        block = block.next()
    return not document.rootFrame().childFrames()


def is_plain_tip(text: str) -> bool:
    """Whether a tool tip shows only text, also if Qt reads it as HTML."""
    if not QtGui.Qt.mightBeRichText(text):
        return True
    document = QTextDocument()
    document.setHtml(text)
    return is_plain_document(document)


def interpreted(root: QWidget) -> list[str]:
    """The widgets inside ``root`` that read a text as HTML, or could."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        what = f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parentWidget()).__name__}"
        if isinstance(widget, Chart) and not widget.text():
            continue  # it is painted, and a label only for screen readers
        if isinstance(widget, QLabel):
            if widget.textFormat() != Qt.TextFormat.PlainText and widget.objectName() != "qtooltip_label":
                found.append(f"a label that may read HTML: {what} {widget.text()!r}")
            if widget.openExternalLinks():
                found.append(f"a label that opens links: {what}")
        if isinstance(widget, QTextEdit) and not is_plain_document(widget.document()):
            found.append(f"a text with more than letters: {what}")
        if isinstance(widget, QTextBrowser) and (widget.openExternalLinks() or widget.openLinks()):
            found.append(f"a text that follows links: {what}")
        if isinstance(widget, (QMessageBox, QErrorMessage, QGraphicsView)):
            found.append(f"reads HTML by itself: {what}")
        tips = [widget.toolTip(), widget.statusTip(), widget.whatsThis()]
        tips += [action.toolTip() for action in widget.findChildren(QAction)]
        if isinstance(widget, (QAbstractItemView, QComboBox)) and (model := widget.model()) is not None:
            tips += [text for text in _tips_of(model) if text]
        found += [f"a tip that is more than letters: {what} {tip!r}" for tip in tips if not is_plain_tip(tip)]
    return found


def columns_of(model: QAbstractItemModel) -> int:
    """The number of columns; a list model has one, and its own method is private."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def _tips_of(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(min(model.rowCount(), 50)):
        for column in range(columns_of(model)):
            for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.StatusTipRole):
                yield str(model.data(model.index(row, column), role) or "")


def hover(root: QWidget) -> None:
    """Asks every visible widget, and the cells of tables, for its tool tip."""
    for widget in root.findChildren(QWidget):
        if not (isValid(widget) and widget.isVisible()):
            continue
        spots = [QPoint(2, 2)]
        target = widget
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            target = widget.viewport()
            cells = ((row, column) for row in range(min(model.rowCount(), 5)) for column in range(columns_of(model)))
            spots = [widget.visualRect(model.index(row, column)).center() for row, column in cells]
        for spot in spots:
            QApplication.sendEvent(target, QHelpEvent(QEvent.Type.ToolTip, spot, target.mapToGlobal(spot)))
    QToolTip.hideText()


def shows(root: QWidget, text: str) -> bool:
    """Whether a label, text or table inside ``root`` contains ``text``."""
    texts = [widget.text() for widget in root.findChildren(QLabel)]
    texts += [widget.toPlainText() for widget in root.findChildren(QTextEdit)]
    for view in root.findChildren(QAbstractItemView):
        if (model := view.model()) is not None:
            indexes = (
                model.index(row, column) for row in range(model.rowCount()) for column in range(columns_of(model))
            )
            texts += [str(model.data(index) or "") for index in indexes]
    return any(text in shown for shown in texts)


# -- pages and dialogs ------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def hostile_town(monkeypatch: pytest.MonkeyPatch) -> None:
    """An office whose settings contain hostile text."""
    quoted = IMAGE.replace('"', '\\"')
    text = ui.TOWN.replace('name = "Comune di Calcinaia"', f'name = "Comune {quoted}"')
    text = text.replace('["Calcinaia", "Fornacette"]', f'["{quoted}", "Fornacette"]')
    assert text.count(str(CANARY)) == 2
    monkeypatch.setattr(ui, "TOWN", text + f'[inbox]\nprivacy_version = "{quoted}"\njoin_words = ["{quoted}"]\n')


def contents(path: Path) -> dict[str, Content]:
    attachment = Attachment(path, HOSTILE, "image/png", 10, "0" * 64)
    return {
        "whatsapp": TemplateMessage(
            *("x_v1", "it", (("zona", HOSTILE),), f"*{HOSTILE}*\n{HOSTILE}"), HOSTILE, (HOSTILE,), header=attachment
        ),
        "telegram:principale": TelegramPost(f"<b>{IMAGE}</b>{HOSTILE}", HOSTILE, (attachment,), HOSTILE),
    }


@pytest.fixture
def notice(workspace: Workspace) -> int:
    """A notice in the history with hostile text, files, links and reasons of failures."""
    now = workspace.clock.now()
    rows = (ImportRow(row, f"39333{row:07}", f"39333{row:07}") for row in range(4))
    import_rows(workspace.database, rows, source=HOSTILE, now=now)
    id = workspace.outbox.enqueue(
        NewNotice("uuid", "generico", Priority.HIGH, HOSTILE, HOSTILE, now, contents(CANARY), zones=(IMAGE,))
    )
    for channel in ("whatsapp", "telegram:principale"):
        workspace.outbox.keep_channel_memory(channel, {"title": HOSTILE})
        claims = workspace.outbox.exchange([], channel, 2, now=now)
        results = [
            Result(claim.delivery, DeliveryState.FAILED, now, code="131026", detail=HOSTILE)
            if index
            else Result(
                claim.delivery, DeliveryState.ACCEPTED, now, accepted=Accepted("wamid.1", link=f"//h.it/{IMAGE}")
            )
            for index, claim in enumerate(claims)
        ]
        workspace.outbox.exchange(results, channel, 0, now=now)
    return id


def pages(window: MainWindow, notice: int, qtbot: QtBot) -> Iterator[str]:
    """Opens one page after the other with hostile text in it; yields its name."""
    window.ops.tell(ChangeKind.SUBSCRIBERS)
    window.ops.tell(ChangeKind.NOTICES)
    for name in PAGES:
        window.go_to(name)
        qtbot.waitUntil(lambda: window.subscribers.table.model().rowCount() > 0)
        yield name
    window.show_notice(notice)
    qtbot.waitUntil(lambda: bool(window.history.notice.previews))
    qtbot.waitUntil(lambda: window.history.notice.deliveries.table.model().rowCount() > 0)
    yield "notice"
    window.history.notice.deliveries.table.selectRow(0)
    yield "delivery"
    window.show_unknown()
    yield "unknown"
    window.go_to("composer")
    window.composer.choose("generico")
    for editor in window.composer.form.editors.values():
        for field in editor.inputs():
            for put in ("setText", "setPlainText"):
                if hasattr(field, put):
                    getattr(field, put)(HOSTILE)
    qtbot.waitUntil(lambda: any(IMAGE in preview.text() for preview in window.findChildren(PhonePreview)))
    yield "composer"
    banners = window.banners
    banners.show_trouble(HOSTILE)
    banners.show_gave_up(LaneProgress("telegram:principale", LanePhase.MISCONFIGURED, code=HOSTILE, detail=HOSTILE))
    banners.show_missing_keys([KeyState(SecretName.RELAY_KEY, False, f"https://{IMAGE}", HOSTILE)])
    banners.show_newer(Announcement(HOSTILE, date(2026, 1, 1), HOSTILE, date(2027, 1, 1)))
    banners.show_drafts([KeptDraft("u", "generico", HOSTILE, window.services.info.clock.now())])
    banners.show_unanswered(HOSTILE)
    banners.show_closed_letters([HOSTILE])
    banners.show_emergencies({1: HOSTILE})
    banners._on_more()
    window.lanes.show_progress(LaneProgress("whatsapp", LanePhase.PAUSED, 10, 90, 70.0, code=HOSTILE, detail=HOSTILE))
    window.ops.running_changed.emit(True)
    yield "banners"
    window.ops.running_changed.emit(False)
    yield "ended"


def test_pages_show_hostile_text_as_plain_text(window: MainWindow, notice: int, qtbot: QtBot) -> None:
    found: dict[str, list[str]] = {}
    shown = set()
    with watched() as opened:
        for name in pages(window, notice, qtbot):
            found[name] = interpreted(window)
            hover(window)
            if shows(window, IMAGE):
                shown.add(name)
            assert not opened(), f"{name}: a file that a text named was opened"
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert {"notice", "composer", "banners", "ended", *PAGES} <= shown, "the hostile words were not there to be read"


def dialogs(look: Look, ops: Ops, folder: Path, parent: QWidget) -> dict[str, Callable[[], QDialog]]:
    given = services_behind(ops)
    problem = Problem("ora", HOSTILE, Severity.WARNING, HOSTILE)
    cost = estimate(given.sending.rates, PriceCategory.UTILITY, "testo", 3, given.info.clock.now().date())
    assert cost.whatsapp_eur > Decimal(0)
    summary = Summary(
        HOSTILE,
        ("whatsapp", "telegram:x"),
        {"telegram:x": HOSTILE},
        {"whatsapp": 3},
        {"whatsapp": 70},
        (problem,),
        cost,
        HOSTILE,
        when=(HOSTILE, HOSTILE),
        level=HOSTILE,
        zones=(HOSTILE,),
        topic=HOSTILE,
        unready={"whatsapp": HOSTILE},
    )
    hosts = {SecretName.WHATSAPP_TOKEN: HOSTILE}
    licence = folder / f"{IMAGE.replace('/', '_')}.txt"
    licence.write_text(HOSTILE, "utf-8")
    info = replace(given.info, version=HOSTILE)
    now = given.info.clock.now()
    colleague = Colleague(1, HOSTILE, HOSTILE, frozenset(Role))
    request = ApprovalRequest(
        1, "0" * 64, HOSTILE, 2, (Reason.RED_ALERT,), frozenset({1}), now, now + timedelta(hours=1)
    )
    new = NewNotice("uuid", "generico", Priority.HIGH, HOSTILE, HOSTILE, now, contents(CANARY))
    second = SecondPersonServices(colleague, tuple, lambda asked, _choice, _pin: asked)
    # the dialog reads these two from the database, which takes only names that a person wrote
    kept = cast(Colleagues, SimpleNamespace(here=lambda: (colleague,), rules=Rules))
    people = ColleagueServices(kept, colleague, HOSTILE, None)
    paper = KeyPaper(HOSTILE, now.date(), (HOSTILE,) * 24, HOSTILE[:200])

    def imports() -> QDialog:
        table = folder / f"{IMAGE.replace('/', '_')}.csv"
        table.write_text(
            f'"{IMAGE.replace(chr(34), "")}";telefono\n{PIECES[1]};{PIECES[1]}\nx;333{PIECES[1]}\n', "utf-8"
        )
        dialog = ImportDialog(look, ops, given.people.importer, parent)
        dialog.choose(str(table))
        return dialog

    def words() -> QDialog:
        def prove(_: str, /, *, work: Work) -> None:
            raise InputError("backup_unreadable", file=HOSTILE, reason=HOSTILE)

        dialog = RecoveryWordsDialog(look, ops, prove, ZoneInfo("Europe/Rome"), parent)
        dialog.words.setPlainText(f"{HOSTILE} " * 24)
        dialog.try_them.click()
        return dialog

    return {
        "confirm": lambda: ConfirmDialog(look, summary, parent),
        "import": imports,
        "add": lambda: AddDialog(look, ops, given.people.importer, parent),
        "person": lambda: PersonDialog(look, ops, given.info, given.people, 1, parent),
        "words": words,
        "keys": lambda: SecretsDialog(look, given.info.sentences, Secrets(folder, hosts), list(SecretName), parent),
        "welcome": lambda: WelcomeDialog(look, given.info.sentences, ConfigError(HOSTILE, reason=HOSTILE), folder),
        "about": lambda: AboutDialog(look, info, parent),
        "licences": lambda: TextsDialog(look, HOSTILE, HOSTILE, [licence], parent),
        "crash": lambda: CrashDialog(look, HOSTILE, parent),
        "sign in": lambda: SignInDialog(look, given.info.sentences, HOSTILE, [colleague], lambda _id, _pin: colleague),
        "colleague": lambda: ColleagueDialog(look, ops, bool, parent, before=colleague),
        "colleagues": lambda: ColleaguesDialog(look, ops, given.info.clock, people, parent),
        "approval": lambda: ApprovalDialog(look, ops, given.info, second, Shown(request, HOSTILE, "", (), new), parent),
        "office key": lambda: OfficeKeyDialog(look, ops, lambda: paper, lambda _: None, parent),
        "question": lambda: Question(look, HOSTILE, HOSTILE, HOSTILE, HOSTILE, lambda: None, parent),
    }


DIALOGS = (
    *("confirm", "import", "add", "person", "words", "keys", "welcome", "about", "licences", "crash", "question"),
    *("sign in", "colleague", "colleagues", "approval", "office key"),
)


@pytest.mark.parametrize("which", DIALOGS)
def test_dialogs_show_hostile_text_as_plain_text(
    look: Look, ops: Ops, notice: int, tmp_path: Path, qtbot: QtBot, which: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    with watched() as opened:
        made = dialogs(look, ops, tmp_path, parent)
        assert set(made) == set(DIALOGS)
        dialog = made[which]()
        if dialog.parentWidget() is None:
            qtbot.addWidget(dialog)
        dialog.show()
        if which == "import":
            qtbot.waitUntil(lambda: shows(dialog, "<img"))
        if which in ("person", "colleagues"):
            qtbot.waitUntil(lambda: shows(dialog, IMAGE))
        if which == "words":
            qtbot.waitUntil(lambda: shows(dialog, "<img"))
        assert interpreted(dialog) == []
        hover(dialog)
        assert not opened()
    if which in ("confirm", "keys", "question", "approval"):
        assert shows(dialog, IMAGE)


def test_no_text_of_any_dialog_is_read_as_html_and_none_is_forgotten(
    look: Look, workspace: Workspace, ops: Ops, sent: Sent, tmp_path: Path, qtbot: QtBot
) -> None:
    """Whoever adds a dialog adds it to the scenes of the tour, or to ``dialogs``."""
    stage = Stage(open_window(look, ops, qtbot), look, workspace, tmp_path, sent("Prova", accepted=2, failed=1))
    looked_at = {
        *("ConfirmDialog", "ImportDialog", "AddDialog", "PersonDialog", "SecretsDialog", "WelcomeDialog"),
        "RecoveryWordsDialog",
        *("AboutDialog", "TextsDialog", "CrashDialog", "Question", "SignInDialog", "ColleagueDialog"),
        *("ColleaguesDialog", "ApprovalDialog", "OfficeKeyDialog"),
        "FittingDialog",  # the frame of most of these
        "ManualWindow",  # shows the program's own manual
    }

    def check(dialog: QWidget) -> list[str]:
        looked_at.add(type(dialog).__name__)
        return [] if isinstance(dialog, ManualWindow) else interpreted(dialog)

    assert in_dialogs(stage, qtbot, check) == []
    found = set()
    for path in (Path(comunecast_gui.__file__).parent / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and any(
                isinstance(base, ast.Name) and base.id in {"QDialog", "FittingDialog"} for base in node.bases
            ):
                found.add(node.name)
    assert found - looked_at == set()


def test_health_list_shows_hostile_text_as_plain_text(look: Look, qtbot: QtBot) -> None:
    from comunecast_gui.ui.widgets.health_list import HealthList

    shown = HealthList(look, {"whatsapp": HOSTILE})
    qtbot.addWidget(shown)
    shown.show_conditions([Condition("whatsapp", False, HOSTILE), Condition("telegram:x", True, HOSTILE, warning=True)])
    shown.show()
    assert shows(shown, IMAGE)
    assert interpreted(shown) == []


# -- previews ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ChannelKind.TELEGRAM, ChannelKind.WHATSAPP])
def test_phone_preview_shows_every_letter_and_loads_no_file(
    look: Look, workspace: Workspace, qtbot: QtBot, kind: ChannelKind
) -> None:
    shown: list[Content] = [content for name, content in contents(CANARY).items() if name.startswith(kind)]
    shown += [TextMessage(HOSTILE)] if kind is ChannelKind.WHATSAPP else [TelegramPost(HOSTILE, HOSTILE)]
    with watched() as opened:
        for content in shown:
            preview = PhonePreview(look, kind, workspace.office)
            qtbot.addWidget(preview)
            preview.show_content(content, ui.MORNING.at)
            preview.show()
            preview.grab()
            assert interpreted(preview) == []
            assert IMAGE in preview.text()
        assert not opened(), "the preview opened a file that the stored content named"
    if kind is ChannelKind.WHATSAPP:
        assert preview.text().replace("*", "") == readable(shown[-1]).replace("*", "")


def test_phone_preview_loads_nothing_even_where_html_got_in(look: Look, workspace: Workspace, qtbot: QtBot) -> None:
    preview = PhonePreview(look, ChannelKind.TELEGRAM, workspace.office)
    qtbot.addWidget(preview)
    with watched() as opened:
        texts = preview.findChildren(QTextEdit)
        for text in texts:
            text.insertHtml(IMAGE)
            loaded = text.document().resource(IMAGE_RESOURCE, QUrl.fromLocalFile(str(CANARY)))
            assert loaded.size() == QSize(1, 1)
        preview.show()
        preview.grab()
        assert not opened()
    assert texts


@given(st.text())
def test_telegram_spans_reads_back_telegram_html(text: str) -> None:
    spans = (Span(text, bold=True), Span("x"), Span(text))
    assert "".join(span.text for span in telegram_spans(telegram_html(spans))) == f"{text}x{text}"


@given(st.lists(st.sampled_from(["<b>", "</b>", "&lt;", "&amp;", "<", ">", "&", '"', "<i>", "a"]), max_size=12))
def test_telegram_spans_takes_unknown_markup_for_text(pieces: list[str]) -> None:
    html = "".join(pieces)
    assert all(isinstance(span.text, str) for span in telegram_spans(html))
    kept = html.replace("<b>", "").replace("</b>", "")
    for entity, sign in (("&lt;", "<"), ("&amp;", "&")):
        kept = kept.replace(entity, sign) if html.count("&") == html.count(entity) else kept
    assert len("".join(span.text for span in telegram_spans(html))) <= len(html)


@given(st.text(alphabet="ab:/.<>\"' htps\n"))
def test_linked_keeps_every_letter(text: str) -> None:
    assert "".join(piece for piece, _ in linked(text)) == text


def test_with_kept_bytes_never_opens_a_stored_path(data_dir: Path) -> None:
    with watched() as opened:
        for path in (
            CANARY,
            Path("//h.it/share/x.png"),
            Path(f"../../{CANARY.name}"),
            Path(".."),
            Path("C:\\x\\y.png"),
        ):
            for digest in ("", "0" * 64, "../../../../tmp"):
                stored = Attachment(path, "x", "image/png", 10, digest)
                assert with_kept_bytes(stored, data_dir) == stored
        assert not opened()


# -- tool tips, pages and folders -------------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", PIECES, ids=range(len(PIECES)))
def test_tool_tip_shows_every_letter_and_loads_no_file(look: Look, qtbot: QtBot, piece: str) -> None:
    widget = label("x")
    qtbot.addWidget(widget)
    set_tip(widget, piece)
    assert is_plain_tip(widget.toolTip())
    widget.show()
    with watched() as opened:
        show_tip(widget, widget.mapToGlobal(QPoint(1, 1)), piece)
        QApplication.sendPostedEvents()
        assert QToolTip.text() == tip_text(piece)
        assert not opened()
    QToolTip.hideText()
    document = QTextDocument()
    document.setHtml(tip_text(piece)) if QtGui.Qt.mightBeRichText(piece) else document.setPlainText(tip_text(piece))
    assert document.toPlainText() == piece


@pytest.mark.parametrize(
    "address",
    [
        *("", "http://comune.it", "file:///etc/passwd", "//h.it/share", "\\\\h.it\\share", "javascript:alert(1)"),
        *(
            "https:",
            "https://",
            "https:///x",
            "https://me:pw@h.it/",
            "https://me@h.it/",
            " https://h.it",
            "HTTPS://h.it\n",
        ),
        *(
            "https://h.it/a b",
            "https://h.it\\@evil.it/",
            "smb://h.it/x",
            "mailto:a@b.it",
            "data:text/html,x",
            "c:\\x.exe",
        ),
        *("https://h.it/\u202e", "https://" + "a" * 3000, "ms-msdt:/id", "search-ms:query=x", "h.it"),
    ],
)
def test_open_page_refuses_every_address_but_https(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    assert page_of(address) is None
    assert open_page(address) is False
    assert opened == []


def test_open_page_and_open_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []

    def opening(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", opening)
    assert open_page("https://t.me/comunecalcinaia/42")
    assert open_folder(tmp_path)
    assert not open_folder(tmp_path / "gone")
    assert not open_folder(Path(outside.__file__))
    assert opened == ["https://t.me/comunecalcinaia/42", QUrl.fromLocalFile(str(tmp_path)).toString()]


# -- one module for each ----------------------------------------------------------------------------------------------

DOORS = {
    "QLabel(": {"ui/widgets/look.py"},
    "QToolTip": {"ui/widgets/look.py"},
    "setToolTip": {"ui/widgets/look.py", "ui/desktop/sending_presence.py"},
    "QSystemTrayIcon": {"ui/desktop/sending_presence.py"},
    "showMessage": {"ui/desktop/sending_presence.py"},
    "QTextBrowser": {"ui/widgets/phone_preview.py", "ui/help/manual_window.py"},
    "QTextDocument": {"ui/help/manual_window.py"},
    "setMarkdown": {"ui/help/manual_window.py"},
    "QDesktopServices": {"ui/widgets/outside.py"},
}
"""A name that can read HTML or open an address, and the one module that may use it."""
CLOSED = (
    *("setTextFormat", "setHtml", "insertHtml", "setOpenExternalLinks", "setWhatsThis", "setStatusTip"),
    *("QMessageBox", "QErrorMessage", "QTextEdit", "QStaticText", "QWebEngineView"),
    *("QSvgWidget", "QSplashScreen", "QWizard", "QProgressDialog", "QInputDialog"),
)
"""Names that no module may use: each reads HTML, or loads what a text names."""


def used(tree: ast.AST) -> Iterator[str]:
    """The names in a module; a called name also with its opening bracket."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        if isinstance(node, ast.Attribute):
            yield node.attr
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            yield (node.func.id if isinstance(node.func, ast.Name) else node.func.attr) + "("


def test_rich_text_classes_and_open_url_are_used_in_one_module_each() -> None:
    root = Path(comunecast_gui.__file__).parent
    found: dict[str, set[str]] = {}
    for path in root.rglob("*.py"):
        for name in set(used(ast.parse(path.read_text("utf-8")))):
            if name in DOORS or name in CLOSED:
                found.setdefault(name, set()).add(path.relative_to(root).as_posix())
    plain = {"ui/widgets/look.py", "ui/widgets/phone_preview.py", "ui/statistics/chart.py"}
    allowed = {**DOORS, "setTextFormat": plain}
    assert found == allowed


def test_the_checks_of_this_file_find_rich_text(look: Look, qtbot: QtBot) -> None:
    with watched() as opened:
        raw = QWidget()
        qtbot.addWidget(raw)
        one = QLabel(IMAGE, raw)
        two = QTextBrowser(raw)
        two.setHtml(f'<a href="file://{CANARY}">x</a>')
        three = QWidget(raw)
        three.setToolTip(IMAGE)
        raw.show()
        one.grab()
        assert len(interpreted(raw)) == 4
        assert opened() or sys.platform != "linux"
