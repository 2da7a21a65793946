"""A clause's Word file as a Jinja template, in docxtpl's tag dialect, compiled once for a whole batch."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from types import CodeType
from typing import Any, Final

import jinja2
from jinja2.bccache import FileSystemBytecodeCache
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from billwright import program
from billwright.content import Block, Para, Table, paragraphs
from billwright.errors import BillError, Finding, did_you_mean
from billwright.sandbox import Sandbox, UnknownName
from billwright.wordfile import TAG, W, read, run_xml, table_xml


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

    Raises BillError (``clause-tag``) with every tag that is not closed or stands where it would lose words.
    """
    from docxtpl import DocxTemplate  # here, as it takes a quarter of a second and a warm cache does without

    count = 0
    findings: list[Finding] = []

    def paragraph(para: Para) -> str:
        nonlocal count
        count += 1
        fault = _tag_fault(para)
        if fault is not None:
            message, remedy = fault
            findings.append(
                Finding("clause-tag", message, remedy, file.shown, paragraph=count, excerpt=para.text[:300])
            )
            return ""
        if para.style == TAG:
            return "\n" + escape(_alone(para.text.strip()), quote=False)
        runs = "".join(run_xml(run) for run in para.runs)
        place, style = escape(f"{file.shown}:{count}"), escape(para.style)
        return f'\n<w:p n="{place}"><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'

    xml = "".join(
        table_xml(block, paragraph) if isinstance(block, Table) else paragraph(block) for block in file.blocks
    )
    if findings:
        raise BillError(findings)
    source: str = DocxTemplate(str(file.path)).patch_xml(xml)
    return _INSIDE.sub(lambda found: found[0].replace("&amp;", "&"), source).removeprefix("\n")


def _alone(tag: str) -> str:
    """A tag that is a paragraph, as Jinja has it: what ``{{p … }}`` prints are paragraphs."""
    inner = tag[3:-2].rstrip("-")
    if tag.startswith("{{"):
        return f"{{{{ ({inner}) | paragraphs }}}}"
    return f"{tag[:2]}{inner}{tag[-2:]}"


def paragraphs_only(value: Any) -> Any:
    """The filter of ``{{p … }}``: words without a paragraph of their own would be lost."""
    if isinstance(value, jinja2.Undefined) or str(value).lstrip().startswith(("<w:p", "<w:tbl")) or not str(value):
        return value
    raise jinja2.TemplateRuntimeError("“{{p … }}” is for what makes whole paragraphs; write “{{ … }}” for words")


_TAG_END: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_TAG_START: Final = re.compile(r"\{[{%#]")
_INSIDE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_LONGEST_TAG: Final = 4_000


def _tag_fault(para: Para) -> tuple[str, str] | None:
    """What is wrong with the tags of a paragraph, and the remedy: docxtpl takes all words up to the next ``}}``."""
    text, at = para.text, 0
    while (start := _TAG_START.search(text, at)) is not None:
        end = text.find(_TAG_END[start[0]], start.end())
        inside = _TAG_START.search(text, start.end())
        if end < 0 or (inside is not None and inside.start() < end):
            return (
                f"A tag begins with “{start[0]}” and does not end with “{_TAG_END[start[0]]}” in the same paragraph.",
                "Check that each {{ ends with }} and each {% with %}.",
            )
        if end - start.start() > _LONGEST_TAG:
            return f"A tag has more than {_LONGEST_TAG:,} characters.", "Write its words outside the tag."
        if start[0] == "{{" and re.match(r"(?:r|t[rc])\s", text[start.end() : start.end() + 3]):
            return "No word of a clause makes runs, rows or cells.", "Write the tag without the “r”, “tr” or “tc”."
        if para.style != TAG and re.match(r"p[\s-]", text[start.end() : start.end() + 2]):
            return (
                f"A “{start[0]}p … {_TAG_END[start[0]]}” tag stands beside other words, which would be lost.",
                "Give it a paragraph of its own, or write the tag without the “p”.",
            )
        at = end + 2
    return None


