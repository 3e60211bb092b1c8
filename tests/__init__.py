# SPDX-License-Identifier: EUPL-1.2
"""The tests; a package, so that two files of different folders may have the same name."""
