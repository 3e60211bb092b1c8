# SPDX-License-Identifier: EUPL-1.2
"""Merging changes makes them few and leaves none out."""

from __future__ import annotations

from comunecast_gui.core.changes import Changed, ChangeKind, merged


def test_one_of_each_kind_and_origin() -> None:
    told = [
        Changed(ChangeKind.DELIVERIES, (3, 1)),
        Changed(ChangeKind.NOTICES, (1,), "history"),
        Changed(ChangeKind.DELIVERIES, (2, 3)),
        Changed(ChangeKind.DELIVERIES, (9,), "uno/2"),
    ]
    assert merged(told) == [
        Changed(ChangeKind.DELIVERIES, (1, 2, 3)),
        Changed(ChangeKind.NOTICES, (1,), "history"),
        Changed(ChangeKind.DELIVERIES, (9,), "uno/2"),
    ]


def test_any_of_them_stays_any_of_them() -> None:
    some, any_of_them = Changed(ChangeKind.SUBSCRIBERS, (1,)), Changed(ChangeKind.SUBSCRIBERS)
    assert merged([some, any_of_them, some]) == merged([any_of_them, some]) == [any_of_them]
