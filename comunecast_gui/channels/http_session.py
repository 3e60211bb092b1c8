# SPDX-License-Identifier: EUPL-1.2
"""Connections that trust what the program was told to trust, whatever the environment says."""

from __future__ import annotations

import ssl
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter


class OwnTrust(HTTPAdapter):
    """Connections that trust what ``context`` trusts, also through a proxy."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        if proxy.lower().startswith("https:"):
            kwargs["proxy_ssl_context"] = self._context
        return super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """The context decides; ``requests`` would add its own list of authorities to it."""


def new_session(token: str, context: ssl.SSLContext) -> requests.Session:
    """A session that sends ``token`` as a bearer's, keeps no cookie, and reads nothing from the environment."""
    session = requests.Session()
    session.trust_env = False  # no netrc, no REQUESTS_CA_BUNDLE; proxies are passed by hand
    session.headers["Authorization"] = f"Bearer {token}"
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = OwnTrust(context)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
