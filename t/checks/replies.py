#!/usr/bin/python3
"""Checks every answer that the tests got against the OpenAPI document, and that each of its operations was called with
success. The tests write answers down, a JSON line each, to replies.*.jsonl in TEST_DIR.

The interpreter is Debian's, whose python3-jsonschema this needs."""
import json
import os
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from jsonschema import Draft202012Validator

SHOWN = 5  # faults of one operation
OPERATORS_PAGES = re.compile(r"/(status|metrics)([/?]|$)")  # not part of the API, and not in its document


def pattern_of(path):
    """A path of the document as a regular expression: with and without the version and the last slash."""
    literal = re.sub(r"\\\{[^/]*\\\}", "[^/]+", re.escape(path.rstrip("/")))
    return re.compile(literal.replace("/api/v1/", "/api/(?:v1/)?", 1) + "/?")


def operations_of(document):
    """(method, pattern, name, operation), paths without parameters first: they win, as in the router."""
    out = []
    for path, item in sorted(document["paths"].items(), key=lambda entry: "{" in entry[0]):
        for method, operation in item.items():
            out.append((method.upper(), pattern_of(path), operation["operationId"], operation))
    return out


OLDER_ADDRESSES = (("/jobs/applications", "/applications"), ("/files/files/", "/files/"))
PAGES = re.compile(r"/(admin|account|health/page)/|/$")  # for people; no part of the document


class Replies:
    def __init__(self, document):
        self.document = document
        self.operations = operations_of(document)
        self.validators = {}
        self.checked = Counter()
        self.succeeded = Counter()
        self.faults = defaultdict(list)

    def operation_of(self, reply):
        method = "GET" if reply["method"] == "HEAD" else reply["method"]
        path = reply["target"].split("?")[0]
        for older, newer in OLDER_ADDRESSES:
            path = path.replace(older, newer)
        for wanted, pattern, name, operation in self.operations:
            if wanted == method and pattern.fullmatch(path):
                return name, operation
        return "(no operation)", None

    def validator(self, schema):
        key = json.dumps(schema, sort_keys=True)
        if key not in self.validators:
            whole = dict(schema, components=self.document["components"])
            self.validators[key] = Draft202012Validator(whole)
        return self.validators[key]

    def declared_media(self, operation, status):
        """The media types of the answer, by the document; None when the document does not have this status."""
        if operation is None and status == 200:  # operators' pages are no part of the document
            return {"application/json": {}, "text/plain": {}}
        if operation is None:  # an answer that the router or nginx gives
            return {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        answers = operation["responses"]
        # Clients plan for these two, so every operation declares them by themselves.
        rest = answers.get("default") if status >= 400 and status not in (401, 429) else None
        answer = answers.get(str(status)) or rest
        if answer and "$ref" in answer:
            answer = self.document["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
        return None if answer is None else answer.get("content", {})

    def check(self, reply):
        name, operation = self.operation_of(reply)
        if operation is None and PAGES.match(reply["target"]):
            return
        self.checked[name] += 1
        if operation and reply["method"] != "HEAD" and 200 <= reply["status"] < 300:
            self.succeeded[name] += 1
        for fault in self.faults_in(reply, operation):
            self.faults[name].append(f'{reply["method"]} {reply["target"][:100]} -> {reply["status"]}: {fault}')

    def faults_in(self, reply, operation):
        status, body = reply["status"], reply["body"]
        if reply["method"] == "HEAD" or status in (204, 304):
            if body:
                yield "has a body"
            if operation and status == 204 and "204" not in operation["responses"]:
                yield "this status is not declared"
            return
        media = self.declared_media(operation, status)
        if media is None:
            yield "this status is not declared"
            return
        sent = reply["content_type"].split(";")[0]
        if not media:
            if body:
                yield "has a body where none is declared"
        elif sent not in media and "*/*" not in media:
            yield f"is {sent!r}, declared are {sorted(media)}"
        elif (schema := media.get(sent, {}).get("schema")) and sent == "application/json":
            yield from self.mismatches(schema, body)

    def mismatches(self, schema, body):
        try:
            value = json.loads(body)
        except ValueError as error:
            yield f"the body is no JSON: {error}"
            return
        for error in self.validator(schema).iter_errors(value):
            yield f"{error.json_path}: {error.message[:300]}"


def main():
    document = json.loads(Path("docs/openapi.json").read_text())
    replies = Replies(document)
    for file in Path(os.environ["TEST_DIR"]).glob("replies.*.jsonl"):
        for line in file.read_text().splitlines():
            reply = json.loads(line)
            if not OPERATORS_PAGES.match(reply["target"]):
                replies.check(reply)

    failed = False

    def say(good, what):
        nonlocal failed
        failed = failed or not good
        print("ok" if good else "not ok", what)

    for _, _, name, _ in replies.operations:
        # Streams have no end that could be written down; the tests of listening see them.
        say(replies.succeeded[name] > 0 or name.startswith("listen_"), f"{name} was called with success")
    for name, count in sorted(replies.checked.items()):
        faults = replies.faults[name]
        say(not faults, f"{count} answers of {name} are as declared")
        for fault in faults[:SHOWN]:
            print("    ", fault)
    return failed


sys.exit(main())
