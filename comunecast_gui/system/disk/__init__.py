# SPDX-License-Identifier: EUPL-1.2
"""Whether the disk under the data folder is encrypted: each system's own tools are asked, and their words are read."""
