# SPDX-License-Identifier: EUPL-1.2
"""Getting an office back: a backup put in its place, what that would change, the proof that its key is at hand."""
