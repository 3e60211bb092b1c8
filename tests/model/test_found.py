# SPDX-License-Identifier: EUPL-1.2
"""Bugs that the model once found, each as its shortest game, and proof that the model's checks work."""

from __future__ import annotations

import gc

import pytest

from comunecast_gui.core.changes import LanePhase
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.model import Verdict
from comunecast_gui.core.ports import ALL_ROWS
from comunecast_gui.core.thread.post_change import ChangeState, ChangeVerdict
from comunecast_gui.store.delivery.post_changes import PostChanges
from tests.model.services import Answer
from tests.model.town import CHANNELS, TELEGRAM, WHATSAPP, Kind, Town, Trouble


def test_a_notice_queued_while_another_is_sent_goes_out_too(town: Town) -> None:
    """Its rows were claimed before it was prepared, and nobody got anything."""
    town.tell(window=None)
    town.windows["one"].send(ALL_ROWS)
    town.pass_time(0.6)
    second = town.tell(Kind.URGENT, window=None)
    town.pass_time(60)
    town.check()
    assert town.state(second) == {"accepted": 5}
    assert town.state(second, TELEGRAM) == {"accepted": 1}


def test_a_new_key_counts_while_the_other_channel_still_sends(town: Town) -> None:
    """The channel that had given up was not asked again before everything had ended."""
    town.tell()
    town.pass_time(0.5)
    town.revoke_key(WHATSAPP)
    town.will_answer(TELEGRAM, [Answer.SLOW])
    town.pass_time(2)
    town.enter_key(WHATSAPP)
    town.windows["one"].send(ALL_ROWS)
    town.pass_time(60)
    town.check()
    assert not town.queued(WHATSAPP, ALL_ROWS)


def test_a_notice_confirmed_while_a_stop_drains_goes_out_after_it(town: Town) -> None:
    """It was accepted, and not sent, and nobody said so."""
    town.will_answer(WHATSAPP, [Answer.SLOW])
    town.tell()
    town.pass_time(1)
    town.windows["one"].stop()
    town.pass_time(0.1)
    second = town.tell()
    town.pass_time(120)
    town.check()
    assert town.state(second) == {"accepted": 5}


def test_an_edit_behind_the_open_confirmation_is_not_sent(town: Town) -> None:
    town.write(Kind.NORMAL, (WHATSAPP, TELEGRAM))
    town.ask()
    town.edit("La farmacia è chiusa.")
    notice = town.confirm("one")
    assert notice is not None
    town.pass_time(60)
    town.check()
    texts = {each.content for service in town.services.values() for each in service.shown}
    assert not any("chiusa" in str(content) for content in texts)


@pytest.mark.parametrize("turns", range(0, 80, 5))
def test_a_kill_at_any_moment_leaves_only_true_unknown_outcomes(town: Town, turns: int) -> None:
    town.tell()
    town.pass_time(0.9)
    town.kill("one", turns)
    town.check()
    town.start()
    town.windows["one"].send(ALL_ROWS)
    town.pass_time(60)
    town.check()
    assert len(town.unknown()) <= 3


def test_the_models_checks_find_lost_repeated_and_unconfirmed_messages(town: Town) -> None:
    """The checks see a row that vanished, a message too many, and one that nobody confirmed."""
    notice = town.tell()
    town.pass_time(30)
    town.check()
    shown = town.services[WHATSAPP].shown
    shown.append(shown[0])
    with pytest.raises(AssertionError, match="was shown 2 times"):
        town.check()
    town.faults.clear()
    town.resent.update(dict.fromkeys(range(1, 7), 9))
    del town.confirmed[notice]
    shown.append(shown[0])
    with pytest.raises(AssertionError, match="not confirmed"):
        town.check()


@pytest.mark.parametrize("database_url", [""], ids=["sqlite"])
def test_a_late_receipt_never_settles_another_persons_delivery(town: Town) -> None:
    """After a backup was put back on a new computer, deliveries were counted again from where the backup was."""
    town.back_up()
    town.tell()
    town.pass_time(30)
    town.check()
    town.kill("one")
    town.restore(lost=True)
    town.start()
    town.tell(window=None)
    while town.services[WHATSAPP].later:
        town.receipt(0)
        town.check()


def test_the_late_failure_of_a_first_message_says_nothing_of_the_second(town: Town) -> None:
    """It came in while the second was under way, and what the phone shows was recorded as failed: to be sent again."""
    town.will_answer(WHATSAPP, [Answer.LOST_AND_FAILS])
    notice = town.tell(channels=(WHATSAPP,))
    town.pass_time(30)
    [row] = town.unknown()
    town.will_answer(WHATSAPP, [Answer.SLOW])
    town.settle(row, Verdict.RESEND, "one")
    town.pass_time(5)
    town.receipt(0)
    town.pass_time(60)
    town.check()
    assert town.state(notice) == {"accepted": 5}