def cache_folder() -> Path:
    """Where compiled clauses are kept between runs: BILLWRIGHT_CACHE, else the user's cache folder."""
    chosen = os.environ.get("BILLWRIGHT_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = Path(chosen) if chosen else Path.home() / ".cache"
    return base / "billwright" / program.digest()[:16]


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

    return Sandbox(autoescape=True).from_string(_kept(xml, heal))


def patched(xml: str, facts: Mapping[str, Any]) -> str:
    """A header or footer with docxtpl's tags filled from the facts. Raises BillError (``house-style-tag``)."""
    try:
        return _running(xml).render(facts)
    except Exception as error:
        raise BillError(
            Finding(
                "house-style-tag",
                f"A tag in a header or footer cannot be carried out: {error}.",
                "Use facts of the profile there, such as {{ bill.short_title }}.",
            )
        ) from error


class Respelling(Extension):
    """Spells the words of a clause as the state does, never what its facts say.

    `environment.respell` spells a text: its stem ``authorise`` → ``authorize`` covers unauthorised, authorising.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token] | TokenStream:
        """Jinja's hook: the tokens of a template before they are parsed."""
        respell: Callable[[str], str] | None = getattr(self.environment, "respell", None)
        if respell is None:
            return stream
        return (
            Token(token.lineno, token.type, respell(token.value)) if token.type == "data" else token for token in stream
        )


def environment(
    loader: jinja2.BaseLoader,
    words: Mapping[str, Any],
    finalize: Callable[[Any], Any],
    respell: Callable[[str], str] | None,
) -> Sandbox:
    """The environment that one bill's clauses are rendered in; `words` are what they may call."""
    made = Sandbox(loader=loader, autoescape=True, finalize=finalize, extensions=[Respelling], cache_size=-1)
    made.extend(respell=respell)
    made.filters["paragraphs"] = paragraphs_only
    made.globals.update(words)
    made.trust(words.values())
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
            respell: Callable[[str], str] | None = getattr(environment, "respell", None)
            same = respell is None or respell(source) == source  # as most clauses are, whatever the spelling
            alike = (file.digest, f"{file.shown} {'' if same else self.spelling}", 0)
            code = _compiled.get(alike)
            bucket = None
            if code is None and self.bytecode is not None:
                bucket = self.bytecode.get_bucket(environment, alike[1], file.shown, source)
                code = bucket.code
            if code is None:
                code = environment.compile(source, file.shown, file.shown)
                if self.bytecode is not None and bucket is not None:
                    bucket.code = code
                    self.bytecode.set_bucket(bucket)
            _compiled[key] = _compiled[alike] = code
        return environment.template_class.from_code(environment, code, globals, None)

    def words(self, environment: jinja2.Environment, source: str) -> jinja2.Template:
        """The template of a few words, such as a heading, compiled once a process."""
        key = (source, self.spelling, 1)
        code = _compiled.get(key)
        if code is None:
            code = _compiled[key] = environment.compile(source)
        return environment.template_class.from_code(environment, code, environment.make_globals(None), None)


def fault(
    error: Exception, file: ClauseFile, files: Mapping[str, ClauseFile], environment: Sandbox, names: Iterable[str]
) -> Finding:
    """What an exception of rendering means: the file and paragraph where it arose, and what to write instead.

    files: every clause file of this bill by its shown name, to tell which one an included paragraph is in;
    names: what the clause may call.
    """
    shown, paragraph = file.shown, None
    if isinstance(error, jinja2.TemplateSyntaxError):
        shown, paragraph = error.filename if error.filename and error.filename in files else shown, error.lineno
        if (error.message or "").startswith("Unexpected end of template") and shown in files:
            paragraph = _left_open(files[shown]) or paragraph
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename in files:
                shown, paragraph = frame.filename, frame.lineno
    rule, message, remedy = _meaning(error)
    near = _near(error, environment, names)
    excerpt = _excerpt(files.get(shown or ""), paragraph)
    return Finding(rule, message, near or remedy, shown, paragraph=paragraph, excerpt=excerpt)


def _left_open(file: ClauseFile) -> int | None:
    """The paragraph of the innermost tag that is not closed."""
    opened: list[tuple[str, int]] = []
    for number, para in enumerate(paragraphs(file.blocks), start=1):
        for word, rest in _STATEMENT.findall(para.text):
            if word.startswith("end"):
                if opened and opened[-1][0] == word[3:]:
                    opened.pop()
            elif word in _CLOSED and not (word == "set" and "=" in rest):
                opened.append((word, number))
    return opened[-1][1] if opened else None


_STATEMENT: Final = re.compile(r"\{%-?(?:p|t[rc]|r)?-?\s*(\w+)(.*?)%\}", re.DOTALL)
_CLOSED: Final = frozenset({"if", "for", "macro", "call", "filter", "set", "block", "with"})


def _near(error: Exception, environment: Sandbox, names: Iterable[str]) -> str:
    """The names that a misspelt one may mean."""
    if isinstance(error, UnknownName):
        return did_you_mean(error.name, error.known)
    found = _UNKNOWN.search(str(error))
    if found is None:
        return ""
    known = {"filter": environment.filters, "test": environment.tests}.get(found[1] or "", names)
    return did_you_mean(found[2] or found[3], (name for name in known if name.isidentifier()))


_UNKNOWN: Final = re.compile(r"No (filter|test) named '([^']*)'|'([^']*)' is undefined$")


def _excerpt(file: ClauseFile | None, number: int | None) -> str:
    if file is None or number is None:
        return ""
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
        remedy = "See “The words a clause may call” in docs/writing-clauses.md."
        return "clause-name", f"A tag calls a name that nobody has defined: {error.message}.", remedy
    if isinstance(error, jinja2.exceptions.SecurityError):
        return (
            "clause-unsafe",
            f"A tag does what a clause may not do: {str(error).rstrip('.')}.",
            ("A clause can print facts, choose and repeat; it cannot run programs or open files."),
        )
    if isinstance(error, jinja2.TemplateRuntimeError):
        return "clause-tag", f"A tag cannot be carried out: {error.message}.", "See docs/writing-clauses.md."
    return (
        "clause-tag",
        f"A tag cannot be carried out: {error}.",
        "See “The words a clause may call” in docs/writing-clauses.md.",
    )


def paragraph_xml(style: str, words: Markup) -> Markup:
    """A paragraph that a word makes for ``{{p … }}``; `words` are escaped already and may hold marks."""
    return Markup(  # noqa: S704 - the words are Markup
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
    )


def wrapped(xml: str) -> str:
    """Rendered paragraphs as a document of their own."""
    return f'<body xmlns:w="{W}">{xml}</body>'
