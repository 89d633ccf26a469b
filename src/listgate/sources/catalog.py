"""Every list that Listgate knows: who publishes it, where, and what being on it means.

The consolidated file names a list in its ``source`` column, as in ``Entity List (EL) -
Bureau of Industry and Security``. The catalog keeps the abbreviation in the brackets
(``EL``): the words before it have changed over the years, the abbreviation has not.
"""

from __future__ import annotations

import re
from functools import lru_cache

from listgate.errors import QueryError
from listgate.records import SourceList

_BIS = "U.S. Department of Commerce, Bureau of Industry and Security (BIS)"
_OFAC = "U.S. Department of the Treasury, Office of Foreign Assets Control (OFAC)"
_STATE = "U.S. Department of State"
_OFAC_URL = "https://sanctionslist.ofac.treas.gov/Home/ConsolidatedList"

# The one file of all U.S. lists with a ``csl_source``.
CONSOLIDATED_FILE = (
    "https://data.trade.gov/downloadable_consolidated_screening_list/v1/"
    "consolidated.json"
)
# The eCFR keeps every day's text since 2017; its own word for today's is a date too,
# told by ``ECFR_TITLES``.
ECFR_TITLES = "https://www.ecfr.gov/api/versioner/v1/titles.json"
_ECFR_744 = "https://www.ecfr.gov/api/versioner/v1/full/{edition}/title-15.xml?part=744"
_SLS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
_OFAC_OTHERS = _SLS + "CONS_ADVANCED.XML"
# The Treasury's service answers with a redirect to its store of published files.
_SLS_HOSTS = ("wc2h-sls-prod-public-published.s3.us-gov-west-1.amazonaws.com",)

