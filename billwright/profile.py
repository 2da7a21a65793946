"""A state's profile: what a bill must know of the state, as the law prints it.

The models below are the form of `countries/<state>.yaml`. Their descriptions become the JSON Schema that editors use.
Loading and merging is in `profiles`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

Words = Annotated[str, StringConstraints(min_length=1)]
Act = Annotated[Words, Field(description="An Act as the state cites it.")]
_BLANK = re.compile(r"\{([^{}]*)\}")


def filled(pattern: str, **values: object) -> str:
    """A pattern of a profile with its ``{blanks}`` filled; what is no blank stays as it is."""
    return _BLANK.sub(lambda found: str(values.get(found[1], found[0])), pattern)


def _blanks(*allowed: str) -> AfterValidator:
    def check(text: str) -> str:
        for name in _BLANK.findall(text):
            if name not in allowed:
                known = ", ".join(f"{{{word}}}" for word in allowed)
                raise ValueError(f"“{{{name}}}” cannot be filled; write one of {known}")
        return text

    return AfterValidator(check)


Titled = Annotated[Words, _blanks("subject", "year"), Field(description="Words with the blanks {subject} and {year}.")]
Printed = Annotated[Words, _blanks("title", "short_title", "year")]
"""Words of the frame, which may have the blanks {title}, {short_title} and {year}."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Section(BaseModel):
    """Any part of a profile: only known keys, and no change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class State(Section):
    name: Words = Field(description="The state's name as its law prints it.")
    display_name: Words | None = Field(None, description="The name that people use, where it differs.")
    official_name: Words
    iso: str = Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 code of two letters.")
    language: str = Field(pattern=r"^[a-z]{2}-[A-Z]{2}$", description="Language tag of the bill, such as en-JM.")
    form: Words | None = Field(None, description="realm or republic.")
    head_of_state: Words | None = None


class Chamber(Section):
    name: Words
    presiding: Words | None = Field(None, description="Title of the member who presides.")
    clerk: Words | None = None


class Legislature(Section):
    name: Words
    chambers: list[Chamber] = Field(min_length=1, description="In the order in which the state names them.")
    enacting_words: Words = Field(description="The whole formula, to the last comma.")


class Units(Section):
    bill: Words = Field(description="What a unit of the bill is called while it is a bill.")
    act: Words
    subsection: Words
    paragraph: Words
    subparagraph: Words
    item: Words
    part: Words
    schedule: Words


class Arrangement(Section):
    heading: Words
    label: Words | None = Field(None, description="The word above the numbers: SECTION, Clause …")


class Parts(Section):
    numbers: Literal["roman", "arabic"] = "roman"
    form: Annotated[Words, _blanks("number", "title")] = Field(description="{number} and {title}; \\n is a new line.")
    title_case: Literal["capitals", "mixed"] = "capitals"

    @property
    def word(self) -> str:
        """What stands before the number."""
        return self.form.partition("{number}")[0]

    @property
    def joint(self) -> str:
        """What stands between the number and the title."""
        return self.form.partition("{number}")[2].partition("{title}")[0]

    @property
    def word_format(self) -> str:
        """Word's name for the form of the number."""
        return "upperRoman" if self.numbers == "roman" else "decimal"


class Schedules(Section):
    form: Words = Field(
        description="How a schedule is headed where there are several: {ordinal} (FIRST) or {number} (1)."
    )
    one: Words = Field(description="The heading of the only schedule.")


class Note(Section):
    title: Words | None
    place: Literal["front", "back"] | None = None
    disclaimer: Printed | None = None


class Signature(Section):
    signature: Printed


Lines = list[Printed | Signature]


