"""How long single requests for lists take, whatever they ask for: random combinations of filters, searches, orderings and
pages, one at a time, none with a count that is kept already, and what hostile searches cost at worst. Prints Markdown.

    survey.py ROOM POSTGRES-PROGRAMS JOBS:PORT:MASTER:NGINX...
"""
import http.client
import math
import os
import random
import sys
import time
import urllib.parse

from postgres import Postgres
from report import table
from scenarios import Board

REQUESTS = int(os.environ.get("SURVEY", 600))
WORDS = ["teamwork", "logistics", "turbine", "nosuchword", "engineer", "teamwork logistics", '"senior engineer"',
         "logistics -turbine", "turbine or logistics"]
ORDERINGS = ["created_at", "-created_at", "salary_min", "-salary_min", "salary_max", "-salary_max", "views_count",
             "-views_count", "-salary_min,created_at"]
HOSTILE = ["'", "%", "_", ":*", "a" * 200, '"' * 150, '"unbalanced', "-" * 200, "-x " * 60, "or " * 60, "(" * 200, "a:* & b:*",
           "!wood", "wood <-> hand", "the a of and", " ".join(f"w{n}" for n in range(40)), "teamwork " * 20,
           "teamwork or " * 16 + "logistics", '"teamwork logistics" ' * 9, "-teamwork", "-teamwork -logistics",
           "teamwork -engineer -logistics -turbine", "\U0001f600", "e" * 199 + "\u0301"]


def combination(board, places):
    filters = {
        "category": random.choice(board.categories), "location": random.choice(places), "job_type": random.choice(
            ["full-time", "part-time", "contract", "internship", "freelance"]),
        "min_salary": random.choice([0, 30000, 60000, 120000, 99999999]), "max_salary": random.choice([20000, 60000, 150000]),
        "is_featured": random.choice(["true", "false"]), "employer": random.choice(board.employers),
        "search": random.choice(WORDS)}
    asked = {name: value for name, value in filters.items() if random.random() < 0.25}
    if random.random() < 0.4:
        asked["ordering"] = random.choice(ORDERINGS)
    if random.random() < 0.3:
        asked["page"] = random.choice([2, 10, 50, 300])
    asked["page_size"] = random.choice([20, 20, 20, 50, 100])
    return asked


def took(connection, asked):
    """Milliseconds; without end for a request that ran into the time limit."""
    begin = time.perf_counter()
    connection.request("GET", "/api/v1/jobs/?" + urllib.parse.urlencode(asked))
    answer = connection.getresponse()
    answer.read()
    return math.inf if answer.status >= 500 else (time.perf_counter() - begin) * 1000


def prepare(board):
    board.categories = [row[0] for row in board.ask("SELECT id FROM categories ORDER BY id")]
    board.employers = [row[0] for row in board.ask("SELECT id FROM users WHERE role = 'employer' ORDER BY id LIMIT 50")]
    return [row[0] for row in board.ask("SELECT name FROM locations ORDER BY id LIMIT 50")] + ["a", "an", "%", "nowhere"]


def survey(board):
    random.seed(1)
    places = prepare(board)
    connection = http.client.HTTPConnection("127.0.0.1", board.port, timeout=30)
    combinations = [combination(board, places) for _ in range(REQUESTS)]
    for asked in combinations:  # brings what they read into memory
        took(connection, asked)
    board.ask("DELETE FROM kept_counts RETURNING question")
    times = sorted(((took(connection, asked), asked) for asked in combinations), key=lambda pair: pair[0])
    hostile = sorted(((took(connection, {"search": text}), text[:40]) for text in HOSTILE), key=lambda pair: pair[0])
    return times, hostile


def main():
    room, programs, *texts = sys.argv[1:]
    postgres = Postgres(f"{room}/postgres", programs)
    rows, worst = [], []
    for board in (Board(text, postgres) for text in texts):
        times, hostile = survey(board)
        p50, p99 = times[len(times) // 2][0], times[len(times) * 99 // 100][0]
        good = p50 <= 10 and p99 <= 50 and hostile[-1][0] <= 500
        rows.append((f"{board.jobs:,}", f"{p50:.1f}", f"{p99:.1f}", f"{times[-1][0]:.0f}", f"{hostile[-1][0]:.0f}",
                     "holds" if good else "**FAILS**"))
        worst += [f"- {board.jobs:,} jobs, {ms:.0f} ms: `{asked}`" for ms, asked in times[-3:] + hostile[-1:]]
    print(f"\n## {REQUESTS} combinations of filters, searches, orderings and pages, no count kept, all in memory\n")
    table(sys.stdout, ("Jobs", "p50 ms (≤ 10)", "p99 ms (≤ 50)", "worst ms", "worst hostile search ms (≤ 500)", ""), rows)
    print("\nThe slowest:\n\n" + "\n".join(worst))


if __name__ == "__main__":
    main()
