"""What is asked: for each scenario a few addresses, chosen from what a board holds; the same ones at every run."""
import json
import urllib.parse
import urllib.request

LIST = "/api/v1/jobs/"
MANY = 2000  # addresses of single jobs; of other scenarios there are a handful, for each is planned in each session
FEW = 8

ACTIVE = "status = 'active' AND deleted_at IS NULL"


def query(**parameters):
    return LIST + "?" + urllib.parse.urlencode(parameters)


def column(rows):
    return [row[0] for row in rows]


def details(board):
    ids = column(board.ask(f"SELECT id FROM jobs WHERE {ACTIVE} ORDER BY md5(id::text) LIMIT {MANY}"))
    return [f"{LIST}{id}/" for id in ids]


def pages(_, first):
    return [query(page=first + i) for i in range(FEW)]


def cursors(board):
    """Pages from 5,000 jobs down, reached by following the links."""
    page, out = query(cursor="", page_size=100), []
    for step in range(50 + FEW):
        page = board.get(page)["next"].split("/api/", 1)[1]
        cursor = urllib.parse.parse_qs(urllib.parse.urlsplit(page).query)["cursor"][0]
        page = query(cursor=cursor, page_size=100)
        if step >= 50:
            out.append(query(cursor=cursor))
    return out


def categories(board):
    """Top categories and their children, the fullest first."""
    return column(board.ask(f"SELECT c.slug FROM categories c JOIN jobs j ON c.id = j.category_id WHERE {ACTIVE} "
                            f"GROUP BY c.slug ORDER BY count(*) DESC, c.slug LIMIT {FEW}"))


def places(board):
    return column(board.ask(f"SELECT location FROM jobs WHERE {ACTIVE} GROUP BY location "
                            f"ORDER BY count(*) DESC, location LIMIT {FEW}"))


def part(place):
    return place.split(",")[0][:6].lower()


# Name, whether its path is hot (its statements are kept and must not be planned again), and its addresses.
SCENARIOS = [
    ("job detail", True, details),
    ("list, page 1", True, lambda b: [LIST]),
    ("list, page 300", False, lambda b: pages(b, 300)),
    ("list, page 1000", False, lambda b: pages(b, 1000) if b.jobs > 100_000 else []),
    ("list, cursor 5,000 deep", True, cursors),
    # Words of the made-up boards: see app/bench/board.hpp.
    ("search, in 44 % of jobs", False, lambda b: [query(search="teamwork")]),
    ("search, in 10 %", False, lambda b: [query(search="logistics")]),
    ("search, in 0.5 %", False, lambda b: [query(search="turbine")]),
    ("search, no match", False, lambda b: [query(search="zeppelin")]),
    ("category", False, lambda b: [query(category=c) for c in categories(b)]),
    ("category and type", False, lambda b: [query(category=c, job_type="contract") for c in categories(b)]),
    ("place and salary", False, lambda b: [query(location=part(p), min_salary=60000) for p in places(b)]),
    ("place and salary, no match", False, lambda b: [query(location=part(p), min_salary=90_000_000) for p in places(b)]),
]


class Board:
    def __init__(self, text, postgres):
        self.jobs, self.port, self.master, self.web = [int(word) for word in text.split(":")]
        self.postgres, self.database = postgres, f"board_{self.jobs}"
        self.origin = f"http://127.0.0.1:{self.port}"

    def ask(self, *statements):
        return self.postgres.ask(self.database, *statements)

    def fetch(self, path):
        """As a robot, whose visits are not counted, like those of somebody who comes again."""
        request = urllib.request.Request(self.origin + path, headers={"User-Agent": "robot"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    def get(self, path):
        return json.loads(self.fetch(path))
