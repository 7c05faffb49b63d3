"""Runs every scenario on every board, in turn with pgbench and a static file. t/bench/run starts what it needs.

    measure.py ROOM POSTGRES-PROGRAMS JOBS:PORT:MASTER:NGINX...
"""
import json
import os
import statistics
import subprocess
import sys

import report
from postgres import Postgres, drawing, write_scripts
from processes import children, group_time, memory
from scenarios import FEW, SCENARIOS, Board

CONNECTIONS = 16
ROUNDS, SLICE = int(os.environ["ROUNDS"]), int(os.environ["SLICE"])


def say(text):
    print(text, file=sys.stderr, flush=True)


class Case:
    """A scenario on one board: its addresses, its statements as pgbench scripts, a static file of the same size."""

    def __init__(self, room, board, name, hot, paths):
        self.board, self.name, self.hot, self.paths = board, name, hot, paths
        self.key = "".join(c if c.isalnum() else "_" for c in name)
        self.list = f"{room}/{board.jobs}/{self.key}.paths"
        with open(self.list, "w") as f:
            f.write("\n".join(paths) + "\n")
        self.results = []
        self.measure_size(room)
        self.count_statements()
        self.capture(room)

    def measure_size(self, room):
        self.size = int(statistics.median(len(self.board.fetch(path)) for path in self.paths[:FEW]))
        file = f"{room}/{self.board.jobs}/assets/{self.key}.json"
        with open(file, "w") as f:
            f.write("x" * self.size)
        os.chmod(file, 0o644)

    def count_statements(self):
        """Warms every worker up, then counts what a request costs in statements and plans."""
        self.wrk(self.list, 1)
        lines = []
        load = lambda: lines.extend(self.log_lines(lambda: self.wrk(self.list, 1)))
        plans = self.board.postgres.plans_during(self.board.database, load)
        self.statements = max(line["sql"] for line in lines)
        self.prepared = statistics.mean(line["sql_prepared"] for line in lines)
        self.planned = plans / len(lines)
        if "?" in self.paths[0] or self.paths[0].endswith("jobs/"):
            path = self.paths[0] + ("&" if "?" in self.paths[0] else "?") + "page_size=100"
            long = self.log_lines(lambda: self.fetch_if_there(path))
            self.statements = max([self.statements] + [line["sql"] for line in long])

    def fetch_if_there(self, path):
        try:
            self.board.fetch(path)
        except OSError:  # a page past the end
            pass

    def log_lines(self, act):
        with open(f"{os.path.dirname(self.list)}/jobboard.log") as log:
            log.seek(0, os.SEEK_END)
            act()
            return [line for line in map(json.loads, log) if line["event"] == "request"]

    def capture(self, room):
        """Each address its own script; where they are too many for that, one script that draws among their ids."""
        requests = []
        for path in self.paths[:FEW]:
            requests.append(self.board.postgres.statements_during(self.board.database, lambda: self.board.fetch(path)))
        if len(self.paths) > FEW:
            requests = [drawing(requests[0], [path.split("/")[-2] for path in self.paths])]
        self.scripts = write_scripts(f"{room}/scripts/{self.board.jobs}", self.key, requests)

    def wrk(self, paths, seconds):
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", f"{os.path.dirname(__file__)}/load.lua",
                   self.board.origin, "--", paths, "Firefox"]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return json.loads(out.splitlines()[-1])

    def times(self):
        groups = {"nginx": self.board.web, "workers": self.board.master, "postgres": self.board.postgres.pid}
        return {name: group_time(pid) for name, pid in groups.items()}

    def run_board(self, slot):
        before = self.times()
        out = self.wrk(self.list, SLICE)
        after = self.times()
        slot["failed"] = out["failed"]
        slot["rate"] = out["requests"] / out["seconds"]
        slot.update(p50=out["p50"], p99=out["p99"])
        for name in before:
            slot[name] = (after[name] - before[name]) / 1e3 / out["requests"]

    def run_pgbench(self, slot):
        before = group_time(self.board.postgres.pid)
        slot["pgbench"] = self.board.postgres.pgbench(self.board.database, self.scripts, SLICE)
        spent = group_time(self.board.postgres.pid) - before
        slot["pgbench_postgres"] = spent / 1e3 / (slot["pgbench"] * SLICE)

    def run_static(self, slot):
        list_file = self.list + ".static"
        with open(list_file, "w") as f:
            f.write(f"/assets/{self.key}.json\n")
        out = self.wrk(list_file, 1)
        slot["static"] = out["requests"] / out["seconds"]


def run_round(number, cases):
    """One slice of each contender; who comes first changes from round to round."""
    slots = [{} for _ in cases]
    turns = [(case.run_board, slot) for case, slot in zip(cases, slots)]
    turns += [(case.run_pgbench, slot) for case, slot in zip(cases, slots)]
    turns += [(cases[-1].run_static, slots[-1])]
    shift = number * len(turns) // ROUNDS
    for act, slot in turns[shift:] + turns[:shift]:
        act(slot)
    for case, slot in zip(cases, slots):
        slot["static"] = slots[-1]["static"]
        case.results.append(slot)


def worker_memory(boards):
    sizes = [memory(pid) for board in boards for pid in children(board.master)]
    return {name: max(size[name] for size in sizes) / 1024 for name in ("pss", "uss", "rss")}


def main():
    room, programs, *texts = sys.argv[1:]
    postgres = Postgres(f"{room}/postgres", programs)
    boards = [Board(text, postgres) for text in texts]
    scenarios = []
    for name, hot, addresses in SCENARIOS:
        say(f"preparing: {name}")
        found = [(board, addresses(board)) for board in boards]
        scenarios.append([Case(room, board, name, hot, paths) for board, paths in found if paths])
    for number in range(ROUNDS):
        for cases in filter(None, scenarios):
            say(f"round {number + 1} of {ROUNDS}: {cases[0].name}")
            run_round(number, cases)
    report.write(sys.stdout, boards, list(filter(None, scenarios)), worker_memory(boards), postgres)


if __name__ == "__main__":
    main()
