"""A clause's Word file as a Jinja template, in docxtpl's tag dialect, compiled once for a whole batch."""

from __future__ import annotations

import hashlib
import os
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from types import CodeType
from typing import Any, Final

import jinja2
from jinja2.bccache import FileSystemBytecodeCache
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from billwright.content import Block, Para, Table
from billwright.errors import BillError, Finding, did_you_mean
from billwright.wordfile import W, read, run_xml, table_xml

CACHE_FORMAT: Final = 2
"""To be raised when a change of the program makes compiled clauses of earlier ones wrong."""
SEQUENCE_LIMIT: Final = 100_000
"""The longest text or list that an expression of a template may make."""


@dataclass(frozen=True, slots=True)
class ClauseFile:
    """A Word file of the library at one moment.

    shown: its name for the user; digest: SHA-256 of its bytes, hexadecimal.
    """

    path: Path
    shown: str
    digest: str

    @property
    def blocks(self) -> list[Block]:
        """What it says. Raises BillError, as `wordfile.read`."""
        return read(self.path, self.shown)


def open_clause(path: Path, shown: str) -> ClauseFile:
    """The file as it is now."""
    stat = path.stat()
    return _open(path, shown, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4096)
def _open(path: Path, shown: str, _changed: int, _size: int) -> ClauseFile:
    return ClauseFile(path, shown, hashlib.sha256(path.read_bytes()).hexdigest())


def template_source(file: ClauseFile) -> str:
    """The Jinja source of a clause, its n-th paragraph in its n-th line.

    Each paragraph carries ``n="file:number"``, so that what is rendered still knows where it was written.
    """
    from docxtpl import DocxTemplate  # here, as it takes a quarter of a second and a warm cache does without

    count = 0

    def paragraph(para: Para) -> str:
        nonlocal count
        count += 1
        runs = "".join(run_xml(run) for run in para.runs)
        place = f"{file.shown}:{count}".replace("&", "&amp;").replace('"', "&quot;")
        return f'\n<w:p n="{place}"><w:pPr><w:pStyle w:val="{para.style}"/></w:pPr>{runs}</w:p>'

    xml = "".join(
        table_xml(block, paragraph) if isinstance(block, Table) else paragraph(block) for block in file.blocks
    )
    source: str = DocxTemplate(str(file.path)).patch_xml(xml)
    return source.removeprefix("\n")


def cache_folder() -> Path:
    """Where compiled clauses are kept between runs: BILLWRIGHT_CACHE, else the user's cache folder."""
    chosen = os.environ.get("BILLWRIGHT_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = Path(chosen) if chosen else Path.home() / ".cache"
    return base / "billwright" / f"{version('docxtpl')}-{version('jinja2')}-{CACHE_FORMAT}"


@lru_cache(maxsize=1)
def _cache() -> Path | None:
    """The cache folder if it can be written and is the user's own; a cache of code that others may write is none."""
    try:
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
            return None
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return None


def bytecode() -> FileSystemBytecodeCache | None:
    """Where Jinja keeps what it compiled, if there is such a place."""
    folder = _cache()
    return FileSystemBytecodeCache(str(folder), "%s.code") if folder else None


def _kept(key: str, make: Callable[[], str]) -> str:
    """What `make` gives, from the cache of earlier runs where it is there."""
    folder = _cache()
    path = folder / f"{hashlib.sha256(key.encode()).hexdigest()}.jinja" if folder else None
    if path is not None and path.is_file():
        return path.read_text(encoding="utf-8")
    source = make()
    if path is not None:
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(source, encoding="utf-8")
        os.replace(temporary, path)
    return source


def _source(file: ClauseFile) -> str:
    """`template_source`, kept between runs."""
    return _kept(f"{file.digest} {file.shown}", lambda: template_source(file))


@lru_cache(maxsize=64)
def _running(xml: str) -> jinja2.Template:
    def heal() -> str:
        from docxtpl import DocxTemplate

        return str(DocxTemplate("").patch_xml(xml))

    return ClauseEnvironment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(_kept(xml, heal))


def patched(xml: str, facts: Mapping[str, Any]) -> str:
    """A header or footer with docxtpl's tags filled from the facts. Raises BillError (``house-style-tag``)."""
    try:
        return _running(xml).render(facts)
    except jinja2.TemplateError as error:
        raise BillError(
            Finding(
                "house-style-tag",
                f"A tag in a header or footer cannot be carried out: {error}.",
                "Use facts of the profile there, such as {{ bill.short_title }}.",
            )
        ) from error


class Respelling(Extension):
    """Spells the words of a clause as the state does, never what its facts say.

    `environment.spelling` maps a stem to the state's: ``authorise`` → ``authorize`` covers unauthorised, authorising.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token] | TokenStream:
        """Jinja's hook: the tokens of a template before they are parsed."""
        respell: Callable[[str], str] | None = getattr(self.environment, "respell", None)
        if respell is None:
            return stream
        return (
            Token(token.lineno, token.type, respell(token.value)) if token.type == "data" else token for token in stream
        )


class ClauseEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for clauses: sandboxed, escaping, strict about names nobody defined, and frugal."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuses expressions that would fill the memory."""
        size = len(left) * right if isinstance(left, str | list | tuple) and isinstance(right, int) else 0
        if size > SEQUENCE_LIMIT or operator == "**" or (operator == "%" and isinstance(left, str)):
            raise jinja2.exceptions.SecurityError(f"the sign {operator} may not be used like this in a clause")
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Facts are mappings: a key first, and no attribute of a text or a mapping is anybody's business."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=_Facts(obj), name=attribute)
        return super().getattr(obj, attribute)


class _Facts(dict[str, Any]):
    """A mapping of facts, for an error message to list."""


def environment(
    loader: jinja2.BaseLoader,
    words: Mapping[str, Any],
    finalize: Callable[[Any], Any],
    respell: Callable[[str], str] | None,
) -> ClauseEnvironment:
    """The environment that one bill's clauses are rendered in; `words` are what they may call."""
    made = ClauseEnvironment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=finalize,
        extensions=[Respelling],
        cache_size=-1,
    )
    made.extend(respell=respell)
    for name in ("safe", "xmlattr", "pprint", "filesizeformat", "urlize", "forceescape", "random"):
        made.filters.pop(name, None)
    for name in ("lipsum", "cycler", "joiner", "namespace"):
        made.globals.pop(name, None)
    made.globals.update(words)
    return made


