"""What goes with a bill: memorandum, table of correspondence, accession checklist, forms, and the package of all."""
