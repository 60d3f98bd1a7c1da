"""The command `wiki`: the only print, the only exit status (0 fine, 1 an error was found, 2 wrong usage)."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable
from pathlib import Path

from wiki.disk.boundary import DEBUG, debugging, said
from wiki.disk.layout import CONFIG
from wiki.disk.lock import alone
from wiki.disk.mark import refusal
from wiki.model.characters import one_line, printed
from wiki.model.problems import FORMATS, has_errors, render_problems
from wiki.read.settings import find_root

Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run the command with `arguments` (default: those of the process) and return the exit status."""
    gc.set_threshold(200_000)  # a run makes few cycles, and keeps much that the collector would look through again and again
    options = _parser().parse_args(arguments)
    run: Command = options.run
    folders: list[Path] = []  # held from the first read to the last move; `wiki serve` holds them each time it makes something
    if run is not _init:
        root = options.root or find_root(Path.cwd())
        if root is None or not (root / CONFIG).is_file():
            _tell(f"no {CONFIG} in {options.root or 'this folder or above it'}; 'wiki init' starts a wiki")
            return 2
        options.root = root.resolve()
        folders = [] if run is _serve else [options.root]
    if run in (_build, _serve):
        options.site = (options.site_dir or options.root / "site").resolve()
        refused = refusal(options.root, options.site)
        if refused:
            _tell(refused)
            return 2
        folders += [options.site.parent] if run is _build else []
    try:
        with alone(folders, f"wiki {options.command}", _tell):
            return run(options)
    except KeyboardInterrupt:
        _tell("stopped; what was there stands as it was")
        return 130
    except Exception as error:
        if debugging():
            raise
        _tell(f"{said(error)}; {DEBUG}=1 shows where in the program; please report it")
        return 1


def _tell(text: str) -> None:
    """Say something beside the output, in lines that begin with the command's name."""
    print(f"wiki: {printed(text)}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wiki", description="Checks, links and builds a research wiki.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--root", type=Path, help="the wiki's folder (default: the nearest one with mkdocs.yml)")

    build = commands.add_parser("build", parents=[common], help="check, link, render, index and export the wiki")
    build.add_argument("--site-dir", type=Path, help="where the site goes (default: site/)")
    build.add_argument("--jobs", type=int, help="how many processes work (default: all cores)")
    build.add_argument("--full", action="store_true", help="make everything again, as if nothing had been made before")
    build.add_argument("--no-text-index", action="store_true", help="leave out the index for full-text search")
    build.add_argument("--as-of", type=_date, metavar="DATE", help="what is stale is told against this date (default: mkdocs.yml)")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", parents=[common], help="report everything that is wrong")
    check.add_argument("paths", nargs="*", metavar="PATH", help="report on these files or folders only")
    check.add_argument("--format", choices=FORMATS, default="text")
    check.add_argument("--as-of", type=_date, metavar="DATE", help="report also what is due for a new look at this date")
    check.set_defaults(run=_check)

    fmt = commands.add_parser("fmt", parents=[common], help="put front matter into its canonical form")
    fmt.add_argument("paths", nargs="*", metavar="PATH", help="these files or folders only")
    fmt.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file is not in canonical form")
    fmt.set_defaults(run=_fmt)

    serve = commands.add_parser("serve", parents=[common], help="show the site and rebuild it on change")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--site-dir", type=Path, help="where the site goes (default: site/)")
    serve.set_defaults(run=_serve)

    new = commands.add_parser("new", parents=[common], help="begin an entry")
    new.add_argument("kind")
    new.add_argument("title")
    new.set_defaults(run=_new)

    verify = commands.add_parser("verify", parents=[common], help="say for each citation whether the claim stands there")
    verify.add_argument("paths", nargs="*", metavar="PATH", help="these entries or folders only")
    verify.add_argument("--format", choices=("text", "json", "csv"), default="text")
    verify.add_argument("--texts", type=Path, metavar="DIR", help="check against the documents in this folder, not their evidence")
    verify.set_defaults(run=_sound(_verify))
    _source_parsers(commands, common)

    locate = commands.add_parser("locate", parents=[common], help="say where in the sources a figure, a date or words stand")
    locate.add_argument("query", nargs="+", metavar="QUERY")
    locate.add_argument("--key", help="in this source only")
    locate.set_defaults(run=_sound(_locate))

    links = commands.add_parser("links", parents=[common], help="say of each name in an entry why it is linked or not")
    links.add_argument("entry", metavar="ENTRY")
    links.set_defaults(run=_sound(_links))

    init = commands.add_parser("init", help="begin a wiki on any subject")
    init.add_argument("folder", type=Path)
    init.add_argument("--name", default="A new wiki", help="the wiki's name")
    init.set_defaults(run=_init)
    return parser


