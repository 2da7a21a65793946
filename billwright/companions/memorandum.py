"""The memorandum of a state that prints it apart from its bill."""

from __future__ import annotations

from billwright.bill import Bill
from billwright.companions import document
from billwright.companions.document import Document

NAME = "companions/memorandum.docx"


def made(bill: Bill) -> Document | None:
    """The memorandum as a document; None where it stands in the bill itself. Raises BillError as `document.made`."""
    note = bill.draft.plan.loaded.profile.bill.explanatory_note
    if note.title is not None and note.place is not None:
        return None
    return document.made(bill, NAME, title(bill), note_title=title(bill), known=note.title is not None)


def title(bill: Bill) -> str:
    """What the state calls it, else what the tradition does."""
    note = bill.draft.plan.loaded.profile.bill.explanatory_note
    return note.title or str(bill.words.phrases["package"]["memorandum_title"])
