"""The commands: they parse, call and report. What takes time to import is imported where it is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from billwright import LANGUAGES, __version__

if TYPE_CHECKING:
    from billwright.errors import Finding
    from billwright.library import Library

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
overlays = click.option(
    "--with",
    "overlays",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Lay another YAML file over the profile; may be given again.",
)
language = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="Give the comments and the table of correspondence in this language; else in the bill's own.",
)
settings = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set one value of the profile: --set house_style.line_numbers=true",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="billwright")
def main() -> None:
    """Draft a state's cybercrime bill in Word from a YAML profile and a library of clauses."""


@main.command()
@click.argument("state")
@click.option("-o", "--output", type=FILE, help="The file to write; else STATE-cybercrime-bill.docx here.")
@click.option("--clean", is_flag=True, help="Leave the comments for the drafter out.")
@language
@overlays
@settings
def draft(
    state: str,
    output: Path | None,
    clean: bool,
    language: str | None,
    overlays: tuple[Path, ...],
    settings: tuple[str, ...],
) -> None:
    """Write the bill of one STATE."""
    with _faults():
        from billwright import bill, package

        made = bill.make(_library(), state, overlays, settings, language)
        path = output or Path(f"{made.draft.plan.loaded.slug}-cybercrime-bill.docx")
        name = made.draft.plan.loaded.profile.state.name
        for one, (file, content) in zip(made.bills, made.files(path.stem, clean=clean), strict=True):
            place = path if one is made else path.with_name(file)
            package.write(place, content)
            comments = "no comments" if clean else _count(one.comments, "comment")
            click.echo(f"{name}: {one.summary}, {comments} → {place}")


@main.command()
@click.argument("states", nargs=-1)
@click.option("-o", "--output", type=FOLDER, default=Path("bills"), show_default=True, help="The folder to write into.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 64),
    help="How many bills to write at the same time; else as many as there are processors.",
)
@click.option("--clean", is_flag=True, help="Leave the comments for the drafter out.")
@click.option("--package", "whole", is_flag=True, help="Write the whole package of each state, in its own folder.")
@click.option("--force", is_flag=True, help="Write the bills whose inputs have not changed, too.")
@language
def batch(
    states: tuple[str, ...],
    output: Path,
    jobs: int | None,
    clean: bool,
    whole: bool,
    force: bool,
    language: str | None,
) -> None:
    """Write the bills of all STATES, or of those named, and a manifest.json beside them."""
    with _faults():
        from billwright import batch as batches

        library = _library()
        chosen = [library.profile(state).stem for state in states] or list(library.states())
        with _progress(len(chosen)) as step:
            report = batches.run(
                library, chosen, output, jobs=jobs, clean=clean, whole=whole, force=force, language=language, done=step
            )
        where: dict[Finding, list[str]] = {}
        for outcome in report:
            for finding in outcome.findings:
                where.setdefault(finding, []).append(outcome.state)
        for finding, failing in where.items():
            _show((finding,), ", ".join(failing) if len(failing) < 4 else f"{len(failing)} states")
        click.echo(batches.table(report))
        failed = sum(bool(outcome.findings) for outcome in report)
        click.echo(
            f"{_count(len(report) - failed, 'package' if whole else 'bill')} in {output}"
            + (f"; {failed} failed." if failed else ".")
        )
        if failed:
            sys.exit(1)


@main.command()
@click.argument("state")
@click.option("-o", "--output", type=FOLDER, help="The folder to write into; else STATE here.")
@click.option("--clean", is_flag=True, help="Leave the comments for the drafter out.")
@language
@overlays
@settings
def package(
    state: str,
    output: Path | None,
    clean: bool,
    language: str | None,
    overlays: tuple[Path, ...],
    settings: tuple[str, ...],
) -> None:
    """Write the bill of one STATE with all that goes with it: memorandum, table of correspondence, checklist, forms."""
    with _faults():
        from billwright import bill
        from billwright import package as packages
        from billwright.companions import bundle

        made = bill.make(_library(), state, overlays, settings, language)
        folder = output or Path(made.draft.plan.loaded.slug)
        files = dict(bundle.files(made, clean=clean))
        for name, content in files.items():
            packages.write(folder / name, content)
        last = list(files)[-1]
        click.echo(f"{made.draft.plan.loaded.profile.state.name}: {_count(len(files), 'file')} → {folder}; see {last}")


@main.command()
@click.argument("state")
@click.argument("form", required=False)
@click.option("--data", type=FILE, metavar="FILE", help="Fill the forms from this YAML file of a case.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file of one FORM, or the folder of all.")
@overlays
@settings
def forms(
    state: str,
    form: str | None,
    data: Path | None,
    output: Path | None,
    overlays: tuple[Path, ...],
    settings: tuple[str, ...],
) -> None:
    """Write the forms for police and courts of one STATE, or one FORM, empty or filled from the file of a case."""
    with _faults():
        from billwright import bill
        from billwright import package as packages
        from billwright.companions import forms as blanks

        made = bill.make(_library(), state, overlays, settings)
        chosen = [blanks.chosen(made, form)] if form else blanks.forms(made)
        written = [blank.document() for blank in chosen]
        if data is not None:
            written = blanks.filled(written, blanks.case(made, data))
        slug = made.draft.plan.loaded.slug
        folder = output or Path(f"{slug}-forms")
        for blank, document in zip(chosen, written, strict=True):
            path = (output or Path(f"{slug}-{blank.slug}.docx")) if form else folder / blank.file
            packages.write(path, document.word({}))
            empty = sum(one.value is None for one in blanks.controls(document).values())
            click.echo(f"{blank.form.title}: {_count(empty, 'field')} to fill in → {path}")


