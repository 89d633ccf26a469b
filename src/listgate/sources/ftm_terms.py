"""The words of FollowTheMoney and of OpenSanctions, and what they are here.

Datasets are those that carry one list of the catalog. Two carry several: the consolidated
screening list, whose sanctions name the list in ``authority``, and OFAC's non-SDN lists,
told by their program.
"""

from __future__ import annotations

import re

from listgate.records import PartyType

DATASETS = {
    "us_ofac_sdn": "us-ofac-sdn",
    "us_bis_denied": "us-bis-dpl",
    "us_bis_denied_new": "us-bis-dpl",
    "us_bis_mieu": "us-bis-mieu",
    "us_ddtc_debarred": "us-dos-dtc",
    "us_dhs_uflpa": "us-dhs-uflpa",
    "us_dod_chinese_milcorps": "us-dod-1260h",
    "us_fcc_covered_list": "us-fcc-covered",
    "jp_meti_eul": "jp-meti-eul",
    "eu_fsf": "eu-fsf",
    "gb_fcdo_sanctions": "gb-fcdo",
    "un_sc_sanctions": "un-sc",
}
CONSOLIDATED = "us_trade_csl"
OFAC_OTHERS = "us_ofac_cons"
_BY_CODE = {
    "us-ofac-sdn": "us_ofac_sdn",
    "us-bis-dpl": "us_bis_denied",
    "us-bis-mieu": "us_bis_mieu",
    "us-dos-dtc": "us_ddtc_debarred",
    "us-dhs-uflpa": "us_dhs_uflpa",
    "us-dod-1260h": "us_dod_chinese_milcorps",
    "us-fcc-covered": "us_fcc_covered_list",
    "jp-meti-eul": "jp_meti_eul",
    "eu-fsf": "eu_fsf",
    "gb-fcdo": "gb_fcdo_sanctions",
    "un-sc": "un_sc_sanctions",
}
_PROGRAMS = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (r"\bCMIC\b|EO-?13959", "us-ofac-cmic"),
        (r"EO-?13662|\bSSI\b", "us-ofac-ssi"),
        (r"\bPLC\b", "us-ofac-plc"),
        (r"\bFSE\b|EO-?13608", "us-ofac-fse"),
        (r"561|\bCAPTA\b|13846", "us-ofac-capta"),
        (r"\bMBS\b|EO-?14024|Menu", "us-ofac-mbs"),
    )
)

# Schemata of parties, and what kind of party each is.
PARTIES = {
    "Person": PartyType.PERSON,
    "Organization": PartyType.ORGANIZATION,
    "Company": PartyType.ORGANIZATION,
    "PublicBody": PartyType.ORGANIZATION,
    "LegalEntity": PartyType.UNKNOWN,
    "Vessel": PartyType.VESSEL,
    "Airplane": PartyType.AIRCRAFT,
    "Address": PartyType.ADDRESS,
    "Thing": PartyType.UNKNOWN,
}
SCHEMATA = {
    PartyType.PERSON: "Person",
    PartyType.ORGANIZATION: "Organization",
    PartyType.VESSEL: "Vessel",
    PartyType.AIRCRAFT: "Airplane",
    PartyType.ADDRESS: "Address",
    PartyType.UNKNOWN: "LegalEntity",
}
# Properties that hold a number, and the kind of identifier that it is.
IDENTIFIERS = {
    "registrationNumber": "registration",
    "taxNumber": "tax-id",
    "innCode": "tax-id",
    "ogrnCode": "registration",
    "uscCode": "uscc",
    "leiCode": "lei",
    "swiftBic": "bic",
    "bikCode": "bik",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "passportNumber": "passport",
    "idNumber": "national-id",
    "isin": "isin",
    "ticker": "ticker",
    "dunsCode": "duns",
    "okpoCode": "okpo",
    "vatCode": "tax-id",
    "publicKey": "crypto-wallet",
    "serialNumber": "aircraft-serial",
    "website": "website",
    "email": "email",
    "phone": "phone",
}
PROPERTIES = {
    "uscc": "uscCode",
    "lei": "leiCode",
    "bic": "swiftBic",
    "bik": "bikCode",
    "imo": "imoNumber",
    "mmsi": "mmsi",
    "passport": "passportNumber",
    "national-id": "idNumber",
    "isin": "isin",
    "ticker": "ticker",
    "duns": "dunsCode",
    "okpo": "okpoCode",
    "tax-id": "taxNumber",
    "registration": "registrationNumber",
    "aircraft-tail": "registrationNumber",
    "aircraft-serial": "serialNumber",
    "website": "website",
    "email": "email",
    "phone": "phone",
}
# Properties that are details of an entry, by the detail's name.
DETAILS = {
    "birthDate": "date_of_birth",
    "birthPlace": "place_of_birth",
    "nationality": "nationality",
    "citizenship": "citizenship",
    "gender": "gender",
    "position": "title",
    "title": "title",
    "flag": "vessel_flag",
    "pastFlags": "former_flag",
    "type": "vessel_type",
    "callSign": "call_sign",
    "tonnage": "gross_tonnage",
    "grossRegisteredTonnage": "gross_registered_tonnage",
    "notes": "remarks",
}
DETAIL_PROPERTIES = {detail: prop for prop, detail in DETAILS.items()} | {
    "title": "position"
}


def dataset_of(code: str) -> str:
    """The dataset that carries a list: OpenSanctions' own where it has one."""
    return _BY_CODE.get(code) or code.replace("-", "_")


def code_of_program(programs: str) -> str:
    """The non-SDN list of OFAC that the programs tell; empty where they do not."""
    return next((code for words, code in _PROGRAMS if words.search(programs)), "")
