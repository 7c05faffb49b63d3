"""What applying costs: applications with small and large files against the same statements in pgbench plus the same
bytes made safe on the same disk, and the memory of the worker that takes them. t/bench/run calls it; it prints Markdown.

The board of the bench has one worker for uploads, so everything here is done by one at a time.

    applications.py ROOM POSTGRES-PROGRAMS JOBS:PORT:MASTER:NGINX
"""
import http.client
import itertools
import json
import os
import shutil
import statistics
import sys
import time

from postgres import Postgres, write_scripts
from processes import children, memory
from report import table
from scenarios import ACTIVE, Board, column

ROUNDS, SLICE = int(os.environ["ROUNDS"]), int(os.environ["SLICE"])
UPLOADS = 200 if os.environ.get("QUICK") else 10_000
PASSWORD = "correct horse battery staple"
PEOPLE = 24
SIZES = {"5 KB": 5_000, "1 MB": 1_000_000}


def document(size):
    begin, end = b"%PDF-1.4\n", b"\n%%EOF\n"
    return begin + os.urandom(size - len(begin) - len(end)).hex().encode()[:size - len(begin) - len(end)] + end


def form(job, file):
    def part(name, value, more=b""):
        return (b"--b\r\nContent-Disposition: form-data; name=\"" + name + b"\"" + more + b"\r\n\r\n" + value + b"\r\n")

    return (part(b"job_id", job.encode()) + part(b"cover_letter", b"I would like to work with you. " * 20) +
            part(b"resume", file, b"; filename=\"cv.pdf\"") + b"--b--\r\n")


