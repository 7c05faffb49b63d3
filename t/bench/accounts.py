"""What accounts cost: one's own account against the same statements in pgbench, sign-ins against bare hashing, and what
a flood of sign-ins does to everybody else. t/bench/run calls it; it prints Markdown.

    accounts.py ROOM POSTGRES-PROGRAMS JOBS:PORT:MASTER:NGINX
"""
import ctypes
import ctypes.util
import http.client
import json
import os
import statistics
import subprocess
import sys
import time

from postgres import Postgres, write_scripts
from processes import group_time
from report import table
from scenarios import Board, details

ROUNDS, SLICE = int(os.environ["ROUNDS"]), int(os.environ["SLICE"])
NAME, PASSWORD = "bench_person", "correct horse battery staple"
PASSES, MEMORY = 2, 19456 * 1024  # the defaults of HASH_PASSES and HASH_MEMORY_KB


def post(connection, path, headers={}, **body):
    connection.request("POST", f"/api/v1/auth/{path}", json.dumps(body), {"Content-Type": "application/json"} | headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        raise RuntimeError(f"{path} answered {answer.status}: {text[:200]}")
    return json.loads(text)


def sign_in(connection):
    return post(connection, "login/", username=NAME, password=PASSWORD)


def wrk(board, paths, connections, seconds, *more):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", f"{os.path.dirname(__file__)}/load.lua", *more,
               board.origin, "--", paths]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(out.splitlines()[-1])


class Flood:
    """So many clients that sign in again and again, for so long. They take the processor last: real ones have their own."""

    def __init__(self, board, clients, seconds):
        body = json.dumps({"username": NAME, "password": PASSWORD})
        self.wrk = subprocess.Popen(
            ["nice", "-n", "19", "wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "20s", "-s",
             f"{os.path.dirname(__file__)}/sign_in.lua", board.origin, "--", body], stdout=subprocess.PIPE, text=True)

    def figures(self):
        out, _ = self.wrk.communicate()
        figures = json.loads(out.splitlines()[-1])
        return {**figures, "rate": figures["requests"] / figures["seconds"]}


def bare_hashes(seconds):
    """Hashes a second that the library makes on one core, at the cost that sign-ins have."""
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    sodium.sodium_init()
    out, done, begin = ctypes.create_string_buffer(128), 0, time.monotonic()
    while time.monotonic() < begin + seconds:
        if sodium.crypto_pwhash_str_alg(out, PASSWORD.encode(), ctypes.c_ulonglong(len(PASSWORD)),
                                        ctypes.c_ulonglong(PASSES), ctypes.c_size_t(MEMORY), 2) != 0:
            raise RuntimeError("no memory to hash with")
        done += 1
    return done / (time.monotonic() - begin)


