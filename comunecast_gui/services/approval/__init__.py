# SPDX-License-Identifier: EUPL-1.2
"""Services of the second person's approval: signing in, decisions, and questions in private chats."""
