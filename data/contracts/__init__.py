"""The contracts: one table, one contract; readers, checks and messages are made from them."""

from data.contracts.contract import Column, Contract, Rule, VintageColumn
from data.contracts.files import CONTRACTS, DEMO_MARK, EXCHANGE, OFFICIAL, ZONING

__all__ = [
    "CONTRACTS",
    "DEMO_MARK",
    "EXCHANGE",
    "OFFICIAL",
    "ZONING",
    "Column",
    "Contract",
    "Rule",
    "VintageColumn",
]
