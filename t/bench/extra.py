"""What nginx and Redis keep, beside a static file; writes of jobs, beside the same writes in pgbench. Prints Markdown.

    extra.py ROOM POSTGRES-PROGRAMS JOBS:PORT:MASTER:NGINX...

nginx at PORT keeps answers, and the account bench with PASSWORD is an employer there: see extra.sh.
"""
import http.client
import json
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request

from postgres import Postgres, write_scripts
from scenarios import Board

SLICE, ROUNDS = int(os.environ.get("SLICE", 2)), int(os.environ.get("ROUNDS", 3))
CACHED = ["/api/v1/jobs/", "/api/v1/jobs/featured/", "/api/v1/categories/?page_size=100"]
LUA = """wrk.method = "{method}"
wrk.headers["Authorization"] = "Bearer {token}"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{body}]]
"""


def wrk(origin, path, script=None):
    """Requests per second, and how many were not answered with 2xx."""
    command = ["wrk", "-t1", "-c16", f"-d{SLICE}s"] + (["-s", script] if script else []) + [origin + path]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    failed = [line for line in out.splitlines() if "Non-2xx" in line or "Socket errors" in line]
    return float(out.split("Requests/sec:")[1].split()[0]), failed


def median(values):
    return sorted(values)[len(values) // 2]


def cached_rows(room, board):
    for path in CACHED:
        name = "".join(c if c.isalnum() else "_" for c in path)
        file = f"{room}/{board.jobs}/assets/{name}.json"
        with open(file, "w") as f:
            f.write("x" * len(board.fetch(path)))
        os.chmod(file, 0o644)
        pairs = [(wrk(board.origin, path)[0], wrk(board.origin, f"/assets/{name}.json")[0]) for _ in range(ROUNDS)]
        yield path, pairs


def visits(room, board):
    """Reading jobs as somebody whose visits count, and as a robot."""
    def read(agent):
        out = subprocess.run(
            ["wrk", "-t1", "-c16", f"-d{SLICE}s", "-s", f"{os.path.dirname(__file__)}/load.lua",
             board.origin, "--", f"{room}/{board.jobs}/job_detail.paths", agent],
            check=True, capture_output=True, text=True).stdout
        figures = json.loads(out.splitlines()[-1])
        return figures["requests"] / figures["seconds"]
    return [(read("Firefox"), read("Firefox %d"), read("some bot"), read("robot %d")) for _ in range(ROUNDS)]


def write_rows(room, board):
    """POST and PATCH of a job; the statements of such a request that write, captured once, in pgbench; and these without
    the event that each of them tells."""
    token = call(board, "POST", "/api/v1/auth/login/", "", {"username": "bench", "password": os.environ["PASSWORD"]})["access"]
    category = board.ask("SELECT id FROM categories ORDER BY id LIMIT 1")[0][0]
    fresh = {"title": "Bench", "description": "Work. " * 200, "requirements": "Hands.", "location": "Graz",
             "status": "draft", "category": category}
    made = call(board, "POST", "/api/v1/jobs/", token, fresh)
    for name, method, path, body in (("POST a job", "POST", "/api/v1/jobs/", fresh),
                                     ("PATCH a job", "PATCH", f"/api/v1/jobs/{made['id']}/", {"title": "Other"})):
        script = f"{room}/{method}.lua"
        with open(script, "w") as f:
            f.write(LUA.format(method=method, token=token, body=json.dumps(body)))
        sent = board.postgres.statements_during(board.database, lambda: call(board, method, path, token, body))
        sent = [s.replace(last_id(sent), "gen_random_uuid()") if method == "POST" else s for s in sent]
        only = [s for s in sent if s.lstrip().upper().startswith(("INSERT", "UPDATE", "WITH CHANGED"))]
        silent = [re.sub(r"^\s*WITH changed .*? AS \((.*)\)\s*INSERT INTO events .*$", r"\1", s, flags=re.S) for s in only]
        whole, without = (write_scripts(f"{room}/scripts/{board.jobs}", f"{method}_{kind}", [["BEGIN"] + statements + ["COMMIT"]])
                          for kind, statements in (("whole", only), ("silent", silent)))
        yield name, [(wrk(board.origin, path, script), board.postgres.pgbench(board.database, whole, SLICE),
                      board.postgres.pgbench(board.database, without, SLICE)) for _ in range(ROUNDS)]


def admin_list(board):
    """Milliseconds at p50 of the admin's list of jobs, and of the API's for an admin."""
    person = {"username": "bench_admin", "password": os.environ["PASSWORD"]}
    token = call(board, "POST", "/api/v1/auth/login/", "", person)["access"]

    def p50(path, header):
        out = subprocess.run(["wrk", "-t1", "-c4", f"-d{SLICE}s", "-s", f"{os.path.dirname(__file__)}/load.lua", "-H", header,
                              board.origin, "--", path], check=True, capture_output=True, text=True).stdout
        figures = json.loads(out.splitlines()[-1])
        return figures["p50"] if not figures["failed"] else float("inf")
    lists = {}
    for name, path in (("api", "/api/v1/jobs/"), ("page", "/admin/jobs/")):
        lists[name] = f"{os.environ['TMPDIR']}/{name}.paths"
        with open(lists[name], "w") as f:
            f.write(path + "\n")
    cookie = sign_in_to_pages(board, person)
    return [(p50(lists["page"], f"Cookie: {cookie}"), p50(lists["api"], f"Authorization: Bearer {token}"))
            for _ in range(ROUNDS)]


def sign_in_to_pages(board, person):
    """The cookies of an admin's session."""
    connection = http.client.HTTPConnection("127.0.0.1", board.port, timeout=30)
    connection.request("POST", "/admin/sign-in/", urllib.parse.urlencode(person | {"next": ""}),
                       {"Content-Type": "application/x-www-form-urlencoded", "Origin": board.origin})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise RuntimeError(f"signing in to the admin pages answered {answer.status}")
    return "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")


