"""The original request with nothing but Python's own HTTP client, plain or over TLS.

python examples/seed_http_client.py
python examples/seed_http_client.py --port 8443 --ca ca.pem     (a server started with --tls-cert and --tls-key)
"""

from __future__ import annotations

import argparse
import http.client
import json
import ssl


def connect(host: str, port: int, authority: str | None) -> http.client.HTTPConnection:
    """Return a connection, over TLS if the PEM file of a certificate authority to trust is given."""
    if authority is None:
        return http.client.HTTPConnection(host, port)
    return http.client.HTTPSConnection(host, port, context=ssl.create_default_context(cafile=authority))


def main() -> None:
    """Send the request and print the answer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8008)
    parser.add_argument("--ca", help="PEM file of the authority (or the self-signed certificate) to trust")
    options = parser.parse_args()

    connection = connect(options.host, options.port, options.ca)
    payload = json.dumps(
        {
            "prompt": "we will have a system update on friday. please backup your work",
            "token_count": 250,
            "temperature": 0.7,
            "n_gen": 6,
        }
    )
    connection.request("POST", "/", payload, {"Content-Type": "application/json"})
    response = connection.getresponse()
    print(response.read().decode("utf-8"))
    connection.close()


if __name__ == "__main__":
    main()