def _source_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """`wiki source add`, `read`, `list`, `import`."""
    source = commands.add_parser("source", parents=[common], help="take up documents as sources: add, read, list, import")
    verbs = source.add_subparsers(required=True, metavar="VERB")
    # --root may stand before the verb or behind it; without a default of its own the second does not undo the first
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--root", type=Path, default=argparse.SUPPRESS, help="the wiki's folder (default: the nearest one with mkdocs.yml)")

    add = verbs.add_parser("add", parents=[common], help="write the evidence of a document, and a record if there is none")
    add.add_argument("file", type=Path, metavar="FILE", help="text, Markdown, HTML or PDF")
    add.add_argument("--key", required=True, help="the source's key, as in seeds/KEY.md")
    add.set_defaults(run=_sound(_source_add))

    read = verbs.add_parser("read", parents=[common], help="say what a source holds for the wiki")
    read.add_argument("key", metavar="KEY")
    texts = read.add_mutually_exclusive_group()
    texts.add_argument("--texts", type=Path, metavar="DIR", help="the folder of the documents, for names that the wiki does not know")
    texts.add_argument("--file", type=Path, metavar="FILE", help="the document itself")
    read.add_argument("--format", choices=("text", "json"), default="text")
    read.set_defaults(run=_sound(_source_read))

    listed = verbs.add_parser("list", parents=[common], help="list the sources, and how much of each is taken up")
    listed.add_argument("--format", choices=("text", "json"), default="text")
    listed.set_defaults(run=_sound(_source_list))

    taken = verbs.add_parser("import", parents=[common], help="make records of a bibliography")
    taken.add_argument("file", type=Path, metavar="FILE", help="BibTeX (.bib), RIS (.ris) or CSL-JSON (.json)")
    taken.set_defaults(run=_source_import)


def _sound(run: Command) -> Command:
    """Return a command that reads the store and prints at its end only; where the store turns out to be damaged, it begins again."""

    def sound(options: argparse.Namespace) -> int:
        from wiki.build.state import soundly  # noqa: PLC0415

        return soundly(lambda _: run(options), options.root)

    return sound


def _date(text: str) -> str:
    """Take a date of the command line; argparse reports one that is none as wrong usage."""
    from wiki.model.dates import DateError, parse_date  # noqa: PLC0415

    try:
        return parse_date(text).text
    except DateError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _build(options: argparse.Namespace) -> int:
    from wiki.build.pipeline import build_wiki  # noqa: PLC0415
    from wiki.build.site import BuildError  # noqa: PLC0415
    from wiki.build.state import Run  # noqa: PLC0415
    from wiki.disk.store import forget  # noqa: PLC0415
    from wiki.disk.workers import Progress, cores  # noqa: PLC0415

    if options.full:
        forget(options.root)
    try:
        run = Run(options.jobs or cores(), Progress())
        problems = build_wiki(options.root, options.site, run, text_index=not options.no_text_index, as_of=options.as_of or "")
    except BuildError as error:
        _tell(str(error))
        return 1
    sys.stderr.write(render_problems(problems, "text"))
    return 1 if has_errors(problems) else 0


def _check(options: argparse.Namespace) -> int:
    from wiki.build.queries import due_in  # noqa: PLC0415
    from wiki.build.state import check_world, quiet  # noqa: PLC0415

    checked = check_world(options.root, quiet(), options.as_of or "")
    problems = checked.problems
    if options.as_of:
        problems += tuple(due_in(checked.world))
    wanted = [_relative(path, options.root) for path in options.paths]
    shown = [each for each in problems if not wanted or any(each.path == path or each.path.startswith(f"{path}/") for path in wanted)]
    sys.stdout.write(render_problems(shown, options.format))
    return 1 if has_errors(shown) else 0


