"""Labels: capitals become readable, what is written already stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.linking.labels import readable


@pytest.mark.parametrize(
    ("official", "shown"),
    [
        ("VALLEE DE LA MEUSE", "Vallée de la Meuse"),
        ("BEF DE NANCY/TOUL", "Nancy/Toul"),
        ("B.E.F. LE HAVRE", "Le Havre"),
        ("BEF 22 EST", "BEF 22 Est"),
        ("PAYS D'AUGE", "Pays d'Auge"),
        ("L'ISLE SUR LA SORGUE", "L'Isle sur la Sorgue"),
        ("MELUN-SENART", "Melun-Sénart"),
        ("078D-RAMBOUILLET", "078D-Rambouillet"),
        ("SUD GRANDE TERRE ( A )", "Sud Grande Terre ( A )"),
        ("TOULOUSE IV", "Toulouse IV"),
        ("Bassin de Kourou", "Bassin de Kourou"),
        ("ALBI  -  CARMAUX", "Albi - Carmaux"),
        ("", ""),
    ],
)
def test_a_label_is_written_as_people_do(official: str, shown: str) -> None:
    assert readable(official) == shown


@given(st.text("ABCDEÉLNRST '’-/()12", max_size=30))
def test_a_label_made_readable_stays_so(label: str) -> None:
    once = readable(label)
    assert readable(once) == once or not any(letter.islower() for letter in once)
