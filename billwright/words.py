"""What a clause may call: facts, references, penalties, amounts, periods.

Grammar is not here but in the phrases of `bill.yaml`, which a profile can replace.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import jinja2
from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from billwright import marks
from billwright.clausefile import bytecode, paragraph_xml
from billwright.content import PARAGRAPH, SUBPARAGRAPH, SUBSECTION
from billwright.errors import BillError, did_you_mean
from billwright.marks import mark
from billwright.model import forms
from billwright.plan import Plan, Planned
from billwright.profile import Category, Graded, Limb, Money, Range, filled, limbs
from billwright.profiles import Loaded
from billwright.sandbox import Sandbox

CASES = ("first", "damage", "repeat")
FORMS = "forms"
"""The schedule of forms, and the folder that they are in."""
FIELDS = ("line", "text", "date")


class Fact(str):
    """Words of the profile that know their path in it."""

    __slots__ = ("path",)
    path: str

    def __new__(cls, text: str, path: str) -> Fact:
        fact = super().__new__(cls, text)
        fact.path = path
        return fact


def as_facts(value: Any, path: str = "") -> Any:
    """A profile's data with every text a Fact."""
    if isinstance(value, str):
        return Fact(value, path)
    if isinstance(value, Mapping):
        return {key: as_facts(child, f"{path}.{key}" if path else key) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [as_facts(child, path) for child in value]
    return value


def _filled(value: Any, **blanks: object) -> Any:
    """Facts with the blanks of their patterns filled."""
    if isinstance(value, Fact):
        return Fact(filled(value, **blanks), value.path) if "{" in value else value
    if isinstance(value, dict):
        return {key: _filled(child, **blanks) for key, child in value.items()}
    return [_filled(child, **blanks) for child in value] if isinstance(value, list) else value


def printed(value: Any) -> Any:
    """Jinja's `finalize`: a fact carries its mark and its italics; what has no words is an error, never “None”."""
    if isinstance(value, Fact):
        return _shown(str(value), value.path)
    if isinstance(value, bool) or not isinstance(value, str | int | float | jinja2.Undefined):
        shown = "is not known (null)" if value is None else f"is no text but {type(value).__name__}"
        raise jinja2.TemplateRuntimeError(f"what the tag prints {shown}; ask first: {{% if … %}}")
    return value


@lru_cache(maxsize=4096)
def _shown(fact: str, path: str) -> Markup:
    text = escape(fact)
    if "*" in text:
        pieces = text.split("*")
        if len(pieces) % 2 == 0:  # the last asterisk closes nothing
            pieces[-2:] = [pieces[-2] + "*" + pieces[-1]]
        signs = [mark(marks.ITALIC), mark(marks.ITALIC_END)]
        text = pieces[0] + Markup("").join(signs[index % 2] + piece for index, piece in enumerate(pieces[1:]))
    return mark(marks.FACT, path) + text + mark(marks.FACT_END)


_PHRASES = Sandbox(
    autoescape=True, finalize=printed, cache_size=-1, bytecode_cache=bytecode(), loader=jinja2.FunctionLoader(str)
)
"""The phrases: each is its own name, so that Jinja keeps what it compiled."""


_SIMPLE = frozenset({str, Markup, int, bool, type(None)})


def _rendered(phrase: str, values: Mapping[str, Any]) -> Markup:
    return Markup(_PHRASES.get_template(phrase).render(values))  # noqa: S704 - rendered with autoescape


@lru_cache(maxsize=4096)
def _said(phrase: str, values: tuple[tuple[str, Any], ...], _kinds: tuple[type, ...]) -> Markup:
    """A phrase, rendered once for the same values; the kinds part a text from markup that is equal to it."""
    return _rendered(phrase, dict(values))


@lru_cache(maxsize=4096)
def _in_words(number: int, language: str) -> str:
    from num2words import num2words  # here, as it loads every language it knows

    return str(num2words(number, lang=language)).replace(",", "")  # an amount in words has none


def of_this_bill(word: Callable[..., Any]) -> Callable[..., Any]:
    """A filter or test whose answer is one bill's: Jinja must not work it out when it compiles for all of them."""

    @jinja2.pass_context
    def called(_context: object, *values: Any, **named: Any) -> Any:
        return word(*values, **named)

    return called


@lru_cache(maxsize=16)
def _facts(loaded: Loaded) -> dict[str, Any]:
    """The profile's facts as the clauses call them; what fills the blanks of one bill filled in."""
    data, profile = loaded.facts, loaded.profile
    facts: dict[str, Any] = as_facts(
        {key: value for key, value in data.items() if key not in {"sources", "clauses", "spelling", "phrases"}}
    )
    form = profile.bill
    title = filled(form.short_title, subject=form.subject, year=form.year)
    named = filled(form.title, subject=form.subject, year=form.year)
    bill = facts["bill"] = _filled(facts["bill"], title=named, short_title=title, year=form.year)
    bill["short_title"] = Fact(title, "bill.short_title")
    bill["title"] = Fact(named, "bill.title")
    long_title = form.long_title_joint.join(form.long_title) + form.long_title_tail
    capitals = form.long_title_case == "capitals"
    bill["long_title"] = Fact(long_title.upper() if capitals else long_title, "bill.long_title")
    cited = {
        "plain": title,
        "capitals": title.upper(),
        "displayed": f"{profile.house_style.list_dash.strip()}\n{title.upper()}",
    }[form.citation]
    bill["citation"] = Fact(cited, "bill.short_title")
    found = [penalty for modes in profile.penalties.tiers.values() for penalty in modes.values()]
    facts["penalties"].update(
        damage=any(isinstance(penalty, Graded) and penalty.damage is not None for penalty in found),
        repeat=any(isinstance(penalty, Graded) and penalty.repeat is not None for penalty in found),
        without_fine=any(limb.fine is None for penalty in found for limb in limbs(penalty)),
        unlimited=any(limb.fine == "unlimited" for penalty in found for limb in limbs(penalty)),
    )
    return facts


class Words:
    """The words of one bill."""

    def __init__(self, plan: Plan, act: str = "") -> None:
        """act: the short title of the Act that this bill is the companion of."""
        self.plan, self.profile, self.act = plan, plan.loaded.profile, act
        self.phrases: dict[str, Any] = _laid(plan.model.phrases, self.profile.phrases)
        self.slugs = plan.slugs | plan.elsewhere
        self.known = {*plan.model.slugs, *plan.model.later, *self.slugs}
        self.locale = Locale.parse(self.profile.state.language, sep="-")
        self.facts = _facts(plan.loaded)

    # -- what templates see -------------------------------------------------------------------------------------------

    @property
    def globals(self) -> dict[str, Any]:
        """Names for every clause."""
        return {
            **self.facts,
            "corporate_fine": self.corporate_fine(),
            "this_act": self._say("this_act", act=self.act),
            "cybercrime_act": self._say("other_act" if self.act else "this_act", act=self.act),
            "anchor": self.anchor,
            "ref": self.ref,
            "refs": self.refs,
            "part_ref": self.part_ref,
            "schedule_ref": self.schedule_ref,
            "penalty": self.penalty,
            "penalty_words": self.penalty_words,
            "period": self.period,
            "number": self.number,
            "money": self.money,
            "date": self.date,
            "note": self.note,
            "term": self.term,
            "field": self.field,
            "choice": self.choice,
            "tick": self.tick,
            "link": self.link,
            "forms": self.forms(),
            "options": {planned.slug: option_words(planned) for planned in self.plan.clauses},
            "unit": as_facts(self.facts["bill"]["units"]),
        }

    @property
    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters that keep a fact a fact."""

        def keeping(change: Callable[[str], str]) -> Callable[[str], str]:
            return lambda value: Fact(change(value), value.path) if isinstance(value, Fact) else change(value)

        return {
            "a": of_this_bill(self.with_article),
            "listing": of_this_bill(self.listing),
            "upper": keeping(str.upper),
            "lower": keeping(str.lower),
            "capitalize": keeping(lambda text: text[:1].upper() + text[1:]),
        }

    @property
    def tests(self) -> dict[str, Callable[..., bool]]:
        """``"penalties" is present``."""
        return {"present": of_this_bill(self.present), "court": of_this_bill(self.court)}

    def present(self, slug: str) -> bool:
        """Whether the bill has a clause. Raises for a name that no clause has."""
        if slug not in self.known:
            raise jinja2.TemplateRuntimeError(f"no clause is called “{slug}”; {did_you_mean(slug, self.known)}")
        return slug in self.slugs

    def court(self, authority: str) -> bool:
        """Whether who gives a measure is a court: one that the profile names, or that gives orders or warrants."""
        courts, given = self.profile.courts, self.profile.authority
        return str(authority) in {courts.magistrate, courts.judge, given.production, given.search}

    # -- marks --------------------------------------------------------------------------------------------------------

    def anchor(self, name: str) -> Markup:
        """Names the paragraph."""
        return mark(marks.ANCHOR, str(name))

    def ref(self, target: str) -> Markup:
        """A reference to a clause, ``slug``, or to a named paragraph, ``slug#name`` or ``#name``."""
        return mark(marks.REF, str(target))

    def refs(self, targets: Iterable[str], joint: str = "and") -> Markup:
        """References to several clauses: ``sections 5, 6 and 7``."""
        names = [str(target) for target in targets]
        if not names:
            raise jinja2.TemplateRuntimeError("refs() has no clause to refer to; ask first whether one is present")
        if joint not in self.phrases["lists"]:
            raise jinja2.TemplateRuntimeError(f"refs() joins with {', '.join(self.phrases['lists'])}, not “{joint}”")
        return mark(marks.REF, f"{','.join(names)}|{joint}")

    def part_ref(self, folder: str) -> Markup:
        """A reference to a Part."""
        return mark(marks.PART_REF, str(folder))

    def schedule_ref(self, slug: str) -> Markup:
        """A reference to a schedule."""
        return mark(marks.SCHEDULE_REF, str(slug))

    def note(self, text: str) -> Markup:
        """A comment for the drafter."""
        return mark(marks.NOTE, str(text))

    def term(self, text: str) -> Markup:
        """A term that must be defined."""
        return Markup(mark(marks.TERM, str(text)) + escape(text))  # noqa: S704 - escaped

    # -- forms --------------------------------------------------------------------------------------------------------

    def forms(self) -> list[dict[str, Any]]:
        """The forms that the bill sets out itself, for a schedule of them."""
        if FORMS not in self.plan.slugs:
            return []
        found = [form for form in forms(self.plan.library, self.plan.model) if form.clause in self.plan.slugs]
        return [
            {"number": number, "title": form.title, "file": f"{FORMS}/{form.slug}.docx"}
            for number, form in enumerate(found, start=1)
        ]

    def field(self, name: str, hint: str, kind: str = "line") -> Markup:
        """A place to fill in, a content control in Word: a line, several lines (``text``), a ``date``."""
        if kind not in FIELDS:
            raise jinja2.TemplateRuntimeError(f"“{kind}” is no kind of field; {did_you_mean(kind, FIELDS)}")
        return _control(name=str(name), hint=str(hint), kind=kind)

    def choice(self, name: str, choices: Sequence[Any]) -> Markup:
        """A place where one of some words is chosen."""
        said = [str(choice) for choice in choices]
        return _control(
            name=str(name),
            hint=listed(said, self.phrases["lists"], self.phrases["choice"]),
            kind="choice",
            choices=said,
        )

    def tick(self, name: str) -> Markup:
        """A box to tick."""
        return _control(name=str(name), hint="", kind="tick")

    def link(self, file: str, words: str) -> Markup:
        """Words that lead to a file of the same folder."""
        return mark(marks.LINK, f"{file}|{words}")

    # -- amounts ------------------------------------------------------------------------------------------------------

    def _number(self, number: int, style: str) -> str:
        if style == "words":
            return _in_words(number, self.locale.language)
        return grouped(number, "#,##0", self.profile.money)

    def number(self, number: int) -> str:
        """A number as the state writes periods: in words or figures."""
        return self._number(int(number), self.profile.numbers.periods)

    def money(self, amount: int) -> Markup:
        """An amount in the state's currency, in words or figures."""
        words = self.profile.penalties.style.amounts == "words"
        money = self.profile.money
        figures = grouped(int(amount), money.format, money)
        return self._say(
            "money.words" if words else "money.figures",
            number=self._number(int(amount), "words") if words else figures,
            figures=figures,
            name=money.name,
            symbol=money.symbol,
        )

    def period(self, count: int, unit: str, style: str | None = None) -> Markup:
        """A period: ``ninety days``. Units: hours, days, months, years."""
        if unit not in self.phrases["periods"]:
            raise jinja2.TemplateRuntimeError(
                f"“{unit}” is no unit of time; {did_you_mean(unit, self.phrases['periods'])}"
            )
        one, many = self.phrases["periods"][unit]
        return self._say(
            "period",
            number=self._number(int(count), style or self.profile.numbers.periods),
            figures=self._number(int(count), "figures"),
            unit=one if int(count) in self.phrases.get("singular", (1,)) else many,
        )

    def date(self, day: str) -> str:
        """A date, given as ``2026-11-24``, in the state's words; the first of a month may have a form of its own."""
        moment = datetime.date.fromisoformat(day)
        form = self.phrases.get("date_first", self.phrases["date"]) if moment.day == 1 else self.phrases["date"]
        return str(format_date(moment, form, locale=self.locale))

    def with_article(self, words: Any) -> Markup:
        """The words with the article that they take: a constable, an officer."""
        text = str(words)
        vowel = text[:1].casefold() in self.phrases["article"]["vowels"]
        article = self.phrases["article"]["before_vowel" if vowel else "otherwise"]
        return Markup(f"{escape(article)} ") + escape(printed(words))  # noqa: S704 - escaped

    def listing(self, items: Sequence[Any], joint: str = "and") -> Markup:
        """Several words as a list: A, B and C."""
        shown = [escape(printed(item)) for item in ([items] if isinstance(items, str) else items)]
        return _listed(shown, self.phrases["lists"], joint)

    # -- penalties ----------------------------------------------------------------------------------------------------

    def _say(self, path: str, **values: Any) -> Markup:
        phrase: Any = self.phrases
        for step in path.split("."):
            phrase = phrase[step]
        try:
            kinds = tuple(map(type, values.values()))
            if _SIMPLE.issuperset(kinds):
                return _said(phrase, tuple(values.items()), kinds)
            return _rendered(phrase, values)
        except Exception as error:
            place, steps = self.plan.loaded.merged, ("phrases", *path.split("."))
            problem = f"The phrase “{path}” cannot be carried out: {str(error).rstrip('.')}."
            remedy = f"It may call {', '.join(values)}; the model law has it in bill.yaml."
            raise BillError(place.finding("profile-phrase", steps, problem, remedy)) from error

    def _punishment(self, limb: Limb) -> Markup:
        fine, term = self._fine(limb), self._term(limb)
        if fine is None or term is None:
            return self._say("penalty.one", punishment=fine or term)
        return self._say(
            "penalty.both" if self.profile.penalties.style.join == "or both" else "penalty.and", fine=fine, term=term
        )

    def _fine(self, limb: Limb) -> Markup | None:
        ceiling = self.profile.penalties.style.ceiling
        match limb.fine:
            case None:
                return None
            case "unlimited":
                return self._say("penalty.fine_unlimited")
            case Range(least=least, most=most):
                return self._say("penalty.fine_range", least=self.money(least), most=self.money(most))
            case Category(category=category):
                return self._say("penalty.fine_category", category=category)
            case amount:
                return self._say("penalty.fine", amount=self.money(amount), ceiling=ceiling)

    def _term(self, limb: Limb) -> Markup | None:
        style = self.profile.penalties.style
        if limb.life:
            return self._say("penalty.life")
        unit = "years" if limb.years is not None else "months"
        match limb.years if limb.years is not None else limb.months:
            case None:
                return None
            case Range(least=least, most=most):
                (low, low_unit), (high, high_unit) = _whole(least, unit), _whole(most, unit)
                same = low_unit == high_unit
                return self._say(
                    "penalty.term_range",
                    least=self._number(low, style.terms) if same else self.period(low, low_unit, style.terms),
                    least_term=self.period(low, low_unit, style.terms),
                    most=self.period(high, high_unit, style.terms),
                )
            case count:
                return self._say(
                    "penalty.term",
                    term=self.period(count, unit, style.terms),
                    ceiling=style.ceiling,
                    for_term=style.for_term,
                )

    def _cases(self, penalty: Limb | Graded) -> list[Markup]:
        if isinstance(penalty, Limb):
            return [self._punishment(penalty)]
        graded = [(case, limb) for case in CASES if (limb := getattr(penalty, case)) is not None]
        return [
            self._say("penalty.case", case=self._say(f"penalty.cases.{case}"), punishment=self._punishment(limb))
            for case, limb in graded
        ]

    def _limbs(self, tier: str) -> list[tuple[str, list[Markup]]]:
        tiers = self.profile.penalties.tiers
        if tier not in tiers:
            raise jinja2.TemplateRuntimeError(f"there is no penalty tier “{tier}”; {did_you_mean(tier, tiers)}")
        return [(self.profile.courts.modes[mode], self._cases(penalty)) for mode, penalty in tiers[tier].items()]

    def penalty(self, tier: str, offence: str | None = None, kind: str = "offence") -> Markup:
        """The penalty subsection of an offence clause, shaped as the state shapes penalties.

        offence: a reference to what creates the offence, else this clause; kind: one of the phrases' ``openings``.
        """
        limbs = self._limbs(tier)
        openings = self.phrases["penalty"]["openings"]
        if kind not in openings:
            raise jinja2.TemplateRuntimeError(f"a penalty cannot open as “{kind}”; {did_you_mean(kind, openings)}")
        where = self.ref(offence) if offence else self._say("this", unit=self.profile.bill.units.act)
        opening = self._say(f"penalty.openings.{kind}", offence=where, unit=self.profile.bill.units.act)
        begin, end = mark(marks.FACT, f"penalties.tiers.{tier}"), mark(marks.FACT_END)
        lettered = self.profile.penalties.style.layout == "lettered"
        if all(len(cases) == 1 for _, cases in limbs) and (len(limbs) == 1 or not lettered):
            said = [self._say("penalty.limb", mode=mode, punishment=cases[0]) for mode, cases in limbs]
            text = self._say("penalty.inline", opening=opening, limbs=said)
            return paragraph_xml(SUBSECTION, begin + text + end)
        rows: list[tuple[str, Markup]] = []
        if len(limbs) == 1:
            mode, cases = limbs[0]
            rows.append(
                (
                    SUBSECTION,
                    self._say("penalty.lead", opening=self._say("penalty.with_mode", opening=opening, mode=mode)),
                )
            )
            rows += [(PARAGRAPH, case) for case in cases]
        else:
            rows.append((SUBSECTION, self._say("penalty.lead", opening=opening)))
            for mode, cases in limbs:
                if len(cases) == 1:
                    rows.append((PARAGRAPH, self._say("penalty.limb", mode=mode, punishment=cases[0])))
                else:
                    rows.append((PARAGRAPH, self._say("penalty.lead", opening=mode)))
                    rows += [(SUBPARAGRAPH, case) for case in cases]
        return Markup("").join(paragraph_xml(style, begin + words + end) for style, words in self._punctuated(rows))

    def _punctuated(self, rows: list[tuple[str, Markup]]) -> Iterable[tuple[str, Markup]]:
        """Ends each item of the list as lists end: ``;``, ``; or``, full stop."""
        for index, (style, words) in enumerate(rows):
            following = rows[index + 1][0] if index + 1 < len(rows) else None
            later = [row[0] for row in rows[index + 1 :]]
            if following is None:
                yield style, self._say("penalty.last", words=words)
            elif (style, following) in {(SUBSECTION, PARAGRAPH), (PARAGRAPH, SUBPARAGRAPH)}:
                yield style, words
            elif style == SUBPARAGRAPH and following == PARAGRAPH:
                yield style, self._say("penalty.last_but_one", words=words)
            else:
                same = (
                    later.count(style)
                    if PARAGRAPH not in later or style == PARAGRAPH
                    else later[: later.index(PARAGRAPH)].count(style)
                )
                yield style, self._say("penalty.last_but_one" if same == 1 else "penalty.item", words=words)

    def penalty_words(self, tier: str) -> Markup:
        """A penalty of one limb, for the inside of a sentence."""
        limbs = self._limbs(tier)
        if len(limbs) != 1 or len(limbs[0][1]) != 1:
            raise jinja2.TemplateRuntimeError(f"the tier “{tier}” has several limbs; use {{{{p penalty(…) }}}}")
        words = self._say("penalty.limb", mode=limbs[0][0], punishment=limbs[0][1][0])
        return Markup(mark(marks.FACT, f"penalties.tiers.{tier}") + words + mark(marks.FACT_END))  # noqa: S704

    def corporate_fine(self) -> Markup:
        """What a body corporate pays, after “is liable”."""
        corporate = self.profile.penalties.corporate
        if corporate.multiple is not None:
            words = self._say(
                "penalty.corporate_multiple",
                ceiling=self.profile.penalties.style.ceiling,
                multiple=self._number(corporate.multiple, "words"),
            )
        else:
            fine = self._say(
                "penalty.fine", amount=self.money(corporate.fine or 0), ceiling=self.profile.penalties.style.ceiling
            )
            words = self._say("penalty.one", punishment=fine)
        return Markup(mark(marks.FACT, "penalties.corporate") + words + mark(marks.FACT_END))  # noqa: S704


def _control(**control: Any) -> Markup:
    return mark(marks.CONTROL, json.dumps(control, ensure_ascii=False))


def _whole(count: int, unit: str) -> tuple[int, str]:
    """A term in whole years where it is that: the ranges from six months to three years."""
    return (count // 12, "years") if unit == "months" and count and count % 12 == 0 else (count, unit)


def grouped(number: int, pattern: str, money: Money) -> str:
    """A number in figures: in one of Unicode's patterns, with the state's separators."""
    return _figures(number, pattern).translate({ord(","): money.group, ord("."): money.decimal})


@lru_cache(maxsize=4096)
def _figures(number: int, pattern: str) -> str:
    return str(format_decimal(number, format=pattern, locale="en"))


def option_words(planned: Planned) -> dict[str, Any]:
    """The options of a clause as its template names them."""
    return {name.replace("-", "_"): value for name, value in planned.options.items()}


def listed(items: Sequence[str], lists: Mapping[str, str], joint: str) -> str:
    """``A, B and C`` in the phrases of the tradition."""
    if len(items) < 2:
        return "".join(items)
    return lists["comma"].join(items[:-1]) + lists[joint] + items[-1]


def _listed(items: Sequence[Markup], lists: Mapping[str, str], joint: str) -> Markup:
    return Markup(listed(items, {key: str(escape(value)) for key, value in lists.items()}, joint))  # noqa: S704


def _laid(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    laid = dict(under)
    for key, value in over.items():
        laid[key] = (
            _laid(laid[key], value) if isinstance(value, Mapping) and isinstance(laid.get(key), Mapping) else value
        )
    return laid
