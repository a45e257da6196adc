"""The contracts: one table, one contract; readers, checks and messages are made from them."""

from data.contracts.contract import Column, Contract, Rule, VintageColumn
from data.contracts.employers import EMPLOYERS_BY_ACTIVITY, PUBLIC_EMPLOYERS, SIRENE
from data.contracts.exchange import EXCHANGE
from data.contracts.official import OFFICIAL
from data.contracts.travel import TRAVEL_TIMES
from data.contracts.zoning import ZONING

CONTRACTS: dict[str, Contract] = {
    c.name: c
    for c in (
        *ZONING,
        *OFFICIAL,
        EMPLOYERS_BY_ACTIVITY,
        PUBLIC_EMPLOYERS,
        SIRENE,
        *EXCHANGE,
        TRAVEL_TIMES,
    )
}

__all__ = ["CONTRACTS", "Column", "Contract", "Rule", "VintageColumn"]
