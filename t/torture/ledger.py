#!/usr/bin/python3
"""Thousands of people apply while the parts of the board are killed at random. Each intent is written to a file before it
is sent and each answer after it came; in the end, every application that was acknowledged is there once with its file,
none twice, and none that nobody sent. What follows from each is there once, too: its event, two notifications, two mails
and a webhook's message.

    ledger.py ROOM SECONDS [SEED]

Prints "ok what" or "not ok what" for each of these, and figures."""
import hashlib
import http.client
import http.server
import json
import os
import random
import socket
import sys
import threading
import time
import uuid
from collections import Counter

from board import Board, eventually

CLIENTS, PEOPLE, JOBS, PATIENCE = 6, 150, 400, 60
PASSWORD = "violet-harbour-74"


class Unix(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.unix = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(self.unix)


def call(board, method, path, body, headers):
    """Status and body; None when there was no answer."""
    connection = Unix(board.path("http"))
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as fault:
        return None, repr(fault).encode()
    finally:
        connection.close()


class Receiver(http.server.ThreadingHTTPServer):
    """A far end that takes webhooks, and counts how often each message came."""
    daemon_threads = True

    def __init__(self):
        self.got = Counter()
        super().__init__(("127.0.0.1", 0), Taker)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Taker(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got[self.headers["webhook-id"]] += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Ledger:
    """What was meant and what was answered, in a file that outlives whoever writes it."""

    def __init__(self, path):
        self.file, self.door = open(path, "a"), threading.Lock()
        self.intents, self.answers, self.tries, self.waits = {}, {}, Counter(), []

    def write(self, kind, **what):
        with self.door:
            self.file.write(json.dumps({"kind": kind, "at": time.time()} | what) + "\n")
            self.file.flush()
            if kind == "intent":
                self.intents[what["key"]] = what
            else:
                self.tries[what["status"]] += 1
                if what["status"] == 201:
                    self.answers.setdefault(what["key"], []).append(what["id"])


def resume(key):
    return f"%PDF-1.4\n{key} {'x' * random.randrange(3000)}\n%%EOF\n".encode()


def form(boundary, texts, content):
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
             for name, text in texts.items()]
    parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="resume"; filename="cv.pdf"\r\n'
                 "Content-Type: application/pdf\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


class Clients:
    def __init__(self, board, ledger, tokens, jobs, seconds):
        self.board, self.ledger, self.over = board, ledger, time.monotonic() + seconds
        pairs = [(person, job) for person in tokens for job in jobs]
        random.shuffle(pairs)
        self.pairs, self.tokens, self.door = iter(pairs), tokens, threading.Lock()
        self.faults = []

    def run(self):
        threads = [threading.Thread(target=self.apply_on) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        return threads

    def apply_on(self):
        while time.monotonic() < self.over:
            with self.door:
                person, job = next(self.pairs, (None, None))
            if not person:
                return
            key, content = str(uuid.uuid4()), None
            content = resume(key)
            self.ledger.write("intent", key=key, person=person, job=job, sha256=hashlib.sha256(content).hexdigest())
            twins = [threading.Thread(target=self.insist, args=(key, person, job, content))
                     for _ in range(2 if random.random() < 0.1 else 1)]
            for twin in twins:
                twin.start()
            for twin in twins:
                twin.join()

    def insist(self, key, person, job, content):
        """Sends it again, with the same key, until there is an answer that says how it ended."""
        begin, pause = time.monotonic(), 0.05
        while time.monotonic() < begin + PATIENCE:
            boundary = uuid.uuid4().hex
            status, body = call(self.board, "POST", "/api/v1/applications/",
                                form(boundary, {"job_id": job, "cover_letter": key}, content),
                                {"Authorization": f"Bearer {self.tokens[person]}", "Idempotency-Key": key,
                                 "Content-Type": f"multipart/form-data; boundary={boundary}"})
            made = json.loads(body)["id"] if status == 201 else None
            self.ledger.write("answer", key=key, status=status, id=made)
            if status == 201:
                self.ledger.waits.append(time.monotonic() - begin)
                return
            if status not in (None, 502, 503, 504):
                self.faults.append(f"{status} {body[:200]!r}")
                return
            threading.Event().wait(pause * random.uniform(0.5, 1))
            pause = min(2, pause * 2)
        self.faults.append(f"no answer within {PATIENCE} s")


def torment(board, until, kills):
    """Kills one part after another; each time the next only once it is back."""
    kinds = [board.kill_worker] * 4 + [board.kill_master, board.kill_redis, board.kill_nginx, board.kill_postgres]
    while time.monotonic() < until:
        threading.Event().wait(random.uniform(0.2, 1.5))
        kill = random.choice(kinds)
        kill()
        kills[kill.__name__.removeprefix("kill_")] += 1


def prepare(board, receiver):
    """People who have signed in, and jobs they can apply for."""
    board.rows("""
        INSERT INTO users (id, username, email, role, first_name, last_name, password_hash)
        SELECT gen_random_uuid(), 'boss', 'boss@example.com', 'employer', '', '', ''
         UNION ALL
        SELECT gen_random_uuid(), 'person' || n, 'person' || n || '@example.com', 'user', '', '', '' FROM generate_series(1, %d) n;
        INSERT INTO categories (id, name, slug) SELECT gen_random_uuid(), 'Crafts', 'crafts';
        INSERT INTO jobs (id, employer_id, category_id, title, description, requirements, location, location_id, status)
        SELECT gen_random_uuid(), u.id, c.id, 'Job ' || n, 'D', 'R', 'Graz', 0, 'active'
          FROM users u, categories c, generate_series(1, %d) n WHERE u.username = 'boss'""" % (PEOPLE, JOBS))
    board.rows(f"""
        INSERT INTO webhooks (id, owner, url, events, secret)
        SELECT gen_random_uuid(), id, 'http://127.0.0.1:{receiver.server_port}/', 'application.submitted',
               'whsec_' || encode(sha256('of the tests'), 'base64') FROM users WHERE username = 'boss'""")
    first = json.dumps({"username": "first", "email": "first@example.com", "password": PASSWORD, "password2": PASSWORD,
                        "first_name": "F", "last_name": "L"})
    status, body = call(board, "POST", "/api/v1/auth/register/", first, {"Content-Type": "application/json"})
    assert status == 201, body
    board.rows("UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE username = 'first')")
    return {name: sign_in(board, name) for name in (f"person{n}" for n in range(1, PEOPLE + 1))}


def sign_in(board, name):
    status, body = call(board, "POST", "/api/v1/auth/login/", json.dumps({"username": name, "password": PASSWORD}),
                        {"Content-Type": "application/json"})
    assert status == 200, body
    return json.loads(body)["access"]


def verdict(good, what, *details):
    print("ok" if good else "not ok", what)
    for detail in [] if good else details[:5]:
        print("    ", detail)
    return good


def file_is(board, key, sha256):
    try:
        with open(board.path(f"files/{key}"), "rb") as file:
            return hashlib.sha256(file.read()).hexdigest() == sha256
    except OSError:
        return False


def judge(board, ledger, faults):
    rows = board.rows("""SELECT a.id, a.job_id, u.username, a.cover_letter, a.resume_sha256, a.resume
                           FROM applications a JOIN users u ON u.id = a.applicant_id""")
    by_key, by_id = {}, {row[0]: row for row in rows}
    for row in rows:
        by_key.setdefault(row[3], []).append(row)
    acknowledged = ledger.answers
    lost = [key for key, ids in acknowledged.items() for made in ids
            if made not in by_id or by_id[made][4] != ledger.intents[key]["sha256"]]
    twice = [key for key, found in by_key.items() if len(found) > 1] + \
            [key for key, ids in acknowledged.items() if len(set(ids)) > 1]
    ghosts = [row for row in rows if row[3] not in ledger.intents or row[4] != ledger.intents[row[3]]["sha256"]]
    unfiled = [row for row in rows if not file_is(board, row[5], row[4])]
    wrong = board.rows("""SELECT f.job_id, f.application_count FROM job_figures f WHERE f.application_count <>
                          (SELECT count(*) FROM applications a WHERE a.job_id = f.job_id)""")
    return all([
        verdict(acknowledged, "applications were acknowledged"),
        verdict(not lost, "every acknowledged application is there", *lost),
        verdict(not twice, "none is there twice, or was acknowledged as two", *twice),
        verdict(not ghosts, "none is there that nobody sent", *ghosts),
        verdict(not unfiled, "each has its file, byte by byte", *unfiled),
        verdict(not wrong, "counts of applications are those of the rows", *wrong),
        verdict(not faults, "nothing was answered but success or a wish to try again", *faults),
    ])


def at_rest(board):
    """Whether nothing is left to do but what comes by a schedule; what waits for another attempt is tried at once."""
    board.rows("UPDATE tasks SET due_at = now() WHERE state = 'waiting' AND due_at > now() AND NOT by_schedule")
    threading.Event().wait(0.5)
    left = board.rows("""SELECT (SELECT count(*) FROM tasks WHERE state IN ('waiting', 'running') AND NOT by_schedule),
                                (SELECT count(*) FROM events) - (SELECT count(*) FROM event_chain)""")
    return left == [["0", "0"]]


def judge_consequences(board, receiver, kills):
    calm = eventually(lambda: at_rest(board), 600)
    count = lambda query: int(board.rows(f"SELECT count(*) FROM {query}")[0][0])
    made = count("applications")
    told = {what: count(query) for what, query in {
        "events": "events WHERE kind = 'application.submitted'",
        "for the employer": "notifications WHERE kind = 'job_application'",
        "for applicants": "notifications WHERE kind = 'application_update'",
        "mails to the employer": "mails WHERE template = 'new_application' AND state = 'sent'",
        "mails to applicants": "mails WHERE template = 'applied' AND state = 'sent'",
        "deliveries": "webhook_deliveries WHERE kind = 'application.submitted' AND state = 'delivered'"}.items()}
    dead = board.rows("SELECT kind, trouble FROM tasks WHERE state = 'dead'")
    again = sum(times - 1 for times in receiver.got.values())
    mailed = len(os.listdir(board.path("mail/new"))) - count("mails WHERE state = 'sent'")
    return all([
        verdict(calm, "whatever was to follow has followed"),
        verdict(not dead, "no task was given up", *dead),
        verdict(all(n == made for n in told.values()), f"each of {made} applications is told once by each channel", told),
        verdict(len(receiver.got) == made, "the far end has heard of each", len(receiver.got)),
        verdict(again + mailed <= sum(kills.values()), "far ends have heard things twice no more often than something died",
                again, mailed),
    ])


def main():
    room, seconds = sys.argv[1], float(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    random.seed(seed)
    receiver = Receiver()
    board = Board(room, MAIL=f"maildir:{room}/mail", WEBHOOK_NETWORKS="127.0.0.0/8",
        EMAIL_VERIFICATION="off") # its people are made up
    kills = Counter()
    board.start()
    try:
        ledger = Ledger(board.path("ledger"))
        tokens = prepare(board, receiver)
        clients = Clients(board, ledger, tokens, [row[0] for row in board.rows("SELECT id FROM jobs")], seconds)
        threads = clients.run()
        torment(board, clients.over, kills)
        for thread in threads:
            thread.join()
        eventually(lambda: call(board, "GET", "/health/readiness/", None, {})[0] == 200)
        good = judge(board, ledger, clients.faults)
        good = judge_consequences(board, receiver, kills) and good
    finally:
        board.stop()
    waits = sorted(ledger.waits)
    print(f"{len(ledger.intents)} intents, {len(ledger.answers)} acknowledged, answers {dict(ledger.tries)}, "
          f"killed {dict(kills)}, until success p50 {waits[len(waits) // 2]:.2f} s and at most {waits[-1]:.2f} s, seed {seed}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