def test_a_channel_with_a_new_key_is_not_said_to_open_after_a_stop(town: Town) -> None:
    """It was to be opened anew when its last answer was there, and by then somebody had stopped the sending."""
    town.will_answer(WHATSAPP, [Answer.SLOW])
    town.tell()
    town.pass_time(0.6)
    town.enter_key(WHATSAPP)
    town.pass_time(5)
    town.windows["one"].stop()
    town.pass_time(60)
    town.check()
    assert town.windows["one"].told[WHATSAPP].phase is LanePhase.STOPPED


def test_a_pause_holds_what_was_confirmed_while_a_stop_drained(town: Town) -> None:
    """The pause ended with the notice that was stopped, and the one confirmed meanwhile went out."""
    window = town.windows["one"]
    town.will_answer(WHATSAPP, [Answer.SLOW])
    town.tell()
    town.pass_time(0.6)
    window.stop()
    second = town.tell()
    window.pause()
    assert window.engine.stopping
    town.pass_time(60)
    town.check()
    assert set(town.state(second)) == {"queued"}
    window.go_on()
    town.pass_time(60)
    town.check()
    assert town.state(second) == {"accepted": 5}


def test_a_pause_outlasts_the_runs_that_a_stop_dismissed(town: Town) -> None:
    """They ended a moment before the one that was asked for after the stop began, and took the pause with them."""
    window = town.windows["one"]
    town.will_answer(WHATSAPP, [Answer.SLOW])
    notice = town.tell()
    town.pass_time(0.6)
    window.stop()
    window.send(ALL_ROWS)
    window.stop()
    window.pause()
    window.send(ALL_ROWS)
    assert window.engine.stopping
    town.pass_time(60)
    town.check()
    assert window.engine.paused
    window.go_on()
    town.pass_time(60)
    town.check()
    assert town.state(notice) == {"accepted": 5}


def test_a_pause_ends_with_the_stop_of_all_that_waited(town: Town) -> None:
    window = town.windows["one"]
    town.will_answer(WHATSAPP, [Answer.SLOW])
    town.tell()
    town.pass_time(0.6)
    window.stop()
    town.tell()
    window.pause()
    window.stop()
    assert window.engine.stopping
    town.pass_time(60)
    assert (window.engine.running, window.engine.paused) == (False, False)
    third = town.tell()
    town.pass_time(60)
    town.check()
    assert town.state(third) == {"accepted": 5}


def test_a_process_that_ends_as_it_is_killed_is_only_gone(town: Town) -> None:
    """The game's own loop waited for tasks that had ended in the turn before."""
    town.tell(channels=(TELEGRAM,))
    town.pass_time(0.4)
    town.kill("one", 31)
    town.check()


@pytest.mark.parametrize("turns", range(3))
def test_a_process_that_is_killed_as_a_call_fails_is_only_gone(town: Town, turns: int) -> None:
    """The answer of the game's own service reached nobody, and that was taken for a fault of the program."""
    town.revoke_key(WHATSAPP)
    town.tell()
    while town.services[WHATSAPP].answered_at < 0:
        town.loop.pass_turns(1)
    town.kill("one", turns)
    gc.collect()
    town.check()


def test_a_notice_of_which_every_call_is_under_way_is_cancelled_too(town: Town) -> None:
    """Nothing of it was in the queue, so nothing of it was cancelled, and what the service refused was sent again."""
    town.will_answer(TELEGRAM, [Answer.BUSY])
    notice = town.tell(channels=(TELEGRAM,))
    while town.state(notice, TELEGRAM) != {"sending": 1}:
        town.pass_time(0.01)
    town.cancel(notice)
    town.pass_time(120)
    town.check()
    assert town.state(notice, TELEGRAM) == {"cancelled": 1}


def test_what_a_person_has_sent_again_of_a_cancelled_notice_is_tried_again_as_any_other(town: Town) -> None:
    """The first answer that only asked to wait ended it as cancelled, which nobody had asked for."""
    town.will_answer(WHATSAPP, [Answer.LOST])
    notice = town.tell(channels=(WHATSAPP,))
    while not town.unknown():
        town.pass_time(0.01)
    town.cancel(notice)
    town.pass_time(60)
    assert "cancelled" in town.state(notice)
    [row] = town.unknown()
    town.will_answer(WHATSAPP, [Answer.TOO_MUCH_FOR_ONE])
    town.settle(row, Verdict.RESEND, "one")
    town.pass_time(120)
    town.check()
    assert town.state(notice)["accepted"] >= 1
    assert not town.queued(WHATSAPP, ALL_ROWS)
    assert not town.unknown()


