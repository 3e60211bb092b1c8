# SPDX-License-Identifier: EUPL-1.2
"""Work that takes long: how far it has come, how long it still takes, and how a person stops it."""
