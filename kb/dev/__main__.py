"""``python -m kb.dev``: check, named, where, new, schema, readme, bench."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kb.dev.bench import PARTS
from kb.dev.tree import Tree


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m kb.dev", description="What contributors run.")
    top.add_argument("--root", type=Path, help="another checkout than the one that kb was imported from")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="prove the content: answers, exercises, pages, mirror")
    check.add_argument(
        "subjects",
        nargs="*",
        metavar="SUBJECT",
        help="prove only these pages and exercises, such as detection/nms",
    )
    check.add_argument(
        "--report",
        nargs="?",
        const=True,
        metavar="FILE.json",
        help="measure kill rates and mutation scores as well, which takes minutes; the file gets them as JSON",
    )
    named = commands.add_parser(
        "named", help="grade mutants of the references: how many mistakes get a name?"
    )
    named.add_argument("subjects", nargs="*", metavar="SUBJECT", help="only these pages and exercises")
    named.add_argument("--sample", type=int, metavar="N", default=8, help="answers to each (default 8)")
    named.add_argument(
        "--seed", type=int, metavar="N", default=1, help="of the sample and the inputs (default 1)"
    )
    named.add_argument("--json", type=Path, metavar="FILE", help="write the text about each answer")
    where = commands.add_parser("where", help="print the files of a subject")
    where.add_argument("subject", help="area/page or area/exercise, such as detection/nms")
    new = commands.add_parser("new", help="make the files of a new page or exercise")
    new.add_argument("what", choices=["page", "exercise"])
    new.add_argument("subject", help="area/page or area/exercise")
    new.add_argument("--page", help="the page that a new exercise belongs to; its own name by default")
    commands.add_parser("schema", help="write questions/schema.json")
    readme = commands.add_parser("readme", help="write the session and the verdict that README.md shows")
    readme.add_argument("--check", action="store_true", help="only say whether they are current")
    bench = commands.add_parser("bench", help="measure start-up and grading, as ratios")
    bench.add_argument("--only", choices=PARTS, action="append", help="measure this part; may be repeated")
    bench.add_argument("--rounds", type=int, metavar="N", default=5, help="of most measurements (default 5)")
    bench.add_argument("--answers", type=int, metavar="N", default=5000, help="for grade-all (default 5000)")
    bench.add_argument("--quick", action="store_true", help="as little as possible, to see that it runs")
    bench.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    bench.add_argument(
        "--write", action="store_true", help="write them into docs/grading: speed.json, speed.md"
    )
    bench.add_argument("--strict", action="store_true", help="exit status 1 where a bound is exceeded")
    return top


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        tree = Tree(options.root.resolve()) if options.root else Tree.here()
        return run(tree, options)
    except (LookupError, OSError, ValueError) as error:
        print(f"kb.dev: {error}", file=sys.stderr)
        return 2


def run(tree: Tree, options: argparse.Namespace) -> int:
    if options.command == "check":
        from kb.dev.commands import check

        subjects, file = list(options.subjects), None
        if isinstance(options.report, str):
            if options.report.endswith(".json"):
                file = Path(options.report)
                file.touch()  # an error that would be a pity after minutes
            else:
                subjects.append(options.report)  # `--report detection/nms`
        return check.run(tree, bool(options.report), file, subjects)
    if options.command == "named":
        from kb.dev.commands import named

        return named.run(tree, options.subjects, options.sample, options.seed, options.json)
    if options.command == "where":
        from kb.dev.commands import where

        return where.run(tree, options.subject)
    if options.command == "new":
        from kb.dev.commands import new

        return new.run(tree, options.what, options.subject, options.page)
    if options.command == "schema":
        from kb.bank.decode import schema

        print(tree.show(schema.write(tree.questions)))
        return 0
    if options.command == "readme":
        from kb.dev.pages import readme

        return readme.run(tree, options.check)
    from kb.dev.bench import command

    return command.run(tree, options)


if __name__ == "__main__":
    sys.exit(main())
