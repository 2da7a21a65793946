"""The checks of `wordcheck` against a sound file, and against the same file with one fault put in."""

from __future__ import annotations

import io
import zipfile

import pytest
import wordcheck

W = f'xmlns:w="{wordcheck.W}" xmlns:r="{wordcheck.R}"'
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
REF = f"{BEGIN}<w:r><w:instrText> REF _Ref_one \\n \\h </w:instrText></w:r>{SEPARATE}<w:r><w:t>1</w:t></w:r>{END}"
STYLEREF = f"{BEGIN}<w:r><w:instrText> STYLEREF Body </w:instrText></w:r>{SEPARATE}<w:r><w:t>x</w:t></w:r>{END}"
OPEN_COMMENT, CLOSE_COMMENT = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
MENTION = '<w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:commentReference w:id="0"/></w:r>'
COMMENT = (
    '<w:comment w:id="0" w:author="a" w:date="2026-01-01T00:00:00Z"><w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr>'
    "<w:r><w:t>Ask.</w:t></w:r></w:p></w:comment>"
)
SOUND = {
    "[Content_Types].xml": f'{HEADER}<Types xmlns="{wordcheck.TYPES}"><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{OFFICE}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("comments", "comments"),
            ("footer1", "footer"),
        )
    )
    + "</Types>",
    "_rels/.rels": f'{HEADER}<Relationships xmlns="{wordcheck.RELATIONS}">'
    f'<Relationship Id="rId1" Type="{wordcheck.R}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'{HEADER}<Relationships xmlns="{wordcheck.RELATIONS}">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{wordcheck.R}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for number, name in enumerate(("styles", "numbering", "comments", "footer1"), start=1)
    )
    + "</Relationships>",
    "word/styles.xml": f"{HEADER}<w:styles {W}>"
    '<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered"/><w:basedOn w:val="Body"/><w:pPr>'
    '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/></w:style></w:styles>',
    "word/numbering.xml": f'{HEADER}<w:numbering {W}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt '
    'w:val="decimal"/><w:pStyle w:val="Numbered"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>',
    "word/comments.xml": f"{HEADER}<w:comments {W}>{COMMENT}</w:comments>",
    "word/footer1.xml": f"{HEADER}<w:ftr {W}><w:p>{BEGIN}<w:r><w:instrText> PAGE </w:instrText></w:r>{SEPARATE}"
    f"<w:r><w:t>1</w:t></w:r>{END}</w:p></w:ftr>",
    "word/document.xml": f'{HEADER}<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val="Numbered"/></w:pPr>'
    '<w:bookmarkStart w:id="1" w:name="_Ref_one"/><w:r><w:t>One</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
    f'<w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr>{OPEN_COMMENT}<w:r><w:t>See </w:t></w:r>{REF}{CLOSE_COMMENT}{MENTION}'
    '<w:hyperlink w:anchor="_Ref_one"><w:r><w:t>there</w:t></w:r></w:hyperlink></w:p>'
    f"<w:p>{STYLEREF}"
    '<w:bookmarkStart w:id="2" w:name="_Ref_two"/><w:r><w:t>Two</w:t></w:r><w:bookmarkEnd w:id="2"/></w:p>'
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/></w:sectPr></w:body></w:document>',
}
"""A small Word file with one of each thing that is checked."""


