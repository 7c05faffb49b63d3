#!/usr/bin/python3
"""One client that does nothing but what costs most, on many connections, and what others notice of it: they are answered, at
most three times later than before. With the limits that a new board has. First an address searches, then one tries
passwords, then somebody who is signed in sends pictures.

    floods.py ROOM SECONDS

JOBS=50000 says how many jobs there are. Prints "ok what" or "not ok what", and figures."""
import http.client
import json
import os
import random
import struct
import subprocess
import sys
import threading
import time
import urllib.parse
import zlib
from collections import Counter

from board import PROGRAM, Board
from ledger import Unix, verdict

CONNECTIONS, READERS, TIMES_SLOWER = 32, 2, 3
COSTLY = ["-bada", "-bada -dade", "bada -dade", "bada or dade or fadi or gago", '"bada dade" "fadi gago"', '"dade bada"',
          " ".join(f'"teamwork logistics {n}"' for n in range(7)), "bada_dade_fadi_gago", "bada@dade.gago", "teamwork logistics bada",
          "teamwork or " * 16 + "logistics", "engineer -senior -junior", "e", "日"]
ORDINARY = ["teamwork", "senior nurse", "logistics turbine", "welder", "engineer", "quetzal"]
ORDERINGS = ["", "-views_count", "salary_min", "-salary_max", "created_at", "relevance"]


def ask(connection, address, target, method="GET", body=None, headers=None):
    connection.request(method, target, body, {"X-Forwarded-For": address} | (headers or {}))
    answer = connection.getresponse()
    return answer.status, answer.read()


def search(words, **more):
    return "/api/v1/jobs/?" + urllib.parse.urlencode({"search": words, "x": random.random()} | more)


JSON, AUTH = {"Content-Type": "application/json"}, "/api/v1/auth/"


def costly_searches(_):
    return lambda: (search(random.choice(COSTLY), ordering=random.choice(ORDERINGS)),)


def guesses(_):
    return lambda: (AUTH + "login/", "POST", json.dumps({"username": f"nobody{random.random()}", "password": "x"}), JSON)


def large_png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(1 + 3 * width)) for _ in range(height)) + rows.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", data) + chunk(b"IEND", b""))


def pictures(board):
    connection, password = Unix(board.path("http")), "violet harbour 74 lamps"
    ask(connection, "203.0.113.98", AUTH + "register/", "POST", json.dumps(
        {"username": "flooder", "email": "flooder@example.com", "password": password, "password2": password,
         "first_name": "F", "last_name": "L"}), JSON)
    _, answer = ask(connection, "203.0.113.98", AUTH + "login/", "POST",
                    json.dumps({"username": "flooder", "password": password}), JSON)
    body = (b'--b\r\nContent-Disposition: form-data; name="profile_picture"; filename="me.png"\r\n\r\n' +
            large_png(7000, 7000) + b"\r\n--b--\r\n")
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Authorization": "Bearer " + json.loads(answer)["access"]}
    return lambda: (AUTH + "me/update/", "PATCH", body, headers)


def attack(board, request, over, statuses):
    connection = Unix(board.path("http"))
    while not over.is_set():
        try:
            status, _ = ask(connection, "203.0.113.99", *request())
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
        address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}"
        status, _ = ask(connection, address, target)
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


def p99_ms(times):
    return times[len(times) * 99 // 100] * 1000


def flood(board, name, make, seconds, before):
    request, over, statuses = make(board), threading.Event(), Counter()
    attackers = [threading.Thread(target=attack, args=(board, request, over, statuses)) for _ in range(CONNECTIONS)]
    for thread in attackers:
        thread.start()
    during, bad = readers(board, seconds)
    over.set()
    for thread in attackers:
        thread.join()
    p99 = [p99_ms(before), p99_ms(during)]
    print(f"{name}: {len(before)} requests before, p99 {p99[0]:.1f} ms; {len(during)} meanwhile, p99 {p99[1]:.1f} ms; "
          f"the client got {dict(statuses)}")
    return all([
        verdict(not bad, f"while one client floods the board with {name}, everybody else is answered", *bad),
        verdict(p99[1] <= TIMES_SLOWER * p99[0], f"at most {TIMES_SLOWER} times later than before, 99 of 100", p99),
        verdict(statuses[429] > 0, "and that client is told to wait", dict(statuses)),
        verdict(not any(isinstance(s, int) and s >= 500 for s in statuses), "nothing of it fails", dict(statuses))])


def main():
    room, seconds = sys.argv[1], float(sys.argv[2])
    board = Board(room, RATE_LIMIT_PERCENT=100, FAST_WORKERS=4)
    board.start()
    try:
        subprocess.run([PROGRAM, "demo", "--bench", os.environ.get("JOBS", "50000")], env=board.environment, check=True,
                       stdout=subprocess.DEVNULL)
        readers(board, seconds / 2)  # brings what they read into memory
        before, _ = readers(board, seconds)
        good = [flood(board, name, make, seconds, before) for name, make in
                {"searches": costly_searches, "guesses": guesses, "pictures": pictures}.items()]
    finally:
        board.stop()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
