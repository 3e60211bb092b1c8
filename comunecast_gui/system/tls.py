# SPDX-License-Identifier: EUPL-1.2
"""The certificate check of all clients, by the system's own store, because town offices often have their own CA."""

from __future__ import annotations

import ssl


def context() -> ssl.SSLContext:
    """A context for clients that verifies the server's name and certificate.

    It trusts what the operating system trusts (truststore), else OpenSSL's default places. ``SSL_CERT_FILE`` is
    honoured, and ignored if the file it names is not there.
    """
    try:
        import truststore
    except ImportError:  # truststore refuses systems that are too old for it
        return ssl.create_default_context()
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
