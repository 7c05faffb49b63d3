#!/usr/bin/python3
"""Requests go on while the parts of the board are stopped, frozen, slowed, emptied or filled, one fault after the other.

    faults.py ROOM ROUNDS

Prints "ok what" or "not ok what" for each fault, with what was answered meanwhile."""
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

from board import PROGRAM, Board, children, eventually
from ledger import PASSWORD, call, verdict

CLIENTS = 4
SLOWEST_S = 3.0  # of any answer while the database is away
BACK_S = 2.0     # to the first good answer once it is back
JOB = {"description": "Work.", "requirements": "Hands.", "location": "Graz", "status": "active"}


class Load:
    """Clients that read and write without a pause, and what became of it."""

    def __init__(self, board, token, category, job):
        self.board, self.over, self.answers = board, threading.Event(), []
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.requests = [
            ("GET", "/api/v1/jobs/", None, {}), ("GET", f"/api/v1/jobs/{job}/", None, {}),
            ("GET", "/api/v1/jobs/?search=work", None, {}), ("GET", "/api/v1/categories/", None, {}),
            ("GET", "/api/v1/auth/me/", None, headers),
            ("POST", "/api/v1/jobs/", json.dumps(JOB | {"title": "Made under load", "category": category}), headers)]
        self.threads = [threading.Thread(target=self.ask, args=(n,)) for n in range(CLIENTS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def ask(self, turn):
        while not self.over.is_set():
            turn += 1
            method, path, body, headers = self.requests[turn % len(self.requests)]
            begin = time.monotonic()
            status, text = call(self.board, method, path, body, headers)
            self.answers.append((begin, time.monotonic() - begin, method, status, text[:120] if status != 200 else b""))

    def statuses(self, method=None):
        return Counter(status for _, _, m, status, _ in self.answers if method in (None, m))

    def slowest(self):
        return max(took for _, took, _, _, _ in self.answers)

    def first_good_after(self, moment):
        return min((begin + took for begin, took, _, status, _ in self.answers if begin > moment and status == 200),
                   default=moment + 60) - moment


class Faults:
    def __init__(self, board, rounds):
        self.board, self.rounds, self.good = board, rounds, True
        self.token, self.category, self.job = self.prepare()

    def prepare(self):
        subprocess.run([PROGRAM, "user", "add", "--username", "acme", "--email", "acme@x.example", "--role", "employer",
                        "--password-stdin"], env=self.board.environment, input=PASSWORD + "\n", text=True, check=True,
                       capture_output=True)
        _, text = call(self.board, "POST", "/api/v1/auth/login/", json.dumps({"username": "acme", "password": PASSWORD}),
                       {"Content-Type": "application/json"})
        token = json.loads(text)["access"]
        self.board.rows("INSERT INTO categories (id, name, slug) VALUES (gen_random_uuid(), 'Work', 'work')")
        category = self.board.rows("SELECT id FROM categories")[0][0]
        _, text = call(self.board, "POST", "/api/v1/jobs/", json.dumps(JOB | {"title": "First", "category": category}),
                       {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        return token, category, json.loads(text)["id"]

    def load(self):
        return Load(self.board, self.token, self.category, self.job)

    def say(self, what, held, load=None, more=""):
        seen = "" if load is None else ", ".join(f"{count} × {status}" for status, count in sorted(
            load.statuses().items(), key=str)) + f"; slowest {load.slowest():.2f} s"
        late = sorted({(method, status, text) for _, took, method, status, text in load.answers if took > 1 or status is None}, key=str) if load else ""
        self.good &= verdict(held, what, f"{seen}{more}", *map(str, late))

    def wait(self, seconds):
        threading.Event().wait(seconds)

    # --- PostgreSQL

    def check_database_fault(self, what, begin, end, seconds):
        with self.load() as load:
            self.wait(0.5)
            begin()
            self.wait(seconds)
            end()
            back = time.monotonic()
            self.wait(BACK_S + 0.5)
        known = set(load.statuses()) <= {200, 201, 503}
        again = load.first_good_after(back)
        stuck = self.board.rows("SELECT count(*) FROM pg_stat_activity WHERE datname = 'jobboard' AND state LIKE 'idle in%' "
                                "AND state_change < now() - interval '1 second'")[0][0]
        self.say(f"{what}: 503 in time, and good answers again at once",
                 known and load.slowest() <= SLOWEST_S + 0.5 and again <= BACK_S and stuck == "0", load,
                 f"; good again after {again:.2f} s; {stuck} transactions left open")

    def signal_database(self, number):
        with open(f"{self.board.database}/data/postmaster.pid") as file:
            pid = int(file.readline())
        for process in [pid, *children(pid)]:
            try:
                os.kill(process, number)
            except ProcessLookupError:
                pass

    def database(self):
        stop = lambda: subprocess.run(["deploy/postgres", "stop", self.board.database], check=True)
        self.check_database_fault("PostgreSQL stopped", stop, self.board.start_postgres, 2)
        self.check_database_fault("PostgreSQL frozen", lambda: self.signal_database(signal.SIGSTOP),
                                  lambda: self.signal_database(signal.SIGCONT), 4)
        self.check_database_fault("PostgreSQL restarted", stop, self.board.start_postgres, 0)
        self.slow_database()

    def slow_database(self):
        """Somebody holds a lock that every reader of jobs waits for."""
        holder = subprocess.Popen(["psql", "-Xq", "-h", self.board.database, "-U", "postgres", "-c",
                                   "BEGIN; LOCK TABLE jobs; SELECT pg_sleep(3); COMMIT", "jobboard"], stdout=subprocess.DEVNULL)
        with self.load() as load:
            holder.wait()
            back = time.monotonic()
            self.wait(1)
        self.say("PostgreSQL slow: whoever waits too long gets 503", set(load.statuses()) <= {200, 201, 503} and
                 load.slowest() <= SLOWEST_S + 0.5 and load.first_good_after(back) <= BACK_S, load)

    # --- Redis

    def check_redis_fault(self, what, begin, end):
        with self.load() as load:
            self.wait(0.5)
            begin()
            self.wait(3)
            end()
            self.wait(1)
        self.say(f"{what}: nobody is refused", set(load.statuses()) <= {200, 201} and load.slowest() <= 1.5, load)

    def redis(self):
        process = self.board.processes["redis"]
        flush = ["redis-cli", "-s", self.board.path("redis/socket"), "flushall"]
        self.check_redis_fault("Redis frozen", lambda: process.send_signal(signal.SIGSTOP),
                               lambda: process.send_signal(signal.SIGCONT))
        self.check_redis_fault("Redis flushed", lambda: subprocess.run(flush, check=True, stdout=subprocess.DEVNULL), lambda: None)
        self.check_redis_fault("Redis gone", lambda: self.board.kill("redis"), lambda: None)
        os.unlink(self.board.path("redis/socket"))
        self.board.start_redis()

    # --- The pool

    def pool(self):
        master = self.board.processes["master"]
        with self.load() as load:
            for _ in range(4 * self.rounds):
                self.board.kill_worker()
                self.wait(0.25)
        lost = sum(count for status, count in load.statuses("POST").items() if status != 201)
        self.say("workers killed: no read lost, a write a kill at most",
                 set(load.statuses("GET")) == {200} and lost <= 4 * self.rounds, load)
        self.reload(signal.SIGHUP, "reloaded", 4 * self.rounds, "reloads: no request lost")
        self.reload(signal.SIGUSR2, "reloaded", 2 * self.rounds, "new masters: no request lost")
        self.say("the master is the same process", master.poll() is None)

    def reload(self, number, event, times, what):
        log = self.board.path("master.log")
        done = lambda: subprocess.run(["grep", "-c", f'"event":"{event}"', log], capture_output=True, text=True).stdout
        with self.load() as load:
            for _ in range(times):
                before = int(done() or 0)
                self.board.processes["master"].send_signal(number)
                eventually(lambda: int(done() or 0) > before)
        self.say(f"{times} {what}", set(load.statuses()) <= {200, 201}, load)

    def masters(self):
        for name, restart in (("master", self.board.start_master), ("nginx", self.board.start_nginx)):
            old = children(self.board.processes[name].pid)
            self.board.kill(name)
            if name == "nginx":
                for pid in old:
                    os.kill(pid, signal.SIGKILL)
            restart()
            back = time.monotonic()
            eventually(lambda: call(self.board, "GET", "/api/v1/jobs/", None, {})[0] == 200)
            again = time.monotonic() - back
            gone = eventually(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in old), 20)
            self.say(f"{name} killed: a new one serves, the old processes leave", gone and again <= BACK_S, None,
                     f"good again after {again:.2f} s")

    # --- Full disks

    def full_disks(self):
        """The master starts again with a log that takes nothing, and a place for uploads of 64 KB."""
        board = self.board
        board.processes["master"].terminate()
        board.processes["master"].wait(30)
        board.environment["JOBBOARD_LOG_FILE"] = "/dev/full"
        board.run("master", ["bwrap", "--dev-bind", "/", "/", "--size", "65536", "--tmpfs", board.path("uploads"),
                             PROGRAM, "serve"])
        eventually(lambda: call(board, "GET", "/api/v1/jobs/", None, {})[0] == 200)
        with self.load() as load:
            self.wait(1.5)
        self.say("a log on a full disk: requests are answered", set(load.statuses()) <= {200, 201}, load)
        self.upload_to_full_disk()
        board.processes["master"].terminate()
        board.processes["master"].wait(30)
        del board.environment["JOBBOARD_LOG_FILE"]
        board.start_master()

    def upload_to_full_disk(self):
        board, name = self.board, "ann"
        subprocess.run([PROGRAM, "user", "add", "--username", name, "--email", "ann@x.example", "--password-stdin"],
                       env=board.environment | {"JOBBOARD_LOG_FILE": ""}, input=PASSWORD + "\n", text=True, check=True,
                       capture_output=True)
        _, text = call(board, "POST", "/api/v1/auth/login/", json.dumps({"username": name, "password": PASSWORD}),
                       {"Content-Type": "application/json"})
        headers = {"Authorization": f"Bearer {json.loads(text)['access']}",
                   "Content-Type": "multipart/form-data; boundary=b"}
        def apply(size):
            body = (f"--b\r\nContent-Disposition: form-data; name=\"job\"\r\n\r\n{self.job}\r\n--b\r\nContent-Disposition: "
                    f"form-data; name=\"cover_letter\"\r\n\r\n{'I would. ' * 20}\r\n--b\r\nContent-Disposition: form-data; "
                    "name=\"resume\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n").encode()
            body += b"%PDF-1.4\n" + b"x" * size + b"\n%%EOF\n" + b"\r\n--b--\r\n"
            return call(board, "POST", "/api/v1/applications/", body, headers)
        status, text = apply(400_000)
        rows = board.rows("SELECT count(*) FROM applications")[0][0]
        self.say("an upload on a full disk: 503 or 507, and nothing is kept", status in (503, 507) and rows == "0", None,
                 f"{status} {text[:100]!r}")
        status, text = apply(4_000)
        self.say("and a file that has room is taken", status == 201, None, f"{status} {text[:200]!r}")

    def run(self):
        self.database()
        self.redis()
        self.pool()
        self.masters()
        self.full_disks()
        return self.good


def main():
    board = Board(sys.argv[1])
    board.start()
    try:
        good = Faults(board, int(sys.argv[2])).run()
    finally:
        board.stop()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
