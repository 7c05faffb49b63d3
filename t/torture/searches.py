#!/usr/bin/python3
"""One client that does nothing but search for what costs most, on many connections, and what others notice of it: they are
answered, at most three times later than before. With the limits that a new board has.

    searches.py ROOM SECONDS

JOBS=50000 says how many jobs there are. Prints "ok what" or "not ok what", and figures."""
import http.client
import os
import random
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import Counter

from board import PROGRAM, Board
from ledger import Unix, verdict

CONNECTIONS, READERS, TIMES_SLOWER = 32, 2, 3
COSTLY = ["-bada", "-bada -dade", "bada -dade", "bada or dade or fadi or gago", '"bada dade" "fadi gago"', '"dade bada"',
          " ".join(f'"teamwork logistics {n}"' for n in range(7)), "bada_dade_fadi_gago", "bada@dade.gago", "teamwork logistics bada",
          "teamwork or " * 16 + "logistics", "engineer -senior -junior", "e", "日"]
ORDINARY = ["teamwork", "senior nurse", "logistics turbine", "welder", "engineer", "quetzal"]
ORDERINGS = ["", "-views_count", "salary_min", "-salary_max", "created_at", "relevance"]


def get(connection, target, address):
    connection.request("GET", target, None, {"X-Forwarded-For": address})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def search(words, **more):
    return "/api/v1/jobs/?" + urllib.parse.urlencode({"search": words, "x": random.random()} | more)


def attack(board, over, statuses):
    connection = Unix(board.path("http"))
    while not over.is_set():
        try:
            status = get(connection, search(random.choice(COSTLY), ordering=random.choice(ORDERINGS)), "203.0.113.99")
            statuses[status] += 1
            if status == 429:
                time.sleep(0.05)  # clients work on the same machine here
        except (OSError, http.client.HTTPException) as fault:
            statuses[type(fault).__name__] += 1
            connection.close()
            connection = Unix(board.path("http"))


def read(board, until, times, bad):
    """What people do: lists, single jobs, searches; each from an address of their own."""
    connection = Unix(board.path("http"))
    jobs = [row[0] for row in board.rows("SELECT id FROM jobs WHERE status = 'active' LIMIT 100")]
    while time.monotonic() < until:
        target = random.choice(["/api/v1/jobs/", f"/api/v1/jobs/{random.choice(jobs)}/", search(random.choice(ORDINARY)),
                                "/api/v1/categories/"])
        begin = time.monotonic()
        status = get(connection, target, f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}")
        times.append(time.monotonic() - begin)
        if status != 200:
            bad.append(f"{status} for {target}")
        time.sleep(0.005)


def readers(board, seconds):
    times, bad, until = [], [], time.monotonic() + seconds
    threads = [threading.Thread(target=read, args=(board, until, times, bad)) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(times), bad


def main():
    room, seconds = sys.argv[1], float(sys.argv[2])
    board = Board(room, RATE_LIMIT_PERCENT=100, FAST_WORKERS=4)
    board.start()
    try:
        subprocess.run([PROGRAM, "demo", "--bench", os.environ.get("JOBS", "50000")], env=board.environment, check=True,
                       stdout=subprocess.DEVNULL)
        readers(board, seconds / 2)  # brings what they read into memory
        before, _ = readers(board, seconds)
        over, statuses = threading.Event(), Counter()
        attackers = [threading.Thread(target=attack, args=(board, over, statuses)) for _ in range(CONNECTIONS)]
        for thread in attackers:
            thread.start()
        during, bad = readers(board, seconds)
        over.set()
        for thread in attackers:
            thread.join()
    finally:
        board.stop()
    p99 = [times[len(times) * 99 // 100] * 1000 for times in (before, during)]
    good = all([
        verdict(not bad, "while one client searches for what costs most, everybody else is answered", *bad),
        verdict(p99[1] <= TIMES_SLOWER * p99[0], f"at most {TIMES_SLOWER} times later than before, 99 of 100", p99),
        verdict(statuses[429] > 0, "and that client is told to wait", dict(statuses)),
        verdict(not any(isinstance(s, int) and s >= 500 for s in statuses), "nothing of it fails", dict(statuses))])
    print(f"{len(before)} requests before, p99 {p99[0]:.1f} ms; {len(during)} meanwhile, p99 {p99[1]:.1f} ms; "
          f"the client got {dict(statuses)}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
