# SPDX-License-Identifier: EUPL-1.2
"""Reads a text that a provider or an office wrote, and finds in it what a notice is made of."""
