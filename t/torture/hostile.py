#!/usr/bin/python3
"""Malformed and edge requests, made up from our own OpenAPI document and sent by anonymous and signed-in callers of every
role: nothing is answered with 5xx or late, no worker dies, and PostgreSQL never meets a statement it cannot read.

    hostile.py ROOM REQUESTS [SEED]

Prints "ok what" or "not ok what", and figures."""
import http.client
import json
import random
import re
import sys
import threading
import time
import uuid
from collections import Counter

from board import Board
from ledger import PASSWORD, Unix, verdict

CLIENTS, LATE_S = 6, 2.0
TEXTS = ["", " ", "'", '"', "';DROP TABLE jobs;--", "%", "_", "\\", "\0", "%00", "\ud800", "\u202e", "\U0001f600", "null", "NaN",
         "Infinity", "-0", "1e309", "0x10", "true", "[]", "{}", "../../etc/passwd", "..%2f", "$1", ":id", "{{7*7}}", "<script>",
         "a" * 300, "a" * 60_000, "é" * 200, "\r\nX: y", "2026-13-45", "9999-12-31T23:59:60Z", "-1", "99999999999999999999",
         "1.005", "00000000-0000-0000-0000-000000000000", "not-a-uuid", "\ufeff", "＇", "a,b,,c", "--", "(" * 100]
NUMBERS = [0, -1, 1, 2**31, 2**63, -2**63 - 1, 1e308, 0.1, 99999999.99, 100000000, -0.0]
RAW = ["", "{", "[", "null", "[]", "\"x\"", "{\"a\":1,\"a\":2}", "{" * 5000, "[" * 5000, "{\"a\":" * 100 + "1" + "}" * 100, "\xff\xfe",
       "{\"a\":1e999}", "{\"a\":-}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\u0000\"}", "{'a':1}", "a=1&a=2", "%zz=1", "a" * 70_000]
TYPES = ["application/json", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "text/plain", "",
         "multipart/form-data", "multipart/form-data; boundary=b", "multipart/form-data; boundary=" + "b" * 200, "image/png"]
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "get"]
HEADERS = [("Accept", "text/html"), ("Accept", "*/*;q=0"), ("Accept-Encoding", "br, gzip;q=2"), ("If-Match", "W/\"x\", *"),
           ("If-None-Match", "," * 500), ("Idempotency-Key", "k" * 300), ("Idempotency-Key", "one"), ("Range", "bytes=-1,5-2"),
           ("X-Forwarded-For", "1.2.3.4, , ::1"), ("X-Request-ID", "x" * 500), ("Origin", "null"), ("Cookie", "a=b; " * 200),
           ("Authorization", "Bearer"), ("Authorization", "Bearer a.b.c"), ("Authorization", "Basic Og=="),
           ("Transfer-Encoding", "gzip"), ("Expect", "100-continue"), ("User-Agent", "")]


def anything(depth=0):
    """Some JSON value."""
    kind = random.randrange(6 if depth < 3 else 4)
    if kind < 2:
        return random.choice(TEXTS)
    if kind == 2:
        return random.choice(NUMBERS)
    if kind == 3:
        return random.choice([None, True, False])
    if kind == 4:
        return [anything(depth + 1) for _ in range(random.randrange(4))]
    return {random.choice(TEXTS)[:50]: anything(depth + 1) for _ in range(random.randrange(4))}


def encoded(text):
    """Percent-encoded, badly at times."""
    raw = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.1:
        raw += b"\xff\xc0\x80"
    out = "".join(f"%{byte:02x}" if byte > 127 or not chr(byte).isalnum() or random.random() < 0.05 else chr(byte) for byte in raw)
    return (out + "%" + random.choice(["", "z", "u0041"]) if random.random() < 0.05 else out)[:7000]


class Raw(Unix):
    """Sends targets as they are, beyond ASCII too."""

    def _encode_request(self, request):
        return request.encode("latin-1", "replace")


