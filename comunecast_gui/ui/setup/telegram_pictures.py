# SPDX-License-Identifier: EUPL-1.2
"""What Telegram shows at each step of making a bot and of appointing it, as lines of a picture.

@BotFather speaks English to everybody; its words here are its own (Telegram: "Bot features", "Creating a new bot", and
the conversations that people publish of it), shortened where "…" stands. The rows of the app carry the names that the
sentence beside the picture says.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from comunecast_gui.ui.setup.chat_picture import Line, Shape

BOTFATHER = "BotFather"
_TOKEN = "1234567890:AA" + "•" * 14
"""The place of the key; no key."""


def search() -> tuple[Line, ...]:
    """@BotFather found, and the button that begins the chat."""
    return (
        Line(Shape.ROW, "@BotFather"),
        Line(Shape.BUTTON, QCoreApplication.translate("Setup", "Start")),
    )


def new_bot() -> tuple[Line, ...]:
    """The command, and the question for the name."""
    return (
        Line(Shape.OURS, "/newbot"),
        Line(Shape.THEIRS, "Alright, a new bot. How are we going to call it? Please choose a name for your bot."),
    )


def name(office: str) -> tuple[Line, ...]:
    """The name, and the question for the user name."""
    return (
        Line(Shape.OURS, office),
        Line(Shape.THEIRS, "Good. Now let's choose a username for your bot. It must end in `bot`. …"),
    )


def user_name(user: str) -> tuple[Line, ...]:
    """The user name, and the answer that the bot is there."""
    return (
        Line(Shape.OURS, user),
        Line(Shape.THEIRS, f"Done! Congratulations on your new bot. You will find it at t.me/{user}. …"),
    )


def key() -> tuple[Line, ...]:
    """The place of the key in the same answer."""
    return (
        Line(Shape.THEIRS, "… Use this token to access the HTTP API:"),
        Line(Shape.THEIRS, _TOKEN, marked=True),
        Line(Shape.THEIRS, "Keep your token secure and store it safely, …"),
    )


def channel(office: str) -> tuple[Line, ...]:
    """The channel, whose name at the top is tapped."""
    return (
        Line(Shape.ROW, office, marked=True),
        Line(Shape.ROW, QCoreApplication.translate("Setup", "Administrators")),
    )


def administrators(bot: str) -> tuple[Line, ...]:
    """The list of administrators, the row that adds one, and the bot that was found."""
    return (
        Line(Shape.ROW, QCoreApplication.translate("Setup", "Add administrator"), marked=True),
        Line(Shape.ROW, bot),
    )


def rights() -> tuple[Line, ...]:
    """The three rights that the bot needs."""
    return (
        Line(Shape.SWITCH, QCoreApplication.translate("Setup", "Post messages")),
        Line(Shape.SWITCH, QCoreApplication.translate("Setup", "Edit messages")),
        Line(Shape.SWITCH, QCoreApplication.translate("Setup", "Delete messages")),
    )
