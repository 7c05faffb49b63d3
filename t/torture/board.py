"""A whole board whose parts can be killed one by one: PostgreSQL, Redis, nginx, the master and its workers."""
import os
import random
import shutil
import signal
import socket
import subprocess
import threading
import time

TREE = os.getcwd()
PROGRAM = f"{TREE}/{os.environ.get('BUILD', 'build')}/jobboard"
KEY = "a-key-for-tests-of-at-least-32-characters"


def eventually(condition, within=60):
    """What the condition comes to, as soon as that is true. Raises TimeoutError."""
    over, pause = time.monotonic() + within, threading.Event()
    while time.monotonic() < over:
        if found := condition():
            return found
        pause.wait(0.02)
    raise TimeoutError(condition.__doc__ or "a condition did not come true")


def listens(path):
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(path) == 0


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def killed(pid):
    """False when it was gone already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


class Board:
    def __init__(self, room, **settings):
        self.room, self.processes, self.logs = room, {}, {}
        shutil.rmtree(room, ignore_errors=True)
        for name in ("web", "files", "media", "uploads", "redis"):
            os.makedirs(f"{room}/{name}")
        self.database, self.port = f"{room}/pg", None
        self.write_settings(settings)

    def path(self, name):
        return f"{self.room}/{name}"

    def write_settings(self, more):
        words = {
            "ENVIRONMENT": "test", "PUBLIC_URL": "http://jobs.example", "SECRET_KEY": KEY, "HASH_PASSES": 1,
            "HASH_MEMORY_KB": 1024, "DATABASE_URL": f"host={self.database} dbname=jobboard user=jobboard_app",
            "DATABASE_OWNER_URL": f"host={self.database} dbname=jobboard user=jobboard_owner",
            "REDIS_URL": f"unix:{self.path('redis/socket')}", "RATE_LIMIT_PERCENT": 0,
            "FAST_LISTEN": f"unix:{self.path('fast')}", "SLOW_LISTEN": f"unix:{self.path('slow')}", "FAST_WORKERS": 2,
            "SLOW_WORKERS": 2, "HOME_PATH": TREE, "MEDIA_PATH": self.path("media"),
            "FILE_STORAGE": f"directory:{self.path('files')}", "UPLOAD_PATH": self.path("uploads")} | more
        with open(self.path("env"), "w") as file:
            file.writelines(f"JOBBOARD_{name}={value}\n" for name, value in words.items())
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("JOBBOARD_")}
        self.environment["JOBBOARD_ENV_FILE"] = self.path("env")

    # --- Starting; each may be called at any time and does what is missing.

    def start(self):
        self.start_postgres()
        subprocess.run([PROGRAM, "migrate"], env=self.environment, check=True, stdout=subprocess.DEVNULL)
        self.render_nginx()
        for start in (self.start_redis, self.start_master, self.start_nginx):
            start()

    def start_postgres(self):
        with open(self.path("postgres.log"), "ab") as log:  # it refuses while it recovers
            eventually(lambda: subprocess.run(["deploy/postgres", "start", self.database], cwd=TREE, stdout=log,
                                              stderr=log).returncode == 0)

    def start_redis(self):
        self.run("redis", ["redis-server", "--port", "0", "--unixsocket", self.path("redis/socket"), "--save", "",
                           "--dir", self.path("redis")])
        eventually(lambda: listens(self.path("redis/socket")))

    def start_master(self):
        self.run("master", [PROGRAM, "serve"])
        eventually(lambda: listens(self.path("fast")) and listens(self.path("slow")))

    def listen_on_port(self):
        """For clients that know no unix sockets; before the start."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def render_nginx(self):
        port = [f"listen=127.0.0.1:{self.port}"] if self.port else []
        subprocess.run(["nginx/render", self.path("web"), *port, f"listen=unix:{self.path('http')}", f"fast=unix:{self.path('fast')}",
                        f"slow=unix:{self.path('slow')}", "trust=unix:", f"files={self.path('files')}", f"assets={TREE}/build/assets"], check=True, cwd=TREE)

    def start_nginx(self):
        for left in (self.path("http"), self.path("web/live")):
            if os.path.exists(left) and "nginx" in self.processes:
                os.unlink(left)  # one that was killed leaves it, and the next would not start
        self.run("nginx", ["nginx", "-p", self.path("web"), "-e", self.path("nginx.log"), "-c",
                           self.path("web/nginx.conf"), "-g", "daemon off;"])
        eventually(lambda: listens(self.path("http")))

    def run(self, name, words):
        with open(self.path(f"{name}.log"), "ab") as log:
            self.processes[name] = subprocess.Popen(words, cwd=TREE, env=self.environment, stdout=log, stderr=log)

    def stop(self):
        for name in ("nginx", "master", "redis"):
            if process := self.processes.get(name):
                process.terminate()
        for process in self.processes.values():
            process.wait(30)
        subprocess.run(["deploy/postgres", "stop", self.database], cwd=TREE, check=True)

    # --- Killing, without warning, and starting again.

    def kill_worker(self):
        workers = children(self.processes["master"].pid)
        return bool(workers) and killed(random.choice(workers))

    def kill_master(self):
        self.kill("master")
        self.start_master()

    def kill_redis(self):
        self.kill("redis")
        os.unlink(self.path("redis/socket"))
        self.start_redis()

    def kill_nginx(self):
        for pid in children(self.processes["nginx"].pid):
            killed(pid)
        self.kill("nginx")
        self.start_nginx()

    def kill_postgres(self):
        with open(f"{self.database}/data/postmaster.pid") as file:
            pid = int(file.readline())
        if random.random() < 0.5:
            killed(pid)
        elif backends := children(pid):
            killed(random.choice(backends))  # PostgreSQL restarts them all
        self.start_postgres()

    def kill(self, name):
        self.processes[name].kill()
        self.processes[name].wait()

    # --- Looking.

    def rows(self, query):
        """What a query answers, as lists of texts."""
        out = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-h", self.database, "-U", "postgres", "-c", query,
                              "jobboard"], check=True, capture_output=True, text=True).stdout
        return [line.split("\x1f") for line in out.splitlines()]
