"""The measurements as Markdown: what was expected, each board, growth, and how it was measured."""
import datetime
import os
import platform
import statistics
import subprocess

DETAIL, LIST = "job detail", "list, page 1"


def median(case, figure):
    return statistics.median(figure(slot) for slot in case.results)


def of_pgbench(case):
    return median(case, lambda s: s["rate"] / s["pgbench"])


def growths(scenarios):
    """(name, p50 on each board, growth from the smallest to the largest) of the scenarios that every board has."""
    whole = [cases for cases in scenarios if len(cases) == max(len(c) for c in scenarios)]
    for cases in whole:
        first, last = cases[0].results, cases[-1].results
        growth = statistics.median(b["p50"] / a["p50"] for a, b in zip(first, last))
        yield cases[0].name, [median(case, lambda s: s["p50"]) for case in cases], growth


def table(out, heads, rows):
    out.write("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads) + "\n")
    for row in rows:
        out.write("| " + " | ".join(str(cell) for cell in row) + " |\n")
    out.write("\n")


def named(scenarios, name):
    return next(cases for cases in scenarios if cases[0].name == name)


def expectations(scenarios, memory):
    """(what, measured, target, holds)"""
    every = [case for cases in scenarios for case in cases]
    for name, target in ((DETAIL, 0.45), (LIST, 0.50)):
        for case in named(scenarios, name):
            ratio = of_pgbench(case)
            yield f"{name}, {case.board.jobs:,} jobs: of pgbench", f"{ratio:.2f}", f"≥ {target:.2f}", ratio >= target
    failed = sum(slot["failed"] for case in every for slot in case.results)
    yield "requests that failed", failed, "0", failed == 0
    planned = max(case.planned for case in every if case.hot)
    yield "statements planned for a request on the hot paths", f"{planned:.3f}", "0", planned < 0.0005
    statements = max(case.statements for case in every)
    yield "statements for a request, whatever the page size", statements, "≤ 3", statements <= 3
    if len(scenarios[0]) > 1:
        for name, _, growth in growths(scenarios):
            yield f"{name}: p50 from the smallest to the largest board", f"{growth:.2f}", "≤ 2", growth <= 2
    yield "memory of the largest worker (PSS)", f"{memory['pss']:.1f} MB", "≤ 15 MB", memory["pss"] <= 15


def board_rows(scenarios, board):
    for case in (case for cases in scenarios for case in cases if case.board is board):
        cpu = [median(case, lambda s, n=name: s[name]) for name in ("nginx", "workers", "postgres")]
        yield (case.name, f"{median(case, lambda s: s['rate']):,.0f}", f"{median(case, lambda s: s['p50']):.2f}",
               f"{median(case, lambda s: s['p99']):.1f}", f"{of_pgbench(case):.2f}",
               f"{median(case, lambda s: s['rate'] / s['static']):.3f}", " + ".join(f"{c:.0f}" for c in cpu),
               f"{median(case, lambda s: s['pgbench_postgres']):.0f}", case.statements, f"{case.planned:.2f}",
               f"{case.size:,}")


def first_line(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout or done.stderr).splitlines()[0]


def machine():
    with open("/proc/cpuinfo") as f:
        model = next((line.split(":", 1)[1].strip() for line in f if line.startswith("model name")), "unknown processor")
    with open("/proc/meminfo") as f:
        memory = int(f.readline().split()[1]) / 1024 / 1024
    return f"{os.cpu_count()} × {model}, {memory:.0f} GB, Linux {platform.release()}"


def write(out, boards, scenarios, memory, postgres):
    rounds, slice_s = os.environ["ROUNDS"], os.environ["SLICE"]
    show = lambda name: postgres.ask("postgres", f"SHOW {name}")[0][0]
    out.write(f"""# Benchmarks

Written by `make bench` on {datetime.date.today()}; do not edit. Load average at its end: {os.getloadavg()[0]:.1f}.

- Machine: {machine()}. Everything, the load too, runs on it.
- PostgreSQL {show('server_version').split()[0]}, shared_buffers {show('shared_buffers')}, jit {show('jit')}, random_page_cost
  {show('random_page_cost')}, unix sockets. {first_line('nginx', '-v')}, one process. Four workers in the fast pool.
- Load: wrk, 16 connections kept alive, random choice among a scenario's addresses. pgbench: `-M prepared`, 4 sessions,
  the statements that PostgreSQL's log shows for such requests, with their values. Static: nginx serves a file
  of the size of the answer.
- Taken in turn: in each of {rounds} rounds, every board, pgbench on every board and the static file get a slice of
  {slice_s} s, in changing order. A ratio is the median over the rounds of the ratios within a round.
- CPU: microseconds of processor time for a request, from /proc. Absolute figures are only as good as the machine was
  idle; ratios are what counts.

## Expectations

""")
    table(out, ("What", "Measured", "Target", ""),
          [(*row[:3], "holds" if row[3] else "**FAILS**") for row in expectations(scenarios, memory)])
    for board in boards:
        out.write(f"## {board.jobs:,} jobs\n\n")
        table(out, ("Scenario", "req/s", "p50 ms", "p99 ms", "of pgbench", "of static", "CPU µs nginx + workers + PostgreSQL",
                    "pgbench: PostgreSQL µs", "statements", "planned", "bytes"), board_rows(scenarios, board))
    if len(boards) > 1:
        out.write("## Growth of p50 with the board, ms\n\n")
        table(out, ("Scenario", *(f"{board.jobs:,}" for board in boards), "growth"),
              [(name, *(f"{p50:.2f}" for p50 in p50s), f"{growth:.2f}") for name, p50s, growth in growths(scenarios)])
    out.write(f"Largest worker after the load: {memory['pss']:.1f} MB PSS, {memory['uss']:.1f} MB USS, "
              f"{memory['rss']:.1f} MB RSS.\n")
