# SPDX-License-Identifier: EUPL-1.2
"""Shows a notice as on a citizen's phone, drawn from the content that will be sent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QFont, QImage, QPixmap, QResizeEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from comunecast_gui.core.content import (
    CAPTION_LIMIT,
    TEXT_LIMITS,
    Content,
    TelegramPost,
    TemplateMessage,
    has_link_card,
    readable,
    size,
)
from comunecast_gui.core.markup import Span, telegram_spans, whatsapp_spans
from comunecast_gui.core.model import Attachment, ChannelKind, Office
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import Look, label, set_role
from comunecast_gui.ui.widgets.picture import picture_of

_PICTURE = 560
"""Width in pixels from which a picture in a bubble is drawn, as wide as the bubble."""
_NO_LIMIT = 16777215
"""QWIDGETSIZE_MAX, which PySide6 does not name."""
_LINE = "\u2028"
"""A new line in the same paragraph."""
_URL = re.compile(r"https?://[^\s<]+[^\s<.,;:!?)]")

# The two services' own light colours, whatever the theme of the window: it is a picture of a phone.
_COLOURS = {
    ChannelKind.TELEGRAM: {
        "head": "#ffffff", "head_text": "#1a1a1a", "sub": "#5f6f7c", "chat": "#cfdfe8", "link": "#1f6fa8",
    },
    ChannelKind.WHATSAPP: {
        "head": "#00695c", "head_text": "#ffffff", "sub": "#e2f3ef", "chat": "#e9e2d8", "link": "#01579b",
    },
}  # fmt: skip
_TEXT, _GREY, _BUBBLE = "#111b21", "#59666e", "#ffffff"
_STRONGER = {
    "#5f6f7c": "#3f4c55", "#1f6fa8": "#155480", "#00695c": "#004d43", "#01579b": "#014a80", _GREY: "#3a464e",
}  # fmt: skip
"""What stands for a colour of theirs in high contrast."""


def linked(text: str) -> list[tuple[str, bool]]:
    """The pieces of a text, each with whether it is an address, which the services' apps show as a link."""
    pieces: list[tuple[str, bool]] = []
    start = 0
    for match in _URL.finditer(text):
        pieces += [(text[start : match.start()], False), (match[0], True)]
        start = match.end()
    return [piece for piece in (*pieces, (text[start:], False)) if piece[0]]


class BubbleText(QTextBrowser):
    """A text that is exactly as high as it needs to be and can be read and copied with the keyboard.

    It is inserted piece by piece, each with its format, and never parsed as HTML: no text in it can become markup.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("Read only"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(4)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def show_spans(self, spans: Iterable[Span], link: str, colour: str = _TEXT) -> None:
        """Shows these runs in ``colour``, and addresses in the colour ``link``, as the services' apps do."""
        self.clear()
        cursor = QTextCursor(self.document())
        for span in spans:
            for text, is_link in linked(span.text):
                look = QTextCharFormat()
                look.setForeground(QColor(link if is_link else colour))
                look.setFontWeight(QFont.Weight.Bold if span.bold else QFont.Weight.Normal)
                look.setFontKerning(not is_link)  # the font draws the two slashes of an address over each other
                cursor.insertText(text.replace("\n", _LINE), look)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """One empty point for everything: without a picture Qt looks for the file itself (QTextDocument::resource)."""
        point = QImage(1, 1, QImage.Format.Format_ARGB32)
        point.fill(Qt.GlobalColor.transparent)
        return point

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(220, int(self.document().size().height()) + 4)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, self.sizeHint().height())

    def _fit(self) -> None:
        self.setFixedHeight(max(int(self.document().size().height()) + 4, 20))


