"""How a paper looks in Word: its page, its styles, its lists; nothing of python-docx's template.

Fonts are named, not taken from a theme, and every size and weight is said twice: scripts written
from right to left have theirs apart (`szCs`, `bCs`).
"""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Twips

from app.files.word_text import Voice, cleaned, element, word_language

# Twentieths of a point: A4, with 23 mm at the sides and room for holes.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
SIDE, TOP, BOTTOM, EDGE = 1304, 1304, 1247, 624
TEXT_WIDTH = PAGE_WIDTH - 2 * SIDE
FACT_INDENT = 3005

INK, BLUE, GREY, LINE, WASH = "171A2B", "2945A8", "4A4E66", "C3C8DC", "EDF0FA"
_FONT = "Arial"
BULLETS = 1
_BULLET_KIND, _NUMBER_KIND = "0", "1"


def _type(size: float, colour: str = INK, *, is_bold: bool = False) -> str:
    """Type of a size in points."""
    weight = "<w:b/><w:bCs/>" if is_bold else ""
    half = round(size * 2)
    return f'{weight}<w:color w:val="{colour}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _space(before: float, after: float, lines: float = 1.2) -> str:
    """Room before and after in points, and the height of lines."""
    return (
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"'
        f' w:line="{round(lines * 240)}" w:lineRule="auto"/>'
    )


def _hanging(indent: int) -> str:
    return f'<w:ind w:left="{indent}" w:hanging="{indent}"/>'


def _heading(level: int, size: float, colour: str, before: float, after: float) -> tuple[str, ...]:
    look = f"<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>{_space(before, after, 1.1)}"
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    return (
        f"Heading{level}",
        f"heading {level}",
        look + outline,
        _type(size, colour, is_bold=True),
    )


_KEPT = "<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>"
_TO_THE_END = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
_RULE = f'w:val="single" w:sz="4" w:space="6" w:color="{LINE}"'
_NOTICE = (
    "<w:keepLines/><w:pBdr>"
    f'<w:top w:val="single" w:sz="4" w:space="6" w:color="{WASH}"/>'
    f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{BLUE}"/>'
    f'<w:bottom w:val="single" w:sz="4" w:space="6" w:color="{WASH}"/>'
    f'<w:right w:val="single" w:sz="4" w:space="8" w:color="{WASH}"/></w:pBdr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/>'
)
_NUMBERED = f'<w:numPr><w:numId w:val="{BULLETS}"/></w:numPr>'

# All other names are Word's own; it shows them in the language of its user.
_OWN = ("Kicker", "Lead", "Small", "Notice", "Facts", "Figure", "Table Text", "Table Head")
# Each with its id, its name, how its paragraphs and how its letters look.
_PARAGRAPHS: tuple[tuple[str, ...], ...] = (
    ("Title", "Title", _KEPT + _space(0, 4, 1.1), _type(22, is_bold=True)),
    ("Subtitle", "Subtitle", _KEPT + _space(0, 8), _type(13, GREY)),
    ("Kicker", "Kicker", _KEPT + _space(0, 4), _type(10.5, BLUE, is_bold=True)),
    _heading(1, 15, BLUE, 18, 5),
    _heading(2, 12.5, INK, 14, 4),
    _heading(3, 11, INK, 10, 3),
    ("ListBullet", "List Bullet", _NUMBERED + _space(0, 4), ""),
    ("ListNumber", "List Number", _space(0, 6), ""),
    ("Caption", "caption", "<w:keepLines/>" + _space(6, 8, 1.1), _type(9.5, GREY, is_bold=True)),
    ("Lead", "Lead", _space(2, 10, 1.25), _type(12.5, BLUE)),
    ("Small", "Small", _space(0, 6), _type(9, GREY)),
    ("Notice", "Notice", _NOTICE + _space(12, 16) + '<w:ind w:left="227" w:right="227"/>', ""),
    (
        "Facts",
        "Facts",
        f'<w:tabs><w:tab w:val="left" w:pos="{FACT_INDENT}"/></w:tabs>'
        + _space(0, 4)
        + _hanging(FACT_INDENT),
        "",
    ),
    ("Figure", "Figure", "<w:keepNext/>" + _space(8, 4, 1), ""),
    ("TableText", "Table Text", _space(0, 0, 1.12), _type(9.5)),
    ("TableHead", "Table Head", "<w:keepNext/>" + _space(0, 0, 1.12), _type(9.5, is_bold=True)),
    ("TOCHeading", "TOC Heading", _KEPT + _space(18, 6), _type(15, BLUE, is_bold=True)),
    ("TOC1", "toc 1", _space(4, 2), ""),
    ("TOC2", "toc 2", _space(0, 2) + '<w:ind w:left="340"/>', ""),
    ("TOC3", "toc 3", _space(0, 2) + '<w:ind w:left="680"/>', _type(9.5)),
    ("Header", "header", _space(0, 0, 1), _type(9.5, BLUE, is_bold=True)),
    (
        "Footer",
        "footer",
        f"<w:pBdr><w:top {_RULE}/></w:pBdr>{_TO_THE_END}{_space(0, 0, 1)}",
        _type(8.5, GREY),
    ),
)

