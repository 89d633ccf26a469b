"""Writes src/listgate/sources/data/countries.tsv: country codes and their names.

Facts from ISO 3166-1 by way of the `rigour` package (MIT), with the spellings that U.S.
publishers use added here. Run again after an upgrade of rigour:

    .venv/bin/python scripts/make_countries.py
"""

from __future__ import annotations

from pathlib import Path

from rigour.territories import get_territory

TARGET = Path(__file__).parent.parent / "src/listgate/sources/data/countries.tsv"

CODE_LIST = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM
BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX
CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG
GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV
LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE
NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF
WS XK YE YT ZA ZM ZW
"""
CODES = CODE_LIST.split()

# Spellings seen in U.S. lists and in users' files, beside the name and the full name.
ALSO = {
    "AE": ["UAE", "U.A.E.", "Emirates"],
    "BA": ["Bosnia", "Bosnia-Herzegovina"],
    "BN": ["Brunei Darussalam"],
    "BS": ["The Bahamas", "Bahamas, The"],
    "BY": ["Byelorussia"],
    "CD": [
        "Congo, Democratic Republic of the",
        "Democratic Republic of Congo",
        "DR Congo",
        "DRC",
        "Zaire",
        "Congo (Democratic Republic)",
    ],
    "CG": ["Congo, Republic of the", "Republic of Congo"],
    "CI": ["Ivory Coast", "Cote d'Ivoire", "Cote d Ivoire"],
    "CN": ["PRC", "P.R.C.", "P.R. China", "PR China", "Mainland China"],
    "CV": ["Cabo Verde"],
    "CZ": ["Czechia", "Czech Republic"],
    "FM": ["Micronesia"],
    "GB": [
        "UK",
        "U.K.",
        "Great Britain",
        "England",
        "Scotland",
        "Wales",
        "Northern Ireland",
    ],
    "GM": ["The Gambia"],
    "HK": [
        "Hong Kong",
        "Hongkong",
        "Hong Kong, China",
        "Hong Kong S.A.R.",
        "China, Hong Kong Special Administrative Region",
        "Hong Kong (China)",
    ],
    "IM": ["Man, Isle of"],
    "IR": [
        "Islamic Republic of Iran",
        "Iran, Islamic Republic of",
        "Iran (Islamic Republic of)",
    ],
    "KN": ["Saint Kitts and Nevis", "St. Kitts and Nevis"],
    "KP": [
        "DPRK",
        "D.P.R.K.",
        "Korea, North",
        "Korea, Democratic People's Republic of",
    ],
    "KR": ["ROK", "Korea, South", "Korea, Republic of", "Republic of Korea"],
    "LA": ["Lao PDR", "Lao People's Democratic Republic"],
    "LC": ["St. Lucia"],
    "MD": ["Moldova, Republic of"],
    "MK": ["Macedonia", "North Macedonia, The Republic of"],
    "MM": ["Burma"],
    "MO": ["Macau", "Macao"],
    "NL": ["The Netherlands", "Holland"],
    "PS": [
        "Palestine",
        "Palestinian",
        "West Bank",
        "Gaza",
        "Region: Gaza",
        "Occupied Palestinian Territories",
        "State of Palestine",
    ],
    "RU": ["Russian Federation", "USSR", "U.S.S.R."],
    "SY": ["Syrian Arab Republic"],
    "SZ": ["Swaziland"],
    "TL": ["East Timor"],
    "TR": ["Turkey", "Turkiye"],
    "TW": ["Taiwan, Province of China", "ROC", "R.O.C."],
    "TZ": ["Tanzania, United Republic of"],
    "UA": ["Crimea", "Crimea (Occupied)", "Region: Crimea"],
    "US": ["USA", "U.S.A.", "U.S.", "United States of America"],
    "VA": ["Vatican", "Holy See"],
    "VC": ["St. Vincent and the Grenadines"],
    "VE": ["Venezuela, Bolivarian Republic of", "Venezuela (Bolivarian Republic of)"],
    "VG": ["British Virgin Islands", "Virgin Islands, British", "BVI"],
    "VI": ["Virgin Islands, U.S."],
    "VN": ["Viet Nam"],
}


def main() -> None:
    """Writes one line a country: the code, then its names."""
    lines = []
    for code in CODES:
        territory = get_territory(code.lower())
        if territory is None:
            raise SystemExit(f"rigour knows no {code}")
        names = [territory.name, territory.full_name, *ALSO.get(code, [])]
        unique = dict.fromkeys(" ".join(name.split()) for name in names if name)
        lines.append("\t".join([code, *unique]))
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
