#!/usr/bin/python3
"""A thousand connections whose headers and bodies never quite arrive, and what others notice of them: nothing.

    slow.py ROOM SECONDS

Prints "ok what" or "not ok what", and figures."""
import socket
import sys
import threading
import time

from board import Board
from ledger import call, verdict

SLOW, LATE_S = 1000, 1.0
STARTS = [b"GET /api/v1/jobs/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
          b"POST /api/v1/auth/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{",
          b"POST /api/v1/applications/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
          b"Content-Length: 500000\r\n\r\n--b", b"G"]


def connected(board, start):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(10)
    connection.connect(board.path("http"))
    connection.sendall(start)
    connection.setblocking(False)
    return connection


def dribble(connections, over):
    """A byte for each every second, for as long as the server bears it."""
    while not over.wait(1):
        for connection in connections:
            try:
                connection.send(b"x")
            except OSError:
                pass


def ask(board, seconds):
    """How long requests of somebody else took, and those that were not answered well."""
    times, bad, until = [], [], time.monotonic() + seconds
    while time.monotonic() < until:
        begin = time.monotonic()
        status, _ = call(board, "GET", "/api/v1/jobs/", None, {})
        times.append(time.monotonic() - begin)
        if status != 200:
            bad.append(status)
    return sorted(times), bad


def main():
    board, seconds = Board(sys.argv[1]), float(sys.argv[2])
    board.start()
    try:
        before, _ = ask(board, seconds / 2)
        connections, over = [connected(board, STARTS[n % len(STARTS)]) for n in range(SLOW)], threading.Event()
        dribbler = threading.Thread(target=dribble, args=(connections, over))
        dribbler.start()
        during, bad = ask(board, seconds)
        over.set()
        dribbler.join()
        for connection in connections:
            connection.close()
    finally:
        board.stop()
    p99 = [times[len(times) * 99 // 100] * 1000 for times in (before, during)]
    good = all([verdict(not bad, f"with {SLOW} slow connections everybody else is answered", *bad),
                verdict(during[-1] < LATE_S, f"and nobody waits for {LATE_S:.0f} s", f"{during[-1]:.2f} s")])
    print(f"{len(before)} requests before, p99 {p99[0]:.1f} ms; {len(during)} meanwhile, p99 {p99[1]:.1f} ms, "
          f"the slowest {during[-1] * 1000:.0f} ms")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
