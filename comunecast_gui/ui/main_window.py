# SPDX-License-Identifier: EUPL-1.2
"""The frame of the program: navigation, pages, banners, the progress of sending, and the menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QIcon, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from comunecast_gui.core.changes import LaneProgress
from comunecast_gui.core.errors import Misconfigured
from comunecast_gui.ui import words
from comunecast_gui.ui.about import AboutDialog
from comunecast_gui.ui.ask import ask
from comunecast_gui.ui.composer import Composer
from comunecast_gui.ui.history import HistoryPage
from comunecast_gui.ui.lanes import Lanes
from comunecast_gui.ui.look import Banner, Look, announce, label
from comunecast_gui.ui.menus import Menus
from comunecast_gui.ui.ops import Ops, only
from comunecast_gui.ui.subscribers import SubscribersPage

_NARROW = 900
"""Below this width at normal text size the navigation stands above the page instead of beside it."""
PAGES = ("composer", "subscribers", "history")


class MainWindow(QMainWindow):
    """The window of one office."""

    def __init__(self, look: Look, ops: Ops) -> None:
        super().__init__()
        self._look = look
        self.ops = ops
        self._closing = False
        self._unknown_banner: Banner | None = None
        title = f"{ops.parts.office.name} - ComuneCast"
        self.setWindowTitle(self.tr("TRAINING - {title}").format(title=title) if ops.parts.training else title)
        self.setMinimumSize(480, 400)
        self.resize(1360, 880)
        self.composer = Composer(look, ops)
        self.subscribers = SubscribersPage(look, ops)
        self.history = HistoryPage(look, ops)
        self.lanes = Lanes(look, ops)
        self.setCentralWidget(self._frame())
        self._connect()
        Menus(self, look)
        self.go_to(0)
        self.composer.chooser.search.setFocus()

    # -- building -----------------------------------------------------------------------------------------------

    def _frame(self) -> QWidget:
        frame = QFrame()
        frame.setObjectName("training" if self.ops.parts.training else "plainFrame")
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if self.ops.parts.training:
            outer.addWidget(self._band())
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(0)
        self._body.addWidget(self._rail())
        page = self._page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._banners = QVBoxLayout()
        self._banners.setContentsMargins(28, 0, 28, 0)
        self._banners.setSpacing(8)
        column.addLayout(self._banners)
        self.pages = QStackedWidget()
        for widget in (self.composer, self.subscribers, self.history):
            self.pages.addWidget(widget)
        column.addWidget(self.pages, 1)
        column.addWidget(self.lanes)
        self._body.addWidget(page, 1)
        outer.addLayout(self._body, 1)
        return frame

    def _band(self) -> QWidget:
        band = QFrame()
        band.setObjectName("trainingBand")
        row = QHBoxLayout(band)
        row.setContentsMargins(22, 4, 18, 6)
        row.setSpacing(16)
        word = label(self.tr("TRAINING"), wrap=False)
        word.setObjectName("word")
        row.addWidget(word)
        row.addWidget(label(self.tr("Nothing leaves this computer: phones and channels here are imitated.")), 1)
        return band

    def _rail(self) -> QWidget:
        rail = QFrame()
        rail.setObjectName("rail")
        self._rail_layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, rail)
        self._rail_layout.setContentsMargins(0, 0, 0, 0)
        self._rail_layout.setSpacing(0)
        self._brand = label("ComuneCast", wrap=False)
        self._brand.setObjectName("brand")
        self._brand.setContentsMargins(22, 20, 16, 2)
        self._office = label(self.ops.parts.office.name)
        self._office.setContentsMargins(22, 0, 16, 12)
        self._rail_layout.addWidget(self._brand)
        self._rail_layout.addWidget(self._office)
        self.nav = QListWidget()
        self.nav.setObjectName("nav")
        self.nav.setAccessibleName(self.tr("Pages"))
        self.nav.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nav.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nav_icons = ("it-pencil", "it-user", "it-clock")
        for text in (self.tr("Write"), self.tr("Subscribers"), self.tr("History")):
            self.nav.addItem(QListWidgetItem(text))
        self.nav.currentRowChanged.connect(self._on_nav)
        self._rail_layout.addWidget(self.nav, 1)
        self._rail_frame = rail
        self._look.on_theme(self.nav, self._tint_nav)
        return rail

    def _tint_nav(self) -> None:
        size = self._look.theme.px(22)
        colour = self._look.theme.colours.on_nav
        self.nav.setIconSize(QSize(size, size))
        for row, name in enumerate(self._nav_icons):
            icon = QIcon()
            pixmap = self._look.icons.pixmap(name, colour, size)
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
                icon.addPixmap(pixmap, mode)
            self.nav.item(row).setIcon(icon)
        self._arrange()

    def _connect(self) -> None:
        self.composer.show_notice.connect(self.show_notice)
        self.history.write.connect(lambda: self.go_to(0))
        self.history.follow_up.connect(self._on_follow_up)
        self.lanes.misconfigured.connect(self._on_misconfigured)
        self.ops.trouble.connect(self.show_trouble)
        self.ops.running_changed.connect(self._on_running)
        self.ops.notices_changed.connect(self._on_notices_changed)
        for number in range(3):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
            shortcut.activated.connect(lambda number=number: self.go_to(number, focus=True))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_send_keys)

    # -- going about --------------------------------------------------------------------------------------------

    def go_to(self, page: int, *, focus: bool = False) -> None:
        """Shows a page: 0 write, 1 subscribers, 2 history."""
        self.nav.setCurrentRow(page)
        self.pages.setCurrentIndex(page)
        if focus:
            self.nav.setFocus()

    def show_notice(self, id: int) -> None:
        """Opens a notice in the history."""
        self.go_to(2)
        self.history.open_notice(id)

    def new_notice(self) -> None:
        """Asks what the next notice is about."""
        self.go_to(0)
        self.composer.restart()

    def import_subscribers(self) -> None:
        self.go_to(1)
        self.subscribers.open_import()

    def show_about(self) -> None:
        AboutDialog(self._look, self.ops.parts, self).open()

    def look_for_leftovers(self) -> None:
        """Asks the database what an earlier run left: queued rows and unknown outcomes; each gets a banner."""
        self.ops.query(self, self.ops.parts.waiting, self._on_waiting)
        self._count_unknown()

    def show_trouble(self, sentence: str) -> None:
        """Shows a failure that no page is waiting for."""
        banner = Banner(self._look, "error", sentence)
        self._add_banner(banner)

    def banner_texts(self) -> list[str]:
        """What the banners say now."""
        found = self._page.findChildren(Banner, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [banner.text for banner in found if not banner.isHidden()]

    # -- banners ------------------------------------------------------------------------------------------------

    def _on_waiting(self, waiting: Mapping[int, int]) -> None:
        count = sum(waiting.values())
        if not count or self.ops.running:
            return
        text = self.tr(
            "%n delivery(ies) of an earlier session are still queued. Are they still right? Send them or cancel them.",
            "",
            count,
        )
        banner = Banner(self._look, "warning", text)
        send = self._look.button(self.tr("Send them"), "")
        send.clicked.connect(self._dropping(banner, lambda: self.ops.resume(only(*waiting))))
        cancel = self._look.button(self.tr("Cancel them…"), "danger")
        cancel.clicked.connect(lambda: self._ask_cancel(banner, tuple(waiting), count))
        banner.add_button(send)
        banner.add_button(cancel)
        self._add_banner(banner)

    def _ask_cancel(self, banner: Banner, notices: tuple[int, ...], count: int) -> None:
        def cancel_all() -> None:
            for notice in notices:
                self.ops.parts.notices.cancel(notice, self.ops.parts.clock.now())

        ask(
            self._look,
            self,
            self.tr("Cancel %n queued delivery(ies)?", "", count),
            self.tr("These people will not get the notice. What was already sent cannot be called back."),
            self.tr("&Cancel the queue"),
            lambda: self.ops.change(self, cancel_all, lambda _: self._drop_banner(banner)),
            kind="danger",
        )

    def _on_unknown(self, count: int) -> None:
        if self._unknown_banner is not None:
            self._drop_banner(self._unknown_banner)
        if not count:
            return
        text = self.tr("Of %n delivery(ies) nobody knows whether it arrived.", "", count)
        banner = Banner(self._look, "warning", text)
        go = self._look.button(self.tr("Look at them"), "")
        go.clicked.connect(self._dropping(banner, self._open_unknown))
        banner.add_button(go)
        self._unknown_banner = banner
        self._add_banner(banner)

    def _open_unknown(self) -> None:
        self.go_to(2)
        self.history.open_unknown()

    def _on_misconfigured(self, lane: LaneProgress) -> None:
        channel = words.channel_title(lane.channel, self.ops.parts.channel_titles)
        sentence = self.ops.parts.sentences.of(Misconfigured(lane.code, lane.detail))
        banner = Banner(self._look, "error", f"{channel}: {sentence}")
        again = self._look.button(self.tr("Try again"), "")
        again.clicked.connect(self._dropping(banner, self.ops.resume))
        banner.add_button(again)
        self._add_banner(banner)

    def _add_banner(self, banner: Banner) -> None:
        if banner.text in self.banner_texts():
            banner.deleteLater()
            return
        close = self._look.icon_button("it-close", self.tr("Close this message"))
        close.clicked.connect(lambda: self._drop_banner(banner))
        banner.add_button(close)
        self._banners.addWidget(banner)
        banner.show()
        self._banners.setContentsMargins(28, 14, 28, 0)
        announce(self, banner.text)

    def _dropping(self, banner: Banner, call: Callable[[], None]) -> Callable[[], None]:
        def pressed() -> None:
            self._drop_banner(banner)
            call()

        return pressed

    def _drop_banner(self, banner: Banner) -> None:
        if banner is self._unknown_banner:
            self._unknown_banner = None
        self._banners.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        if not self._banners.count():
            self._banners.setContentsMargins(28, 0, 28, 0)

    # -- events -------------------------------------------------------------------------------------------------

    def _on_nav(self, row: int) -> None:
        if row >= 0:
            self.pages.setCurrentIndex(row)

    def _on_send_keys(self) -> None:
        if self.pages.currentWidget() is self.composer:
            self.composer.ask()

    def _on_follow_up(self, notice: int, category: str) -> None:
        self.go_to(0)
        self.composer.choose(category, follows=notice)

    def _on_running(self, running: bool) -> None:
        if self._closing and not running:
            self.close()
        elif not running:
            self._count_unknown()

    def _on_notices_changed(self) -> None:
        """A verdict of a person may have settled the last unknown outcome."""
        if self._unknown_banner is not None:
            self._count_unknown()

    def _count_unknown(self) -> None:
        self.ops.query(self, self.ops.parts.notices.unknown, lambda rows: self._on_unknown(len(rows)))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self._closing and not self.ops.running:
            event.accept()
        elif self.ops.running:
            event.ignore()
            if not self._closing:
                self._ask_to_stop()
        elif self.composer.unsent:
            event.ignore()
            self._ask_to_leave()
        else:
            event.accept()

    def _ask_to_leave(self) -> None:
        ask(
            self._look,
            self,
            self.tr("Close without sending?"),
            self.tr("The notice that you are writing was not sent and will be lost."),
            self.tr("&Close without sending"),
            self._leave,
            kind="danger",
        )

    def _leave(self) -> None:
        self._closing = True
        self.close()

    def _ask_to_stop(self) -> None:
        ask(
            self._look,
            self,
            self.tr("Notices are being sent"),
            self.tr(
                "If you close, those under way are finished and the others stay queued: "
                "at the next start you can send them."
            ),
            self.tr("&Stop and close"),
            self._stop_and_close,
            kind="danger",
        )

    def _stop_and_close(self) -> None:
        self._closing = True
        self.ops.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._look.theme.px
        narrow = self.width() < px(_NARROW)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._body.setDirection(down if narrow else across)
        self._rail_layout.setDirection(across if narrow else down)
        self.nav.setFlow(QListWidget.Flow.LeftToRight if narrow else QListWidget.Flow.TopToBottom)
        self._brand.setVisible(not narrow)
        self._office.setVisible(not narrow)
        if narrow:
            self._rail_frame.setMinimumWidth(0)
            self._rail_frame.setMaximumWidth(16777215)
            self._rail_frame.setFixedHeight(px(64))
        else:
            self._rail_frame.setMinimumHeight(0)
            self._rail_frame.setMaximumHeight(16777215)
            self._rail_frame.setFixedWidth(px(216))
