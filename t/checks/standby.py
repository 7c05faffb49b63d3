"""Reads from a streaming standby: who gets its answers, and what happens while it lags, lies apart or dies.

    standby.py ROOM

Prints "ok what" or "not ok what"."""
import json
import os
import random
import subprocess
import sys

sys.path.insert(0, "t/torture")
from board import PROGRAM, Board, eventually  # noqa: E402
from ledger import Unix  # noqa: E402

BIN = os.environ.get("POSTGRES_BIN", "/usr/lib/postgresql/15/bin")
PASSWORD = "violet-harbour-74"


class Standby:
    """Of the board's PostgreSQL."""

    def __init__(self, board):
        self.room, self.data = board.path("sb"), board.path("sb/data")
        os.makedirs(self.room)
        subprocess.run([f"{BIN}/pg_basebackup", "-h", board.database, "-U", "postgres", "-D", self.data, "-R", "-X",
                        "stream", "--checkpoint=fast"], check=True, capture_output=True)
        with open(f"{self.data}/postgresql.conf", "a") as file:
            file.write(f"unix_socket_directories = '{self.room}'\nhot_standby_feedback = on\n")
        self.start()

    def control(self, *words):
        subprocess.run([f"{BIN}/pg_ctl", *words, "--wait", "-D", self.data, "-l", f"{self.room}/log"], check=True,
                       capture_output=True)

    def start(self):
        self.control("start")

    def stop(self):
        self.control("stop", "--mode=immediate")

    def ask(self, query):
        return subprocess.run(["psql", "-XAtq", "-h", self.room, "-U", "postgres", "-c", query, "jobboard"], check=True,
                              capture_output=True, text=True).stdout.strip()


class Check:
    def __init__(self, board, standby):
        self.board, self.standby, self.good, self.token = board, standby, True, None

    def say(self, what, held, detail=""):
        self.good &= bool(held)
        print(f"{'ok' if held else 'not ok'} {what}")
        if not held:
            print(f"     {detail}")

    def call(self, method, path, body=None, **headers):
        connection = Unix(self.board.path("http"))
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def mine(self):
        return {"Authorization": f"Bearer {self.token}"}

    def sign_in(self):
        subprocess.run([PROGRAM, "user", "add", "--username", "acme", "--email", "acme@x.example", "--role", "employer",
                        "--password-stdin"], env=self.board.environment, input=PASSWORD + "\n", text=True, check=True,
                       capture_output=True)
        self.token = self.call("POST", "/api/v1/auth/login/", {"username": "acme", "password": PASSWORD})[1]["access"]
        self.board.rows("INSERT INTO categories (id, name, slug) VALUES (gen_random_uuid(), 'Work', 'work')")
        self.category = self.board.rows("SELECT id FROM categories")[0][0]

    def post_job(self, title):
        status, job = self.call("POST", "/api/v1/jobs/", {
            "title": title, "description": "Work.", "requirements": "Hands.", "location": "Graz", "status": "active",
            "category": self.category}, **self.mine())
        assert status == 201, job
        return job["id"]

    def titles(self, query="", **headers):
        """Asked through a connection of its own, so that any worker may answer."""
        status, page = self.call("GET", f"/api/v1/jobs/?page_size=100{query}", **headers)
        assert status == 200, page
        return {job["title"] for job in page["results"]}

    def run(self):
        self.sign_in()
        self.post_job("first")
        eventually(lambda: self.standby.ask("SELECT count(*) FROM jobs") == "1")
        self.standby.ask("SELECT pg_stat_reset()")
        for _ in range(20):
            self.titles()
        read = lambda: int(self.standby.ask("SELECT sum(idx_scan + seq_scan) FROM pg_stat_user_tables WHERE relname = 'jobs'"))
        self.say("a standby answers callers without an account", eventually(lambda: read() >= 10))
        self.lag()
        self.loss()
        return self.good

    def lag(self):
        self.standby.ask("SELECT pg_wal_replay_pause()")
        new = self.post_job("second")
        self.say("who writes reads it at once", all("second" in self.titles(**self.mine()) for _ in range(10)))
        self.say("without an account, the newest is there for the asking",
                 all("second" in self.titles(Cache_Control="no-cache") for _ in range(10)))
        self.say("what the standby does not know yet, the primary is asked for",
                 all(self.call("GET", f"/api/v1/jobs/{new}/")[0] == 200 for _ in range(10)))
        self.say("a standby too far behind is not asked",
                 eventually(lambda: all("second" in self.titles() for _ in range(8))))
        self.standby.ask("SELECT pg_wal_replay_resume()")
        self.say("views are counted, wherever a job was read", eventually(
            lambda: self.call("GET", f"/api/v1/jobs/{new}/", X_Forwarded_For=f"10.0.{random.randrange(256)}.{random.randrange(256)}")
            [1]["views_count"] >= 3))

    def loss(self):
        self.standby.stop()
        statuses = [self.call("GET", f"/api/v1/jobs/?search=first&x={n}")[0] for n in range(40)]
        self.say("a standby that is gone costs nobody an answer", set(statuses) == {200}, statuses)
        self.post_job("third")
        self.say("and the primary answers in its place", "third" in self.titles())
        self.standby.start()
        self.standby.ask("SELECT pg_stat_reset()")
        asked = lambda: int(self.standby.ask("SELECT coalesce(sum(idx_scan + seq_scan), 0) FROM pg_stat_user_tables "
                                             "WHERE relname = 'jobs'"))
        self.say("once it is back it is asked again", eventually(lambda: self.titles() and asked() > 0))


def main():
    board = Board(sys.argv[1], DATABASE_STANDBY_URL=f"host={sys.argv[1]}/sb dbname=jobboard user=jobboard_app",
                  DATABASE_STANDBY_LAG_MS=1000, UPKEEP="on")
    board.start_postgres()
    standby = Standby(board)
    try:
        board.start()
        good = Check(board, standby).run()
    finally:
        board.stop()
        standby.stop()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