_compiled: dict[tuple[str, str, int], CodeType] = {}


class ClauseLoader(jinja2.BaseLoader):
    """Finds a clause by the name that a template includes it by, and compiles each file once a process.

    find: the name → the clause's file, or None. spelling: a key that tells one respelling from another, as the words
    of a clause are respelt before it is compiled.
    """

    def __init__(self, find: Callable[[str], ClauseFile | None], spelling: str) -> None:
        self.find, self.spelling = find, spelling
        self.bytecode = bytecode()

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: Any = None,  # noqa: A002 - Jinja's name
    ) -> jinja2.Template:
        """The template of a clause. Raises TemplateNotFound, TemplateSyntaxError, or BillError of the Word file."""
        file = self.find(name)
        if file is None:
            raise jinja2.TemplateNotFound(name)
        return self.template(environment, file, globals or {})

    def template(self, environment: jinja2.Environment, file: ClauseFile, globals: Any) -> jinja2.Template:  # noqa: A002
        """The template of a file."""
        key = (file.digest, f"{file.shown} {self.spelling}", 0)
        code = _compiled.get(key)
        if code is None:
            source = _source(file)
            bucket = None
            if self.bytecode is not None:
                bucket = self.bytecode.get_bucket(environment, f"{file.shown} {self.spelling}", file.shown, source)
                code = bucket.code
            if code is None:
                code = environment.compile(source, file.shown, file.shown)
                if self.bytecode is not None and bucket is not None:
                    bucket.code = code
                    self.bytecode.set_bucket(bucket)
            _compiled[key] = code
        return environment.template_class.from_code(environment, code, globals, None)


def fault(error: Exception, file: ClauseFile, files: Mapping[str, ClauseFile]) -> Finding:
    """What an exception of rendering means: the file and paragraph where it arose, and what to write instead.

    files: every clause file of this bill by its shown name, to tell which one an included paragraph is in.
    """
    shown, paragraph = file.shown, getattr(error, "lineno", None)
    if paragraph is None:
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename in files:
                shown, paragraph = frame.filename, frame.lineno
    elif isinstance(error, jinja2.TemplateSyntaxError) and error.filename in files:
        shown = error.filename or shown
    rule, message, remedy = _meaning(error)
    return Finding(rule, message, remedy, shown, paragraph=paragraph, excerpt=_excerpt(files.get(shown), paragraph))


def _excerpt(file: ClauseFile | None, number: int | None) -> str:
    if file is None or number is None:
        return ""
    from billwright.content import paragraphs

    texts = [para.text for para in paragraphs(file.blocks)]
    return texts[number - 1][:300] if 0 < number <= len(texts) else ""


def _meaning(error: Exception) -> tuple[str, str, str]:
    if isinstance(error, jinja2.TemplateNotFound):
        return (
            "clause-include",
            f"There is no clause file “{error.name}” in the folders that a clause may include from.",
            "Include by file name, such as “shared/notice.docx”, without “..” and without a path from the root.",
        )
    if isinstance(error, jinja2.TemplateSyntaxError):
        return (
            "clause-tag",
            f"A tag cannot be read: {error.message}",
            ("Check that each {% if %} has its {% endif %}, each {% for %} its {% endfor %}, and that tags close."),
        )
    if isinstance(error, jinja2.UndefinedError):
        return "clause-name", f"A tag calls a name that nobody has defined: {error.message}.", _known(error)
    if isinstance(error, jinja2.exceptions.SecurityError):
        return (
            "clause-unsafe",
            f"A tag does what a clause may not do: {error}.",
            ("A clause can print facts, choose and repeat; it cannot run programs or open files."),
        )
    if isinstance(error, jinja2.TemplateRuntimeError):
        return "clause-tag", f"A tag cannot be carried out: {error.message}.", "See docs/writing-clauses.md."
    return (
        "clause-tag",
        f"A tag cannot be carried out: {error}.",
        "See “The words a clause may call” in docs/writing-clauses.md.",
    )


def _known(error: Exception) -> str:
    text = str(error)
    name = text.split("'")[-2] if text.count("'") >= 2 else ""
    holder = getattr(error, "holder", None)
    return did_you_mean(name, holder) if holder else "See “The words a clause may call” in docs/writing-clauses.md."


def paragraph_xml(style: str, words: Markup) -> Markup:
    """A paragraph that a word makes for ``{{p … }}``; `words` are escaped already and may hold marks."""
    return Markup(  # noqa: S704 - the words are Markup
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
    )


def wrapped(xml: str) -> str:
    """Rendered paragraphs as a document of their own."""
    return f'<body xmlns:w="{W}">{xml}</body>'