class Document:
    def __init__(self, document, ids, categories):
        self.schemas, self.ids, self.categories = document["components"]["schemas"], ids, categories
        self.operations = [(method.upper(), path, operation) for path, item in document["paths"].items()
                           for method, operation in item.items()]

    def some_id(self):
        return random.choice(self.ids) if random.random() < 0.6 else random.choice([str(uuid.uuid4()), *TEXTS])

    def request(self):
        method, path, operation = random.choice(self.operations)
        if random.random() < 0.05:
            method = random.choice(METHODS)
        return method, self.target(path, operation), *self.body(operation)

    def target(self, path, operation):
        path = re.sub(r"\{\w+\}", lambda _: encoded(self.some_id()) or "x", path)
        if random.random() < 0.05:
            path = random.choice([path.rstrip("/"), path + "/", path.replace("/v1", ""), path.replace("/", "//", 1), path + "%2e%2e/",
                                  path + "..;/", path.upper(), path + "\u00e9".encode().decode("latin-1"), path + "?" * 3])
        names = [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
        asked = [f"{random.choice(names) if names and random.random() < 0.9 else 'x'}={encoded(self.value())}"
                 for _ in range(random.choice([0, 0, 1, 1, 2, 3, 8]))]
        return (path + ("?" + "&".join(asked) if asked else ""))[:15000]

    def value(self):
        return self.some_id() if random.random() < 0.3 else random.choice([*TEXTS, *map(str, NUMBERS)])

    def body(self, operation):
        content = operation.get("requestBody", {}).get("content", {})
        if random.random() < 0.15 or not content:
            raw = random.choice(RAW) if random.random() < 0.3 or content else ""
            return raw.encode("latin-1", "replace"), random.choice(TYPES)
        schema = next(iter(content.values()))["schema"]
        schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
        badness = random.choice([0, 0, 0.1, 0.4])
        members = {name: self.member(name, rules, badness) for name, rules in schema.get("properties", {}).items()
                   if badness == 0 or random.random() < 0.9}
        if random.random() < 0.1:
            members[random.choice(TEXTS)[:100]] = anything()
        text = json.dumps(members, ensure_ascii=random.random() < 0.5)
        return text.encode("utf-8", "surrogatepass"), "application/json"

    def member(self, name, rules, badness):
        if random.random() < badness:
            return anything()
        number = random.randrange(1 << 30)
        known = {"username": f"u{number}", "email": f"u{number}@example.com", "application_deadline": "2099-01-01",
                 "category": random.choice(self.categories), "parent": random.choice([None, *self.categories]),
                 "salary_min": "1000.00", "salary_max": "2000.00", "slug": f"s{number}", "name": f"Name {number}",
                 "phone_number": "+431234567890", "profile_picture": None}
        if name in known:
            return known[name]
        if "password" in name:
            return PASSWORD
        rules = rules["anyOf"][0] if "anyOf" in rules else rules
        if "$ref" in rules:
            rules = self.schemas[rules["$ref"].rsplit("/", 1)[1]]
        if "enum" in rules:
            return random.choice(rules["enum"])
        if rules.get("format") == "uuid":
            return self.some_id()
        if rules.get("format") == "binary":
            return {"filename": "cv.pdf", "content": random.choice(["JVBERi0xLjQK", "====", ""])}
        return random.random() < 0.5 if rules.get("type") == "boolean" else "Some words"


class Attackers:
    def __init__(self, board, document, tokens, requests):
        self.board, self.document, self.tokens, self.left = board, document, tokens, requests
        self.door, self.statuses, self.bad, self.slowest = threading.Lock(), Counter(), [], 0.0

    def run(self):
        threads = [threading.Thread(target=self.go_on) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def go_on(self):
        connection = Raw(self.board.path("http"))
        while self.take_one():
            connection = self.send(connection)

    def take_one(self):
        with self.door:
            self.left -= 1
            return self.left >= 0

    def send(self, connection):
        method, target, body, kind = self.document.request()
        headers = {"Content-Type": kind} if kind else {}
        if token := random.choice([None, *self.tokens]):
            headers["Authorization"] = f"Bearer {token}"
        if random.random() < 0.15:
            name, value = random.choice(HEADERS)
            headers[name] = value
        begin = time.monotonic()
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                connection.putheader(name, value.encode("latin-1", "replace"))
            connection.endheaders(body)
            answer = connection.getresponse()
            status = answer.status
            answer.read()
        except (OSError, http.client.HTTPException, ValueError) as fault:
            connection.close()
            connection, status = Raw(self.board.path("http")), type(fault).__name__
        self.note(method, target, body, status, time.monotonic() - begin)
        return connection

    def note(self, method, target, body, status, took):
        with self.door:
            self.statuses[status] += 1
            self.slowest = max(self.slowest, took)
            failed = isinstance(status, int) and status >= 500 and status not in (501, 505)
            if status == 503 and target.split("?")[0].rstrip("/").endswith(("/stream", "/ws")):
                failed = False  # this board has no LIVE, and says so
            if failed or took > LATE_S:
                self.bad.append(f"{status} after {took:.1f} s: {method} {target[:300]!r} {body[:300]!r}")


def prepare(board):
    """Access tokens of every role, and ids of rows."""
    connection = Unix(board.path("http"))

    def post(path, **members):
        connection.request("POST", path, json.dumps(members), {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read())
    for n in range(40):
        post("/api/v1/auth/register/", username=f"victim{n}", email=f"victim{n}@example.com", password=PASSWORD,
             password2=PASSWORD, role=random.choice(["user", "employer"]), first_name="V", last_name="W")
    for n, role in enumerate(["user", "employer", "user", "employer", "user", "user"]):
        post("/api/v1/auth/register/", username=f"attacker{n}", email=f"attacker{n}@example.com", password=PASSWORD,
             password2=PASSWORD, role=role, first_name="A", last_name="B")
    board.rows("UPDATE users SET role = 'admin' WHERE username IN ('attacker4', 'attacker5')")
    tokens = [post("/api/v1/auth/login/", username=f"attacker{n}", password=PASSWORD)["access"] for n in range(6)]
    board.rows("""INSERT INTO categories (id, name, slug) VALUES (gen_random_uuid(), 'Crafts', 'crafts');
                  INSERT INTO jobs (id, employer_id, category_id, title, description, requirements, location, location_id, status)
                  SELECT gen_random_uuid(), u.id, c.id, 'Job ' || n, 'D', 'R', 'Graz', 0, 'active'
                    FROM users u, categories c, generate_series(1, 200) n WHERE u.username = 'attacker1'""")
    connection.request("GET", "/api/v1/openapi.json")
    document = json.loads(connection.getresponse().read())
    ids = [row[0] for row in board.rows("SELECT id FROM jobs UNION ALL SELECT id FROM users WHERE username LIKE 'victim%' UNION ALL SELECT id FROM categories "
                                        "UNION ALL SELECT id FROM sessions")]
    return tokens, Document(document, ids, [row[0] for row in board.rows("SELECT id FROM categories")])


def heal(board, over):
    """Signs in again whoever has signed out, or signed out others, so that the attack goes on."""
    while not over.wait(0.3):
        board.rows("UPDATE sessions SET ended_at = NULL WHERE ended_at IS NOT NULL")


def judge(board, attackers):
    with open(board.path("master.log"), errors="replace") as log:
        dead = [line for line in log if '"worker_ended"' in line and '"level":"warning"' in line]
    with open(f"{board.database}/postgres.log", errors="replace") as log:
        unread = [line for line in log if re.search(r" (42|XX|0A)\w{3} ERROR", line)]
    answered = sum(n for status, n in attackers.statuses.items() if isinstance(status, int))
    return all([
        verdict(answered > sum(attackers.statuses.values()) * 0.9, "nearly all were answered", dict(attackers.statuses)),
        verdict(attackers.statuses[200] > 0 and attackers.statuses[400] > 0, "some were good and some bad"),
        verdict(not attackers.bad, f"nothing was answered with 5xx, or after more than {LATE_S:.0f} s", *attackers.bad),
        verdict(not dead, "no worker died", *dead),
        verdict(not unread, "PostgreSQL could read every statement", *unread),
    ])


def main():
    room, requests = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    random.seed(seed)
    board = Board(room)
    board.start()
    try:
        board.rows("ALTER SYSTEM SET log_line_prefix = '%m %p %e '")
        board.rows("SELECT pg_reload_conf()")
        tokens, document = prepare(board)
        attackers = Attackers(board, document, tokens, requests)
        begin = time.monotonic()
        over = threading.Event()
        healer = threading.Thread(target=heal, args=(board, over))
        healer.start()
        attackers.run()
        over.set()
        healer.join()
        good = judge(board, attackers)
    finally:
        board.stop()
    print(f"{requests} requests in {time.monotonic() - begin:.0f} s, the slowest took {attackers.slowest:.2f} s, answers "
          f"{dict(sorted(attackers.statuses.items(), key=str))}, seed {seed}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
