# SPDX-License-Identifier: EUPL-1.2
"""The runbook against the programs: its commands are taken, its messages said, its metrics counted.

usage: runbook_check.py ROOT PROGRAMS

A command is a line of a block ```sh that calls a program of ours: each of its options is in the help
of its subcommand. A message is what stands in backquotes in the first column of a table with the
head `the line says`, or after `journal:`; between `…` each piece is in a string of the sources.
"""

import re
import subprocess
import sys
from pathlib import Path

PARTS = ("domain", "platform", "projector", "ingest", "query-api", "cli")
LITERALS = re.compile(r'"(?:\\.|[^"\\\n])*"(?:\s*(?://[^\n]*\n\s*)?"(?:\\.|[^"\\\n])*")*')


def said(root):
    """Every string of the sources, those that stand one after the other joined."""
    for part in PARTS:
        for path in sorted((root / part).rglob("*.[ch]pp")):
            for match in LITERALS.finditer(path.read_text("utf-8")):
                yield "".join(re.findall(r'"((?:\\.|[^"\\\n])*)"', match.group()))


def messages(text):
    refusals = False
    for line in text.split("\n"):
        if not line.startswith("|"):
            refusals = False
        elif line.startswith("| the line says"):
            refusals = True
        elif refusals:
            yield from re.findall(r"`([^`]+)`", line.split("|")[1])
        yield from re.findall(r"journal: `([^`]+)`", line)


def commands(text):
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").split("\n"):
            line = line.split("  #")[0]
            match = re.search(r"(?:^|-- )(barometre(?:-[a-z-]+)?) (.*)", line)
            if match:
                yield match.group(1), match.group(2).split()


def check(root, programs):
    text = (root / "deploy/runbook.md").read_text("utf-8")
    literals = list(said(root))
    for message in messages(text):
        for piece in filter(None, (part.strip() for part in message.split("…"))):
            if not any(piece in literal for literal in literals):
                yield f"no program says: {piece}"
    for metric in sorted(set(re.findall(r"\bbarometre_[a-z_]+[a-z]\b", text))):
        if metric not in literals:
            yield f"no program counts: {metric}"
    count = 0
    for program, words in commands(text):
        count += 1
        subcommand = []
        for word in words:
            if not re.fullmatch(r"[a-z]+", word):
                break
            subcommand.append(word)
        run = subprocess.run([programs / program, *subcommand, "--help"], capture_output=True,
                             text=True, check=False)
        if run.returncode != 0:
            yield f"{program} {' '.join(subcommand)}: {run.stderr.strip()}"
            continue
        for word in words:
            if word.startswith("--") and word not in run.stdout:
                yield f"{program} {' '.join(subcommand)} has no {word}"
    if count == 0:
        yield "no command is found"


def main(root, programs):
    wrong = list(check(Path(root), Path(programs)))
    for line in wrong:
        print("runbook:", line)
    print(f"runbook: {len(wrong)} differences from the programs")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
