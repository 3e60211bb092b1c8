# SPDX-License-Identifier: EUPL-1.2
"""The step *Telegram*: make the bot, paste its key, appoint it in the channel, and try a post that goes again."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from comunecast_gui.core.setup.step_report import StepReport
from comunecast_gui.core.setup.telegram_facts import BotFacts, ChannelFacts, PostedTest, bot_user_name
from comunecast_gui.ui.setup import telegram_pictures
from comunecast_gui.ui.setup.chat_picture import ChatPicture, Line
from comunecast_gui.ui.setup.copy_row import CopyRow
from comunecast_gui.ui.setup.step_page import StepFrame, StepPage
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import buddy_label, card, label
from comunecast_gui.ui.widgets.outside import open_page

_BOTFATHER = "https://t.me/BotFather"
_AGAIN_MS = 3000
"""Telegram makes who asks for the same updates sooner wait (Bot API server: 3 s)."""


class TelegramWork(Protocol):
    """What this page needs; every call may take long."""

    def facts(self) -> BotFacts: ...

    def take_key(self, pasted: str, server: str = "") -> str: ...

    def look_for_channels(self) -> tuple[ChannelFacts, ...]: ...

    def take_channel(self, typed: str) -> ChannelFacts: ...

    def post_test(self) -> PostedTest: ...

    def delete_test(self) -> None: ...


class TelegramStep(StepPage):
    """Three cards, one below the other; the later ones appear as the earlier ones are done."""

    def __init__(self, work: TelegramWork, frame: StepFrame) -> None:
        super().__init__(
            frame,
            self.tr("A bot publishes in your channel"),
            self.tr(
                "Telegram lets a program publish through a bot. Making one takes two minutes on the phone or the "
                "computer where you use Telegram, and costs nothing."
            ),
        )
        self._work = work
        self._facts: BotFacts | None = None
        self._looking = False
        self._link = ""
        self._offered: list[str] = []
        self.column.addWidget(self._bot_card())
        self.column.addWidget(self._channel_card())
        self.column.addWidget(self._test_card())
        self.place_banner()
        self._timer = self.timer(self._look, _AGAIN_MS)
        self._refresh()

    def show_report(self, report: StepReport) -> None:
        self._refresh()

    def leave(self) -> None:
        self._timer.stop()

    # -- building -----------------------------------------------------------------------------------------------------

    def _bot_card(self) -> QFrame:
        frame, column = card()
        column.addWidget(label(self.tr("1. The bot"), "section"))
        self._made = label("", "success")
        self._made.hide()
        column.addWidget(self._made)
        self._making = QWidget()
        inner = QVBoxLayout(self._making)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        self._name_picture = self._chat(telegram_pictures.name("-"))
        self._name_row = CopyRow(
            self.look,
            3,
            self.tr("It asks for a name. Send the one that citizens will see:"),
            "-",
            picture=self._name_picture,
        )
        self._user_picture = self._chat(telegram_pictures.user_name("-"))
        self._user_row = CopyRow(
            self.look,
            4,
            self.tr("It asks for a user name, ending in “bot”. If this one is taken, add a digit before “_bot”:"),
            "-",
            picture=self._user_picture,
        )
        rows = (
            CopyRow(
                self.look,
                1,
                self.tr("Open Telegram and look for @BotFather, the one with the blue tick. Press “Start”."),
                "@BotFather",
                _BOTFATHER,
                self._chat(telegram_pictures.search()),
            ),
            CopyRow(
                self.look,
                2,
                self.tr("Send this message:"),
                "/newbot",
                picture=self._chat(telegram_pictures.new_bot()),
            ),
            self._name_row,
            self._user_row,
            CopyRow(
                self.look,
                5,
                self.tr("It answers with a message that contains the key. Copy all of that message and paste it here:"),
                picture=self._chat(telegram_pictures.key()),
            ),
        )
        for row in rows:
            inner.addWidget(row)
        column.addWidget(self._making)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setMaxLength(4000)
        self._key_title = buddy_label(self.tr("&Key of the bot"), self.key)
        column.addWidget(self._key_title)
        column.addWidget(self.key)
        self._key_help = label(
            self.tr("It is kept where this computer keeps passwords, and is not shown again."), "small"
        )
        column.addWidget(self._key_help)
        self.server = QLineEdit()
        self._server_title = buddy_label(self.tr("&Server of the Bot API"), self.server)
        self._server_help = label(
            self.tr("Only for who runs a server of their own; leave it as it is otherwise."), "small"
        )
        self._about_server = (self._server_title, self.server, self._server_help)
        for widget in self._about_server:
            widget.hide()
            column.addWidget(widget)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        self.take_key = self.look.button(self.tr("Check the ke&y"), "primary", "it-key")
        self.take_key.clicked.connect(self._on_take_key)
        self.key.returnPressed.connect(self.take_key.click)
        flow.addWidget(self.take_key)
        self.other_server = self.look.button(self.tr("&Another server…"), "quiet")
        self.other_server.clicked.connect(self._on_other_server)
        flow.addWidget(self.other_server)
        column.addWidget(buttons)
        self.change_key = self.look.button(self.tr("&Use another bot…"), "quiet", "it-exchange-circle")
        self.change_key.clicked.connect(self._on_change_key)
        self.change_key.hide()
        column.addWidget(self.change_key)
        self._entering = (
            self._making,
            self._key_title,
            self.key,
            self._key_help,
            self.take_key,
            self.other_server,
        )
        return frame

    def _chat(self, lines: tuple[Line, ...]) -> ChatPicture:
        return ChatPicture(self.look, telegram_pictures.BOTFATHER, lines, tick=True)

    def _channel_card(self) -> QFrame:
        self._channel, column = card()
        column.addWidget(label(self.tr("2. The channel"), "section"))
        self._joined = label("", "success")
        self._joined.hide()
        column.addWidget(self._joined)
        self._joining = QWidget()
        inner = QVBoxLayout(self._joining)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        self._channel_picture = ChatPicture(self.look, "Telegram", telegram_pictures.channel("-"))
        self._bot_picture = ChatPicture(
            self.look, QCoreApplication.translate("Setup", "Administrators"), telegram_pictures.administrators("-")
        )
        self._bot_row = CopyRow(
            self.look,
            2,
            self.tr("In the channel: its name at the top, “Administrators”, “Add administrator”. Look for the bot:"),
            "-",
            picture=self._bot_picture,
        )
        self._rights_picture = ChatPicture(self.look, "-", telegram_pictures.rights())
        for row in (
            CopyRow(
                self.look,
                1,
                self.tr("Open the town's channel in Telegram. If there is none yet: menu, “New channel”, public."),
                picture=self._channel_picture,
            ),
            self._bot_row,
            CopyRow(
                self.look,
                3,
                self.tr("Leave “Post messages”, “Edit messages” and “Delete messages” switched on, and confirm."),
                picture=self._rights_picture,
            ),
        ):
            inner.addWidget(row)
        self._waiting = label(self.tr("Waiting for the bot to become administrator…"), "muted")
        inner.addWidget(self._waiting)
        column.addWidget(self._joining)
        self._found = QWidget()
        self._found_flow = FlowLayout(self._found)
        self._found.hide()
        column.addWidget(self._found)
        self.chat = QLineEdit()
        column.addWidget(buddy_label(self.tr("&Or write the channel's name or address"), self.chat))
        self.chat.setPlaceholderText(self.tr("@comune… / https://t.me/…"))
        column.addWidget(self.chat)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        self.take_chat = self.look.button(self.tr("Check the c&hannel"), "", "it-check")
        self.take_chat.clicked.connect(lambda: self._take_channel(self.chat.text()))
        self.chat.returnPressed.connect(self.take_chat.click)
        flow.addWidget(self.take_chat)
        column.addWidget(buttons)
        self._channel.hide()
        return self._channel

    def _test_card(self) -> QFrame:
        self._test, column = card()
        column.addWidget(label(self.tr("3. A test"), "section"))
        self._test_words = label("")
        column.addWidget(self._test_words)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        self.post = self.look.button(self.tr("&Publish a test"), "primary", "it-horn")
        self.post.clicked.connect(self._on_post)
        flow.addWidget(self.post)
        self.open_post = self.look.button(self.tr("&Look at it"), "", "it-external-link")
        self.open_post.clicked.connect(lambda: open_page(self._link))
        flow.addWidget(self.open_post)
        self.delete = self.look.button(self.tr("Seen: &delete it"), "primary", "it-delete")
        self.delete.clicked.connect(self._on_delete)
        flow.addWidget(self.delete)
        column.addWidget(buttons)
        self._test.hide()
        return self._test

    # -- what is known ------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.ask(self._work.facts, self._on_facts)

    def _on_facts(self, facts: BotFacts) -> None:
        before, self._facts = self._facts, facts
        self._name_row.set_text(facts.office or "-")
        self._user_row.set_text(bot_user_name(facts.office))
        bot = f"@{facts.name}" if facts.name else "-"
        self._bot_row.set_text(bot)
        self._show_names(facts.office or "-", bot_user_name(facts.office), bot)
        if before is None:
            self.server.setText(facts.server)
        changed = before is None or before.has_key != facts.has_key
        if changed:
            self._show_entering(not facts.has_key)
        self._made.setText(
            self.tr("The bot @{bot} is connected.").format(bot=facts.name)
            if facts.name
            else self.tr("The bot's key is there.")
        )
        self._made.setVisible(facts.has_key)
        self._channel.setVisible(facts.has_key)
        self._joined.setText(self.tr("The channel is {chat}.").format(chat=facts.chat))
        self._joined.setVisible(bool(facts.chat))
        self._joining.setVisible(not facts.chat)
        self._test.setVisible(facts.has_key and bool(facts.chat))
        self._show_test(facts)
        if facts.has_key and not facts.chat:
            self._look()
        else:
            self._timer.stop()

    def _show_names(self, office: str, user: str, bot: str) -> None:
        """The pictures show the office's own names, as the app will."""
        father = telegram_pictures.BOTFATHER
        self._name_picture.show_lines(father, telegram_pictures.name(office))
        self._user_picture.show_lines(father, telegram_pictures.user_name(user))
        self._channel_picture.show_lines("Telegram", telegram_pictures.channel(office))
        administrators = QCoreApplication.translate("Setup", "Administrators")
        self._bot_picture.show_lines(administrators, telegram_pictures.administrators(bot))
        self._rights_picture.show_lines(bot, telegram_pictures.rights())

    def _show_entering(self, on: bool) -> None:
        for widget in self._entering:
            widget.setVisible(on)
        for widget in self._about_server:
            widget.hide()
        self.change_key.setVisible(not on)

    def _show_test(self, facts: BotFacts) -> None:
        if facts.standing:
            words = self.tr("The test is in the channel. Look at it on your phone, then have it deleted.")
        elif facts.tested:
            words = self.tr("The channel works: a test was published, seen and deleted.")
        else:
            words = self.tr("A few words go into the channel, and are deleted when you have seen them.")
        self._test_words.setText(words)
        self.post.setVisible(not facts.standing)
        self.delete.setVisible(facts.standing)
        self.open_post.setVisible(facts.standing and bool(self._link))

    # -- events -------------------------------------------------------------------------------------------------------

    def _on_other_server(self) -> None:
        for widget in self._about_server:
            widget.show()
        self.server.setFocus()

    def _on_change_key(self) -> None:
        self._show_entering(True)
        self.key.setFocus()

    def _on_take_key(self) -> None:
        call = partial(self._work.take_key, self.key.text(), self.server.text())
        self.ask(call, self._on_key, self.take_key, field=self.key)

    def _on_key(self, name: str) -> None:
        self.key.clear()
        self._show_entering(False)
        self.say("success", self.tr("Telegram knows the bot @{bot}. Now make it administrator.").format(bot=name))
        self.kept.emit()
        self._refresh()

    def _look(self) -> None:
        """Asks for channels as long as this page is in front and none is known."""
        if self._looking or not self.isVisible():
            return
        self._looking = True
        self.ask(self._work.look_for_channels, self._on_channels, failed=self._on_not_looked)

    def _on_channels(self, found: tuple[ChannelFacts, ...]) -> None:
        self._looking = False
        if self._facts is None or self._facts.chat:
            return
        if len(found) == 1 and found[0].can_post:
            self._take_channel(found[0].chat)
            return
        self._offer(found)
        self._timer.start()

    def _on_not_looked(self, sentence: str) -> None:
        self._looking = False
        if sentence != self.said:
            self.say("warning", sentence)
        self._timer.start()

    def _offer(self, found: tuple[ChannelFacts, ...]) -> None:
        wanted = [f"{one.title} ({one.chat})" for one in found]
        if wanted == self._offered:
            return
        self._offered = wanted
        while (item := self._found_flow.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for one, words in zip(found, wanted, strict=True):
            button = self.look.button(words, "step", "it-telegram")
            button.clicked.connect(partial(self._on_offered, one.chat))
            self._found_flow.addWidget(button)
        self._found.setVisible(bool(found))
        in_reading_order(self._found)

    def _on_offered(self, chat: str, *_: object) -> None:
        self._take_channel(chat)

    def _take_channel(self, typed: str) -> None:
        self._timer.stop()
        field = self.chat if typed == self.chat.text() and typed else None
        call = partial(self._work.take_channel, typed)
        self.ask(call, self._on_channel, self.take_chat, failed=self._on_no_channel, field=field)

    def _on_no_channel(self, sentence: str) -> None:
        self.say("error", sentence)
        self._timer.start()

    def _on_channel(self, channel: ChannelFacts) -> None:
        self.chat.clear()
        words = self.tr("“{title}” is connected, and the bot may publish there. Followers: {people}.")
        text = words.format(title=channel.title or channel.chat, people=channel.members)
        if not (channel.can_edit and channel.can_delete):
            text += " " + self.tr("Give it also the right to edit and delete messages: corrections need it.")
        self.say("success", text)
        self.kept.emit()
        self._refresh()

    def _on_post(self) -> None:
        self.ask(self._work.post_test, self._on_posted, self.post)

    def _on_posted(self, posted: PostedTest) -> None:
        self._link = posted.link
        self.say("success", self.tr("The test is published. Look at the channel."))
        self._refresh()

    def _on_delete(self) -> None:
        self.ask(self._work.delete_test, self._on_deleted, self.delete)

    def _on_deleted(self, _: object) -> None:
        self._link = ""
        self.say("success", self.tr("The test is deleted: Telegram is ready."))
        self.kept.emit()
        self._refresh()