def _fmt(options: argparse.Namespace) -> int:
    from wiki.build.pipeline import entry_paths, source_paths  # noqa: PLC0415
    from wiki.check.format import FormatError, format_file  # noqa: PLC0415
    from wiki.disk.files import write_if_changed  # noqa: PLC0415
    from wiki.read.front_matter import read_file  # noqa: PLC0415

    wanted = [_relative(path, options.root) for path in options.paths]
    failed = False
    for path in (*entry_paths(options.root), *source_paths(options.root)):
        if wanted and not any(path == each or path.startswith(f"{each}/") for each in wanted):
            continue
        raw, problems = read_file(options.root, path)
        if raw is None:
            failed = True
            sys.stdout.write(render_problems(problems, "text"))
            continue
        text = (options.root / path).read_bytes().decode()
        try:
            made = format_file(text, path)
        except FormatError as error:
            failed = True
            sys.stdout.write(render_problems(error.problems, "text") or f"{path}:1:1: left as it is: it cannot be rewritten without loss\n")
            continue
        if made != text:
            print(f"{path}: {'not in canonical form' if options.check else 'formatted'}")
            failed = failed or options.check
            if not options.check:
                write_if_changed(options.root / path, made.encode())
    return 1 if failed else 0


def _new(options: argparse.Namespace) -> int:
    from wiki.build.pipeline import check_wiki  # noqa: PLC0415
    from wiki.commands.start import StartError, new_entry  # noqa: PLC0415

    try:
        file = new_entry(options.root, check_wiki(options.root).graph, options.kind, options.title)
    except StartError as error:
        _tell(str(error))
        return 1
    print(file.relative_to(options.root).as_posix())
    return 0


def _init(options: argparse.Namespace) -> int:
    from wiki.commands.start import StartError, init_wiki  # noqa: PLC0415

    try:
        paths = init_wiki(options.folder, options.name)
    except StartError as error:
        _tell(str(error))
        return 1
    print("\n".join(one_line(f"{options.folder.as_posix()}/{path}") for path in paths))
    return 0


def _serve(options: argparse.Namespace) -> int:
    from wiki.commands.server import serve  # noqa: PLC0415

    return serve(options.root, options.site, options.port, tell=lambda text: print(printed(text), file=sys.stderr, flush=True))


def _verify(options: argparse.Namespace) -> int:
    from wiki.build.state import check_world, linked_entry, quiet  # noqa: PLC0415
    from wiki.commands.documents import read_documents, verified  # noqa: PLC0415
    from wiki.evidence import SourceError  # noqa: PLC0415
    from wiki.verify.report import render_verdicts, tally, verdicts_of  # noqa: PLC0415

    world = check_world(options.root, quiet()).world
    try:
        documents = read_documents(world, options.texts) if options.texts else None
    except SourceError as error:
        _tell(str(error))
        return 2
    wanted = [_relative(path, options.root) for path in options.paths]
    paths = {id_: world.summaries[id_].path for id_ in world.summaries}
    ids = [id_ for id_ in paths if not wanted or any(paths[id_] == path or paths[id_].startswith(f"{path}/") for path in wanted)]
    if wanted and not ids:
        _tell(f"no entry is at {', '.join(options.paths)}")
        return 2
    aside = [paths[id_] for id_ in ids if id_ in world.aside]
    linked = (linked_entry(world, id_) for id_ in ids if id_ not in world.aside)
    verdicts = [each for entry in linked for each in verdicts_of(verified(entry, world, documents.evidence) if documents else entry)]
    sys.stdout.write(render_verdicts(verdicts, options.format))
    for line in (
        *(documents.differences if documents else ()),
        *(f"{path}: has errors and is not verified" for path in aside),
        tally(verdicts),
    ):
        _tell(line)
    return 1 if aside or any(each.failed for each in verdicts) or (documents and documents.differences) else 0