@pytest.mark.parametrize("turns", [0, 4, 8])
def test_what_is_cancelled_while_its_lane_settles_is_not_said_to_wait(town: Town, turns: int) -> None:
    """A person read that all of it stays queued and waits for the other channel: the reason was found a moment before.

    ``turns`` of the loop after the reason is kept, in each of the steps with which the lane ends.
    """
    town.revoke_key(WHATSAPP)
    notice = town.tell()
    while not town.workspace.notices.get(notice).aside.get(TELEGRAM):
        town.loop.pass_turns(1)
    town.loop.pass_turns(turns)
    assert town.windows["one"].told[TELEGRAM].phase is LanePhase.OPENING
    town.cancel(notice)
    town.pass_time(60)
    town.check()
    told = town.windows["one"].told[TELEGRAM]
    assert (told.phase, told.left, told.aside) == (LanePhase.FINISHED, 0, ())


def test_a_post_is_corrected_while_it_is_sent_and_reads_as_it_was_last_asked_for(town: Town) -> None:
    window = town.windows["one"]
    town.will_answer(TELEGRAM, [Answer.SLOW])
    notice = town.tell(channels=(TELEGRAM,))
    town.pass_time(3)
    town.posts.correct(notice)
    window.changer.begin()
    town.pass_time(60)
    town.services[TELEGRAM].changing.append(Answer.SLOW)
    town.posts.correct(notice)
    window.changer.begin()
    town.pass_time(5)
    town.posts.correct(notice)
    town.calm_down()
    [post] = town.services[TELEGRAM].posts.values()
    assert post.content.plain.endswith(town.posts.corrections[notice][-1].content.plain)
    assert post.content.plain.startswith("✏️ CORRETTO")


def test_a_second_correction_asked_for_while_the_first_is_refused_for_a_while_is_the_last_word(town: Town) -> None:
    """The first was made later, as soon as the service took calls again, over the text of the second."""
    window = town.windows["one"]
    notice = town.tell(channels=(TELEGRAM,))
    town.pass_time(10)
    town.services[TELEGRAM].changing.append(Answer.BUSY)
    town.posts.correct(notice)
    window.changer.begin()
    town.pass_time(0.06)
    town.posts.correct(notice)
    for _ in range(3):
        town.pass_time(10)
        window.changer.begin()
    town.calm_down()


def test_two_workstations_correct_one_post_and_it_reads_as_it_was_last_asked_for(town: Town) -> None:
    """The answer to the first call came last, and so did its text."""
    town.start("two")
    notice = town.tell(channels=(TELEGRAM,))
    town.pass_time(10)
    town.services[TELEGRAM].changing.append(Answer.SLOW)
    town.posts.correct(notice)
    town.windows["one"].changer.begin()
    town.pass_time(2)
    town.posts.correct(notice)
    town.windows["two"].changer.begin()
    town.pass_time(60)
    town.check()
    town.calm_down()


@pytest.mark.parametrize("turns", range(2, 40, 12))
def test_a_kill_at_any_moment_of_a_correction_leaves_it_made_once_or_of_unknown_outcome(town: Town, turns: int) -> None:
    notice = town.tell(channels=(TELEGRAM,))
    town.pass_time(10)
    town.posts.correct(notice)
    town.windows["one"].changer.begin()
    town.kill("one", turns)
    town.check()
    town.start()
    town.calm_down()
    town.posts.settle(0, ChangeVerdict.AGAIN)
    town.calm_down()
    [post] = town.services[TELEGRAM].posts.values()
    assert post.content.plain.startswith("✏️ CORRETTO")


def test_a_clock_set_back_an_hour_makes_no_pause_an_hour_longer(town: Town) -> None:
    town.will_answer(WHATSAPP, [Answer.BUSY_FOR_LONG])
    notice = town.tell()
    town.pass_time(5)
    town.set_clock(-3600)
    town.pass_time(150)
    town.check()
    assert (town.state(notice), town.state(notice, TELEGRAM)) == ({"accepted": 5}, {"accepted": 1})


def test_a_disk_that_is_full_while_a_post_is_corrected_leaves_the_outcome_unknown_and_is_told(town: Town) -> None:
    notice = town.tell(channels=(TELEGRAM,))
    town.pass_time(10)
    town.posts.correct(notice)
    town.windows["one"].changer.begin()
    town.pass_time(0.02)
    town.lose_database(Trouble.FULL, 5)
    town.pass_time(10)
    town.check()
    town.calm_down()
    [change] = PostChanges(town.observer).of([notice])[notice]
    assert (change.state, change.code) == (ChangeState.UNKNOWN, "interrupted")