class WidePicture(QLabel):
    """A picture as wide as the bubble that it is in, and as high as that makes it; without one the name of a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = QPixmap()

    @property
    def empty(self) -> bool:
        return self._whole.isNull()

    def show_picture(self, picture: QPixmap) -> None:
        self._whole = picture
        self.clear()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.width()
        if self._whole.isNull():
            self.setMinimumHeight(0)
            self.setMaximumHeight(_NO_LIMIT)
        elif self.pixmap().isNull() or self.pixmap().deviceIndependentSize().width() != width:
            ratio = self.devicePixelRatioF()
            fitted = self._whole.scaledToWidth(max(round(width * ratio), 1), Qt.TransformationMode.SmoothTransformation)
            fitted.setDevicePixelRatio(ratio)
            self.setFixedHeight(round(fitted.deviceIndependentSize().height()))
            self.setPixmap(fitted)


class PhonePreview(QFrame):
    """One channel's chat with one message in it, and under it the count against the channel's limit."""

    def __init__(self, look: Look, kind: ChannelKind, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._kind = kind
        self._shown_picture: str | None = None
        self._shown_replies: tuple[str, ...] = ()
        self._eye: QLabel | None = None
        self._shown: tuple[Content | None, datetime] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        phone = QFrame()
        phone.setObjectName("phone")
        inside = QVBoxLayout(phone)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self._head(office))
        chat = QFrame()
        chat.setObjectName("chat")
        room = QVBoxLayout(chat)
        room.setContentsMargins(8, 10, 14, 12)
        room.setSpacing(2)
        room.addWidget(self._bubble())
        self._replies = QVBoxLayout()
        self._replies.setSpacing(2)
        room.addLayout(self._replies)
        inside.addWidget(chat)
        column.addWidget(phone)
        column.addSpacing(6)
        self._count = label("", "small")
        self._note = label("", "small")
        column.addWidget(self._count)
        column.addWidget(self._note)
        look.on_theme(self, self._dress)

    def name_text(self, name: str) -> None:
        """What a screen reader calls the text, where two previews of one service stand together."""
        self._body.setAccessibleName(name)

    def _ink(self, colour: str) -> str:
        """One of the service's colours, or what stands for it in high contrast."""
        return _STRONGER.get(colour, colour) if self._look.theme.strong else colour

    def _dress(self) -> None:
        px = self._look.theme.px
        colours = {part: self._ink(colour) for part, colour in _COLOURS[self._kind].items()}
        self._link, self._grey = colours["link"], self._ink(_GREY)
        self._avatar.setFixedSize(px(36), px(36))
        self._mark.setPixmap(self._look.icons.pixmap(labels.ICONS[self._kind], colours[self._mark_part], px(24)))
        if self._eye is not None:
            self._eye.setPixmap(self._look.icons.pixmap("it-password-visible", self._grey, px(16)))
        border = colours["chat"]
        self.setStyleSheet(
            f"QFrame#phone {{ background: {colours['chat']}; border: 1px solid #9aa7b2; border-radius: 8px; }}"
            f"QFrame#bubble QTextBrowser, QLabel#reply {{ font-size: {px(14.5)}px; }}"
            f"QFrame#head {{ background: {colours['head']}; border-top-left-radius: 7px; border-top-right-radius: 7px;"
            f" border-bottom: 1px solid {border}; }}"
            f"QFrame#head QLabel#name {{ color: {colours['head_text']}; font-weight: 600; }}"
            f"QFrame#head QLabel#sub {{ color: {colours['sub']}; }}"
            f"QLabel#avatar {{ background: #17324d; color: #ffffff; border-radius: {px(18)}px; font-weight: 700; }}"
            f"QFrame#bubble {{ background: {_BUBBLE}; border-radius: 8px; }}"
            f"QFrame#bubble QTextBrowser {{ background: transparent; color: {_TEXT}; border: 2px solid transparent; }}"
            f"QFrame#bubble QTextBrowser:focus {{ border: 2px solid #1a1a1a; }}"
            f"QFrame#bubble QLabel, QLabel#footer {{ color: {self._grey}; }}"
            f"QFrame#bubble QLabel#card {{ background: #eef3f7; border-left: 3px solid {self._link}; padding: 6px;"
            f" color: {_TEXT}; }}"
            f"QLabel#reply {{ background: {_BUBBLE}; color: {self._link}; border-radius: 8px; padding: 8px;"
            " font-weight: 600; }"
        )
        if self._shown is not None:  # what is written has its colours in it
            self.show_content(*self._shown)

    def show_content(self, content: Content | None, at: datetime) -> None:
        """Shows what goes out at ``at`` (local time); None: this channel is not chosen."""
        self._shown = content, at
        self._time.setText(labels.hour(at))
        if content is None:
            self._say_nothing()
            return
        text = readable(content)
        if isinstance(content, TelegramPost):
            self._body.show_spans(telegram_spans(content.html), self._link)
            self._show_card(content.preview_url if has_link_card(content) else "")
            self._show_files(content.attachments)
            self._footer.hide()
            self._show_replies(())
            limit = CAPTION_LIMIT if any(file.is_image for file in content.attachments) else TEXT_LIMITS[self._kind]
            note = ""
            if limit == CAPTION_LIMIT and size(text) > limit:
                limit = TEXT_LIMITS[self._kind]
                note = self.tr("The text is longer than a caption: picture and text go out as two posts.")
            self._note.setText(note)
            self._show_count(size(text), limit)
            return
        self._body.show_spans(whatsapp_spans(text), self._link)
        self._show_card("")
        if isinstance(content, TemplateMessage):
            self._show_files((content.header,) if content.header else ())
            self._footer.setText(content.footer)
            self._footer.setVisible(bool(content.footer))
            self._show_replies(content.quick_replies)
        self._show_count(size(text), TEXT_LIMITS[self._kind])

    def set_note(self, text: str) -> None:
        """A sentence under the count: the template and its price category."""
        self._note.setText(text)

    def note(self) -> str:
        """The sentence under the count."""
        return self._note.text()

    def text(self) -> str:
        """The text in the bubble, as a person reads it."""
        return self._body.toPlainText()

    @property
    def count_text(self) -> str:
        return self._count.text()

    @property
    def card_text(self) -> str:
        """What stands in the card of a linked page; empty where the service shows none."""
        return self._card.text() if self._card.isVisibleTo(self) else ""

    def _show_card(self, url: str) -> None:
        """The place of the page's card: what is in it, the service takes from the page itself."""
        about = self.tr("{service} shows a card of this page here.").format(service=self._kind.service)
        self._card.setText(f"{QUrl(url).host()}\n{about}" if url else "")
        self._card.setVisible(bool(url))

    def _say_nothing(self) -> None:
        self._body.show_spans([Span(self.tr("This channel is not chosen."))], self._link, self._grey)
        self._show_card("")
        self._show_files(())
        self._footer.hide()
        self._show_replies(())
        self._count.setText("")
        self._note.setText("")

    def _show_count(self, length: int, limit: int) -> None:
        words = self.tr("{length} of {limit} characters")
        self._count.setText(words.format(length=length, limit=limit))
        set_role(self._count, "role", "error" if length > limit else "small")

    def _head(self, office: Office) -> QFrame:
        head = QFrame()
        head.setObjectName("head")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        self._avatar = label(_initials(office.name), wrap=False)
        self._avatar.setObjectName("avatar")
        self._avatar.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._avatar)
        words = QVBoxLayout()
        words.setSpacing(0)
        name = label(office.name, wrap=False)
        name.setObjectName("name")
        service, personal = self._kind.service, self._kind.personal
        sub = label(service if personal else self.tr("{service} channel").format(service=service), "small")
        sub.setObjectName("sub")
        words.addWidget(name)
        words.addWidget(sub)
        row.addLayout(words, 1)
        self._mark = label(wrap=False)
        self._mark.setObjectName("mark")
        self._mark_part = "head_text" if personal else "link"
        row.addWidget(self._mark)
        return head

    def _bubble(self) -> QFrame:
        bubble = QFrame()
        bubble.setObjectName("bubble")
        whole = QVBoxLayout(bubble)
        whole.setContentsMargins(2, 2, 2, 0)
        whole.setSpacing(0)
        self._picture = WidePicture()
        self._picture.setObjectName("picture")
        self._picture.hide()
        whole.addWidget(self._picture)
        column = QVBoxLayout()
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(4)
        whole.addLayout(column)
        self._body = BubbleText(self.tr("{service} preview").format(service=self._kind.service))
        column.addWidget(self._body)
        self._card = label("", "small")
        self._card.setObjectName("card")
        self._card.hide()
        column.addWidget(self._card)
        self._footer = label("", "small")
        self._footer.setObjectName("footer")
        column.addWidget(self._footer)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addStretch(1)
        if not self._kind.personal:
            self._eye = label(wrap=False)
            foot.addWidget(self._eye)
        self._time = label("", "small", wrap=False)
        foot.addWidget(self._time)
        column.addLayout(foot)
        return bubble

    def _show_files(self, files: tuple[Attachment, ...]) -> None:
        image = next((file for file in files if file.is_image), None)
        shown = (image.digest or str(image.path)) if image else None
        if shown != self._shown_picture:  # while somebody types the picture stays the same
            self._shown_picture = shown
            self._picture.show_picture(picture_of(image.file, width=_PICTURE) if image else QPixmap())
        if files and self._picture.empty:
            self._picture.setText(files[0].file.name if files[0].file else files[0].path.name)
        self._picture.setAccessibleName(files[0].alt if files else "")
        self._picture.setVisible(bool(files))

    def _show_replies(self, replies: tuple[str, ...]) -> None:
        if replies == self._shown_replies:  # while somebody types the buttons stay
            return
        self._shown_replies = replies
        while (item := self._replies.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for reply in replies:
            button = label(f"↩  {reply}")
            button.setObjectName("reply")
            button.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._replies.addWidget(button)


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isupper()]
    return "".join(word[0] for word in words[:2]).upper()