_STYLES = f"""<w:styles {nsdecls("w")}>
<w:docDefaults>
 <w:rPrDefault><w:rPr>
  <w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}"/>
  {_type(10.5)}<w:lang/>
 </w:rPr></w:rPrDefault>
 <w:pPrDefault><w:pPr>{_space(0, 7)}</w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal">
 <w:name w:val="Normal"/><w:qFormat/>
</w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
 <w:name w:val="Default Paragraph Font"/><w:semiHidden/>
</w:style>
<w:style w:type="character" w:styleId="Strong">
 <w:name w:val="Strong"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr>
</w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal">
 <w:name w:val="Normal Table"/><w:semiHidden/>
</w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList">
 <w:name w:val="No List"/><w:semiHidden/>
</w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="PaperTable">
 <w:name w:val="Paper Table"/><w:basedOn w:val="TableNormal"/>
 <w:tblPr>
  <w:tblBorders>
   <w:top w:val="single" w:sz="8" w:space="0" w:color="{BLUE}"/>
   <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{BLUE}"/>
   <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
  </w:tblBorders>
  <w:tblCellMar>
   <w:top w:w="68" w:type="dxa"/><w:left w:w="96" w:type="dxa"/>
   <w:bottom w:w="68" w:type="dxa"/><w:right w:w="96" w:type="dxa"/>
  </w:tblCellMar>
 </w:tblPr>
 <w:tblStylePr w:type="firstRow">
  <w:rPr><w:b/><w:bCs/></w:rPr>
  <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/></w:tcPr>
 </w:tblStylePr>
 <w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>
</w:style>
</w:styles>"""


def _level(form: str, text: str) -> str:
    return (
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f"<w:pPr>{_hanging(397)}</w:pPr>"
        f'<w:rPr><w:color w:val="{BLUE}"/></w:rPr></w:lvl>'
    )


_NUMBERING = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="{_BULLET_KIND}">{_level("bullet", "•")}</w:abstractNum>
<w:abstractNum w:abstractNumId="{_NUMBER_KIND}">{_level("decimal", "%1.")}</w:abstractNum>
<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{_BULLET_KIND}"/></w:num>
</w:numbering>"""

_SETTINGS = f"""<w:settings {nsdecls("w")}>
<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>
<w:autoHyphenation/><w:doNotHyphenateCaps/><w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:compatSetting w:name="compatibilityMode"
 w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang/>
</w:settings>"""


def dress(document: Document, voice: Voice) -> None:
    """Put our page, styles, lists and settings in the place of the template's."""
    styles = parse_xml(_STYLES)
    styles.extend(_paragraph_style(*each) for each in _PARAGRAPHS)
    settings = parse_xml(_SETTINGS)
    for spoken in (*styles.iter(qn("w:lang")), *settings.iter(qn("w:themeFontLang"))):
        _speak(spoken, voice)
    if voice.is_rtl:
        _mirror_borders(styles)
    _refill(document.styles.element, list(styles))
    _refill(document.settings.element, list(settings))
    _refill(document.part.numbering_part.element, list(parse_xml(_NUMBERING)))
    _drop_leftovers(document)
    _set_page(document, voice)


def new_numbers(document: Document) -> int:
    """A further list whose numbers begin with 1."""
    numbering = document.part.numbering_part.element
    number = BULLETS + len(numbering.findall(qn("w:num")))
    restart = element("lvlOverride", element("startOverride", val="1"), ilvl="0")
    kind = element("abstractNumId", val=_NUMBER_KIND)
    numbering.append(element("num", kind, restart, numId=str(number)))
    return number


def _paragraph_style(key: str, name: str, paragraphs: str, letters: str) -> BaseOxmlElement:
    following = key if key.startswith(("List", "Facts", "Table", "TOC")) else "Normal"
    origin = ' w:customStyle="1"' if name in _OWN else ""
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="paragraph"{origin} w:styleId="{key}">'
        f'<w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="{following}"/><w:qFormat/>'
        f"<w:pPr>{paragraphs}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _speak(spoken: BaseOxmlElement, voice: Voice) -> None:
    tag = word_language(cleaned(voice.language))
    bidi = tag if voice.is_rtl else "ar-SA"
    for name, value in (("val", tag), ("eastAsia", tag), ("bidi", bidi)):
        spoken.set(qn(f"w:{name}"), value)


def _mirror_borders(styles: BaseOxmlElement) -> None:
    """Indents turn with the direction of a paragraph, its borders do not."""
    for border in styles.iter(qn("w:pBdr")):
        left, right = border.find(qn("w:left")), border.find(qn("w:right"))
        if left is not None and right is not None:
            looks = dict(left.attrib), dict(right.attrib)
            right.attrib.update(looks[0])
            left.attrib.update(looks[1])


def _refill(root: BaseOxmlElement, children: Sequence[BaseOxmlElement]) -> None:
    for child in list(root):
        root.remove(child)
    root.extend(children)


def _drop_leftovers(document: Document) -> None:
    """Parts nobody refers to are not written: theme, thumbnail, old effects, statistics."""
    unwanted = (
        "theme stylesWithEffects webSettings fontTable customXml thumbnail extended-properties"
    )
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in unwanted.split():
                del relations[key]


def _set_page(document: Document, voice: Voice) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Twips(PAGE_WIDTH), Twips(PAGE_HEIGHT)
    section.left_margin = section.right_margin = Twips(SIDE)
    section.top_margin, section.bottom_margin = Twips(TOP), Twips(BOTTOM)
    section.header_distance = section.footer_distance = Twips(EDGE)
    if voice.is_rtl:
        properties = document.element.body.get_or_add_sectPr()
        properties.insert_element_before(element("bidi"), "w:rtlGutter", "w:docGrid")
