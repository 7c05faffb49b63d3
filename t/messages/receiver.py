#!/usr/bin/env python3
"""A far end that takes webhooks: prints its port, then writes each request to a file as a line of JSON. The path says what
it answers: /200, /500 … or /file:NAME, the status that stands in that file then.   t/messages/receiver.py FILE"""
import http.server
import json
import os
import sys

out = open(sys.argv[1], "a", buffering=1, encoding="utf-8")


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        wanted = self.path[1:]
        if wanted.startswith("file:"):
            wanted = open(wanted[5:], encoding="utf-8").read()
        status = int(wanted)
        out.write(json.dumps({"path": self.path, "status": status, "body": body,
                              **{name.lower(): value for name, value in self.headers.items()}}) + "\n")
        answer = b"got it"
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