class Accounts:
    def __init__(self, room, board):
        self.board, self.room, self.rounds = board, room, []
        connection = http.client.HTTPConnection("127.0.0.1", board.port)
        self.forget()
        post(connection, "register/", username=NAME, email="bench@example.org", password=PASSWORD, password2=PASSWORD,
             first_name="Bench", last_name="Person")
        self.header = f"Authorization: Bearer {sign_in(connection)['access']}"
        self.me, self.jobs = self.paths("me", ["/api/v1/auth/me/"]), self.paths("jobs", details(board))
        self.scripts = write_scripts(f"{room}/scripts/accounts", "me", [
            board.postgres.statements_during(board.database, lambda: self.read_account(connection))])

        self.key = f"X-API-Key: {self.make_key(connection)}"

    def make_key(self, connection):
        """One among ten thousand."""
        name, value = self.header.split(": ")
        key = post(connection, "api-keys/", {name: value}, name="Bench", scopes=["read"])["key"]
        self.board.ask("INSERT INTO api_keys (id, owner, name, prefix, digest, scopes) "
                       "SELECT gen_random_uuid(), id, 'x', 'jb_', sha256(n::text::bytea)::text, 'read' "
                       f"FROM users, generate_series(1, 10000) n WHERE username = '{NAME}'", "ANALYZE api_keys, api_key_uses")
        return key

    def processor(self, header):
        """Microseconds of workers and database for each request that reads one's own account."""
        groups = (self.board.master, self.board.postgres.pid)
        before = sum(map(group_time, groups))
        figures = wrk(self.board, self.me, 16, SLICE, "-H", header)
        if figures["failed"]:
            return float("inf")
        return (sum(map(group_time, groups)) - before) / 1e3 / figures["requests"]

    def read_account(self, connection):
        name, value = self.header.split(": ")
        connection.request("GET", "/api/v1/auth/me/", headers={name: value})
        connection.getresponse().read()

    def forget(self):
        self.board.ask(f"DELETE FROM users WHERE username = '{NAME}'")
        self.board.ask("DELETE FROM sign_in_attempts")

    def paths(self, name, lines):
        file = f"{self.room}/{self.board.jobs}/{name}.paths"
        with open(file, "w") as f:
            f.write("\n".join(lines) + "\n")
        return file

    def round(self):
        # Anew each time: the sign-ins below end the session that was unused for longest.
        connection = http.client.HTTPConnection("127.0.0.1", self.board.port)
        self.header = f"Authorization: Bearer {sign_in(connection)['access']}"
        slot = {"me": wrk(self.board, self.me, 16, SLICE, "-H", self.header)}
        slot["by_token"], slot["by_key"] = self.processor(self.header), self.processor(self.key)
        slot["pgbench"] = self.board.postgres.pgbench(self.board.database, self.scripts, SLICE)
        slot["bare"] = bare_hashes(SLICE)
        slot["sign_ins"] = Flood(self.board, 4, SLICE).figures()
        slot["idle"] = wrk(self.board, self.jobs, 1, SLICE)
        flood = Flood(self.board, 16, SLICE + 1)
        slot["flooded"] = wrk(self.board, self.jobs, 1, SLICE)
        slot["flood"] = flood.figures()
        self.rounds.append(slot)

    def median(self, figure):
        return statistics.median(figure(slot) for slot in self.rounds)

    def write(self, out):
        me = self.median(lambda s: s["me"]["requests"] / s["me"]["seconds"])
        of_pgbench = self.median(lambda s: s["me"]["requests"] / s["me"]["seconds"] / s["pgbench"])
        of_bare = self.median(lambda s: s["sign_ins"]["rate"] / s["bare"])
        held_up = self.median(lambda s: s["flooded"]["p99"] / s["idle"]["p99"])
        failed = sum(s[part]["failed"] for s in self.rounds for part in ("me", "sign_ins", "idle", "flooded", "flood"))
        out.write("\n## Accounts\n\n")
        table(out, ("What", "Measured"), [
            ("one's own account (GET /api/v1/auth/me/), req/s", f"{me:,.0f}"),
            ("the same statements in pgbench, 1/s", f"{self.median(lambda s: s['pgbench']):,.0f}"),
            ("one's own account: of pgbench", f"{of_pgbench:.2f}"),
            ("processor time of a request by a token, µs", f"{self.median(lambda s: s['by_token']):.0f}"),
            ("the same by an API key", f"{self.median(lambda s: s['by_key']):.0f}"),
            ("an API key: of a token (target: 1.1 at most)", f"{self.median(lambda s: s['by_key'] / s['by_token']):.2f}"),
            ("sign-ins a second, 4 clients, one hash at a time", f"{self.median(lambda s: s['sign_ins']['rate']):.1f}"),
            ("bare hashes a second on one core", f"{self.median(lambda s: s['bare']):.1f}"),
            ("sign-ins: of bare hashing", f"{of_bare:.2f}"),
            ("job detail, one client: p99 ms", f"{self.median(lambda s: s['idle']['p99']):.2f}"),
            ("the same while 16 clients sign in", f"{self.median(lambda s: s['flooded']['p99']):.2f}"),
            ("how many times as long (target: 2 at most)", f"{held_up:.2f}"),
            ("sign-ins a second meanwhile", f"{self.median(lambda s: s['flood']['rate']):.1f}"),
            ("requests that failed", failed),
        ])


def main():
    room, programs, text = sys.argv[1:]
    accounts = Accounts(room, Board(text, Postgres(f"{room}/postgres", programs)))
    for number in range(ROUNDS):
        print(f"round {number + 1} of {ROUNDS}: accounts", file=sys.stderr, flush=True)
        accounts.round()
    accounts.forget()
    accounts.write(sys.stdout)


if __name__ == "__main__":
    main()