class BillForm(Section):
    subject: Words = Field(description="The subject in the short title: Cybercrime.")
    year: int = Field(ge=1900, le=2200)
    short_title: Titled = Field(description="Pattern of the short title: {subject}, {year}.")
    title: Titled = Field(description="Pattern of its title while it is a bill: {subject}, {year}.")
    citation: Literal["plain", "capitals", "displayed"] = Field(
        "plain", description="How the citation clause prints the short title."
    )
    head: list[Printed] = Field(default_factory=list, description="Lines at the very top: the state, the number.")
    caption: list[Printed] = Field(default_factory=list, description="Lines before the long title: A BILL.")
    long_title_opening: Words | None = Field(None, description="AN ACT to; null where a law has one title only.")
    long_title: list[Words] = Field(default_factory=list, description="The heads of the long title.")
    long_title_joint: str = Field(", ", description="What stands between two heads.")
    long_title_tail: Words = Field(".", description="How every long title ends.")
    long_title_case: Literal["mixed", "capitals"] = "mixed"
    units: Units
    arrangement: Arrangement
    parts: Parts
    schedules: Schedules
    explanatory_note: Note = Note(title=None)
    assent: Lines | None = Field(None, description="Lines of assent before the long title.")
    preamble: list[Printed] = Field(default_factory=list)
    preamble_note: Words | None = Field(None, description="Marginal note beside the preamble.")
    enactment_note: Printed | None = Field(None, description="Marginal note beside the enacting words.")
    ending: Lines = Field(default_factory=list, description="Passing notes, certificates and signatures.")


class Commencement(Section):
    place: Literal["with-title", "second", "last", "none"] = Field(
        description="In the short title's clause, in the clause after it, in the last clause, or nowhere."
    )
    by: Words | None = None
    instrument: Words | None = None
    form: Words | None = Field(None, description="Words that complete “This Act comes into operation …”.")

    @model_validator(mode="after")
    def _has_words(self) -> Commencement:
        if self.place != "none" and self.form is None:
            raise ValueError("a commencement clause needs its words: add “form”, or say “place: none”")
        return self


class HouseStyle(Section):
    base: Words = Field(description="File name, without .docx, in templates/house-styles.")
    first_subsection: str = Field("—", description="What stands between “5.” and “(1)”.")
    heading_stop: bool = Field(False, description="The heading of a clause ends with a full stop.")
    list_dash: str = Field("—", description="What ends the words before a list.")
    line_numbers: bool = Field(False, description="Number every fifth line of the bill.")
    paper: Literal["a4", "letter", "legal"] = "a4"


class Institutions(Section):
    minister: Words = Field(description="Definition of “Minister”: the Minister responsible for …")
    attorney_general: Words | None = None
    prosecutor: Words
    police_force: Words
    police_head: Words
    officer: Words = Field(description="The law's word for a member of the police: police officer, constable.")
    csirt: Words | None = None
    data_protection_authority: Words | None = None
    telecoms_regulator: Words | None = None
    central_authority: Words | None = None
    contact_point: Words | None = None
    gazette: Words
    state: Words = Field(description="The Crown or the State.")


class Courts(Section):
    summary: Words
    superior: Words
    magistrate: Words = Field(description="Who sits in the summary court, without an article.")
    judge: Words = Field(description="Who sits in the superior court, without an article.")
    appeal: Words | None = None
    final: Words | None = None
    summary_limit: Words | None = Field(None, description="The general limit of the summary court's sentences.")
    modes: dict[str, Words] = Field(
        min_length=1, description="Mode of trial → the words of the penalty: on summary conviction."
    )


class Authority(Section):
    """Who applies for and who gives each order, without an article."""

    applicant: Words
    preservation: Words
    partial_disclosure: Words
    subscriber: Words
    production: Words
    search: Words


class Range(Section):
    """From the least to the most that a court may impose, where a system has ranges: an amount, or years or months.

    In months, what makes whole years is printed so: 6 to 36 is from six months to three years.
    """

    least: int = Field(ge=0)
    most: int = Field(ge=1)

    @model_validator(mode="after")
    def _rises(self) -> Range:
        if self.least > self.most:
            raise ValueError("“least” is more than “most”")
        return self


class Category(Section):
    """A fine by its category, where the penal code fixes the amounts."""

    category: int = Field(ge=1, le=20)


class Limb(Section):
    """What a court may impose at the most, or within a range; an absent term means none."""

    fine: Annotated[int, Field(ge=1)] | Literal["unlimited"] | Range | Category | None = Field(
        description="In units of the currency; unlimited: a fine of no stated amount; null: no fine."
    )
    years: Annotated[int, Field(ge=1, le=99)] | Range | None = None
    months: Annotated[int, Field(ge=1, le=119)] | Range | None = None
    life: bool = False

    @property
    def term_months(self) -> int:
        """The longest term in months; life counts as 1,200."""
        return 1200 if self.life else _most(self.years) * 12 + _most(self.months)

    @model_validator(mode="after")
    def _punishes(self) -> Limb:
        if self.fine is None and not self.term_months:
            raise ValueError("a penalty needs a fine or a term: write “fine: 5000”, “years: 2” or both")
        if (self.years is not None) + (self.months is not None) + self.life > 1:
            raise ValueError("write one of “years”, “months” and “life”; 18 months is “months: 18”")
        return self


