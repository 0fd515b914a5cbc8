#!/usr/bin/env python3
"""Runs `inspect` over the messages of RFC 4475 and compares with their manifest.

usage: inspect_torture.py [--torture DIR] [INSPECT]

INSPECT is the binary; without it, it is built and found with cargo. Prints each difference and
how many of the messages agree; exits 1 if one does not.
"""

import argparse
import json
import pathlib
import subprocess
import sys

MAIN = pathlib.Path(__file__).resolve().parent.parent
ROLES = {"uas": "uas_response", "proxy": "proxy_response", "registrar": "registrar_response"}


def built():
    """The path of the binary, as cargo tells it."""
    command = ["cargo", "build", "--quiet", "--release", "--example", "inspect"]
    command.append("--message-format=json")
    lines = subprocess.run(command, cwd=MAIN, check=True, stdout=subprocess.PIPE).stdout
    artifacts = (json.loads(line) for line in lines.splitlines())
    return next(a["executable"] for a in artifacts if a.get("target", {}).get("name") == "inspect")


def inspect(binary, files, *flags):
    """The reports by file, each a list: a stream holds several messages."""
    run = subprocess.run([binary, *flags, *files], stdout=subprocess.PIPE)
    if run.returncode != 0:
        sys.exit(f"inspect {' '.join(flags)}: exit {run.returncode}")
    reports = {str(file): [] for file in files}
    for line in run.stdout.splitlines():
        report = json.loads(line)
        reports[report["source"]].append(report)
    return reports


def fields(report):
    """The fields of a report under the names that the manifest has for them."""
    via = report.get("via", [{}])[0]
    uri = report.get("uri", {})
    return {
        "method": report.get("method"),
        "status": report.get("status"),
        "call_id": report.get("call_id"),
        "cseq": report.get("cseq", {}).get("number"),
        "from_tag": report.get("from", {}).get("tag"),
        "to_tag": report.get("to", {}).get("tag"),
        "ruri": uri.get("text"),
        "host": uri.get("host"),
        "port": uri.get("port"),
        "via_transport": via.get("transport"),
        "via_host": via.get("host"),
        "via_port": via.get("port"),
        "branch": via.get("branch"),
        "max_forwards": report.get("max_forwards"),
        "content_length": report.get("content_length"),
        "body_len": report.get("body_len"),
        "n_via": len(report.get("via", [])),
        "n_contact": len(report.get("contact", [])),
        "n_route": len(report.get("route", [])),
        "n_record_route": len(report.get("record_route", [])),
    }


def verdict_differences(entry, report):
    expected, verdict = entry["expected"], report["verdict"]
    if expected != "either" and verdict != expected:
        yield f"verdict {verdict}, not {expected}: {report.get('error')}"
    if verdict == "accept" and not report["round_trip"]:
        yield "does not come back as it was"
    if verdict == "reject" and not {"kind", "message", "offset"} <= report["error"].keys():
        yield f"error lacks fields: {report['error']}"
    seen = fields(report)
    for name, value in entry.get("fields", {}).items():
        if seen[name] != value:
            yield f"{name} {seen[name]!r}, not {value!r}"


def allowed_answers(entry, role, report):
    """The answers that may be given, `None` for silence; or `None` if the manifest is silent."""
    if entry.get("drop"):
        return {None}
    if report["verdict"] == "reject":
        return set(entry.get("response", [400]))
    listed = entry.get(ROLES[role])
    if listed is None:
        return None
    # To answer 200, or to ask for a password, is the application's.
    return {None} | set(listed) if 200 in listed else set(listed)


def answer_differences(entry, role, report):
    answer = report.get("answer")
    allowed = allowed_answers(entry, role, report)
    if allowed is not None and answer not in allowed:
        yield f"{role}: answer {answer}, not {' or '.join(map(str, allowed))}"
    if answer == 400 and 501 in entry.get("response", []) and role == "uas":
        yield "uas: answer 400 where 501 is preferred"


def stream_differences(entry, reports):
    expected = entry.get("stream_expected")
    kinds = [report.get("error", {}).get("kind") for report in reports]
    if expected and kinds != [expected]:
        yield f"stream: {kinds}, not {expected}"


def differences(entry, file, by_role, streams):
    yield from verdict_differences(entry, by_role["uas"][file][0])
    for role in ROLES:
        yield from answer_differences(entry, role, by_role[role][file][0])
    yield from stream_differences(entry, streams[file])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--torture", type=pathlib.Path, default=MAIN.parent / "shared/torture")
    parser.add_argument("inspect", nargs="?")
    options = parser.parse_args()
    binary = options.inspect or built()
    entries = json.loads((options.torture / "manifest.json").read_text())["entries"]
    paths = [str(options.torture / entry["file"]) for entry in entries]
    by_role = {role: inspect(binary, paths, "--role", role) for role in ROLES}
    streams = inspect(binary, paths, "--stream")
    good = 0
    for entry, path in zip(entries, paths):
        found = list(differences(entry, path, by_role, streams))
        good += not found
        for difference in found:
            print(f"{entry['file']}: {difference}")
    print(f"{good} of {len(entries)}")
    return good != len(entries)


if __name__ == "__main__":
    sys.exit(main())
