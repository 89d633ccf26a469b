"""The remarks cell of Treasury's classic files → what it says, item by item.

Items are joined by ``; `` and closed by a full stop: ``DOB 03 Sep 1962; POB Makassar,
Indonesia; alt. Passport B123 (Iran) expires 01 Jan 2010; a.k.a. 'ABU SETA'.`` Names in
single quotes are the weak aliases. Items of no known form stay together as remarks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from listgate.records import Alias, AliasKind, AliasQuality
from listgate.sources.party_facts import Facts

# The publisher's names of documents, longest first where one begins another.
_DOCUMENTS = """
Afghan Money Service Provider License Number|Aircraft Serial Identification
Birth Certificate Number|Bosnian Personal ID No.|Branch Unit Number
British National Overseas Passport|Business Number|Business Registration Document #
Business Registration Number|C.I.F.|C.I.N.|C.R. No.|C.U.I.|C.U.I.P.|C.U.I.T.|C.U.R.P.
CNP (Personal Numerical Code)|Cartilla de Servicio Militar Nacional|Cedula No.
Central Registration System Number|Certificate of Incorporation Number
Chamber of Commerce Number|Chinese Commercial Code|Citizen's Card Number
Commercial Registry Number|Company Number|Credencial electoral|D.N.I.
Diplomatic Passport|Driver's License No.|Dubai Chamber of Commerce Membership No.
Economic Register Number (CBLS)|Electoral Registry No.|Enterprise Number|File Number
Fiscal Code|Folio Mercantil No.|Global Intermediary Identification Number
Government Gazette Number|I.F.E.|Identification Number|Immigration No.
Istanbul Chamber of Comm. No.|Italian Fiscal Code|Kenyan ID No.|LE Number
Legal Entity Number|License|MMSI|MSB Registration Number|Matricula Mercantil No
Military Registration Number|Moroccan Personal ID No.|N.I.E.|N.I.F.|NIT #
National Foreign ID Number|National ID No.|Numero Unico de Identificacao Tributaria (NUIT)
Numero de Identidad|Organization Code|Paraguayan tax identification number|Passport
Permit Number|Personal ID Card|Pilot License Number|Public Registration Number
Public Security and Immigration No.|R.F.C.|RFC|RIF #|RSIN|RTN|RUC #|Refugee ID Card
Registered Charity No.|Registration Certificate Number (Dubai)|Registration ID
Registration Number|Residency Number|Romanian C.R.|Romanian Permanent Resident
Romanian Tax Registration|Russian State Individual Business Registration Number Pattern (OGRNIP)
SRE Permit No.|SSN|Seafarer's Identification Document|Serial No.|Stateless Person ID Card
Stateless Person Passport|Tax ID No.|Tazkira National ID Card|Tourism License No.
Trade License No.|Trademark number|Travel Document Number|Turkish Identification Number
UAE Identification|UK Company Number|US FEIN|Unified Social Credit Code (USCC)
United Social Credit Code Certificate (USCCC)|V.A.T. Number
Vessel Registration Identification|VisaNumberID
"""
# Labels whose value begins behind a blank.
_FEATURES = """
Aircraft Construction Number (also called L/N or S/N or F/N)|Aircraft Manufacture Date
Aircraft Manufacturer's Serial Number (MSN)|Aircraft Mode S Transponder Code
Aircraft Model|Aircraft Operator|Aircraft Tail Number|BIK (RU)|BIC|Certificate Number
D-U-N-S Number|Effective Date (CMIC)|Email Address|Equity Ticker|Fax|Former Vessel Flag
Gender|ISIN|Issuer Name|Listing Date (CMIC)|Nationality of Registration
Organization Established Date|Other Vessel Call Sign|Other Vessel Flag|Other Vessel Type
Phone Number|Previous Aircraft Tail Number|Purchase/Sales For Divestment Date (CMIC)
Registration Country|SWIFT/BIC|Target Type|Telephone|UN/LOCODE|Vessel Call Sign
Vessel Flag|Vessel Gross Registered Tonnage|Vessel Gross Tonnage|Vessel Owner
Vessel Type|Vessel Year of Build|Website
"""


def _alternatives(table: str) -> str:
    labels = [label for line in table.split("\n") for label in line.split("|") if label]
    return "|".join(re.escape(x) for x in sorted(labels, key=len, reverse=True))


_ALT = re.compile(r"^alt\. ", re.IGNORECASE)
_ALIAS = re.compile(r"^([afn])\.?k\.?a\.?s? (['‘\"])(.+)\2$", re.IGNORECASE)
_PERSONAL = re.compile(r"^(DOB|POB|nationality|citizen) (.+)$")
_DOCUMENT = re.compile(rf"^({_alternatives(_DOCUMENTS)})(?=[ #:])[ #:]*(\S.*)$", re.I)
_FEATURE = re.compile(rf"^({_alternatives(_FEATURES)}):? +(\S.*)$", re.IGNORECASE)
_WALLET = re.compile(r"^(Digital Currency Address - \w+):? (\S+)$", re.IGNORECASE)
# `Secondary sanctions risk: …`, `Executive Order 13662 Directive Determination - …`
_LABELED = re.compile(
    r"^((?:Secondary sanctions risk|Transactions Prohibited For|Linked To|"
    r"Organization Type|Listing Date|Effective Date|PEESA Information|"
    r"CAATSA[^:;]{0,40}Information|Executive Order \d+ information)[^:;]{0,90}?):"
    r"\s*(.+)$"
    r"|^(Additional Sanctions Information|IFCA Determination|"
    r"Executive Order \d+ Directive (?:Determination|Information))(?: -|:)?\s+(.+)$"
)
# Behind a number: where it was issued, then when, in either order of the two dates.
_COUNTRY = re.compile(r"^(.*?)\s*\(([^()]+)\)\s*((?:issued|expires)\b.*)?$")
_DATES = re.compile(r"^(.*?)\s+((?:issued|expires) \d.*)$")
_ABBREVIATED = re.compile(r"\.[A-Za-z]\.$")


@dataclass(slots=True)
class Remarks:
    """What remarks say: aliases, facts, and the items that have no known form."""

    aliases: list[Alias] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    rest: list[str] = field(default_factory=list)


def read_remarks(text: str, facts: Facts | None = None) -> Remarks:
    """The items of a remarks cell, each as what it is."""
    found = Remarks(facts=facts if facts is not None else Facts())
    text = text.strip()
    if text.endswith(".") and not _ABBREVIATED.search(text):
        text = text[:-1]
    for part in text.split("; "):
        item = " ".join(part.split()).strip(" ;")
        if item:
            _read_item(item, found)
    if found.rest:
        found.facts.detail("remarks", "; ".join(found.rest))
    return found


def _read_item(item: str, found: Remarks) -> None:
    bare = _ALT.sub("", item)
    if alias := _ALIAS.match(bare):
        former = alias[1].casefold() == "f"
        found.aliases.append(
            Alias(
                alias[3], AliasKind.FKA if former else AliasKind.AKA, AliasQuality.WEAK
            )
        )
    elif personal := _PERSONAL.match(bare):
        found.facts.feature(personal[1], personal[2])
    elif wallet := _WALLET.match(bare):
        found.facts.feature(wallet[1], wallet[2])
    elif labeled := _LABELED.match(bare):
        found.facts.feature(labeled[1] or labeled[3], labeled[2] or labeled[4])
    elif feature := _FEATURE.match(bare):
        found.facts.feature(feature[1], feature[2])
    elif document := _document(bare):
        label, number, country, dates = document
        found.facts.document(label, number, country)
        if dates:
            found.facts.detail("document_dates", f"{label} {number} {dates}")
    else:
        found.rest.append(item)


@lru_cache(maxsize=1 << 14)
def _document(item: str) -> tuple[str, str, str, str] | None:
    """Label, number, country and dates of an item that is a document."""
    match = _DOCUMENT.match(item)
    if not match:
        return None
    label, number, country, dates = match[1], match[2], "", ""
    if at := _DATES.match(number):
        number, dates = at[1], at[2]
    if at := _COUNTRY.match(number):
        number, country = at[1], at[2]
        dates = dates or at[3] or ""
    if not re.search(r"\d", number) and not re.fullmatch(r"[A-Z]{4,}", number):
        return None  # `License revoked`: a sentence, not a number
    return label, number, country, dates
