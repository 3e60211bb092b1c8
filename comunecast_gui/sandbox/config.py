# SPDX-License-Identifier: EUPL-1.2
"""What a sandbox is told before it starts: tokens, ids, limits and habits of the two services."""

from __future__ import annotations

from dataclasses import dataclass, field

TRAINING_TELEGRAM_TOKEN = "1234567890:TRAINING-TRAINING-TRAINING-TRAINING"  # noqa: S105 - opens nothing but a sandbox
TRAINING_WHATSAPP_TOKEN = "TRAINING-WHATSAPP-TOKEN"  # noqa: S105 - opens nothing but a sandbox
PROMOTIONAL_WORDS = (
    "festa", "feste", "sagra", "concerto", "concerti", "spettacolo", "mercatino", "sconto", "offerta",
    "ti aspettiamo", "vi aspettiamo", "non mancare", "invitiamo",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramChannel:
    """A public channel and the rights that the bot holds there.

    ``bot_status``: ``administrator``, ``member``, ``left`` or ``kicked``. ``type``: ``channel``, or ``supergroup`` for
    what an office may take for one; ``forum``: a supergroup with topics.
    """

    chat_id: int = -1001234567890
    username: str = "comunecalcinaia"
    title: str = "Comune di Calcinaia"
    members: int = 1240
    type: str = "channel"
    forum: bool = False
    bot_status: str = "administrator"
    can_post_messages: bool = True
    can_edit_messages: bool = True
    can_delete_messages: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherNumber:
    """A number of the token's accounts beside the one that sends: it is listed and told, and cannot send."""

    id: str
    display: str
    verified_name: str = "Comune"
    status: str = "CONNECTED"
    account_id: str = ""
    """Its account, empty for that of the number that sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxConfig:
    """Settings of one sandbox. Times are seconds, ``latency_ms`` a range in milliseconds.

    With ``memory_file`` a sandbox that is started again knows the WhatsApp messages it took, who wrote when, and the
    webhooks that it owes; templates, media and faults are gone.

    Rates of 0 mean no limit. ``management_per_hour`` counts all calls but those of messages and media (Meta: "Rate
    limits"). ``token_expires_at`` is in seconds since the epoch, 0 for never. While the app is not ``subscribed``, what
    would be pushed is lost (Meta: "Manage webhooks"). With ``marketing_messages`` the account is onboarded to that way;
    without ``marketing_on_messages`` the other refuses promotional templates, as it will from 13 October 2027.
    A number that is not ``registered`` cannot send before ``POST /{phone}/register``, which takes its two-step ``pin``
    where it has one (Meta: "Register a business phone number"). Without ``granular`` the token does not say which
    accounts it may see: the list of its ``system_user`` does (Meta: "System User Assigned Whatsapp Business Accounts").
    Telegram does not publish its exact limits: the defaults are one post a second per chat after a short burst,
    and 20 a minute in a group, which Telegram's bot support says holds for channels too (Telegram: "Bots FAQ").
    """

    telegram_token: str = field(default=TRAINING_TELEGRAM_TOKEN, repr=False)
    channels: tuple[TelegramChannel, ...] = (TelegramChannel(),)
    telegram_per_second: float = 1.0
    telegram_burst: int = 3
    telegram_per_minute: int = 20
    whatsapp_token: str = field(default=TRAINING_WHATSAPP_TOKEN, repr=False)
    scopes: tuple[str, ...] = ("whatsapp_business_messaging", "whatsapp_business_management")
    token_expires_at: int = 0
    subscribed: bool = True
    marketing_messages: bool = False
    marketing_on_messages: bool = True
    app_id: str = "670843887433847"
    app_secret: str = field(default="training-app-secret", repr=False)
    system_user: str = "122100000000001"
    granular: bool = True
    registered: bool = True
    number_verified: bool = True
    pin: str = field(default="", repr=False)
    further_numbers: tuple[FurtherNumber, ...] = ()
    phone_number_id: str = "106540352242922"
    business_account_id: str = "102290129340398"
    display_phone: str = "+39 333 6492690"
    verified_name: str = "Comune di Calcinaia"
    messages_per_second: float = 80.0
    messaging_limit: str = "TIER_2K"
    pair_burst: int = 45
    pair_seconds: float = 6.0
    management_per_hour: int = 5000
    latency_ms: tuple[int, int] = (0, 0)
    review_seconds: float = 0.0
    words_per_variable: int = 2
    promotional_words: tuple[str, ...] = PROMOTIONAL_WORDS
    not_on_whatsapp: frozenset[str] = frozenset()
    read_share: float = 1.0
    webhook_url: str = ""
    webhook_disorder: bool = False
    memory_file: str = ""
    port: int = 0
    seed: int = 0
