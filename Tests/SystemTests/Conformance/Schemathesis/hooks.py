"""What schemathesis cannot know from the document: which requests belong together."""

import json
import os
import uuid

import requests
import schemathesis

# Who asks would lock themselves out by ending these.
SPARED = set(filter(None, os.environ.get("STOCKBOOK_SPARED", "").split()))
# A refusal of a valid request tells of the state of things, never that it could not be read.
UNREADABLE = {"bad-request", "unsupported-media-type", "payload-too-large", "method-not-allowed"}
# Every run is a caller of its own, and keys belong to callers.
COUNTER = iter(range(10**9))
TIMEOUT = 60


@schemathesis.hook
def before_call(context, case, kwargs):
    """Gives every command a key of its own, and every change the version that it changes."""
    headers = case.headers or {}
    if is_valid_key(headers.get("Idempotency-Key")):
        case.headers["Idempotency-Key"] = f"conformance-{next(COUNTER)}"
    for name, value in (case.path_parameters or {}).items():
        if value in SPARED:
            case.path_parameters[name] = str(uuid.uuid4())
    if is_positive(case):
        # Only a list itself gives out its cursors.
        (case.query or {}).pop("cursor", None)
        if "If-Match" in headers:
            case.headers["If-Match"] = version(case, kwargs) or headers["If-Match"]


@schemathesis.check
def valid_requests_are_read(context, response, case):
    """A valid request is not refused as one that cannot be read."""
    if not is_positive(case) or response.status_code < 400 or has_control_characters(case):
        return
    code = json.loads(response.content).get("code")
    assert code not in UNREADABLE, f"a valid request is refused with {code}: {response.text}"


@schemathesis.check
def problems_say_where_to_look(context, response, case):
    """Every refusal can be told from every other, and found in the logs."""
    if response.status_code < 400 or case.method == "HEAD":
        return
    problem = json.loads(response.content)
    assert problem["status"] == response.status_code, "the body tells of another status"
    assert problem.get("traceId"), "the problem names no trace"


def is_valid_key(key):
    return isinstance(key, str) and 0 < len(key) <= 128 and all("!" <= c <= "~" for c in key)


def is_positive(case):
    return case.meta is not None and case.meta.generation.mode.value == "positive"


def has_control_characters(case):
    """Paths and queries hold none, which the document says in words."""
    texts = [*(case.query or {}).values(), *(case.path_parameters or {}).values()]
    return any(ord(c) < 32 or ord(c) == 127 for text in texts for c in str(text))


def version(case, kwargs):
    """The entity tag of the document that the case changes; none where there is no such thing."""
    url = case.as_transport_kwargs(base_url=kwargs.get("base_url"))["url"]
    answer = requests.get(
        url.split("?")[0].removesuffix("/grants"), headers=credential(), timeout=TIMEOUT
    )
    return answer.headers.get("ETag")


def credential():
    lines = os.environ["STOCKBOOK_CREDENTIAL"].splitlines()
    return dict(line.split(": ", 1) for line in lines)
