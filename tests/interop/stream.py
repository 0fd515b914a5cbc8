#!/usr/bin/env python3
"""What SIPp does not do over TCP, against `phone answer`.

usage: stream.py ping|pieces|broken|reconnect PHONE_PORT OWN_PORT

Exit 0 if the phone did as it should; else a word about what it did.
"""

import socket
import sys

what, phone, own = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def request(method, cseq, to_tag="", contact=True, body=""):
    lines = [
        f"{method} sip:bob@127.0.0.1:{phone} SIP/2.0",
        f"Via: SIP/2.0/TCP 127.0.0.1:{own};branch=z9hG4bK-{method}-{cseq}",
        "Max-Forwards: 70",
        "From: <sip:py@127.0.0.1>;tag=py",
        f"To: <sip:bob@127.0.0.1>{to_tag}",
        f"Call-ID: {what}-{own}",
        f"CSeq: {cseq} {method}",
    ]
    if contact:
        lines.append(f"Contact: <sip:py@127.0.0.1:{own};transport=tcp>")
    lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", body]).encode()


class Stream:
    def __init__(self, sock):
        self.sock, self.bytes = sock, b""
        sock.settimeout(5)

    def more(self):
        got = self.sock.recv(65536)
        self.bytes += got
        return got

    def message(self):
        """The next message: its start line, and its header fields by name."""
        while b"\r\n\r\n" not in self.bytes:
            if not self.more():
                sys.exit(f"the stream ended behind {self.bytes!r}")
        head, rest = self.bytes.split(b"\r\n\r\n", 1)
        first, *fields = head.decode().split("\r\n")
        fields = dict(field.split(": ", 1) for field in fields)
        while len(rest) < int(fields["Content-Length"]):
            self.more()
            rest = self.bytes.split(b"\r\n\r\n", 1)[1]
        self.bytes = rest[int(fields["Content-Length"]):]
        return first, fields

    def expect(self, start):
        first, fields = self.message()
        if not first.startswith(start):
            sys.exit(f"wanted {start}, got {first}")
        return fields


def connect():
    return Stream(socket.create_connection(("127.0.0.1", phone)))


def ping():
    """A double CRLF is answered with a single one (RFC 5626 3.5.1)."""
    stream = connect()
    stream.sock.sendall(b"\r\n\r\n")
    while len(stream.bytes) < 2:
        stream.more()
    if stream.bytes != b"\r\n":
        sys.exit(f"no pong: {stream.bytes!r}")
    stream.bytes = b""
    stream.sock.sendall(request("OPTIONS", 1))
    stream.expect("SIP/2.0 200")


def pieces():
    """However the stream is cut, it holds the same messages (18.3)."""
    stream = connect()
    stream.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in request("OPTIONS", 1):
        stream.sock.sendall(bytes([byte]))
    stream.expect("SIP/2.0 200")
    stream.sock.sendall(request("OPTIONS", 2) + b"\r\n" + request("OPTIONS", 3))
    for number in (2, 3):
        if stream.expect("SIP/2.0 200")["CSeq"] != f"{number} OPTIONS":
            sys.exit("not in order")


def broken():
    """Without Content-Length nobody knows what follows: 400, and the end (18.3)."""
    stream = connect()
    text = request("OPTIONS", 1).replace(b"Content-Length: 0\r\n", b"")
    stream.sock.sendall(text)
    stream.expect("SIP/2.0 400")
    if stream.more():
        sys.exit("the stream goes on")


def reconnect():
    """With the connection gone, the phone's BYE comes to the Contact by a new one."""
    listener = socket.create_server(("127.0.0.1", own))
    listener.settimeout(10)
    stream = connect()
    stream.sock.sendall(request("INVITE", 1))
    stream.expect("SIP/2.0 180")
    tag = stream.expect("SIP/2.0 200")["To"].split(">", 1)[1]
    stream.sock.sendall(request("ACK", 1, tag))
    stream.sock.close()
    # Who runs this interrupts the phone when it sees this.
    print("gone", flush=True)
    again = Stream(listener.accept()[0])
    fields = again.expect("BYE sip:py@127.0.0.1")
    reply = "\r\n".join(
        ["SIP/2.0 200 OK"]
        + [f"{name}: {fields[name]}" for name in ("Via", "From", "To", "Call-ID", "CSeq")]
        + ["Content-Length: 0", "", ""]
    )
    again.sock.sendall(reply.encode())


{"ping": ping, "pieces": pieces, "broken": broken, "reconnect": reconnect}[what]()
