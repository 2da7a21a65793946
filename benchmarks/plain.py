"""The same bills made with plain docxtpl, to measure billwright against.

Two ways that docxtpl offers: a frame document into which each clause goes as a Subdoc, and one template that holds the
whole bill. Both are made of the clauses of the model law; what their tags print comes from JSON files that hold the
facts, the numbers and the penalties worked out already, so that docxtpl alone is timed.

``python plain.py subdocs|template FOLDER OUT`` writes all bills of a folder that `prepare` has made.
"""

from __future__ import annotations

import functools
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

LINES = ("Subsection", "Paragraph", "Subparagraph")


# -- making the templates: not timed ----------------------------------------------------------------------------------


def prepare(root: Path, folder: Path) -> list[str]:
    """Writes the templates and the facts of every state of `root` into `folder`; the states."""
    from billwright import bill, wordfile
    from billwright.library import Library

    library = Library.around(root)
    for name in ("clauses", "frames", "bills", "facts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    states = list(library.states())
    for state in states:
        made = bill.make(library, state)
        draft, base = made.draft, library.house_style(made.draft.plan.loaded.profile.house_style.base)
        frame_path = library.find(f"templates/{draft.plan.model.tradition}/bill.docx")
        assert frame_path is not None
        frame = list(_plain(_included(wordfile.read(frame_path, "the frame"), frame_path.parent)))
        slots = [*_tags("{%p for part in parts %}", "{%p if part.title %}"), _para("PartHeading", "{{ part.title }}")]
        slots += _tags("{%p endif %}", "{%p for clause in part.clauses %}", "{{p clause }}", "{%p endfor %}")
        slots += _tags("{%p endfor %}")
        body: list[Any] = []
        parts = [(part.heading.text, part.clauses) for part in draft.parts] + [("", draft.schedules)]
        facts = _facts(made, [(title, [unit.slug for unit in units]) for title, units in parts])
        for title, units in parts:
            body += [_para("PartHeading", title)] if title else []
            for unit in units:
                blocks = list(_plain(unit.planned.file.blocks))
                clause = folder / "clauses" / f"{unit.slug}-{unit.planned.file.digest[:8]}.docx"
                clause.write_bytes(wordfile.write(blocks, library.clause_base(), clause.name))
                facts["clauses"][unit.slug] = {
                    "file": clause.name,
                    "heading": unit.heading.text,
                    "option": {name.replace("-", "_"): value for name, value in unit.planned.options.items()},
                }
                body += _tags(*(f'{{%p set {name} = clauses["{unit.slug}"].{name} %}}' for name in _OWN))
                body += blocks
        for name, content in (("frames", slots), ("bills", body)):
            whole = [block for one in frame for block in (content if _is_tag(one, "parts") else [one])]
            (folder / name / f"{state}.docx").write_bytes(wordfile.write(whole, base, state))
        (folder / "facts" / f"{state}.json").write_text(json.dumps(facts, default=str), encoding="utf-8")
    return states


_OWN = ("heading", "option")
"""What each clause has of its own."""


def _facts(made: Any, parts: list[tuple[str, list[str]]]) -> dict[str, Any]:
    """All that the tags of a bill print, as plain data."""
    words, numbers = made.words, {unit.slug: unit.number for unit in made.draft.units}
    arrangement = [["toc 2", f"{unit.number}. {unit.heading.text}"] for unit in made.draft.units]
    said = words.globals
    return {
        "facts": _unmarked({name: value for name, value in said.items() if not callable(value)}),
        "words": sorted(name for name, value in said.items() if callable(value)),
        "filters": sorted(words.filters),
        "tests": sorted(words.tests),
        "lines": {tier: _unmarked(_lines(words.penalty(tier))) for tier in words.profile.penalties.tiers},
        "numbers": numbers,
        "arrangement": arrangement,
        "parts": parts,
        "clauses": {},
    }


def _lines(xml: str) -> list[list[str]]:
    return [[style, text] for style, text in re.findall(r'w:val="(\w+)"/>.*?<w:t [^>]*>(.*?)</w:t>', xml)]


def _unmarked(value: Any) -> Any:
    from billwright import marks

    if isinstance(value, str):
        return marks.PATTERN.sub(lambda mark: "section 99(2)" if mark[1] == marks.REF else "", str(value))
    if isinstance(value, dict):
        return {key: _unmarked(child) for key, child in value.items()}
    return [_unmarked(child) for child in value] if isinstance(value, list | tuple) else value


def _included(blocks: list[Any], folder: Path) -> list[Any]:
    """The blocks with the files that they include in their places: plain docxtpl has no loader."""
    from billwright import wordfile

    whole: list[Any] = []
    for block in blocks:
        found = re.fullmatch(r'\{%p\s+include\s+"([\w-]+\.docx)"\s*%\}', getattr(block, "text", "").strip())
        whole += wordfile.read(folder / found[1], found[1]) if found else [block]
    return whole


def _plain(blocks: list[Any]) -> Iterator[Any]:
    """The blocks with ``{{p penalty(…) }}`` and its like as a loop over lines, which is docxtpl's way to say it."""
    for block in blocks:
        found = re.fullmatch(r"\{\{p\s+(\w+)(\(.*\))?\s*\}\}", getattr(block, "text", "").strip())
        if found is None or found[1] == "parts":
            yield block
        elif found[1] == "arrangement":
            yield from (*_tags("{%p for line in arrangement %}"), _para("toc2", "{{ line[1] }}"))
            yield from _tags("{%p endfor %}")
        elif found[2]:
            yield from _tags(f"{{%p for line in {found[1]}{found[2]} %}}")
            for style in LINES:
                yield from _tags(f'{{%p if line[0] == "{style}" %}}')
                yield _para(style, "{{ line[1] }}")
                yield from _tags("{%p endif %}")
            yield from _tags("{%p endfor %}")


def _para(style: str, text: str) -> Any:
    from billwright.content import Para, Run

    return Para(style, [Run(text)])


def _tags(*tags: str) -> list[Any]:
    return [_para("Tag", tag) for tag in tags]


def _is_tag(block: Any, name: str) -> bool:
    return re.fullmatch(rf"\{{\{{p\s+{name}\s*\}}\}}", getattr(block, "text", "").strip()) is not None


# -- plain docxtpl: timed ---------------------------------------------------------------------------------------------


def with_subdocs(folder: Path, state: str) -> bytes:
    """The bill with each clause a template of its own, put into the frame as a Subdoc."""
    from docxtpl import DocxTemplate

    facts = _read(folder, state)
    context, environment = _context(facts), _environment(folder, state)
    frame = DocxTemplate(folder / "frames" / f"{state}.docx")
    parts = []
    for title, slugs in facts["parts"]:
        clauses = []
        for slug in slugs:
            clause = facts["clauses"][slug]
            template = DocxTemplate(folder / "clauses" / clause["file"])
            own = {name: clause[name] for name in _OWN}
            template.render({**context, **own}, environment, autoescape=True)
            clauses.append(frame.new_subdoc(_saved(template)))
        parts.append({"title": title, "clauses": clauses})
    frame.render({**context, "parts": parts}, environment, autoescape=True)
    return _saved(frame).getvalue()


def with_one_template(folder: Path, state: str) -> bytes:
    """The bill as one template."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(folder / "bills" / f"{state}.docx")
    template.render(_context(_read(folder, state)), _environment(folder, state), autoescape=True)
    return _saved(template).getvalue()


WAYS: dict[str, Callable[[Path, str], bytes]] = {"subdocs": with_subdocs, "template": with_one_template}


def _saved(template: Any) -> io.BytesIO:
    stream = io.BytesIO()
    template.save(stream)
    stream.seek(0)
    return stream


@functools.lru_cache(maxsize=16)
def _read(folder: Path, state: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((folder / "facts" / f"{state}.json").read_text(encoding="utf-8"))
    return facts


@functools.lru_cache(maxsize=16)
def _environment(folder: Path, state: str) -> Any:
    from jinja2 import Environment

    facts = _read(folder, state)
    environment = Environment(autoescape=True)
    environment.filters.update({name: str for name in facts["filters"] if name not in environment.filters})
    environment.filters["a"] = lambda text: f"{'an' if str(text)[:1] in 'aeiou' else 'a'} {text}"
    environment.filters["listing"] = lambda items, joint="and": f" {joint} ".join(map(str, items))
    environment.tests.update({name: lambda slug: slug in facts["numbers"] for name in facts["tests"]})
    return environment


def _context(facts: dict[str, Any]) -> dict[str, Any]:
    """What templates see; the words answer with ready texts of the length that billwright's have."""
    numbers = facts["numbers"]

    def ref(target: str) -> str:
        slug, sign, _ = target.partition("#")
        return f"section {numbers.get(slug, 1)}{'(2)' if sign else ''}" if slug else "subsection (2)"

    def refs(targets: list[str], joint: str = "and") -> str:
        return f"sections {f' {joint} '.join(numbers.get(target.partition('#')[0], '1') for target in targets)}"

    return {
        **{name: lambda *_, **__: "" for name in facts["words"]},
        **facts["facts"],
        "clauses": facts["clauses"],
        "arrangement": facts["arrangement"],
        "ref": ref,
        "refs": refs,
        "part_ref": lambda _: "Part 2",
        "schedule_ref": lambda _: "the Schedule",
        "penalty": lambda tier, *_, **__: facts["lines"][tier],
        "penalty_words": lambda tier: facts["lines"][tier][0][1],
        "period": lambda count, unit, *_: f"{count} {unit}",
        "number": str,
        "money": lambda amount: f"${amount:,}",
        "term": str,
    }


def main(way: str, folder: Path, out: Path) -> None:
    """Writes every bill, one after the other."""
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted((folder / "facts").glob("*.json")):
        (out / f"{path.stem}.docx").write_bytes(WAYS[way](folder, path.stem))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
