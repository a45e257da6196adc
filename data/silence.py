"""How a reader is told that nobody answered: the one place of the word, as French makes it agree.

What stands for it in a cell that is read is in `data/contracts/cleaning.py`.
"""

from typing import Final

UNTOLD: Final = "non renseigné"
UNTOLD_S: Final = "non renseignés"  # several, masculine
UNTOLD_E: Final = "non renseignée"
UNTOLD_ES: Final = "non renseignées"
