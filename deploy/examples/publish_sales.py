#!/usr/bin/env python3
"""A till's side of Stockbook: publishes documents, and loses none.

What a till did is written to a journal on disk first. A document leaves the journal only when the
broker has confirmed it, so power cuts, lost connections and a full broker cost time and nothing else.
Whenever it is not sure whether a document arrived, it sends the same document again: Stockbook knows
the document by its `documentId` and lets it take effect once.

    pip install pika            (Debian: apt-get install python3-pika)
    export STOCKBOOK_SOURCE_URL='amqp://pos_acme:...@127.0.0.1:5672/pos'
    ./publish_sales.py record sale --document 1001 --till till-1 --line 85123A:2:2.55
    ./publish_sales.py send

`record` works while the broker is away; `send` may be run as often as one likes.
"""

import argparse
import datetime
import decimal
import fcntl
import json
import os
import pathlib
import random
import sys
import time
import urllib.parse

import pika
import pika.exceptions

EXCHANGE = "pos.ingress"
KINDS = ("sale", "refund", "void", "adjustment")
# Seconds: the first pause, and the longest, between two attempts.
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# How often one document may be answered with "no such queue" before somebody has to look.
UNROUTABLE_LIMIT = 20


class Journal:
    """Documents that are not confirmed yet, one JSON object per line, and the tills' numbers.

    A line is on the disk before `add` returns. What was confirmed is noted in a second file, so a
    line is never changed; both are rewritten only by `compact`.
    """

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.documents = self.folder / "documents.jsonl"
        self.confirmed = self.folder / "confirmed.txt"
        self.numbers = self.folder / "numbers.json"
        # One program at a time: two would hand out the same number.
        self.lock = open(self.folder / "lock", "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)

    def add(self, kind, document):
        """Numbers a document within its till and keeps it."""
        kept = [document for _, document, _ in self._entries()]
        if any(entry["documentId"] == document["documentId"] for entry in kept):
            raise SystemExit(f"{document['documentId']} is in the journal already")
        numbers = json.loads(self.numbers.read_text()) if self.numbers.exists() else {}
        till = document["terminal"]
        # The journal may be one ahead, where power failed between the two files.
        used = [entry["sequence"] for entry in kept if entry["terminal"] == till]
        last = max([numbers.get(till, 0)] + used)
        document["sequence"] = last + 1
        # The bytes that are sent, now and whenever it is sent again: they must not differ.
        body = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        self._append(self.documents, json.dumps({"kind": kind, "body": body}) + "\n")
        numbers[till] = last + 1
        self._replace(self.numbers, json.dumps(numbers))
        return document

    def open_documents(self):
        """Kind, document id and body of what is not confirmed, oldest first."""
        done = set()
        if self.confirmed.exists():
            done = set(self.confirmed.read_text(encoding="utf-8").split("\n"))
        return [
            (kind, document["documentId"], body)
            for kind, document, body in self._entries()
            if document["documentId"] not in done
        ]

    def confirm(self, document_id):
        self._append(self.confirmed, document_id + "\n")

    def compact(self):
        """Forgets what is confirmed. Numbers are kept."""
        rest = self.open_documents()
        lines = [json.dumps({"kind": kind, "body": body}) + "\n" for kind, _, body in rest]
        self._replace(self.documents, "".join(lines))
        self._replace(self.confirmed, "")

    def _entries(self):
        if not self.documents.exists():
            return
        for line in self.documents.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:
                # The last line of a till that lost power while writing: `add` had not returned.
                print(f"skipped a torn line of {self.documents}", file=sys.stderr)
                continue
            yield entry["kind"], json.loads(entry["body"]), entry["body"]

    @staticmethod
    def _append(path, text):
        with open(path, "ab+") as file:
            # What a power cut left of a line must not swallow the next one.
            if file.tell() > 0:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())

    @staticmethod
    def _replace(path, text):
        new = path.with_suffix(".new")
        with open(new, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)


