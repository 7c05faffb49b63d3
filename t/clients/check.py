"""Looks the OpenAPI document through, generates a TypeScript and a Python client from it, compiles both with every
strictness, and drives a board through each: check.py ROOM. Prints "ok what", "not ok what" or "skipped what: why"."""
import os
import shutil
import subprocess
import sys
import urllib.request

sys.path.insert(0, "t/torture")
from board import TREE, Board  # noqa: E402

HERE, TOOLS = f"{TREE}/t/clients", f"{TREE}/build/clients"
NPM, PYTHON = f"{TOOLS}/node_modules/.bin", f"{TOOLS}/python/bin/python"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}


class Checks:
    def __init__(self):
        self.failed = False

    def run(self, what, *words, cwd, says=None, **more):
        """Whether the command succeeds, which is told; what it says when it does not. `says`: it tells that itself."""
        done = subprocess.run(words, cwd=cwd, env=os.environ | QUIET | more, capture_output=True, text=True)
        if done.returncode == 0:
            print(done.stdout.strip() if says else f"ok {what}")
        else:
            self.failed = True
            print(f"not ok {what}")
            print("\n".join(f"     {line}" for line in (done.stdout + done.stderr).splitlines()[:40]))
        return done.returncode == 0


def lint(checks, room):
    document = f"{TREE}/docs/openapi.json"
    checks.run("redocly finds nothing in the document", f"{NPM}/redocly", "lint", "--config", f"{HERE}/redocly.yaml", document,
               cwd=room)
    checks.run("spectral finds nothing in the document", f"{NPM}/spectral", "lint", "--fail-severity", "hint", "--ruleset",
               f"{HERE}/spectral.yaml", document, cwd=room)


def typescript(checks, room, board):
    place = f"{room}/typescript"
    os.makedirs(place)
    for name in ("drive.ts", "tsconfig.json"):
        shutil.copy(f"{HERE}/{name}", place)
    os.symlink(f"{TOOLS}/node_modules", f"{place}/node_modules")
    return (checks.run("a TypeScript client is generated", f"{NPM}/openapi-ts", "-i", f"{room}/openapi.json", "-o", "jobboard", "-c",
                       "@hey-api/client-fetch", cwd=place)
            and checks.run("the TypeScript client compiles", f"{NPM}/tsc", cwd=place)
            and checks.run("the TypeScript client works", "node", "out/drive.js", *board, cwd=place, says=True))


def python(checks, room, board):
    place = f"{room}/python"
    os.makedirs(place)
    shutil.copy(f"{HERE}/drive.py", place)
    return (checks.run("a Python client is generated, of the whole document", PYTHON, "-m", "openapi_python_client", "generate", "--path",
                       f"{room}/openapi.json", "--meta", "none", "--config", f"{HERE}/python-client.yaml", "--fail-on-warning", cwd=place)
            and checks.run("the Python client has the types it says", PYTHON, "-m", "mypy", "--strict", "jobboard", "drive.py", cwd=place)
            and checks.run("the Python client works", PYTHON, "drive.py", *board, cwd=place, says=True))


def main():
    room = sys.argv[1]
    if not os.path.exists(f"{TOOLS}/complete"):
        print("skipped generated clients: their tools are missing; run `make build/clients/complete`")
        print("ok generated clients need not be checked here")
        return 0
    board = Board(room)
    board.listen_on_port()
    address = f"http://127.0.0.1:{board.port}"
    board.write_settings({"PUBLIC_URL": address})
    checks = Checks()
    board.start()
    try:
        board.rows("INSERT INTO categories (id, name, slug) VALUES (gen_random_uuid(), 'Crafts', 'crafts')")
        category = board.rows("SELECT id FROM categories")[0][0]
        with urllib.request.urlopen(f"{address}/api/v1/openapi.json") as answer, open(f"{room}/openapi.json", "wb") as file:
            file.write(answer.read())
        lint(checks, room)
        typescript(checks, room, (address, category))
        python(checks, room, (address, category))
    finally:
        board.stop()
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
