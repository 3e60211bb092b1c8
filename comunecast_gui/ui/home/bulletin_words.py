# SPDX-License-Identifier: EUPL-1.2
"""What a bulletin says, in the words of the screen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from comunecast_gui.core.bulletin.forecast import GREEN, Forecast
from comunecast_gui.core.bulletin.proposal import Proposal, Step
from comunecast_gui.core.bulletin.zone_outlook import ZoneOutlook
from comunecast_gui.core.model import Office
from comunecast_gui.core.periods import local
from comunecast_gui.ui.widgets import labels

translate = QCoreApplication.translate


def day_in_words(day: date) -> str:
    """``venerdì 14 marzo``."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "dddd d MMMM")


def level_in_words(level: str) -> str:
    """``allerta rossa``, in the language of the screen."""
    return {
        GREEN: translate("Bulletin", "no alert"),
        "gialla": translate("Bulletin", "yellow alert"),
        "arancione": translate("Bulletin", "orange alert"),
        "rossa": translate("Bulletin", "red alert"),
    }[level]


def issued_in_words(one: Forecast, office: Office) -> str:
    """``venerdì 14 marzo alle 15:12``."""
    moment = local(one.issued, office)
    text = translate("Bulletin", "{day} at {hour}")
    return text.format(day=day_in_words(moment.date()), hour=labels.hour(moment))


def day_line(one: Forecast, office: Office) -> tuple[str, str]:
    """The day with its level, and under it the risks and when it was issued."""
    title = translate("Bulletin", "{day}: {level}").format(day=day_in_words(one.day), level=level_in_words(one.level))
    said = translate("Bulletin", "Issued on {moment}.").format(moment=issued_in_words(one, office))
    risks = ", ".join(one.risks)
    return title[:1].upper() + title[1:], f"{risks[:1].upper()}{risks[1:]}. {said}" if risks else said


def headline(proposal: Proposal) -> str:
    """What the bulletin means for who read the last notice, in one line."""
    day, level = day_in_words(proposal.start.date()), level_in_words(proposal.level)
    texts = {
        Step.ALERT: translate("Bulletin", "The bulletin says {level} for {day}"),
        Step.RISES: translate("Bulletin", "The alert rises: {level} for {day}"),
        Step.CONTINUES: translate("Bulletin", "The alert goes on: {level} for {day}"),
        Step.FALLS: translate("Bulletin", "The alert falls: {level} for {day}"),
        Step.OVER: translate("Bulletin", "The bulletin has no alert any more: the {level} can be called off"),
    }
    return texts[proposal.step].format(level=level, day=day)


def told_so_far(proposal: Proposal) -> str:
    """What citizens know until now."""
    before = proposal.follows
    if before is None:
        return translate("Bulletin", "So far nobody has been told.")
    level, end = level_in_words(before.level), before.end
    text = translate("Bulletin", "Told so far: {level} until {hour} on {day}.")
    return text.format(level=level, hour=labels.hour(end), day=day_in_words(end.date()))


def button_words(proposal: Proposal) -> str:
    """What the button says that begins the notice."""
    if proposal.step is Step.ALERT:
        return translate("Bulletin", "&Write the alert…")
    if proposal.step is Step.OVER:
        return translate("Bulletin", "&Write the all-clear…")
    return translate("Bulletin", "&Write the update…")


def conclusion(outlook: ZoneOutlook) -> str:
    """What follows from all days: a notice to write, or none."""
    if not outlook.days:
        return translate("Bulletin", "No bulletin of today or tomorrow was read yet.")
    if outlook.proposal is None:
        return translate("Bulletin", "There is nothing to tell.")
    told = told_so_far(outlook.proposal)
    if not outlook.proposal.news:
        return translate("Bulletin", "{told} The bulletin says the same.").format(told=told)
    return f"{headline(outlook.proposal)}. {told}"
