# SPDX-License-Identifier: EUPL-1.2
"""Incoming data from citizens and Meta: messages seen, answers due, followers, news, and their deletion in time."""
