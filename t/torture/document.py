#!/usr/bin/python3
"""What schemathesis makes up from the OpenAPI document, sent to a board by callers of each role: answers are as declared,
bad data is refused and good data taken. What it must not expect stands in schemathesis.toml, with reasons.

    document.py ROOM EXAMPLES [SEED]

Prints "ok what" or "not ok what"."""
import json
import os
import random
import subprocess
import sys
import threading

from board import TREE, Board
from hostile import heal
from ledger import PASSWORD, call, verdict

PYTHON = f"{TREE}/build/clients/python/bin/python"
ROLES = ["user", "employer", "admin"]


def prepare(board):
    """An access token of each role, on a board that has some of everything."""
    def post(path, **members):
        status, body = call(board, "POST", path, json.dumps(members), {"Content-Type": "application/json"})
        assert status in (200, 201), body
        return json.loads(body)
    for role in ROLES:
        post("/api/v1/auth/register/", username=f"tester_{role}", email=f"tester_{role}@example.com", password=PASSWORD,
             password2=PASSWORD, role="user" if role == "admin" else role, first_name="T", last_name="R")
    board.rows("UPDATE users SET role = 'admin' WHERE username = 'tester_admin'")
    board.rows("""INSERT INTO categories (id, name, slug) VALUES (gen_random_uuid(), 'Crafts', 'crafts');
                  INSERT INTO jobs (id, employer_id, category_id, title, description, requirements, location, location_id, status)
                  SELECT gen_random_uuid(), u.id, c.id, 'Job ' || n, 'D', 'R', 'Graz', 0, 'active'
                    FROM users u, categories c, generate_series(1, 30) n WHERE u.username = 'tester_employer'""")
    return {role: post("/api/v1/auth/login/", username=f"tester_{role}", password=PASSWORD)["access"] for role in ROLES}


def run(board, role, token, examples, seed):
    room = board.path(role)
    os.makedirs(room)
    done = subprocess.run(
        [PYTHON, "-m", "schemathesis.cli", "--config-file", f"{TREE}/t/torture/schemathesis.toml", "run",
         f"http://127.0.0.1:{board.port}/api/v1/openapi.json", "--url", f"http://127.0.0.1:{board.port}", "--max-examples",
         str(examples), "--seed", str(seed), "--workers", "2", "--no-color", "--header", f"Authorization: Bearer {token}"],
        cwd=room, capture_output=True, text=True)
    with open(f"{room}/schemathesis.log", "w") as log:
        log.write(done.stdout + done.stderr)
    if done.returncode:
        print(done.stdout[done.stdout.find("= FAILURES"):][:20_000])
    return verdict(done.returncode == 0, f"schemathesis finds nothing as {role}, seed {seed}", f"all of it: {room}/schemathesis.log")


def main():
    room, examples = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    board = Board(room)
    board.listen_on_port()
    board.write_settings({"PUBLIC_URL": f"http://127.0.0.1:{board.port}"})
    board.start()
    over = threading.Event()
    try:
        tokens = prepare(board)
        healer = threading.Thread(target=heal, args=(board, over))
        healer.start()
        try:
            good = [run(board, role, token, examples, seed) for role, token in tokens.items()]
        finally:
            over.set()
            healer.join()
    finally:
        board.stop()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
