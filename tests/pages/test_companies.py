from pathlib import Path

from tests.pages.conftest import OpenPage, figure, html


def test_returning_and_new_partition_the_hosts(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "companies")
    count = {n: int(figure(app, n).replace("\u00a0", "")) for n in ("Revenus", "Nouveaux")}
    total = html(app).partition("<strong>")[2].partition("\u00a0lieu")[0].replace("\u00a0", "")
    assert sum(count.values()) == int(total)


def test_the_first_year_has_no_portfolio(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "companies", campagne="2022-2023")
    assert figure(app, "Nouveaux") == "non mesuré"


def test_sections_and_sectors_count_the_same_hosts(open_page: OpenPage, demo_home: Path) -> None:
    sectors, sections, *_ = (d.value for d in open_page(demo_home, "companies").dataframe)
    assert sectors["count"].sum() <= sections["hosts"].sum()
    assert sectors["n"].sum() > 0


def test_the_fabric_is_known_even_without_any_placement(
    open_page: OpenPage, real_home: Path
) -> None:
    app = open_page(real_home, "companies", indicateur="tissu")
    assert "L’accueil n’est pas renseigné" in html(app)
    sectors = app.dataframe[0].value
    assert sectors["n"].sum() == 62_364
    assert sectors["share"].isna().all()
