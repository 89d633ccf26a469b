"""How a workbook of answers looks: the styles that ``sheet_xml`` numbers."""

from __future__ import annotations

from listgate.tables.sheet_xml import TINTS

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

# Fill and letters by status, dark enough on light to be read in print and by those who
# do not see red and green apart.
_COLORS = {
    "match": ("FFC7CE", "9C0006"),
    "review": ("FFEB9C", "7F4F00"),
    "error": ("E4DFEC", "4F3A6B"),
    "clear": ("", "3B6B3B"),
}


def styles_xml() -> str:
    """The workbook's part of styles, in the order of their numbers."""
    fonts = [
        _font("000000"),
        _font("FFFFFF", bold=True),
        _font("0563C1", underlined=True),
        _font("000000", bold=True),
    ]
    fills = [
        '<patternFill patternType="none"/>',
        '<patternFill patternType="gray125"/>',
    ]
    fills.append(_fill("1F3864"))
    top = '<alignment vertical="top"/>'
    xfs = [
        "<xf/>",
        '<xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1">'
        '<alignment vertical="center"/></xf>',
        f'<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1">{top}</xf>',
        '<xf numFmtId="49" applyNumberFormat="1" quotePrefix="1" applyAlignment="1">'
        f"{top}</xf>",
        '<xf numFmtId="49" fontId="2" applyNumberFormat="1" applyFont="1"/>',
        f'<xf fontId="3" applyFont="1" applyAlignment="1">{top}</xf>',
        '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1">'
        '<alignment vertical="top" wrapText="1"/></xf>',
    ]
    for status in TINTS:
        fill, letters = _COLORS[status]
        number = 0
        if fill:
            number = len(fills)
            fills.append(_fill(fill))
        fonts.append(_font(letters, bold=status != "clear"))
        strong = len(fonts) - 1
        for kind, font, where in (
            (49, 0, 'wrapText="1"'),
            (49, strong, 'wrapText="1"'),
            (2, 0, 'horizontal="center"'),
            (49, 2, 'wrapText="1"'),
        ):
            # Reasons are sentences: on one line they would run off the screen and
            # shrink a printed page to nothing.
            xfs.append(
                f'<xf numFmtId="{kind}" fontId="{font}" fillId="{number}" '
                'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
                f'<alignment vertical="top" {where}/></xf>'
            )
    filled = "".join(f"<fill>{fill}</fill>" for fill in fills)
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="{len(fonts)}">{"".join(fonts)}'
        f'</fonts><fills count="{len(fills)}">{filled}</fills><borders count="1">'
        "<border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(xfs)}">{"".join(xfs)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    )


def _font(color: str, *, bold: bool = False, underlined: bool = False) -> str:
    marks = ("<b/>" if bold else "") + ("<u/>" if underlined else "")
    return f'<font>{marks}<sz val="11"/><color rgb="FF{color}"/><name val="Calibri"/></font>'


def _fill(color: str) -> str:
    return (
        f'<patternFill patternType="solid"><fgColor rgb="FF{color}"/>'
        '<bgColor indexed="64"/></patternFill>'
    )
