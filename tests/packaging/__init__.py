# SPDX-License-Identifier: EUPL-1.2
"""The bundles' papers and the choices that make a bundle, judged without building one."""