def _most(term: int | Range | None) -> int:
    return term.most if isinstance(term, Range) else term or 0


class Graded(Section):
    """A penalty that rises with the case."""

    first: Limb
    damage: Limb | None = Field(None, description="Where the offence causes damage.")
    repeat: Limb | None = Field(None, description="For a second or subsequent offence.")


def limbs(penalty: Limb | Graded) -> list[Limb]:
    """The limbs of a penalty, one or one for each case."""
    if isinstance(penalty, Limb):
        return [penalty]
    return [limb for limb in (penalty.first, penalty.damage, penalty.repeat) if limb is not None]


Tier = Annotated[dict[str, Limb | Graded], Field(min_length=1, description="Mode of trial → penalty.")]


class PenaltyStyle(Section):
    ceiling: Words | None = Field(description="The words of a maximum; null prints the bare amount.")
    join: Literal["or both", "and"] = Field("or both", description="A fine or a term or both; or a fine and a term.")
    amounts: Literal["words", "figures"] = "words"
    terms: Literal["words", "figures"] = "words"
    layout: Literal["lettered", "inline"] = Field("lettered", description="Modes of trial in paragraphs, or in a line.")
    for_term: bool = Field(True, description="“imprisonment for a term of …” rather than “imprisonment for …”.")


class Corporate(Section):
    multiple: int | None = Field(None, ge=2, le=100, description="Times the fine for an individual.")
    fine: int | None = Field(None, ge=1, description="A fixed fine.")

    @model_validator(mode="after")
    def _one(self) -> Corporate:
        if (self.multiple is None) == (self.fine is None):
            raise ValueError("write either “multiple” or “fine”")
        return self


class Penalties(Section):
    style: PenaltyStyle
    corporate: Corporate
    tiers: dict[str, Tier]


class Money(Section):
    iso: str = Field(pattern=r"^[A-Z]{3}$")
    name: Words = Field(description="The unit in words, plural: dollars.")
    symbol: Words
    group: str = Field(",", description="What parts thousands: a comma, a space, a point.")
    format: str = Field(
        "#,##0", description="The form of an amount in figures: #,##0 or #,##0.00 (Unicode's number patterns)."
    )
    decimal: str = Field(".", description="What parts the hundredths, where the form has them.")


class Numbers(Section):
    periods: Literal["words", "figures"] = Field("words", description="ninety days, or 90 days.")


class RepealInPart(Section):
    """An Act that the bill repeals only in part."""

    act: Act
    extent: Words = Field(description="What is repealed: sections 3 to 8.")


class Amendment(Section):
    """A change that the bill makes to another Act; its words are in the schedule of consequential amendments."""

    act: Act
    provision: Words | None = Field(description="Where in that Act: the First Schedule; null where nobody has looked.")
    kind: Slug = Field(description="Which of the schedule’s amendments: extradition-offences, evidence, words.")
    words: Words | None = Field(None, description="The amendment itself, for kind: words.")


class Law(Section):
    """Existing law, each Act as the state cites it; null where there is none."""

    cybercrime: Act | None = None
    repealed: list[Act] = Field(default_factory=list, description="Acts that the bill repeals whole.")
    repealed_in_part: list[RepealInPart] = Field(default_factory=list)
    amended: list[Amendment] = Field(default_factory=list)
    pending: list[Words] = Field(default_factory=list, description="Bills before the legislature on the same subject.")
    interception: Act | None = None
    mutual_assistance: Act | None = None
    extradition: Act | None = None
    evidence: list[Act] = Field(default_factory=list)
    proceeds_of_crime: Act | None = None
    data_protection: Act | None = None
    telecommunications: Act | None = None
    electronic_transactions: Act | None = None
    sexual_offences: list[Act] = Field(default_factory=list)
    copyright: Act | None = None
    police: Act | None = None
    criminal_procedure: list[Act] = Field(default_factory=list)
    interpretation: Act | None = None