@main.command()
def states() -> None:
    """List the states that have a profile."""
    with _faults():
        from billwright.errors import BillError
        from billwright.yamlfile import read

        library = _library()
        rows: list[tuple[str, ...]] = []
        faults: list[Finding] = []
        for slug, path in library.states().items():
            data: dict[str, Any] = {}
            try:
                data = read(path, library.show(path)).data
            except BillError as error:
                faults += error.findings
            state, style = (part if isinstance(part := data.get(key), dict) else {} for key in ("state", "house_style"))
            cells = (
                state.get("display_name") or state.get("name"),
                state.get("language"),
                data.get("tradition"),
                style.get("base"),
            )
            rows.append((slug, *(str(cell or "") for cell in cells)))
        _table(("file", "state", "language", "tradition", "house style"), rows)
        if faults:
            raise BillError(faults)


@main.command()
@click.argument("part", required=False)
def clauses(part: str | None) -> None:
    """List the clauses of the model law with their options, of one PART (its folder or number) or of all."""
    with _faults():
        from billwright import model
        from billwright.errors import BillError, Finding, did_you_mean
        from billwright.yamlfile import scalar

        library = _library()
        laws = {tradition: model.load(library, tradition) for tradition in library.traditions()}
        folders = {entry.folder for law in laws.values() for entry in law.all_parts}
        if part is not None and part not in folders | {folder.partition("-")[0] for folder in folders}:
            raise BillError(Finding("part-unknown", f"There is no Part “{part}”.", did_you_mean(part, folders)))
        for tradition, law in laws.items():
            click.echo(f"{tradition}\n")
            for entry in law.all_parts:
                if part is not None and part not in {entry.folder, entry.folder.partition("-")[0]}:
                    continue
                click.echo(f"  {entry.folder}: {entry.title}")
                for clause in entry.clauses:
                    state = clause.default if clause.when is None else f"where {clause.when}"
                    state += f", module {clause.module}" if clause.module else ""
                    click.echo(f"    {clause.slug} ({state})  {clause.summary}")
                    for name, option in clause.options.items():
                        hook = "" if option.hook == "none" else f" [{option.hook}]"
                        click.echo(f"      {name} = {scalar(option.default)}  {option.meaning.strip()}{hook}")
                click.echo()


@main.command()
@click.argument("state")
@overlays
@settings
def show(state: str, overlays: tuple[Path, ...], settings: tuple[str, ...]) -> None:
    """Print the whole profile of a STATE: each value, where it came from, how sure it is."""
    with _faults():
        from billwright import profiles

        for line in profiles.described(profiles.load(_library(), state, overlays, settings)):
            click.echo(line)


@main.command()
@click.argument("state")
@click.option("--instrument", metavar="ID", help="Only this one: budapest, un-cybercrime-2024 …")
@language
@overlays
@settings
def claims(
    state: str,
    instrument: str | None,
    language: str | None,
    overlays: tuple[Path, ...],
    settings: tuple[str, ...],
) -> None:
    """Print what the law of a STATE carries of each treaty: the clause and its words, or why it does not."""
    with _faults():
        from billwright import bill, coverage, instruments

        library = _library()
        made = bill.make(library, state, overlays, settings, language)
        chosen = instruments.load(library, instrument, made.draft.plan.loaded.language)
        standings = list(coverage.coverage(chosen, made.bills))
        for line in coverage.listed(standings):
            click.echo(line)
        click.echo()
        _table(coverage.HEADING, coverage.rows(chosen, coverage.counts(standings)))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def text(file: Path) -> None:
    """Print a clause template or a bill as text: a line for each paragraph, its style first."""
    with _faults():
        from billwright import textform, wordfile

        click.echo(textform.to_text(wordfile.read(file, str(file), template=False)), nl=False)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", type=FILE, required=True, help="The Word file to write.")
def word(file: Path, output: Path) -> None:
    """Make a clause template in Word from its text."""
    with _faults():
        from billwright import package, textform, wordfile

        blocks = textform.from_text(textform.read(file), str(file))
        package.write(output, wordfile.write(blocks, _library().clause_base(), str(file)))
        click.echo(f"{file} → {output}")


@main.command()
@click.argument("folder", type=FOLDER)
def init(folder: Path) -> None:
    """Make FOLDER a workspace with templates and profiles of your own to edit."""
    with _faults():
        from billwright import workspace

        workspace.make(folder)
        click.echo(f"{folder} has the templates and the profiles. Work there: cd {folder} && billwright batch")


def _library() -> Library:
    from billwright.library import Library

    return Library.around(Path.cwd())


@contextmanager
def _faults() -> Iterator[None]:
    """Shows a user's mistakes, or the program's, and ends with 1, without a traceback."""
    from billwright.errors import BillError, internal

    try:
        yield
    except BillError as error:
        _show(error.findings)
        sys.exit(1)
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise  # click's own business
    except Exception as error:
        _show((internal(error),))
        sys.exit(1)


def _show(findings: Iterable[Finding], state: str = "") -> None:
    for finding in findings:
        if state:
            colour = False if os.environ.get("NO_COLOR") else None
            click.secho(f"{state}: ", fg="red", bold=True, err=True, nl=False, color=colour)
        click.echo(str(finding), err=True)


@contextmanager
def _progress(length: int) -> Iterator[Callable[[str], None] | None]:
    """A progress bar on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=length, label="Bills", file=sys.stderr, item_show_func=lambda item: item) as bar:
        yield lambda state: bar.update(1, state)


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    from billwright.report import table

    click.echo(table(heading, rows))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
