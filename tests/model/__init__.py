# SPDX-License-Identifier: EUPL-1.2
"""A player who does to a small office whatever people and services can do, and what must be true after each step."""
