"""Numbers and references: what Word will count, counted here, so that every cached number is right on opening."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from billwright import marks
from billwright.content import (
    CLAUSE_NUMBER,
    DEPTH,
    FIRST,
    HEADING,
    IN_MEMORANDUM,
    IN_SCHEDULE,
    LEVEL,
    NOTE_CLAUSE,
    OPENING,
    PARAGRAPH,
    PARAGRAPH_CLOSING,
    SCHEDULE_HEADING,
    SECTION,
    SUBPARAGRAPH,
    SUBSECTION,
)
from billwright.draft import Block, Draft, DraftClause, DraftPart, Paragraph, Reference, Span, paragraphs
from billwright.errors import BillError, Finding, did_you_mean
from billwright.housestyle import HouseStyle, Level, part_list
from billwright.profile import filled
from billwright.words import Words, listed

Unit = tuple[int, str, Paragraph | None]
"""One step of a reference: how deep, the number, and the paragraph whose number it is (None: words, no field)."""


def number(draft: Draft, style: HouseStyle, words: Words, first: Draft | None = None) -> None:
    """Numbers every paragraph of the draft and resolves every reference, in place.

    first: the numbered bill that this one is the companion of; a reference to a clause of it is text, no field.

    Raises BillError: ``ref-clause-left-out`` and ``ref-clause-unknown`` for a reference to a clause that the bill or
    the model has not, ``ref-anchor`` for a paragraph that nobody named, ``anchor-twice``, ``ref-part``,
    ``ref-schedule``.
    """
    _Numberer(draft, style, words, first).run()


def refer(blocks: Iterable[Block], bill: Draft, style: HouseStyle, words: Words, first: Draft | None = None) -> None:
    """Resolves the references in the blocks of another document to a bill that is numbered, in place.

    Where the paragraph that is meant has no name in the bill, which is written already, its clause's is taken. Raises
    BillError as `number`.
    """
    _Numberer(bill, style, words, first).refer(blocks)


def formatted(count: int, level_format: str) -> str:
    """A number in one of Word's formats: decimal, lowerLetter, upperLetter, lowerRoman, upperRoman."""
    if level_format in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if level_format == "upperLetter" else letter
    if level_format in {"lowerRoman", "upperRoman"}:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (count // value)
            count %= value
        return roman.upper() if level_format == "upperRoman" else roman
    return str(count)


_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


_ZEROS = (0,) * 9


@lru_cache(maxsize=4096)
def _identifier(pieces: tuple[str, ...]) -> str:
    return "_Ref_" + "_".join(re.sub(r"\W", "_", piece) for piece in pieces if piece)


@lru_cache(maxsize=1024)
def _printed(level: Level, count: int) -> tuple[str, str]:
    """The label of a level's n-th paragraph, and its number as references print it."""
    value = formatted(count, level.format)
    return level.label(value), level.number(value)


class _Numberer:
    def __init__(self, draft: Draft, style: HouseStyle, words: Words, first: Draft | None) -> None:
        self.draft, self.style, self.words = draft, style, words
        self.profile = draft.plan.loaded.profile
        units = self.profile.bill.units
        self.unit_words = [units.act, units.subsection, units.paragraph, units.subparagraph, units.item]
        self.findings: list[Finding] = []
        self.counters: dict[str, list[int]] = {}
        self.anchors: dict[tuple[str, str], Paragraph] = {}
        self.clauses: dict[str, DraftClause] = {}
        self.bookmarks: set[str] = set()
        self.levels: Mapping[str, Level] = style.levels
        amended = {
            clause.slug: part.amending.law or ""
            for part in draft.parts
            if part.amending is not None
            for clause in part.clauses
        }
        self.amended: Mapping[str, str] = amended
        self.written = False
        self.others = {unit.slug: unit for unit in first.units} if first is not None else {}
        self.other_parts = first.parts if first is not None else []
        for slug, unit in self.others.items():
            self.anchors |= {(slug, name): paragraph for paragraph in unit.paragraphs for name in paragraph.anchors}

    def run(self) -> None:
        for count, part in enumerate(self.draft.parts, start=1):
            form = self.profile.bill.parts
            part.heading.number = part.heading.label = form.word + formatted(count, form.word_format)
            part.heading.bookmark = self._name("part", part.folder)
            self.levels = self._levels(part)
            for clause in part.clauses:
                self._clause(clause)
                if part.amending is not None and part.amending.law is None:
                    self._own(clause, part)
                clause.numbered.bookmark = self._name(clause.slug)
                if clause.heading is not clause.numbered:
                    clause.heading.bookmark = self._name(clause.slug, "heading")
        for index, schedule in enumerate(self.draft.schedules, start=1):
            self._schedule(schedule, index)
            schedule.heading.bookmark = self._name("schedule", schedule.slug)
        self.draft.anchors = self.anchors
        for paragraph in self.draft.paragraphs:
            if paragraph.waiting:
                self._resolve(paragraph)
        if self.findings:
            raise BillError(self.findings)

    def refer(self, blocks: Iterable[Block]) -> None:
        self.written = True
        self.clauses = {unit.slug: unit for unit in self.draft.units}
        self.anchors |= self.draft.anchors
        for paragraph in paragraphs(blocks):
            if paragraph.waiting:
                self._resolve(paragraph)
        if self.findings:
            raise BillError(self.findings)

    # -- numbers ------------------------------------------------------------------------------------------------------

    def _count(self, level: Level) -> int:
        counts = self.counters.setdefault(level.number_list, [*_ZEROS])
        first = level.start - 1
        depth = level.depth
        count = counts[depth] = (counts[depth] or first) + 1
        counts[depth + 1 :] = _ZEROS[depth + 1 :]
        return count

    def _levels(self, part: DraftPart) -> Mapping[str, Level]:
        """The levels of the house style; in an article of an amending law, those of a list of its own."""
        if part.amending is None:
            return self.style.levels
        first = part_list(part, self.style)
        return {
            name: (first if level.depth == 0 else replace(level, number_list=first.number_list))
            if level.number_list == self.style.clause_list
            else level
            for name, level in self.style.levels.items()
        }

    def _own(self, clause: DraftClause, part: DraftPart) -> None:
        """Names a provision of the amending law itself by its article, too: ``III onderdeel A``."""
        article = part.heading.number.removeprefix(self.profile.bill.parts.word)
        if len(part.clauses) == 1:
            clause.numbered.number = article
            return
        clause.numbered.number = str(self.words._say("own_number", article=article, number=clause.numbered.number))

    def _numbered(self, paragraph: Paragraph, level: Level) -> None:
        paragraph.label, number = _printed(level, self._count(level))
        paragraph.number = number if paragraph.label or paragraph.style in LEVEL else ""

    def _clause(self, clause: DraftClause) -> None:
        opening = not self.clauses
        self.clauses[clause.slug] = clause
        if CLAUSE_NUMBER in self.levels:
            heading = clause.heading
            clause.blocks.insert(1, Paragraph(CLAUSE_NUMBER, clause=clause.slug, file=heading.file, line=heading.line))
        found = list(clause.paragraphs)
        subsections = [paragraph for paragraph in found if paragraph.style == SUBSECTION]
        if len(subsections) == 1:
            subsections[0].style = SECTION
        elif subsections and not self.style.number_apart:
            self._joined(subsections[0])
            for paragraph in itertools.takewhile(lambda other: other.style != SUBSECTION, found):
                paragraph.first = paragraph.style in FIRST
        if opening:
            numbered = next((paragraph for paragraph in found if paragraph.style in self.levels), None)
            if numbered is not None:
                numbered.opening = OPENING.get(numbered.style) in self.levels
        above: list[Paragraph] = []
        for paragraph in found:
            level = self.levels.get(paragraph.word_style)
            if level is not None and level.number_list == self.style.definition_list:
                level = replace(level, number_list=f"{level.number_list}/{clause.slug}")
            deep = LEVEL.get(paragraph.style, 0 if paragraph.style in _APART and level else None)
            if level is not None:
                self._numbered(paragraph, level)
            if deep is None:
                if paragraph.style != HEADING and paragraph.style not in _IN_OWN_LIST:
                    margin = LEVEL[SUBPARAGRAPH if paragraph.style == PARAGRAPH_CLOSING else PARAGRAPH]
                    while above and _depth(above[-1]) >= margin:
                        above.pop()
                paragraph.above = tuple(above)
            else:
                while above and _depth(above[-1]) >= deep and not (above[-1].style in _APART and deep == 0):
                    above.pop()
                paragraph.above = tuple(above)
                above.append(paragraph)
            if paragraph.anchors:
                self._anchor(paragraph)
        clause.counted = clause.numbered

    def _joined(self, subsection: Paragraph) -> None:
        """Makes a first subsection one paragraph with its section: ``5.—(1)``."""
        level = self.style.levels.get(SUBSECTION)
        subsection.style = SECTION
        if level is not None:
            first = formatted(1, level.format)
            subsection.subsection = level.number(first)
            if level.label(first):
                subsection.prefix = self.profile.house_style.first_subsection + level.label(first)

    def _schedule(self, schedule: DraftClause, index: int) -> None:
        self.clauses[schedule.slug] = schedule
        form = self.profile.bill.schedules
        ordinals = self.words.phrases["ordinals"]
        heading = schedule.heading
        heading.number = (
            form.one
            if len(self.draft.schedules) == 1
            else filled(form.form, ordinal=ordinals[index - 1] if index <= len(ordinals) else index, number=index)
        )
        heading.label = heading.number
        above: list[Paragraph] = [heading]
        self._anchor(heading)
        level = self.style.levels.get(SCHEDULE_HEADING)
        if level is not None:
            self._count(level)
        for paragraph in list(schedule.paragraphs)[1:]:
            level = self.style.levels.get(paragraph.style)
            if level is not None:
                self._numbered(paragraph, level)
                above = [other for other in above if other is heading or _in_schedule(other) < _in_schedule(paragraph)]
                paragraph.above = tuple(above)
                above.append(paragraph)
            self._anchor(paragraph)

    def _anchor(self, paragraph: Paragraph) -> None:
        for name in paragraph.anchors:
            key = paragraph.clause, name
            if key in self.anchors:
                self._fault(
                    "anchor-twice",
                    paragraph,
                    f"Two paragraphs of this clause are named “{name}”.",
                    "Give each anchor a name of its own.",
                )
            self.anchors[key] = paragraph

    # -- references ---------------------------------------------------------------------------------------------------

    def _resolve(self, paragraph: Paragraph) -> None:
        spans: list[Span] = []
        for index, span in enumerate(paragraph.spans):
            reference = paragraph.waiting.get(index)
            if reference is None:
                spans.append(span)
                continue
            made = self._made(paragraph, reference)
            for piece in made:
                piece.bold, piece.italic, piece.underline, piece.style = (
                    span.bold,
                    span.italic,
                    span.underline,
                    span.style,
                )
                piece.fact = span.fact
            spans += made
        if spans and spans[0].text and paragraph.spans[0].text == "" and 0 in paragraph.waiting:
            spans[0] = spans[0].saying(spans[0].text[:1].upper() + spans[0].text[1:])
        paragraph.spans, paragraph.waiting = spans, {}

    def _made(self, paragraph: Paragraph, reference: Reference) -> list[Span]:
        if reference.kind == marks.PART_REF:
            return self._part(paragraph, reference.payload)
        if reference.kind == marks.SCHEDULE_REF:
            return self._schedule_reference(paragraph, reference.payload)
        names, _, joint = reference.payload.partition("|")
        if joint:
            targets = [self._target(paragraph, name) for name in names.split(",")]
            found = [target for target in targets if target is not None]
            return self._several(paragraph, found, joint) if len(found) == len(targets) else []
        target = self._target(paragraph, names)
        if target is None:
            return []
        if target[0].slug in self.others:
            return self._of_other([target])
        return [*self._one(paragraph, *target), *self._of_amended(paragraph, target[0])]

    def _of_amended(self, paragraph: Paragraph, clause: DraftClause) -> list[Span]:
        """What a reference to a provision that is put into another law says after its number, outside that law."""
        law = self.amended.get(clause.slug, "")
        if not law or law == self.amended.get(paragraph.clause) or paragraph.style == NOTE_CLAUSE:
            return []
        before, after = str(self.words._say("of_act", reference="\0", act=law)).split("\0")
        assert not before
        return [Span(after)]

    def _of_other(self, targets: list[tuple[DraftClause, Paragraph | None]], joint: str = "and") -> list[Span]:
        """A reference to clauses of the Act that this bill is the companion of."""
        numbers = [_number(chain_of(*target), self.words) for target in targets]
        if len(numbers) == 1:
            return self._of_act(_reference(numbers[0], self.words))
        return self._of_act(
            self._references(self.unit_words[0], listed(numbers, self.words.phrases["lists"], joint), joint)
        )

    def _of_act(self, reference: str) -> list[Span]:
        return [Span(str(self.words._say("of_act", reference=reference, act=self.words.act)))]

    def _references(self, unit: str, number: str, joint: str) -> str:
        """``sections 5 and 7``, of numbers that are listed already."""
        plural = self.words.phrases["plural"].get(unit, unit)
        return str(self.words._say(f"references.{joint}", unit=unit, plural=plural, number=number))

    def _target(self, paragraph: Paragraph, name: str) -> tuple[DraftClause, Paragraph | None] | None:
        slug, _, anchor = name.partition("#")
        slug = slug or paragraph.clause
        clause = self.clauses.get(slug) or self.others.get(slug)
        if clause is None:
            if slug in self.words.known:
                why = self.draft.plan.left_out.get(slug, "it is in no release of the model law yet")
                self._fault(
                    "ref-clause-left-out",
                    paragraph,
                    f"The clause “{paragraph.clause}” refers to “{slug}”, which the bill has not ({why}).",
                    f'Put the reference between {{% if "{slug}" is present %}} and {{% endif %}}, or switch '
                    f"“{slug}” on in the profile.",
                )
            else:
                self._fault(
                    "ref-clause-unknown",
                    paragraph,
                    f"“{slug}” is no clause of the model law.",
                    did_you_mean(slug, self.words.known),
                )
            return None
        if not anchor:
            return clause, None
        target = self.anchors.get((slug, anchor))
        if target is None:
            known = [key[1] for key in self.anchors if key[0] == slug]
            self._fault(
                "ref-anchor",
                paragraph,
                f"No paragraph of “{slug}” is named “{anchor}”.",
                did_you_mean(anchor, known) or f'Begin the paragraph that is meant with {{{{ anchor("{anchor}") }}}}.',
            )
            return None
        return clause, target

    def _one(self, paragraph: Paragraph, clause: DraftClause, target: Paragraph | None) -> list[Span]:
        unit_words = self._units(paragraph)
        if clause.heading.style == SCHEDULE_HEADING:
            return self._schedule_reference(paragraph, clause.slug)
        chain = chain_of(clause, target)
        if paragraph.style == NOTE_CLAUSE:
            return self._said(unit_words[0], chain, clause, target, "explained")
        if clause.slug != paragraph.clause:
            return self._said(unit_words[0], chain, clause, target)
        if target is None:
            return [Span(self.words._say("this", unit=unit_words[0]))]
        own = chain_of(clause, paragraph)
        shared = 0
        while shared < min(len(own), len(chain)) and own[shared][:2] == chain[shared][:2]:
            shared += 1
        if shared == len(chain):
            return [Span(str(self.words._say("this", unit=unit_words[chain[-1][0]])))]
        rest = chain[max(shared, 1) :]
        return self._said(unit_words[rest[0][0]], rest, clause, target)

    def _several(
        self, paragraph: Paragraph, targets: list[tuple[DraftClause, Paragraph | None]], joint: str
    ) -> list[Span]:
        theirs = [target for target in targets if target[0].slug in self.others]
        if len(theirs) == len(targets):
            return self._of_other(targets, joint)
        if theirs:
            own = self._several(paragraph, [target for target in targets if target not in theirs], joint)
            return [*own, Span(self.words.phrases["lists"][joint]), *self._of_other(theirs, joint)]
        laws = list(dict.fromkeys(self.amended.get(clause.slug, "") for clause, _ in targets))
        if len(laws) > 1:
            return self._apart(paragraph, targets, laws, joint)
        chains = [chain_of(clause, target) for clause, target in targets]
        here = all(clause.slug == paragraph.clause and target is not None for clause, target in targets)
        if here:
            chains = [chain[1:] for chain in chains]
        unit = self._units(paragraph)[chains[0][0][0]]
        if len(targets) == 1:
            return [*self._said(unit, chains[0], *targets[0]), *self._of_amended(paragraph, targets[0][0])]
        if not here and len({clause.slug for clause, _ in targets}) == 1 and len({len(chain) for chain in chains}) == 1:
            return [*self._within(unit, chains, targets, joint), *self._of_amended(paragraph, targets[0][0])]
        before, _, after = self._references(unit, "\0", joint).partition("\0")
        spans = [Span(before)] if before else []
        spans += self._listed(
            [self._fields(chain, *target) for chain, target in zip(chains, targets, strict=True)], joint
        )
        spans += self._of_amended(paragraph, targets[0][0])
        return [*spans, Span(after)] if after else spans

    def _apart(
        self,
        paragraph: Paragraph,
        targets: list[tuple[DraftClause, Paragraph | None]],
        laws: list[str],
        joint: str,
    ) -> list[Span]:
        """References to provisions that an amending law puts into several laws: those of each law together."""
        return self._listed(
            [
                self._several(paragraph, [one for one in targets if self.amended.get(one[0].slug, "") == law], joint)
                for law in laws
            ],
            joint,
        )

    def _listed(self, items: list[list[Span]], joint: str) -> list[Span]:
        """Items as a list in words, as `words.listed` has it for texts."""
        lists = self.words.phrases["lists"]
        spans = items[0]
        for index, item in enumerate(items[1:], start=1):
            spans = [*spans, Span(lists[joint] if index == len(items) - 1 else lists["comma"]), *item]
        return spans

    def _within(
        self,
        unit: str,
        chains: list[list[Unit]],
        targets: list[tuple[DraftClause, Paragraph | None]],
        joint: str,
    ) -> list[Span]:
        """A reference to several paragraphs of one clause: ``section 13(1)(a) or (c)``, ``artikel 12 leden 1 en 2``."""
        shared = 0
        while all(chain[shared][:2] == chains[0][shared][:2] for chain in chains) and shared < len(chains[0]) - 1:
            shared += 1
        before, _, after = str(self.words._say("reference", unit=unit, number="\0")).partition("\0")
        spans = [Span(before), *self._fields(chains[0][:shared], *targets[0])]
        depth = chains[0][shared][0]
        many = "plural" in self.words.phrases["references"][joint]  # “artikel 12 leden 1 en 2”, but “lid 1 of 2”
        names = self.words.phrases.get("between_several", {}) if many else {}
        spans.append(Span(names.get(_BETWEEN.get(depth), between(self.words, depth))))
        own = [self._fields(chain[shared:], *target) for chain, target in zip(chains, targets, strict=True)]
        spans += self._listed(own, joint)
        spans += [Span(after)] if after else []
        return [span for span in spans if span.text or span.target]

    def _units(self, paragraph: Paragraph) -> list[str]:
        """What the units of a bill are called there: in the memorandum a section is a clause still."""
        if paragraph.style in IN_MEMORANDUM:
            return [self.profile.bill.units.bill, *self.unit_words[1:]]
        return self.unit_words

    def _said(
        self, unit: str, chain: list[Unit], clause: DraftClause, target: Paragraph | None, phrase: str = "reference"
    ) -> list[Span]:
        before, _, after = str(self.words._say(phrase, unit=unit, number="\0")).partition("\0")
        spans = [Span(before), *self._fields(chain, clause, target)]
        return [*spans, Span(after)] if after else spans

    def _fields(self, chain: list[Unit], clause: DraftClause, target: Paragraph | None) -> list[Span]:
        spans: list[Span] = []
        for index, (depth, text, paragraph) in enumerate(chain):
            joint = between(self.words, depth) if index else ""
            if joint:
                spans.append(Span(joint))
            if paragraph is None:
                if spans and spans[-1].target is None and not joint:
                    spans[-1].text += text
                    continue
                linked = target or clause.numbered
                if not linked.bookmark and self.written:
                    linked = clause.numbered
                if not linked.bookmark:
                    linked.bookmark = self._bookmark(clause, linked, target, 0)
                spans.append(Span(text, linked=linked))
                continue
            if not paragraph.bookmark and self.written:
                spans.append(Span(text, linked=clause.numbered))
                continue
            if not paragraph.bookmark:
                paragraph.bookmark = self._bookmark(clause, paragraph, target, len(chain) - 1 - index)
            spans.append(Span(text, target=paragraph))
        return spans

    def _part(self, paragraph: Paragraph, folder: str) -> list[Span]:
        for part in self.draft.parts:
            if part.amending is not None and folder in part.amending.parts and part.amending.unit is not None:
                here = any(clause.slug == paragraph.clause for clause in part.clauses)
                return [Span((here and part.amending.this) or part.amending.unit, linked=part.heading)]
            if part.folder == folder:
                if not self.profile.bill.parts.word.isupper():
                    return [Span(part.heading.number, target=part.heading)]
                # A field would repeat the heading's capitals, so that this is a link and no field.
                return [Span(self._part_number(part), linked=part.heading)]
        for part in self.other_parts:
            if part.folder == folder:
                return self._of_act(self._part_number(part))
        self._fault(
            "ref-part",
            paragraph,
            f"The bill has no Part “{folder}”.",
            did_you_mean(folder, [part.folder for part in self.draft.parts]),
        )
        return []

    def _part_number(self, part: DraftPart) -> str:
        """A Part's number inside a sentence: ``Part II``, whatever capitals its heading has."""
        number, word = part.heading.number, self.profile.bill.parts.word
        return word.capitalize() + number.removeprefix(word) if word.isupper() else number

    def _schedule_reference(self, paragraph: Paragraph, slug: str) -> list[Span]:
        for index, schedule in enumerate(self.draft.schedules, start=1):
            if schedule.slug == slug:
                one = len(self.draft.schedules) == 1
                ordinals = self.words.phrases["ordinals"]
                text = str(
                    self.words._say(
                        "schedule.one" if one else "schedule.several",
                        schedule=self.profile.bill.units.schedule,
                        number=index,
                        ordinal=(ordinals[index - 1] if index <= len(ordinals) else str(index)).capitalize(),
                    )
                )
                return [Span(text, linked=schedule.heading)]
        self._fault(
            "ref-schedule",
            paragraph,
            f"The bill has no schedule “{slug}”.",
            did_you_mean(slug, [schedule.slug for schedule in self.draft.schedules]),
        )
        return []

    def _bookmark(self, clause: DraftClause, paragraph: Paragraph, target: Paragraph | None, up: int) -> str:
        """A name from ids, never from positions: of the paragraph's own anchor, or of the one below that led here."""
        if paragraph is clause.numbered:
            return self._name(clause.slug)
        if paragraph.anchors:
            return self._name(clause.slug, paragraph.anchors[0])
        return self._name(clause.slug, target.anchors[0] if target and target.anchors else "", f"up{up}")

    def _name(self, *pieces: str) -> str:
        """A name that Word takes: letters, digits and ``_``, at most 40, unique whatever its capitals."""
        name = _identifier(pieces)
        if len(name) > 40 or name.casefold() in self.bookmarks:
            name = f"{name[:31]}_{hashlib.sha256('/'.join(pieces).encode()).hexdigest()[:8]}"
        self.bookmarks.add(name.casefold())
        return name

    def _fault(self, rule: str, paragraph: Paragraph, message: str, remedy: str) -> None:
        self.findings.append(
            Finding(
                rule,
                message,
                remedy,
                paragraph.file or None,
                paragraph=paragraph.line or None,
                excerpt=paragraph.text[:300],
            )
        )


_APART = frozenset({HEADING, CLAUSE_NUMBER})
"""What carries a clause's number where its text does not."""
_IN_OWN_LIST = frozenset(
    {"Definition", "DefinitionParagraph", "DefinitionSubparagraph", "DefinitionClosing", "TableHeading", "TableText"}
)


def _in_schedule(paragraph: Paragraph) -> int:
    return IN_SCHEDULE.get(paragraph.style, 9)


def _depth(paragraph: Paragraph) -> int:
    return DEPTH.get(paragraph.style, 0)


def chain_of(clause: DraftClause, target: Paragraph | None) -> list[Unit]:
    """The steps of a full reference to a paragraph: section, subsection, paragraph and so on.

    A first subsection that shares its section's paragraph has no number of Word's to refer to, nor has a number with
    words or without a sign, so their steps have no paragraph.
    """
    numbered = clause.numbered
    chain: list[Unit] = [(0, numbered.number, numbered if numbered.live else None)]
    steps = (*target.above, target) if target is not None else ()
    for index, paragraph in enumerate(steps):
        following = steps[index + 1] if index + 1 < len(steps) else None
        if paragraph.subsection and (following is None or _depth(following) != 1):
            chain.append((1, paragraph.subsection, None))
        elif paragraph.number and paragraph is not numbered:
            chain.append((_depth(paragraph), paragraph.number, paragraph if paragraph.live else None))
    return chain


def between(words: Words, depth: int) -> str:
    """What a reference says before the number of a level, if anything: `` lid ``."""
    return str(words.phrases.get("between", {}).get(_BETWEEN.get(depth), ""))


_BETWEEN = {1: "subsection", 2: "paragraph", 3: "subparagraph", 4: "item"}


def place(draft: Draft, paragraph: Paragraph, words: Words) -> str:
    """Where a paragraph stands, in words: ``section 5(2)(a)``; of the frame, an empty text."""
    clause = draft.unit(paragraph.clause)
    return clause_place(clause, words, paragraph) if clause is not None else ""


def clause_place(clause: DraftClause, words: Words, paragraph: Paragraph | None = None) -> str:
    """Where a clause stands, or a paragraph of it, in words: ``section 5``."""
    if clause.heading.style == SCHEDULE_HEADING:
        return clause.heading.number.title()
    return _reference(_number(chain_of(clause, paragraph), words), words)


def _number(chain: list[Unit], words: Words) -> str:
    """The steps of a reference as one text: ``5(2)(a)``."""
    return "".join(between(words, depth) * (index > 0) + text for index, (depth, text, _) in enumerate(chain))


def _reference(number: str, words: Words) -> str:
    return str(words._say("reference", unit=words.profile.bill.units.act, number=number))
