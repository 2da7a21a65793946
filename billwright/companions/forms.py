"""Police and court forms under a state's law, as Word files with content controls, filled from a case file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from billwright import model
from billwright.bill import Bill
from billwright.companions import casefile, document
from billwright.companions.casefile import Case
from billwright.companions.document import Document
from billwright.draft import Control, Grid, Paragraph, Span, paragraphs
from billwright.errors import BillError, Finding, did_you_mean
from billwright.model import Form
from billwright.words import FORMS


@dataclass(frozen=True, slots=True)
class Blank:
    """A form of a state, not filled in; `number`: its place among the state's forms, counted from 1."""

    form: Form
    number: int
    bill: Bill

    @property
    def slug(self) -> str:
        """Its name on the command line."""
        return self.form.slug

    @property
    def file(self) -> str:
        """The name of its Word file."""
        return f"{self.number:02d}-{self.slug}.docx"

    def document(self) -> Document:
        """It with every control empty. Raises BillError as `document.made`."""
        said = {"title": self.form.title, "number": self.number}
        return document.made(self.bill, f"{FORMS}/{self.slug}.docx", self.form.title, form=said)


def forms(bill: Bill) -> list[Blank]:
    """The forms of a state's bill and its companion, in the order of the model law's."""
    found = [
        (form, one)
        for form in model.forms(bill.draft.plan.library, bill.draft.plan.model, bill.draft.plan.loaded.language)
        for one in bill.bills
        if _serves(form, one)
    ]
    return [Blank(form, number, one) for number, (form, one) in enumerate(found, start=1)]


def _serves(form: Form, bill: Bill) -> bool:
    """Whether the bill has what the form is under."""
    clause, _, name = form.under.partition("#")
    return bill.draft.unit(clause) is not None and (not name or (clause, name) in bill.draft.anchors)


def chosen(bill: Bill, slug: str) -> Blank:
    """The form of that name. Raises BillError (``form-unknown``)."""
    found = forms(bill)
    for blank in found:
        if blank.slug == slug:
            return blank
    names = [blank.slug for blank in found]
    known = {form.slug: form for form in model.forms(bill.draft.plan.library, bill.draft.plan.model)}
    if slug in known:
        problem = f"The bill has no form “{slug}”: it goes with the clause “{known[slug].under}”, which is not in it."
        raise BillError(Finding("form-unknown", problem, f"Switch “{known[slug].under}” on in the profile."))
    raise BillError(Finding("form-unknown", f"There is no form “{slug}”.", did_you_mean(slug, names, many=4)))


def controls(document: Document) -> dict[str, Control]:
    """The controls of a form by their names."""
    return {
        span.control.name: span.control
        for paragraph in paragraphs(document.blocks)
        for span in paragraph.spans
        if span.control is not None
    }


def case(bill: Bill, path: Path) -> Case:
    """The case file at `path`, for the forms of a bill. Raises BillError as `yamlfile.read`."""
    return casefile.load(path, bill.words.date)


def filled(documents: Sequence[Document], case: Case) -> list[Document]:
    """The forms with what the case file says in their controls.

    Raises BillError: ``case-field-unknown`` for a field that none of them has, ``case-value`` for a value that its
    control cannot take.
    """
    values = case.values([controls(document) for document in documents])
    return [replace(document, blocks=list(_filled(document, values))) for document in documents]


def _filled(document: Document, values: Mapping[str, Control]) -> Iterator[Paragraph | Grid]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield _with(block, values)
        elif isinstance(block, Grid):
            yield Grid(block.widths, [[[_with(one, values) for one in cell] for cell in row] for row in block.rows])


def _with(paragraph: Paragraph, values: Mapping[str, Control]) -> Paragraph:
    if not any(span.control is not None and span.control.name in values for span in paragraph.spans):
        return paragraph
    return replace(paragraph, spans=[_said(span, values) for span in paragraph.spans])


def _said(span: Span, values: Mapping[str, Control]) -> Span:
    if span.control is None or span.control.name not in values:
        return span
    found = values[span.control.name]
    control = replace(span.control, value=found.value, words=found.words)
    return replace(span, text=control.text, control=control)