class Rights(Section):
    privacy: Words | None = None
    expression: Words | None = None
    fair_trial: Words | None = None


class SpecialMajority(Section):
    """What a bill needs that departs from the constitution's rights."""

    fraction: Words
    of: Words
    section: Words
    overridden: Words


class Constitution(Section):
    name: Words
    unit: Words = Field(description="What the constitution's provisions are called: section, Article.")
    rights: Rights = Rights()
    special_majority: SpecialMajority | None = None


class Treaties(Section):
    budapest: Words | None = None
    budapest_protocol_2: Words | None = None
    un_cybercrime: Words | None = None


class Amending(Section):
    """An article of an amending law: the Parts that it puts into another law, or the amending law's own provisions."""

    parts: list[Words] = Field(default_factory=list, description="Folders of the Parts that it holds.")
    clauses: list[Slug] = Field(default_factory=list, description="Clauses that it holds, wherever the model has them.")
    title: Words | None = Field(None, description="The heading of the article: the law that it amends.")
    law: Act | None = Field(None, description="How a reference names that law; null for the amending law's own.")
    this: Words | None = Field(None, description="What its provisions call the law that they are in: dit wetboek.")
    lead: Words | None = Field(None, description="The words that put the Parts into it.")
    unit: Words | None = Field(None, description="How a reference names what is put in: titel … van het Wetboek.")
    stem: Words = Field("…", description="The number before the letter of what is put in; … where nobody knows it.")

    @model_validator(mode="after")
    def _holds(self) -> Amending:
        if not self.parts and not self.clauses:
            raise ValueError("an article of an amending law holds something: write “parts” or “clauses”")
        return self


class CoOperation(Section):
    """Where the bill's law on international co-operation stands."""

    place: Literal["bill", "companion"] = Field(
        "bill", description="In a Part of the bill, or in a companion bill that supplements the mutual assistance Act."
    )
    reason: Words | None = Field(None, description="Why; the drafter reads it in a comment on the companion.")


class ClauseChoice(Section):
    """What this state does with a clause, where it departs from the model."""

    on: bool | None = Field(None, description="Whether the bill has the clause.")
    options: dict[str, bool | int | str] = Field(default_factory=dict)
    reason: Words | None = Field(None, description="Why; the drafter reads it in a comment.")


class Source(Section):
    """Where a fact comes from."""

    cite: Words
    confidence: Literal["high", "medium", "low"]
    note: Words | None = Field(None, description="What is to be confirmed, and where.")


class Profile(Section):
    """A state's profile."""

    tradition: Slug = Field(description="The folder of templates: common-law.")
    enactment: Slug | None = Field(
        None, description="Which of the state's other kinds of enactment this one is: decret, wijzigingswet."
    )
    enactments: dict[Slug, dict[str, Any]] = Field(
        default_factory=dict, description="What the profile says otherwise of each of them."
    )
    state: State
    legislature: Legislature
    bill: BillForm
    commencement: Commencement
    house_style: HouseStyle
    institutions: Institutions
    courts: Courts
    authority: Authority
    penalties: Penalties
    money: Money
    numbers: Numbers = Numbers()
    law: Law
    constitution: Constitution
    treaties: Treaties = Treaties()
    co_operation: CoOperation = CoOperation()
    amending: list[Amending] = Field(
        default_factory=list, description="The articles of a law that amends other laws, in order."
    )
    spelling: dict[str, Words] = Field(default_factory=dict, description="Stem in the templates → stem of the state.")
    wording: dict[str, Words] = Field(
        default_factory=dict,
        description="Words that the templates of the tradition call and that a state chooses: loi, décret.",
    )
    phrases: dict[str, Any] = Field(
        default_factory=dict, description="Phrases of bill.yaml that the state words otherwise."
    )
    modules: list[Slug] = Field(
        default_factory=list, description="Modules of the model law that the bill has: second-protocol, racism."
    )
    clauses: dict[Slug, ClauseChoice] = Field(
        default_factory=dict, description="Where the bill departs from the model."
    )
    sources: dict[str, Source] = Field(
        default_factory=dict, description="Path of a fact, or of what holds it → its source."
    )