def _source_add(options: argparse.Namespace) -> int:
    from wiki.build.state import check_world, quiet  # noqa: PLC0415
    from wiki.commands.source.catalogue import read_document  # noqa: PLC0415
    from wiki.commands.source.reading_list import reading_list, render_list  # noqa: PLC0415
    from wiki.evidence import SourceError, add_source  # noqa: PLC0415
    from wiki.model.ids import fault_of_id  # noqa: PLC0415

    if fault := fault_of_id(options.key):
        _tell(f"'{options.key}' is no key; {fault}")
        return 2
    try:
        added = add_source(options.root, options.file, options.key, check_world(options.root, quiet()).world.sources.get(options.key))
        world = check_world(options.root, quiet()).world
        source, evidence = world.sources[options.key], world.evidence(options.key)
        text = read_document(options.file, source)
    except SourceError as error:
        _tell(str(error))
        return 1
    found = render_list(reading_list(world, source, evidence, text), "text") if evidence else ""
    print("\n".join(path for path in (added.record, added.evidence) if path), found, sep="\n\n", end="")
    return 0


def _source_read(options: argparse.Namespace) -> int:
    from wiki.build.state import check_world, quiet  # noqa: PLC0415
    from wiki.commands.source.catalogue import read_document  # noqa: PLC0415
    from wiki.commands.source.reading_list import reading_list, render_list  # noqa: PLC0415
    from wiki.evidence import SourceError  # noqa: PLC0415
    from wiki.model.problems import expected  # noqa: PLC0415

    world = check_world(options.root, quiet()).world
    source = world.sources.get(options.key)
    if source is None:
        _tell(expected(options.key, world.sources, what="source"))
        return 2
    evidence = world.evidence(options.key)
    if evidence is None:
        _tell(f"'{source.key}' has no evidence; 'wiki source add FILE --key {source.key}' writes it")
        return 1
    file = options.file or (options.texts / evidence.file if options.texts else None)
    try:
        text = read_document(file, source) if file else ""
    except SourceError as error:
        _tell(str(error))
        return 2
    sys.stdout.write(render_list(reading_list(world, source, evidence, text), options.format))
    return 0


def _source_list(options: argparse.Namespace) -> int:
    from wiki.build.state import check_world, quiet  # noqa: PLC0415
    from wiki.commands.source.catalogue import list_sources, render_sources  # noqa: PLC0415

    sys.stdout.write(render_sources(list_sources(check_world(options.root, quiet()).world), options.format))
    return 0


def _source_import(options: argparse.Namespace) -> int:
    from wiki.commands.source.bibliography import BibliographyError, import_records  # noqa: PLC0415

    try:
        made, kept = import_records(options.root, options.file)
    except BibliographyError as error:
        _tell(str(error))
        return 1
    for path in made:
        print(path)
    for path in kept:
        _tell(f"{path} is there already and was left as it is")
    return 0


def _locate(options: argparse.Namespace) -> int:
    from wiki.build.state import check_world, quiet  # noqa: PLC0415
    from wiki.commands.source.catalogue import located  # noqa: PLC0415
    from wiki.model.problems import expected  # noqa: PLC0415

    world = check_world(options.root, quiet()).world
    if options.key and options.key not in world.sources:
        _tell(expected(options.key, world.sources, what="source"))
        return 2
    found = False
    for key in [options.key] if options.key else world.sources:
        evidence = world.evidence(key)
        for locator, what in located(evidence, " ".join(options.query)) if evidence else ():
            found = True
            print(one_line(f"{key}, {locator}: {what}"))
    if not found:
        _tell("nothing of this stands in the evidence")
    return 0 if found else 1


def _links(options: argparse.Namespace) -> int:
    from wiki.build.state import check_world, quiet  # noqa: PLC0415
    from wiki.link.explain import explain_links, render_links  # noqa: PLC0415
    from wiki.link.names import Found  # noqa: PLC0415
    from wiki.model.problems import expected  # noqa: PLC0415

    world = check_world(options.root, quiet()).world
    found = world.names.resolve(options.entry)
    if not isinstance(found, Found):
        _tell(expected(options.entry, world.whole, what="entry"))
        return 2
    others = (world.named(id_) for id_ in world.whole)
    sys.stdout.write(render_links(explain_links(world.entry(found.id), world.body(found.id), world.names, others)))
    return 0


def _relative(path: str, root: Path) -> str:
    """Return a path given on the command line as problems name it."""
    full = (Path.cwd() / path).resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else path


if __name__ == "__main__":
    sys.exit(main())