def test_the_models_checks_find_posts_that_were_changed_twice_wrongly_or_not_at_all(town: Town) -> None:
    notice = town.tell(channels=(TELEGRAM,))
    town.pass_time(10)
    town.posts.correct(notice)
    town.windows["one"].changer.begin()
    town.pass_time(10)
    town.check()
    service = town.services[TELEGRAM]
    [made], [post] = service.made.values(), service.posts.values()
    right, post.content = post.content, TelegramPost("altro", "altro")
    with pytest.raises(AssertionError, match="shows what nobody confirmed"):
        town.check()
    post.content = right
    for calls, told in (([True, True], "was made 2 times"), ([False], "was never made")):
        town.faults.clear()
        made[:] = calls
        with pytest.raises(AssertionError, match=told):
            town.check()
    town.faults.clear()
    made[:] = [True]
    first = town.confirmed[notice].contents[TELEGRAM]
    assert isinstance(first, TelegramPost)
    post.content = first
    with pytest.raises(AssertionError, match="was corrected, and its post reads"):
        town.calm_down()


@pytest.mark.parametrize("database_url", [""], ids=["sqlite"])
def test_a_correction_made_since_the_backup_keeps_its_number_and_what_the_post_reads(town: Town) -> None:
    """It was carried into the restored office as another one, and the numbers that a person had seen meant others."""
    first = town.tell(channels=(TELEGRAM,))
    second = town.tell(channels=(TELEGRAM,))
    town.pass_time(10)
    town.back_up()
    for notice in (second, first, second):
        town.posts.correct(notice)
        town.windows["one"].changer.begin()
        town.pass_time(10)
    town.posts.delete(first)
    town.kill("one")
    town.restore()
    town.check()
    town.start()
    town.calm_down()


def test_what_is_wrong_is_corrected_for_all_while_it_is_sent_and_nobody_is_told_twice(town: Town) -> None:
    town.will_answer(WHATSAPP, [Answer.LOST, Answer.SLOW])
    wrong = town.tell()
    town.pass_time(0.9)
    town.correct_for_all(wrong)
    assert len(town.confirmed) == 3, "a correction, and what is right"
    town.windows["one"].changer.begin()
    town.pass_time(120)
    town.check()
    assert "queued" not in town.state(wrong)
    told = [citizen.number for notice in (2, 3) for citizen in town.confirmed[notice].audience]
    assert sorted(told) == sorted(town.holders)
    town.calm_down()


@pytest.mark.parametrize("database_url", [""], ids=["sqlite"])
def test_a_change_that_a_lost_computer_made_is_not_taken_for_one_of_the_new(town: Town) -> None:
    """The game's own memory of it was: a number that the backup did not know was given to another change."""
    first = town.tell(channels=(TELEGRAM,))
    town.pass_time(10)
    town.back_up()
    town.posts.correct(first)
    town.windows["one"].changer.begin()
    town.pass_time(10)
    town.kill("one")
    town.restore(lost=True)
    town.start()
    town.will_answer(TELEGRAM, [Answer.SLOW])
    second = town.tell(channels=(TELEGRAM,))
    town.pass_time(3)
    town.posts.correct(second)
    town.check()
    town.calm_down()


def test_a_stop_just_after_a_notice_was_queued_does_not_say_that_its_channel_had_finished(town: Town) -> None:
    """WhatsApp had done all there was, waited for nothing, and was not opened again when the stop came."""
    town.will_answer(TELEGRAM, [Answer.SLOW])
    town.tell()
    town.pass_time(3)
    town.tell()
    town.windows["one"].stop()
    town.pass_time(60)
    town.check()
    town.calm_down()


@pytest.mark.parametrize("database_url", [""], ids=["sqlite"])
def test_what_is_wanted_again_of_a_later_notice_that_was_cancelled_after_a_restore_goes_out(town: Town) -> None:
    """Its hour was never released, and nothing asked about it any more: the row stayed in the queue for ever."""
    town.tell_later(Kind.NORMAL, CHANNELS, 30)
    town.pass_time(900)
    town.back_up()
    town.kill("one")
    town.restore(lost=True)
    town.start()
    [later] = town.confirmed
    row = town.unknown()[0]
    town.cancel(later)
    town.settle(row, Verdict.RESEND, "one")
    town.pass_time(60)
    assert town.state(later)["accepted"] == 1
    town.calm_down()


def test_a_stop_does_not_repeat_a_reason_from_before_somebody_asked_again(town: Town) -> None:
    """The disk had room again: what was queued since stays because of the stop, and of nothing else."""
    town.will_answer(TELEGRAM, [Answer.SLOW])
    town.tell()
    town.tell(window=None)
    town.pass_time(3)
    town.lose_database(Trouble.FULL, 5)
    town.windows["one"].send(ALL_ROWS)
    town.pass_time(6)
    town.tell()
    town.pass_time(0.1)
    town.windows["one"].stop()
    town.pass_time(60)
    town.check()
    assert town.windows["one"].told[TELEGRAM].code == ""
    town.calm_down()