class Sender:
    """Sends the journal in order, one document after the other, each confirmed."""

    def __init__(self, url, journal):
        self.parameters = pika.URLParameters(url)
        # The broker proves it: nobody publishes under another name than the own one.
        self.source = urllib.parse.unquote(urllib.parse.urlsplit(url).username or "")
        self.journal = journal
        self.pause = FIRST_PAUSE
        self.connection = None
        self.channel = None
        self.unroutable = 0

    def send(self, patience):
        """Sends all; returns whether the journal is empty. Gives up after `patience` seconds without
        any success: the documents stay in the journal."""
        sent, deadline = 0, time.monotonic() + patience
        for kind, document_id, body in self.journal.open_documents():
            while not self._confirmed(kind, document_id, body):
                if time.monotonic() + self.pause > deadline:
                    print(f"sent {sent}; {document_id} and later ones wait", file=sys.stderr)
                    return False
                # Not all tills of a chain at the same moment.
                time.sleep(self.pause * random.uniform(0.5, 1.0))
                self.pause = min(self.pause * 2, LONGEST_PAUSE)
            self.journal.confirm(document_id)
            self.pause, self.unroutable = FIRST_PAUSE, 0
            sent, deadline = sent + 1, time.monotonic() + patience
        self.journal.compact()
        self.close()
        print(f"sent {sent}; the journal is empty")
        return True

    def _confirmed(self, kind, document_id, body):
        try:
            if self.channel is None or self.channel.is_closed:
                self._connect()
            self.channel.basic_publish(
                EXCHANGE,
                f"pos.v1.{self.source}.{kind}",
                body.encode("utf-8"),
                pika.BasicProperties(
                    message_id=f"{self.source}/{document_id}",
                    user_id=self.source,
                    content_type="application/json",
                    delivery_mode=2,
                ),
                mandatory=True,
            )
            return True
        except pika.exceptions.NackError:
            # Stockbook is full or being repaired and asks us to slow down.
            print(f"{document_id}: not taken now, again later", file=sys.stderr)
        except pika.exceptions.UnroutableError:
            self.unroutable += 1
            print(f"{document_id}: nobody takes it yet", file=sys.stderr)
            if self.unroutable >= UNROUTABLE_LIMIT:
                raise SystemExit("the broker has no queue for sales; tell its operator")
        except pika.exceptions.ChannelClosedByBroker as error:
            if error.reply_code == 403:
                raise SystemExit(f"the broker refuses {self.source}: {error.reply_text}")
            print(f"{document_id}: {error.reply_text}", file=sys.stderr)
        except pika.exceptions.ProbableAuthenticationError:
            raise SystemExit("the broker does not know this user and password")
        except (pika.exceptions.AMQPError, OSError) as error:
            # Whether it arrived is not known, so it is sent again.
            print(f"{document_id}: {type(error).__name__}, again later", file=sys.stderr)
        return False

    def _connect(self):
        self.close()
        self.connection = pika.BlockingConnection(self.parameters)
        self.channel = self.connection.channel()
        # From here on `basic_publish` waits for the broker's answer.
        self.channel.confirm_delivery()

    def close(self):
        if self.connection is not None and self.connection.is_open:
            self.connection.close()
        self.connection = self.channel = None


def line(text):
    """Reads CODE:QUANTITY or CODE:QUANTITY:PRICE."""
    parts = text.rsplit(":", 2) if text.count(":") >= 2 else text.rsplit(":", 1)
    try:
        code, numbers = parts[0], [decimal.Decimal(part) for part in parts[1:]]
    except decimal.InvalidOperation:
        raise argparse.ArgumentTypeError(f"{text} is not CODE:QUANTITY[:PRICE]")
    if not code or not numbers or not all(number.is_finite() for number in numbers):
        raise argparse.ArgumentTypeError(f"{text} is not CODE:QUANTITY[:PRICE]")
    return code, numbers[0], numbers[1] if len(numbers) > 1 else None


def document(arguments):
    """The message as `contracts/schemas/pos.<kind>.v1.json` describes it."""
    now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    result = {
        "documentId": arguments.document,
        "terminal": arguments.till,
        "occurredAt": now.replace("+00:00", "Z"),
    }
    if arguments.original:
        result["originalDocumentId"] = arguments.original
    if arguments.reason:
        result["reason"] = arguments.reason
    if arguments.kind == "void":
        return result
    result["lines"] = []
    for number, (code, quantity, price) in enumerate(arguments.line, start=1):
        # Decimals travel as strings; a binary fraction has no place in a stock ledger.
        entry = {"lineNumber": number, "code": code, "quantity": f"{quantity:f}"}
        if price is not None:
            entry["unitPrice"] = {"amount": f"{price:f}", "currency": arguments.currency}
        result["lines"].append(entry)
    return result


def check(parser, arguments):
    if arguments.kind == "void":
        if not arguments.original:
            parser.error("a void names the document it cancels: --original")
    elif not arguments.line:
        parser.error(f"a {arguments.kind} has lines: --line CODE:QUANTITY[:PRICE]")
    if arguments.kind == "adjustment" and not arguments.reason:
        parser.error("an adjustment says why: --reason damaged")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--journal", default="journal", help="a folder on a disk that lasts")
    verbs = parser.add_subparsers(dest="verb", required=True)
    record = verbs.add_parser("record", help="write a document to the journal")
    record.add_argument("kind", choices=KINDS)
    record.add_argument("--document", required=True, help="its number, unique for ever")
    record.add_argument("--till", default="till-1")
    record.add_argument("--line", type=line, action="append", default=[])
    record.add_argument("--currency", default="GBP")
    record.add_argument("--original", help="the document that a refund or a void is about")
    record.add_argument("--reason", help="why, for an adjustment")
    send = verbs.add_parser("send", help="send what is in the journal")
    send.add_argument("--patience", type=float, default=300, help="seconds without success")
    arguments = parser.parse_args()

    journal = Journal(arguments.journal)
    if arguments.verb == "record":
        check(record, arguments)
        kept = journal.add(arguments.kind, document(arguments))
        print(f"kept {kept['documentId']} as number {kept['sequence']} of {kept['terminal']}")
        return 0
    url = os.environ.get("STOCKBOOK_SOURCE_URL")
    if not url:
        parser.error("set STOCKBOOK_SOURCE_URL to what `stockbook source add` printed")
    return 0 if Sender(url, journal).send(arguments.patience) else 1


if __name__ == "__main__":
    sys.exit(main())
