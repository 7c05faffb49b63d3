#!/usr/bin/python3
"""A million mixed requests, and what has grown meanwhile: workers, PostgreSQL's backends, open files, Redis.

    growth.py ROOM REQUESTS

Prints "ok what" or "not ok what", and figures."""
import json
import os
import subprocess
import sys
import threading

from board import PROGRAM, Board, children
from faults import Faults
from ledger import verdict

WARM_UP = 50_000
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


def resident_kb(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * PAGE_KB


def private_kb(pid):
    """What is the process's own; shared buffers, which fill up, are not."""
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Private_"))


class Watch:
    def __init__(self, board):
        self.board = board
        self.workers = [pid for pid in children(board.processes["master"].pid) if b"work" in self.words(pid)]

    @staticmethod
    def words(pid):
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().split(b"\0")

    def backends(self):
        return {int(row[0]) for row in self.board.rows(
            "SELECT pid FROM pg_stat_activity WHERE datname = 'jobboard' AND usename = 'jobboard_app' "
            "AND application_name = 'jobboard'")}

    def look(self):
        threading.Event().wait(3)  # until nginx has let go of the connections it kept
        return {"workers": {pid: resident_kb(pid) for pid in self.workers},
                "files": {pid: len(os.listdir(f"/proc/{pid}/fd")) for pid in self.workers},
                "backends": {pid: private_kb(pid) for pid in self.backends()},
                "redis": resident_kb(self.board.processes["redis"].pid)}


def ask(board, token, job, category, requests):
    """By rounds of some seconds until there were so many; answers how many there were, and how many failed."""
    count = failed = 0
    while count < requests:
        out = subprocess.run(["wrk", "-t1", "-c16", "-d10s", "-s", "t/torture/mixed.lua", f"http://127.0.0.1:{board.port}",
                              "--", token, job, category], check=True, capture_output=True, text=True).stdout
        figures = json.loads(out.splitlines()[-1])
        count, failed = count + figures["requests"], failed + figures["failed"]
    return count, failed


def main():
    requests = int(sys.argv[2])
    board = Board(sys.argv[1], WORKER_REQUESTS=1_000_000_000, UPKEEP="on")
    board.listen_on_port()
    board.start()
    try:
        subprocess.run([PROGRAM, "demo"], env=board.environment, check=True, stdout=subprocess.DEVNULL)
        people = Faults(board, 1)
        asked = people.token, people.job, people.category
        ask(board, *asked, min(WARM_UP, requests))
        watch = Watch(board)
        before = watch.look()
        count, failed = ask(board, *asked, requests)
        after = watch.look()
        judge(watch, before, after, count, failed)
    finally:
        board.stop()


def judge(watch, before, after, count, failed):
    def grown(what):
        return max(after[what][pid] - before[what][pid] for pid in before[what] if pid in after[what])

    alive = set(children(watch.board.processes["master"].pid)) >= set(watch.workers)
    verdicts = [
        (failed == 0 and alive, f"{count:,} mixed requests, {failed} without an answer, by the same {len(watch.workers)} workers"),
        (grown("workers") <= 1024, f"no worker has grown by more than 1 MiB: {grown('workers')} KB"),
        (grown("files") <= 0, f"no worker keeps more files open: {grown('files'):+}"),
        (grown("backends") <= 10 * 1024, f"no backend of PostgreSQL has grown by more than 10 MiB: {grown('backends')} KB"),
        (after["redis"] - before["redis"] <= 10 * 1024,
         f"Redis has not grown by more than 10 MiB: {after['redis'] - before['redis']} KB")]
    sys.exit(0 if all([verdict(*one) for one in verdicts]) else 1)


if __name__ == "__main__":
    main()
