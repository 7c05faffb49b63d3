"""The bench's PostgreSQL: questions to it, the statements it was sent, how often it planned, and pgbench."""
import json
import os
import re
import subprocess
import time


class Postgres:
    def __init__(self, directory, programs):
        self.directory, self.programs = directory, programs
        with open(f"{directory}/data/postmaster.pid") as f:
            self.pid = int(f.readline())

    def ask(self, database, *statements):
        """The rows of the last statement, as lists of text."""
        command = [f"{self.programs}/psql", "-h", self.directory, "-U", "postgres", "-XAtq", "-F", "\t",
                   "-v", "ON_ERROR_STOP=1", "-d", database]
        for statement in statements:
            command += ["-c", statement]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return [line.split("\t") for line in out.splitlines()]

    def set(self, **settings):
        changes = [f"ALTER SYSTEM SET {name.replace('__', '.')} = '{value}'" for name, value in settings.items()]
        self.ask("postgres", *changes, "SELECT pg_reload_conf()")

    def _log(self):
        with open(f"{self.directory}/data/current_logfiles") as f:
            name = next(line.split(" ", 1)[1].strip() for line in f if line.startswith("jsonlog"))
        return f"{self.directory}/data/{name}"

    def statements_during(self, database, act):
        """What the server was sent on that database while `act` ran, its parameters put in as literals."""
        self.set(log_statement="all")
        mark = f"mark {time.monotonic_ns()}"
        self.ask(database, f"SELECT '{mark} begins'")
        act()
        self.ask(database, f"SELECT '{mark} ends'")
        lines = self._lines_between(mark)
        self.set(log_statement="none")
        return [with_literals(line) for line in lines
                if line.get("user") == "jobboard_app" and line.get("application_name") != "tasks"
                and re.match("(execute .*|statement): ", line["message"])]

    def _lines_between(self, mark):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with open(self._log()) as f:
                text = f.read()
            if f"{mark} ends" in text:
                part = text.split(f"{mark} begins", 1)[1].split(f"{mark} ends", 1)[0]
                return [json.loads(line) for line in part.splitlines()[1:-1]]
        raise RuntimeError("PostgreSQL's log does not show the statements that were sent.")

    def plans_during(self, database, act):
        """How often statements were planned on that database while `act` ran."""
        self.set(pg_stat_statements__track="top")
        self.ask("postgres", "SELECT pg_stat_statements_reset()")
        act()
        rows = self.ask("postgres", "SELECT coalesce(sum(plans), 0) FROM pg_stat_statements "
                        f"JOIN pg_database d ON d.oid = dbid WHERE datname = '{database}'")
        self.set(pg_stat_statements__track="none")
        return int(rows[0][0])

    def pgbench(self, database, scripts, seconds, clients=4):
        """Scripts per second, with so many sessions, each script as likely as the others."""
        command = [f"{self.programs}/pgbench", "-h", self.directory, "-U", "jobboard_app", "-n", "-M", "prepared",
                   "-c", str(clients), "-T", str(seconds)]
        for script in scripts:
            command += ["-f", script]
        out = subprocess.run(command + [database], check=True, capture_output=True, text=True).stdout
        return float(re.search(r"tps = ([0-9.]+)", out).group(1))


def with_literals(line):
    """The logged statement as one that needs no parameters."""
    statement = line["message"].split(": ", 1)[1]
    values = dict(re.findall(r"(\$\d+) = (NULL|'(?:[^']|'')*')", line.get("detail", "")))
    return re.sub(r"\$\d+", lambda m: values[m.group(0)], statement)


def drawing(statements, ids):
    """Statements captured with the first id as ones that draw an id each time, at next to no cost for the server."""
    drawn = f"('{{{','.join(ids)}}}'::uuid[])[:number]"
    return [f"\\set number random(1, {len(ids)})"] + [s.replace(f"'{ids[0]}'", drawn) for s in statements]


def write_scripts(directory, name, requests):
    """One pgbench script for each request's statements; answers their paths."""
    os.makedirs(directory, exist_ok=True)
    paths = []
    for number, statements in enumerate(requests):
        paths.append(f"{directory}/{name}_{number}.sql")
        with open(paths[-1], "w") as f:
            for statement in statements:
                f.write(" ".join(statement.split()) + ("\n" if "\\" in (statement[0], statement[-5:-4]) else ";\n"))
    return paths
