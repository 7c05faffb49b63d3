#!/usr/bin/python3
"""A strict SMTP server for tests, by aiosmtpd: TLS, sign-in, and refusals by the receiver's name. Each mail it takes is
read by Python's own parser and written to the given directory, N.json; each connection adds a line to `connections`.
Says on standard output when it listens.

    smtp_server.py DIRECTORY PORT [starttls|smtps] [auth] [hang|babble|greet554]

The directory gets ca.pem, which its certificate for 127.0.0.1 and localhost is signed by. The interpreter is Debian's,
whose python3-aiosmtpd this needs."""
import asyncio
import email
import email.header
import email.policy
import email.utils
import json
import os
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult

DIRECTORY, PORT, *MANNER = sys.argv[1:]
ANSWERS = {"later": "451 4.7.1 Greylisted, come back", "refused": "550 5.1.1 No such user here"}


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True, cwd=DIRECTORY)


def context():
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    if not os.path.exists(f"{DIRECTORY}/ca.pem"):
        openssl("req", "-x509", *key, "-subj", "/CN=tests", "-days", "2", "-keyout", "ca.key", "-out", "ca.pem")
        openssl("req", *key, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout", "key.pem", "-out", "request.pem")
        openssl("x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
                "2", "-copy_extensions", "copy", "-out", "certificate.pem")
    out = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    out.load_cert_chain(f"{DIRECTORY}/certificate.pem", f"{DIRECTORY}/key.pem")
    return out


def text_of(message, kind):
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part else None


# The newer policy puts a space between the encoded words of a name, which RFC 2047 forbids.
def mailbox(value):
    name, address = email.utils.parseaddr(value)
    return str(email.header.make_header(email.header.decode_header(name))), address


class Handler:
    mails = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := ANSWERS.get(address.split("@")[0]):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if answer := ANSWERS.get(envelope.rcpt_tos[0].split("@")[0].removesuffix("-data")):
            return answer
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        raw = email.message_from_bytes(envelope.content, policy=email.policy.compat32)
        lines = envelope.content.split(b"\r\n")
        self.mails += 1
        taken = {
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "user": str(session.auth_data or ""),
            "tls": session.ssl is not None, "headers": {name.lower(): str(value) for name, value in message.items()},
            "names": [name.lower() for name in message.keys()],
            "from_name": mailbox(raw["from"])[0], "to_name": mailbox(raw["to"])[0], "to_address": mailbox(raw["to"])[1],
            "text": text_of(message, "plain"), "html": text_of(message, "html"),
            "defects": [str(d) for part in message.walk() for d in part.defects],
            "longest": max(map(len, lines)), "ascii": envelope.content.isascii(),
            "bare": b"\n" in envelope.content.replace(b"\r\n", b"") or b"\r" in envelope.content.replace(b"\r\n", b""),
        }
        path = f"{DIRECTORY}/{self.mails}.json"
        with open(path + ".new", "w") as file:
            json.dump(taken, file)
        os.rename(path + ".new", path)
        return f"250 2.0.0 Taken as number {self.mails}"


def sign_in(server, session, envelope, mechanism, data):
    good = data.login == b"ann@example.com" and data.password == b"p@ss:w/rd %"
    return AuthResult(success=good, handled=False, auth_data=data.login.decode() if good else None)


class Counting(SMTP):
    def connection_made(self, transport):
        if self._original_transport is None:  # else TLS has begun on one that is counted
            with open(f"{DIRECTORY}/connections", "a") as file:
                file.write("connected\n")
        super().connection_made(transport)


def protocol():
    tls = context() if "starttls" in MANNER else None
    auth = "auth" in MANNER
    return Counting(handler, hostname="mail.test", tls_context=tls, require_starttls=tls is not None,
                    authenticator=sign_in if auth else None, auth_required=auth,
                    auth_require_tls="starttls" in MANNER, enable_SMTPUTF8=True)


async def ill_mannered(reader, writer):
    if "babble" in MANNER:
        writer.write(b"\x00\xffHTTP/1.1 200 OK\r\n\r\n" + b"A" * 100_000 + b"\r\n" * 100)
    if "greet554" in MANNER:
        writer.write(b"554 5.7.1 We do not know you\r\n")
    await reader.read()
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    if {"hang", "babble", "greet554"} & set(MANNER):
        server = await asyncio.start_server(ill_mannered, "127.0.0.1", int(PORT))
    else:
        outer = context() if "smtps" in MANNER else None
        server = await loop.create_server(protocol, "127.0.0.1", int(PORT), ssl=outer)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


handler = Handler()
asyncio.run(main())
