# SPDX-License-Identifier: EUPL-1.2
"""What a proxy with deploy/docker/haproxy.cfg lets through, byte by byte over TLS.

usage: proxy_check.py PORT CERTIFICATE up|down    whether what is behind it is up

What is behind it asks for keys; BAROMETRE_KEY is one that may report and read.
"""

import os
import socket
import ssl
import sys
import time

READY_SECONDS_MAX = 60
KEY = b"Authorization: Bearer " + os.environ["BAROMETRE_KEY"].encode()
EVENT = (b'{"specversion":"1.0","source":"urn:proxy","id":"1",'
         b'"type":"fr.barometre.measures.reported.v1","data":{"rows":[{"indicator":"IND-0",'
         b'"territory":"DEPT-35","kind":"actual","date":"2024-09-30","value":"1"}]}}')


def chunked(body):
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def get(path, *fields, method=b"GET", version=b"1.1", host=b"Host: localhost", key=KEY):
    lines = [b"%s %s HTTP/%s" % (method, path, version), *(line for line in (host, key) if line),
             *fields]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def post(body, *fields):
    return get(b"/v1/events", b"Content-Type: application/cloudevents+json", *fields,
               method=b"POST") + body


SMUGGLED = get(b"/smuggled")
# What is sent | the status of its only answer.
CASES = {
    "a read": (get(b"/v1/territories", b"Connection: close"), 200),
    "a read without a key": (get(b"/v1/territories", b"Connection: close", key=None), 401),
    "two keys": (get(b"/v1/territories", KEY, b"Connection: close"), 400),
    "the API described, without a key": (get(b"/openapi.json", b"Connection: close", key=None), 200),
    "a HEAD": (get(b"/v1/territories", b"Connection: close", method=b"HEAD"), 200),
    "the API described": (get(b"/openapi.json", b"Connection: close"), 200),
    # 422: ingest has read it, and knows no such indicator.
    "an event": (post(EVENT, b"Content-Length: %d" % len(EVENT), b"Connection: close"), 422),
    "an event in chunks": (post(chunked(EVENT), b"Transfer-Encoding: chunked",
                                b"Connection: close"), 422),
    "metrics": (get(b"/metrics", b"Connection: close"), 404),
    "readiness": (get(b"/readyz", b"Connection: close"), 404),
    "a way round": (get(b"/v1/../metrics", b"Connection: close"), 404),
    "no such method": (get(b"/v1/events", b"Connection: close", method=b"DELETE"), 405),
    "no host": (get(b"/v1/territories", host=None), 400),
    "two hosts": (get(b"/v1/territories", b"Host: other"), 400),
    "two lengths": (post(EVENT, b"Content-Length: 5", b"Content-Length: 6"), 400),
    "a length in words": (post(EVENT, b"Content-Length: +5"), 400),
    "length and chunks": (post(b"0\r\n\r\n" + SMUGGLED, b"Content-Length: 5",
                               b"Transfer-Encoding: chunked"), 400),
    "gzip as framing": (post(SMUGGLED, b"Transfer-Encoding: gzip"), 400),
    "gzip and a length": (post(SMUGGLED, b"Transfer-Encoding: gzip", b"Content-Length: 5"), 400),
    "nearly chunked": (post(chunked(b"") + SMUGGLED, b"Transfer-Encoding: xchunked"), 400),
    "chunked twice": (post(chunked(b"") + SMUGGLED, b"Transfer-Encoding: chunked",
                           b"Transfer-Encoding: chunked"), 400),
    "chunked, identity": (post(chunked(b"") + SMUGGLED,
                               b"Transfer-Encoding: chunked, identity"), 400),
    "chunks in HTTP/1.0": (get(b"/v1/events", b"Transfer-Encoding: chunked", method=b"POST",
                               version=b"1.0") + chunked(b"") + SMUGGLED, 400),
    "a space before the colon": (get(b"/v1/territories", b"Content-Length : 5"), 400),
    "too long": (post(b"", b"Content-Length: 4194305"), 413),
    "too many fields": (get(b"/v1/territories", *(b"X-%d: 1" % n for n in range(70))), 400),
}


def connect(port, certificate):
    context = ssl.create_default_context(cafile=certificate)
    context.set_alpn_protocols(["h2", "http/1.1"])
    plain = socket.create_connection(("127.0.0.1", port), timeout=20)
    return context.wrap_socket(plain, server_hostname="localhost")


def ask(port, certificate, request):
    """The bytes that come back until the proxy closes, or has nothing more to say."""
    with connect(port, certificate) as connection:
        assert connection.selected_alpn_protocol() == "http/1.1", "HTTP/2 is offered"
        connection.sendall(request)
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
                connection.settimeout(1)
        except (TimeoutError, ConnectionResetError):
            pass
        return answer


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else None


def wait_until_up(port, certificate):
    deadline = time.monotonic() + READY_SECONDS_MAX
    while True:
        try:
            answers = [status(ask(port, certificate, CASES[name][0]))
                       for name in ("a read", "an event")]
            # Each of the two groups of servers is found up by a check of its own.
            if answers == [CASES["a read"][1], CASES["an event"][1]]:
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            sys.exit("proxy: the site is not reached")
        time.sleep(0.2)


def check_up(port, certificate):
    wait_until_up(port, certificate)
    wrong = 0
    for name, (request, expected) in CASES.items():
        answer = ask(port, certificate, request)
        heads = answer.count(b"HTTP/1.1 ")
        if status(answer) != expected or heads != 1:
            wrong += 1
            print(f"proxy: {name}: {status(answer)} with {heads} answers, not {expected} alone")
    answer = ask(port, certificate, CASES["a read"][0]).lower()
    if b"strict-transport-security:" not in answer:
        wrong += 1
        print("proxy: no Strict-Transport-Security")
    print(f"proxy: {len(CASES) - wrong} of {len(CASES)} requests treated as they must be")
    return wrong == 0


def check_down(port, certificate):
    answer = ask(port, certificate, CASES["a read"][0]).lower()
    fine = (status(answer.upper()) == 503 and b"retry-after: " in answer
            and b"application/problem+json" in answer)
    print("proxy: with nobody behind it", "503, a problem, Retry-After" if fine else answer)
    return fine


def main(port, certificate, state):
    check = check_up if state == "up" else check_down
    return 0 if check(int(port), certificate) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