class Applying:
    def __init__(self, room, board):
        self.board, self.room = board, room
        self.connection = http.client.HTTPConnection("127.0.0.1", board.port)
        self.forget()
        self.tokens = [self.register(f"bench_applicant_{number}") for number in range(PEOPLE)]
        self.jobs = column(board.ask(f"SELECT id FROM jobs WHERE {ACTIVE} AND job_is_open(application_deadline) "
                                     "ORDER BY md5(id::text) LIMIT 20000"))
        self.openings = itertools.product(self.tokens[:PEOPLE // 2], self.jobs)
        self.files = {name: document(size) for name, size in SIZES.items()}
        self.scripts = self.pgbench_scripts()

    def send(self, path, body, headers):
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{path} answered {answer.status}: {text[:200]}")
        return json.loads(text)

    def register(self, name):
        body = json.dumps({"username": name, "email": f"{name}@example.org", "password": PASSWORD,
                           "password2": PASSWORD, "first_name": "Bench", "last_name": "Person"})
        self.send("/api/v1/auth/register/", body, {"Content-Type": "application/json"})
        signed_in = self.send("/api/v1/auth/login/", json.dumps({"username": name, "password": PASSWORD}),
                              {"Content-Type": "application/json"})
        return signed_in["access"]

    def forget(self):
        self.board.ask("DELETE FROM users WHERE username LIKE 'bench\\_applicant\\_%'")
        self.board.ask("DROP SEQUENCE IF EXISTS bench_number")
        shutil.rmtree(f"{self.room}/{self.board.jobs}/files/resumes", ignore_errors=True)

    def apply(self, file):
        token, job = next(self.openings)
        self.send("/api/v1/applications/", form(job, file),
                  {"Authorization": f"Bearer {token}", "Content-Type": "multipart/form-data; boundary=b"})
        return job

    def pgbench_scripts(self):
        """The statements of one application, each time for another pair of person and job, under another id."""
        made = {}
        self.apply(self.files["5 KB"])  # prepares the statements
        statements = self.board.postgres.statements_during(
            self.board.database, lambda: made.update(job=self.apply(self.files["5 KB"])))
        application, person = self.board.ask(
            f"SELECT id, applicant_id FROM applications WHERE job_id = '{made['job']}' ORDER BY applied_at DESC LIMIT 1")[0]
        # The other half of the people, so that the two never meet.
        names = ",".join(f"'bench_applicant_{number}'" for number in range(PEOPLE // 2, PEOPLE))
        free = column(self.board.ask(f"SELECT id FROM users WHERE username IN ({names})"))
        jobs = self.jobs[:2000]
        self.board.ask("CREATE SEQUENCE bench_number", "GRANT USAGE ON bench_number TO jobboard_app")
        changes = {
            f"'{application}'": "md5('a' || :number)::uuid",
            f"'{made['job']}'": f"('{{{','.join(jobs)}}}'::uuid[])[1 + :number % {len(jobs)}]",
            f"'{person}'": f"('{{{','.join(free)}}}'::uuid[])[1 + :number / {len(jobs)} % {len(free)}]",
        }
        script = ["SELECT nextval('bench_number') AS number \\gset"]
        for statement in statements:
            for old, new in changes.items():
                statement = statement.replace(old, new)
            script.append(statement)
        return write_scripts(f"{self.room}/scripts/applications", "apply", [script])

    def rate(self, act):
        done, begin = 0, time.monotonic()
        while time.monotonic() < begin + SLICE:
            act()
            done += 1
        return done / (time.monotonic() - begin)

    def store(self, file):
        """As the storage does: written, made safe, put in its place, and that made safe."""
        directory = f"{self.room}/{self.board.jobs}/bare/{os.urandom(1).hex()}"
        os.makedirs(directory, exist_ok=True)
        path = f"{directory}/{os.urandom(8).hex()}"
        with open(path + ".incoming", "wb") as out:
            out.write(file)
            out.flush()
            os.fsync(out.fileno())
        os.rename(path + ".incoming", path)
        entry = os.open(directory, os.O_RDONLY)
        os.fsync(entry)
        os.close(entry)

    def round(self):
        slot = {}
        for name, file in self.files.items():
            slot[name] = {"rate": self.rate(lambda f=file: self.apply(f)), "stored": self.rate(lambda f=file: self.store(f)),
                          "pgbench": self.board.postgres.pgbench(self.board.database, self.scripts, SLICE, clients=1)}
        shutil.rmtree(f"{self.room}/{self.board.jobs}/bare", ignore_errors=True)
        return slot


def slow_worker(master):
    for pid in children(master):
        with open(f"/proc/{pid}/cmdline", "rb") as f:
            if b"slow" in f.read().split(b"\0"):
                return pid
    raise RuntimeError("there is no worker for uploads")


def main():
    room, programs, text = sys.argv[1:]
    board = Board(text, Postgres(f"{room}/postgres", programs))
    applying, rounds = Applying(room, board), []
    for number in range(ROUNDS):
        print(f"round {number + 1} of {ROUNDS}: applications", file=sys.stderr, flush=True)
        rounds.append(applying.round())

    worker = slow_worker(int(text.split(":")[2]))
    before = memory(worker)["pss"]
    for _ in range(UPLOADS):
        applying.apply(applying.files["5 KB"])
    if slow_worker(int(text.split(":")[2])) != worker:
        raise RuntimeError("the worker was replaced while its memory was watched")
    after = memory(worker)["pss"]

    rows = []
    for name in SIZES:
        def median(figure):
            return statistics.median(figure(slot[name]) for slot in rounds)
        together = median(lambda s: 1 / (1 / s["pgbench"] + 1 / s["stored"]))
        of_both = median(lambda s: s["rate"] * (1 / s["pgbench"] + 1 / s["stored"]))
        rows += [(f"applications with {name}, 1/s", f"{median(lambda s: s['rate']):,.0f}"),
                 ("the same statements in pgbench, 1/s", f"{median(lambda s: s['pgbench']):,.0f}"),
                 ("the same bytes made safe, 1/s", f"{median(lambda s: s['stored']):,.0f}"),
                 ("both after each other, 1/s", f"{together:,.0f}"), ("applications: of both", f"{of_both:.2f}")]
    rows += [("memory (PSS) of the worker before, MB", f"{before / 1024:.1f}"),
             (f"the same after {UPLOADS:,} uploads, MB", f"{after / 1024:.1f}")]
    print("\n## Applications\n\nOne client, one worker, one at a time.\n")
    table(sys.stdout, ("What", "Measured"), rows)
    applying.forget()


if __name__ == "__main__":
    main()