CATALOG: tuple[SourceList, ...] = (
    SourceList(
        code="us-bis-el",
        title="Entity List",
        publisher=_BIS,
        url="https://www.bis.gov/entity-list",
        legal_effect=(
            "A license is needed for the items named in the entry's license requirement "
            "when the entity is a party to the transaction; applications are judged by "
            "the entry's license review policy."
        ),
        authority="15 CFR 744.11, 744.16; Supp. No. 4 to part 744",
        csl_source="EL",
        download=_ECFR_744,
    ),
    SourceList(
        code="us-bis-dpl",
        title="Denied Persons List",
        publisher=_BIS,
        url="https://www.bis.gov/denied-persons-list",
        legal_effect=(
            "No one may take part in a transaction subject to the EAR with a denied "
            "person in the way the denial order forbids."
        ),
        authority="15 CFR 764.3(a)(2); General Prohibition Four, 736.2(b)(4)",
        csl_source="DPL",
        download="https://www.bis.doc.gov/dpl/dpl.txt",
        hosts=("www.bis.gov", "media.bis.gov"),
    ),
    SourceList(
        code="us-bis-uvl",
        title="Unverified List",
        publisher=_BIS,
        url="https://www.bis.gov/unverified-list",
        legal_effect=(
            "No license exceptions; a UVL statement before an item that needs no "
            "license goes; export information is filed whatever the value."
        ),
        authority="15 CFR 744.15; Supp. No. 6 to part 744",
        csl_source="UVL",
        download=_ECFR_744,
    ),
    SourceList(
        code="us-bis-meu",
        title="Military End-User List",
        publisher=_BIS,
        url="https://www.ecfr.gov/current/title-15/part-744",
        legal_effect=(
            "A license is needed for the items of Supp. No. 2 to part 744 (for Russia "
            "and Belarus: all items subject to the EAR); presumption of denial."
        ),
        authority="15 CFR 744.21; Supp. No. 7 to part 744",
        csl_source="MEU",
        download=_ECFR_744,
    ),
    SourceList(
        code="us-bis-mieu",
        title="Military-Intelligence End Users",
        publisher=_BIS,
        url="https://www.ecfr.gov/current/title-15/section-744.22",
        legal_effect=(
            "A license is needed for any item subject to the EAR; support by U.S. "
            "persons is restricted too (744.6(b)(5))."
        ),
        authority="15 CFR 744.22(f)(2)",
        download=_ECFR_744,
    ),
    SourceList(
        code="us-ofac-sdn",
        title="Specially Designated Nationals and Blocked Persons List",
        publisher=_OFAC,
        url="https://sanctionslist.ofac.treas.gov/Home/SdnList",
        legal_effect=(
            "Property is blocked and U.S. persons may not deal with the party; for some "
            "programs the EAR ask for a license besides (744.8)."
        ),
        authority="31 CFR chapter V; 15 CFR 744.8",
        csl_source="SDN",
        download=_SLS + "SDN_ADVANCED.XML",
        hosts=_SLS_HOSTS,
    ),
    SourceList(
        code="us-ofac-ssi",
        title="Sectoral Sanctions Identifications List",
        publisher=_OFAC,
        url=_OFAC_URL,
        legal_effect=(
            "Named dealings in debt, equity and oil projects are prohibited "
            "(Directives 1 to 4); property is not blocked."
        ),
        authority="E.O. 13662; 31 CFR part 589",
        csl_source="SSI",
        download=_OFAC_OTHERS,
        hosts=_SLS_HOSTS,
    ),
    SourceList(
        code="us-ofac-cmic",
        title="Non-SDN Chinese Military-Industrial Complex Companies List",
        publisher=_OFAC,
        url=_OFAC_URL,
        legal_effect=(
            "U.S. persons may not buy or sell the company's publicly traded securities; "
            "by itself no export license requirement."
        ),
        authority="E.O. 13959 as amended by E.O. 14032; 31 CFR part 586",
        csl_source="CMIC",
        download=_OFAC_OTHERS,
        hosts=_SLS_HOSTS,
    ),
    SourceList(
        code="us-ofac-mbs",
        title="Non-SDN Menu-Based Sanctions List",
        publisher=_OFAC,
        url=_OFAC_URL,
        legal_effect=(
            "The entry's own sanctions apply, such as limits on loans or correspondent "
            "accounts; property is not blocked."
        ),
        authority="CAATSA section 235; E.O. 14024 directives",
        csl_source="NS-MBS",
        download=_OFAC_OTHERS,
        hosts=_SLS_HOSTS,
    ),
    SourceList(
        code="us-ofac-fse",
        title="Foreign Sanctions Evaders List",
        publisher=_OFAC,
        url=_OFAC_URL,
        legal_effect=(
            "U.S. persons may not deal with the party in goods, services or technology; "
            "property is not blocked."
        ),
        authority="E.O. 13608",
        csl_source="FSE",
        download=_OFAC_OTHERS,
        hosts=_SLS_HOSTS,
    ),
    SourceList(
        code="us-ofac-capta",
        title="List of Foreign Financial Institutions Subject to CAPTA Sanctions",
        publisher=_OFAC,
        url=_OFAC_URL,
        legal_effect=(
            "U.S. correspondent or payable-through accounts of the institution are "
            "prohibited or limited."
        ),
        authority="31 CFR chapter V (correspondent and payable-through accounts)",
        csl_source="CAP",
        download=_OFAC_OTHERS,
        hosts=_SLS_HOSTS,
    ),
    SourceList(
        code="us-ofac-plc",
        title="Non-SDN Palestinian Legislative Council List",
        publisher=_OFAC,
        url=_OFAC_URL,
        legal_effect="U.S. financial institutions must reject the party's transactions.",
        authority="31 CFR parts 594, 595 and 597",
        csl_source="PLC",
        download=_OFAC_OTHERS,
        hosts=_SLS_HOSTS,
    ),
    SourceList(
        code="us-dos-isn",
        title="Nonproliferation Sanctions",
        publisher=f"{_STATE}, Bureau of International Security and Nonproliferation",
        url="https://www.state.gov/key-topics-bureau-of-international-security-and-nonproliferation/nonproliferation-sanctions/",
        legal_effect=(
            "The sanctions of the determination apply, usually no U.S. government "
            "procurement, assistance, arms sales or export licenses."
        ),
        authority="Several acts; the Federal Register notice of each determination",
        csl_source="ISN",
        download=CONSOLIDATED_FILE,
    ),
    SourceList(
        code="us-dos-dtc",
        title="AECA Debarred List",
        publisher=f"{_STATE}, Directorate of Defense Trade Controls",
        url="https://www.pmddtc.state.gov",
        legal_effect=(
            "The party may not take part, directly or indirectly, in exports of defense "
            "articles and defense services under the ITAR."
        ),
        authority="22 CFR 127.7; section 38(g)(4) of the Arms Export Control Act",
        csl_source="DTC",
        download=CONSOLIDATED_FILE,
    ),
    SourceList(
        code="us-fcc-covered",
        title="Covered List",
        publisher="Federal Communications Commission (FCC)",
        url="https://www.fcc.gov/supplychain/coveredlist",
        legal_effect=(
            "No new FCC equipment authorizations for the covered equipment and no "
            "universal-service money for it."
        ),
        authority="47 CFR 1.50002, 2.903; Secure Networks Act",
    ),
    SourceList(
        code="us-dod-1260h",
        title="Chinese Military Companies (Section 1260H)",
        publisher="U.S. Department of Defense",
        url="https://www.federalregister.gov/agencies/defense-department",
        legal_effect=(
            "Named as a Chinese military company; the Department may not contract with "
            "it from 2026-06-30, nor buy its goods through others from 2027-06-30."
        ),
        authority="Pub. L. 116-283 section 1260H; Pub. L. 118-31 section 805",
    ),
    SourceList(
        code="us-ndaa-889",
        title="Covered Video Surveillance and Telecommunications Equipment (Section 889)",
        publisher="U.S. Congress; Federal Acquisition Regulatory Council",
        url="https://www.acquisition.gov/far/52.204-25",
        legal_effect=(
            "Federal agencies may not buy covered equipment of the named makers and "
            "their subsidiaries or affiliates (2019-08-13), nor contract with those who "
            "use it (2020-08-13)."
        ),
        authority="Pub. L. 115-232 section 889(a)(1)(A), (B); FAR 52.204-25",
    ),
    SourceList(
        code="us-dhs-uflpa",
        title="UFLPA Entity List",
        publisher="U.S. Department of Homeland Security, Forced Labor Enforcement Task Force",
        url="https://www.dhs.gov/uflpa-entity-list",
        legal_effect=(
            "Goods of the entity are presumed made with forced labor and barred from "
            "entry into the United States."
        ),
        authority="Pub. L. 117-78; 19 U.S.C. 1307",
        download="https://www.dhs.gov/uflpa-entity-list",  # the page is the list
    ),
    SourceList(
        code="jp-meti-eul",
        title="Foreign End User List",
        publisher="Japan, Ministry of Economy, Trade and Industry (METI)",
        url="https://www.meti.go.jp/policy/anpo/",
        legal_effect=(
            "Exporters from Japan must apply for a license unless it is clear that the "
            "goods will not serve weapons of mass destruction."
        ),
        authority="Japan's catch-all controls, Foreign Exchange and Foreign Trade Act",
    ),
    SourceList(
        code="eu-fsf",
        title="Consolidated List of Persons Subject to EU Financial Sanctions",
        publisher="European Commission",
        url="https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
        legal_effect=(
            "Funds and economic resources are frozen, and none may be made available to "
            "the party, within the European Union."
        ),
        authority="The Council regulation named by each entry",
        # The token is the same for everyone and printed on the data portal.
        download=(
            "https://webgate.ec.europa.eu/fsd/fsf/public/files/"
            "xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"
        ),
    ),
    SourceList(
        code="gb-fcdo",
        title="UK Sanctions List",
        publisher="United Kingdom, Foreign, Commonwealth and Development Office",
        url="https://www.gov.uk/government/publications/the-uk-sanctions-list",
        legal_effect=(
            "The sanctions that the entry names apply in the United Kingdom, mostly an "
            "asset freeze, for persons a travel ban."
        ),
        authority="Sanctions and Anti-Money Laundering Act 2018",
        download="https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml",
    ),
    SourceList(
        code="un-sc",
        title="United Nations Security Council Consolidated List",
        publisher="United Nations Security Council",
        url="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
        legal_effect=(
            "Member states freeze assets and bar arms, and for persons travel, as the "
            "resolution behind the entry demands."
        ),
        authority="The Security Council resolution of each regime",
        download="https://scsanctions.un.org/resources/xml/en/consolidated.xml",
    ),
)

_BY_CODE = {source.code: source for source in CATALOG}
_BY_CSL = {source.csl_source: source for source in CATALOG if source.csl_source}
_ABBREVIATION = re.compile(r"\(([A-Z]+(?:-[A-Z]+)*)(?: List)?\)")


def by_code(code: str) -> SourceList:
    """The list of that code.

    Raises:
        QueryError: no list has it.
    """
    try:
        return _BY_CODE[code]
    except KeyError:
        raise QueryError(
            "list", f"{code!r} is not a list code; `listgate lists` shows them."
        ) from None


@lru_cache(maxsize=256)
def by_csl_source(source: str) -> SourceList | None:
    """The list that the consolidated file means by this ``source``, if any is known."""
    found = _ABBREVIATION.search(source)
    if found and found[1] in _BY_CSL:
        return _BY_CSL[found[1]]
    title = source.partition(" - ")[0].partition(" (")[0].strip().casefold()
    return next((s for s in _BY_CSL.values() if s.title.casefold() == title), None)
