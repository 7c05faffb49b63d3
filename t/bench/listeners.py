#!/usr/bin/python3
"""What listeners cost: opens so many of them at nginx, each on a channel of its own, and prints how much
memory nginx's processes have taken for them, and how long a message takes to each of a thousand.

    t/bench/listeners.py [LISTENERS]     10000 unless told

The program's part, saying who may listen, is played by a few lines here, so that nginx alone is measured.
"""
import os
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

LISTENERS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
TOLD = min(LISTENERS, 1000)


def channel(number):
    return f"00000000-0000-4000-8000-{number:012d}." + "a" * 43


def records(connection):
    """What nginx sends: kind, request and content of each record."""
    whole = connection.makefile("rb")
    while head := whole.read(8):
        _, kind, request, length, padding, _ = struct.unpack("!BBHHBB", head)
        content = whole.read(length + padding)[:length]
        yield kind, request, content


def record(kind, request, content):
    return struct.pack("!BBHHBB", 1, kind, request, len(content), 0, 0) + content


def hand_over(connection):
    """Each request's number stands in its query."""
    number = 0
    for kind, request, content in records(connection):
        if kind == 4 and content:
            number = int(re.search(rb"number=(\d+)", content)[1])
        elif kind == 5 and not content:
            answer = f"Status: 200\r\nContent-Type: text/event-stream\r\nX-Accel-Redirect: /.live/{channel(number)}\r\n\r\n"
            end = record(6, request, b"") + record(3, request, bytes(8))
            connection.sendall(record(6, request, answer.encode()) + end)


def serve(place):
    server = socket.socket(socket.AF_UNIX)
    server.bind(place)
    server.listen(1024)
    while True:
        threading.Thread(target=hand_over, args=(server.accept()[0],), daemon=True).start()


def memory(master):
    """Of the master and its workers: what each has to itself and its part of what they share, in kilobytes."""
    children = subprocess.run(["pgrep", "-P", str(master)], capture_output=True, text=True).stdout.split()
    total = 0
    for process in [str(master), *children]:
        with open(f"/proc/{process}/smaps_rollup") as file:
            total += int(re.search(r"^Pss: +(\d+)", file.read(), re.M)[1])
    return total


def connected(place, text):
    out = socket.socket(socket.AF_UNIX)
    out.connect(place)
    out.sendall(text.encode())
    return out


def configure(room):
    words = ["nginx/render", room, f"listen=unix:{room}/http", f"fast=unix:{room}/fast", f"slow=unix:{room}/fast",
             "assets=/nowhere", "processes=2"]
    subprocess.run(words, check=True)
    with open(f"{room}/nginx.conf") as file:
        text = file.read()
    text = re.sub(r"worker_rlimit_nofile \d+", "worker_rlimit_nofile 40000", text)
    text = re.sub(r"worker_connections \d+", "worker_connections 30000", text)
    with open(f"{room}/nginx.conf", "w") as file:
        file.write(text)


def listen(room, nginx):
    """The sockets of all, once each has been greeted."""
    out = []
    for number in range(LISTENERS):
        out.append(connected(f"{room}/http", f"GET /api/v1/notifications/stream/?number={number} HTTP/1.1\r\n"
                             "Host: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer " + "x" * 400 + "\r\n\r\n"))
        if number % 100 == 99:
            for one in out[-100:]:
                wait_for(one, b": hi")
    return out


def wait_for(one, part):
    got = b""
    while part not in got:
        more = one.recv(4096)
        assert more, got
        got += more
    return got


def tell(room, listeners):
    """How long it takes until so many have their messages, in seconds."""
    publisher, waiting = socket.socket(socket.AF_UNIX), select.epoll()
    publisher.connect(f"{room}/live")
    for one in listeners[:TOLD]:
        waiting.register(one, select.EPOLLIN)
    begun, left = time.monotonic(), TOLD
    for number in range(TOLD):
        body = '{"id":%d,"text":"%s"}' % (number, "x" * 600)
        publisher.sendall((f"POST /{channel(number)} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode())
        assert b" 201 " in publisher.recv(4096)
    while left:
        for descriptor, _ in waiting.poll():
            waiting.unregister(descriptor)
            left -= 1
    return time.monotonic() - begun


def main():
    with tempfile.TemporaryDirectory() as room:
        configure(room)
        threading.Thread(target=serve, args=(f"{room}/fast",), daemon=True).start()
        nginx = subprocess.Popen(["nginx", "-p", room, "-e", f"{room}/log/error.log", "-c", f"{room}/nginx.conf", "-g", "daemon off;"])
        try:
            while not os.path.exists(f"{room}/live"):
                time.sleep(0.05)
            time.sleep(1)
            before = memory(nginx.pid)
            listeners = listen(room, nginx)
            after = memory(nginx.pid)
            print(f"{LISTENERS} listeners: nginx had {before / 1024:.1f} MB, and has {after / 1024:.1f} MB: "
                  f"{(after - before) / LISTENERS:.1f} kB each")
            print(f"a message to each of {TOLD}: {tell(room, listeners):.2f} s in all")
        finally:
            nginx.send_signal(signal.SIGTERM)
            nginx.wait()


main()