def last_id(statements):
    """The literal of the id that the captured INSERT gave its job."""
    insert = next(s for s in statements if "INSERT INTO JOBS" in s.upper())
    return insert.split("INSERT INTO jobs", 1)[1].split("VALUES (", 1)[1].split("::", 1)[0]


def call(board, method, path, token, body):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(board.origin + path, json.dumps(body).encode(), headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def main():
    room, programs, *texts = sys.argv[1:]
    postgres = Postgres(f"{room}/postgres", programs)
    print("| What | req/s | beside it | ratio | target | |\n|---|---|---|---|---|---|")
    for board in (Board(text, postgres) for text in texts):
        for path, pairs in cached_rows(room, board):
            ratio = median([ours / static for ours, static in pairs])
            print(f"| cached `{path}` | {median([p[0] for p in pairs]):,.0f} | {median([p[1] for p in pairs]):,.0f} static "
                  f"| {ratio:.2f} | ≥ 0.50 | {'holds' if ratio >= 0.5 else '**FAILS**'} |")
        runs = visits(room, board)
        for name, ours, robot in (("job detail, visits counted", 0, 2), ("the same, each request by another visitor", 1, 3)):
            ratio = median([run[ours] / run[robot] for run in runs])
            print(f"| {name} | {median([r[ours] for r in runs]):,.0f} | {median([r[robot] for r in runs]):,.0f} "
                  f"not counted | {ratio:.2f} | ≥ 0.80 | {'holds' if ratio >= 0.8 else '**FAILS**'} |")
        pairs = admin_list(board)
        ratio = median([page / api for page, api in pairs])
        print(f"| admin's list of jobs, p50 ms | {median([p[0] for p in pairs]):.2f} | {median([p[1] for p in pairs]):.2f} the API's "
              f"| {ratio:.2f} | ≤ 2 | {'holds' if ratio <= 2 else '**FAILS**'} |")
        for name, runs in write_rows(room, board):
            failed = [fault for (_, faults), _, _ in runs for fault in faults]
            print(f"| {name} | {median([r[0][0] for r in runs]):,.0f} | {median([r[1] for r in runs]):,.0f} pgbench "
                  f"| {median([r[0][0] / r[1] for r in runs]):.2f} | | {failed or ''} |")
            # What it would be without: the database's time for the event taken off the time of each request.
            share = median([max(0, ours / whole - ours / without) for (ours, _), whole, without in runs])
            print(f"| {name}: share of its event | {median([r[1] for r in runs]):,.0f} | {median([r[2] for r in runs]):,.0f} pgbench "
                  f"without it | {share:.2f} | ≤ 0.15 | {'holds' if share <= 0.15 else '**FAILS**'} |")


if __name__ == "__main__":
    main()