def packed(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def spoilt(part: str, old: str, new: str) -> bytes:
    """The sound file with the first `old` of a part made `new`."""
    assert old in SOUND[part]
    return packed({**SOUND, part: SOUND[part].replace(old, new, 1)})


def test_a_sound_file_has_no_faults():
    content = packed(SOUND)
    assert wordcheck.faults(content) == []
    assert [check.__name__ for check in wordcheck.CHECKS if check(wordcheck.Package(content))] == []


DOCUMENT, STYLES, LISTS, COMMENTS = (f"word/{name}.xml" for name in ("document", "styles", "numbering", "comments"))
RELATIONS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"


@pytest.mark.parametrize(
    ("check", "part", "old", "new"),
    [
        # the package
        (wordcheck.package_faults, DOCUMENT, "</w:body>", ""),
        (wordcheck.package_faults, TYPES, "/word/footer1.xml", "/word/footer2.xml"),
        (
            wordcheck.package_faults,
            TYPES,
            "</Types>",
            '<Override PartName="/word/styles.xml" ContentType="x"/></Types>',
        ),
        (wordcheck.package_faults, RELATIONS, 'Target="comments.xml"', 'Target="remarks.xml"'),
        (wordcheck.package_faults, RELATIONS, 'Id="rId1"', 'Id="rId2"'),
        (wordcheck.package_faults, RELATIONS, 'Target="styles.xml"', 'Target="http://x.example" TargetMode="External"'),
        (wordcheck.package_faults, DOCUMENT, 'r:id="rId4"', 'r:id="rId9"'),
        # tags
        (wordcheck.tag_faults, DOCUMENT, "Two", "{{ two }}"),
        (wordcheck.tag_faults, COMMENTS, "Ask.", "{% if x %}"),
        (wordcheck.tag_faults, "word/footer1.xml", "<w:t>1</w:t>", "<w:t>{# no #}</w:t>"),
        (wordcheck.tag_faults, STYLES, 'w:name w:val="Strong"', 'w:name w:val="{{ strong }}"'),
        (wordcheck.tag_faults, DOCUMENT, "<w:t>Two", "<w:t>{</w:t></w:r><w:r><w:t>{ two }"),
        (wordcheck.tag_faults, DOCUMENT, "Two", "Two\ue000"),
        # bookmarks
        (wordcheck.bookmark_faults, DOCUMENT, '<w:bookmarkEnd w:id="1"/>', ""),
        (wordcheck.bookmark_faults, DOCUMENT, '<w:bookmarkStart w:id="1" w:name="_Ref_one"/>', ""),
        (wordcheck.bookmark_faults, DOCUMENT, 'w:id="2" w:name', 'w:id="1" w:name'),
        (wordcheck.bookmark_faults, DOCUMENT, '<w:bookmarkEnd w:id="2"/>', '<w:bookmarkEnd w:id="2"/>' * 2),
        (wordcheck.bookmark_faults, DOCUMENT, "_Ref_two", "_Ref_one"),
        (wordcheck.bookmark_faults, DOCUMENT, "_Ref_two", "_REF_ONE"),
        (wordcheck.bookmark_faults, DOCUMENT, "_Ref_two", "_Ref_" + "x" * 36),
        (wordcheck.bookmark_faults, DOCUMENT, "_Ref_two", "_Ref two"),
        (wordcheck.bookmark_faults, DOCUMENT, "_Ref_two", "2_Ref"),
        (wordcheck.bookmark_faults, DOCUMENT, '<w:bookmarkEnd w:id="1"/></w:p>', '</w:p><w:bookmarkEnd w:id="1"/>'),
        (
            wordcheck.bookmark_faults,
            DOCUMENT,
            '<w:bookmarkStart w:id="2" w:name="_Ref_two"/><w:r><w:t>Two</w:t></w:r><w:bookmarkEnd w:id="2"/>',
            '<w:bookmarkEnd w:id="2"/><w:r><w:t>Two</w:t></w:r><w:bookmarkStart w:id="2" w:name="_Ref_two"/>',
        ),
        # fields
        (wordcheck.field_faults, DOCUMENT, END, ""),
        (wordcheck.field_faults, DOCUMENT, BEGIN, ""),
        (wordcheck.field_faults, DOCUMENT, f"{SEPARATE}<w:r><w:t>1</w:t></w:r>", ""),
        (wordcheck.field_faults, DOCUMENT, SEPARATE, SEPARATE * 2),
        (wordcheck.field_faults, DOCUMENT, "<w:r><w:t>1</w:t></w:r>", ""),
        (wordcheck.field_faults, DOCUMENT, " REF _Ref_one \\n \\h ", " "),
        (wordcheck.field_faults, DOCUMENT, BEGIN, f"<w:r><w:instrText> PAGE </w:instrText></w:r>{BEGIN}"),
        (wordcheck.field_faults, DOCUMENT, "<w:r><w:t>Two</w:t></w:r>", '<w:fldSimple w:instr=" PAGE "/>'),
        (wordcheck.field_faults, "word/footer1.xml", "<w:r><w:t>1</w:t></w:r>", ""),
        (wordcheck.field_faults, "word/footer1.xml", END, ""),
        # references
        (wordcheck.reference_faults, DOCUMENT, "REF _Ref_one", "REF _Ref_none"),
        (wordcheck.reference_faults, DOCUMENT, "REF _Ref_one", "PAGEREF _Ref_none"),
        (wordcheck.reference_faults, DOCUMENT, "REF _Ref_one \\n \\h", 'HYPERLINK \\l "_Ref_none"'),
        (wordcheck.reference_faults, DOCUMENT, "REF _Ref_one \\n \\h", "REF"),
        (wordcheck.reference_faults, DOCUMENT, "STYLEREF Body", "STYLEREF Bodice"),
        (wordcheck.reference_faults, DOCUMENT, 'w:anchor="_Ref_one"', 'w:anchor="_Ref_none"'),
        (wordcheck.reference_faults, DOCUMENT, ' w:anchor="_Ref_one"', ""),
        (wordcheck.reference_faults, "word/footer1.xml", " PAGE ", " REF _Ref_none "),
        # comments
        (wordcheck.comment_faults, DOCUMENT, OPEN_COMMENT, ""),
        (wordcheck.comment_faults, DOCUMENT, CLOSE_COMMENT, ""),
        (wordcheck.comment_faults, DOCUMENT, MENTION, ""),
        (wordcheck.comment_faults, DOCUMENT, MENTION, MENTION * 2),
        (wordcheck.comment_faults, DOCUMENT, MENTION, MENTION.replace('w:id="0"', 'w:id="1"')),
        (wordcheck.comment_faults, DOCUMENT, CLOSE_COMMENT + MENTION, MENTION + CLOSE_COMMENT),
        (wordcheck.comment_faults, COMMENTS, COMMENT, ""),
        (wordcheck.comment_faults, COMMENTS, COMMENT, COMMENT * 2),
        (wordcheck.comment_faults, COMMENTS, "Ask.", " "),
        (wordcheck.comment_faults, COMMENTS, ' w:author="a"', ""),
        # styles
        (wordcheck.style_faults, DOCUMENT, 'w:pStyle w:val="Body"', 'w:pStyle w:val="Bodice"'),
        (wordcheck.style_faults, DOCUMENT, 'w:pStyle w:val="Body"', 'w:pStyle w:val="Strong"'),
        (wordcheck.style_faults, DOCUMENT, 'w:rStyle w:val="Strong"', 'w:rStyle w:val="Stronger"'),
        (
            wordcheck.style_faults,
            DOCUMENT,
            "<w:sectPr>",
            '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr></w:tbl><w:sectPr>',
        ),
        (wordcheck.style_faults, COMMENTS, 'w:pStyle w:val="Body"', 'w:pStyle w:val="Bodice"'),
        (wordcheck.style_faults, LISTS, 'w:pStyle w:val="Numbered"', 'w:pStyle w:val="Counted"'),
        (wordcheck.style_faults, STYLES, 'w:basedOn w:val="Body"', 'w:basedOn w:val="Bodice"'),
        (wordcheck.style_faults, STYLES, 'w:styleId="Strong"', 'w:styleId="Body"'),
        # lists
        (wordcheck.list_faults, STYLES, 'w:numId w:val="1"', 'w:numId w:val="2"'),
        (
            wordcheck.list_faults,
            DOCUMENT,
            '<w:pStyle w:val="Body"/>',
            '<w:pStyle w:val="Body"/><w:numPr><w:numId w:val="2"/></w:numPr>',
        ),
        (wordcheck.list_faults, LISTS, '<w:abstractNumId w:val="7"/>', '<w:abstractNumId w:val="8"/>'),
        (wordcheck.list_faults, LISTS, 'w:pStyle w:val="Numbered"', 'w:pStyle w:val="Body"'),
        (wordcheck.list_faults, STYLES, 'w:ilvl w:val="0"', 'w:ilvl w:val="1"'),
    ],
)
def test_a_fault_is_found_by_its_check(check, part, old, new):
    content = spoilt(part, old, new)
    assert check(wordcheck.Package(content)) != []
    assert wordcheck.faults(content) != []


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice_is_found():
    buffer = io.BytesIO(packed(SOUND))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(DOCUMENT, SOUND[DOCUMENT])
    assert wordcheck.package_faults(wordcheck.Package(buffer.getvalue())) != []


def test_a_part_without_a_content_type_is_found():
    assert wordcheck.package_faults(wordcheck.Package(packed({**SOUND, "word/odd.bin": "x"}))) != []


def test_a_missing_part_is_found():
    parts = {name: content for name, content in SOUND.items() if name != "word/footer1.xml"}
    assert wordcheck.package_faults(wordcheck.Package(packed(parts))) != []


def test_a_field_in_a_field_belongs_to_both():
    toc = f"{BEGIN}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{SEPARATE}"
    content = packed({**SOUND, DOCUMENT: SOUND[DOCUMENT].replace(REF, f"{toc}<w:r><w:t>p. </w:t></w:r>{REF}{END}", 1)})
    found = wordcheck.fields(wordcheck.Package(content).tree(DOCUMENT))
    assert [(one.kind, one.result) for one in found] == [("TOC", "p. 1"), ("REF", "1"), ("STYLEREF", "x")]
    assert wordcheck.faults(content) == []


def test_comments_are_read_with_the_words_that_they_stand_on():
    assert list(wordcheck.comments(wordcheck.Package(packed(SOUND)))) == [("Ask.", "See 1", "Body")]
