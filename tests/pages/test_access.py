import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data import reads
from data.reads.access import demand_by_pool
from data.scope import Scope
from data.selection import RESIDENCE, Selection
from data.store import store
from tests.conftest import some
from tests.pages.conftest import OpenPage, html


def table(app: AppTest, *columns: str) -> pd.DataFrame:
    """The first table that has these columns."""
    return next(t.value for t in app.dataframe if set(columns) <= set(t.value.columns))


def test_potential_access_is_computed_on_the_real_communes(
    open_page: OpenPage, real_home: Path
) -> None:
    app = open_page(real_home, "access")
    reached = app.dataframe[-1].value
    assert len(reached) == 2321
    assert (reached["access"] >= 0).all()
    assert reached["access"].gt(0).mean() > 0.9
    assert "places potentielles pour" in html(app)
    assert set(reached["edge"]) == {"près de l’étranger", ""}


@pytest.mark.parametrize("radius", ["10", "20", "30", "45min"])
@pytest.mark.parametrize("decay", ["paliers", "gaussienne"])
def test_shared_places_add_up_to_the_places_reached(
    open_page: OpenPage, real_home: Path, radius: str, decay: str
) -> None:
    app = open_page(real_home, "access", rayon=radius, niveau="tous", decroissance=decay)
    reached = app.dataframe[-1].value
    shared = (reached["access"] * reached["pupils"]).sum() / 100
    assert shared <= reached["places"].sum() * (1 + 1e-9)
    assert shared > 0.85 * reached["places"].sum()  # nearly every employer is within reach


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("affichage", "croise", "par tiers de communes"),
        ("affichage", "accueil", "places par commune et par an"),
        ("rayon", "30min", "30\u00a0min (estimation)"),
        ("decroissance", "gaussienne", "gaussienne"),
        ("decroissance", "ajustee", "décroissance ajustée"),
        ("offre", "observee", "offre observée"),
        ("offre", "attendue", "offre attendue"),
        ("famille", "commerce", "Commerce – vente"),
        ("carte", "simple", "zone blanche"),
    ],
)
def test_each_setting_is_in_the_address_and_said_on_the_page(
    open_page: OpenPage, demo_home: Path, name: str, code: str, words: str
) -> None:
    app = open_page(demo_home, "access", **{name: code})
    assert app.query_params[name] == code
    assert words in html(app)
    assert not app.warning


@pytest.mark.parametrize("name", ["affichage", "rayon", "decroissance", "offre", "objectif"])
def test_an_unknown_value_is_named_and_replaced(
    open_page: OpenPage, demo_home: Path, name: str
) -> None:
    app = open_page(demo_home, "access", **{name: "zzz"})
    assert "n’est pas une valeur connue" in app.warning[0].value
    assert app.query_params[name] != "zzz"


def test_places_observed_are_shared_by_the_pupils_of_the_track(
    open_page: OpenPage, demo_home: Path
) -> None:
    reached = open_page(demo_home, "access", offre="observee").dataframe[-1].value
    mean = (reached["access"] * reached["pupils"]).sum() / reached["pupils"].sum()
    assert 50 < mean < 130  # weeks hosted ÷ weeks due: near the share of the placed


def test_expected_places_keep_the_total_of_the_observed_ones(
    open_page: OpenPage, demo_home: Path
) -> None:
    one, other = (
        open_page(demo_home, "access", offre=supply, famille="commerce").dataframe[-1].value
        for supply in ("observee", "attendue")
    )
    assert other["places"].sum() == pytest.approx(
        one["places"].sum(), rel=0.01
    )  # some places have too few hosts
    assert (one["places"] > 0).sum() < (other["places"] > 0).sum()


def test_zones_blanches_are_listed_with_pupils_hosts_and_bef(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "access")
    zones = table(app, "around", "host", "km", "befs")
    assert len(zones) > 0
    assert (zones["communes"] >= 3).all()
    assert (zones["edge"] <= zones["communes"]).all()
    assert (zones["pupils"] <= zones["around"]).all()
    assert "zones blanches" in html(app)


def test_distances_have_their_intervals(open_page: OpenPage, demo_home: Path) -> None:
    ways = table(open_page(demo_home, "access"), "median_low", "p90_high")
    assert ways["label"].iloc[0] == "Toutes familles"
    known = ways.dropna(subset=["median_low"])
    assert len(known) > 5
    assert (known["median_low"] <= known["median"]).all()
    assert (known["median"] <= known["p90"]).all()


def test_three_measures_stand_side_by_side(open_page: OpenPage, demo_home: Path) -> None:
    app = open_page(demo_home, "access")
    measures = table(app, "balanced_base", "available")
    assert len(measures) == 13
    reached = app.dataframe[-1].value
    shared = (reached["access"] * reached["pupils"]).sum() / 100
    assert measures["available"].sum() == pytest.approx(shared)


def test_one_bef_says_its_access_and_its_border(open_page: OpenPage, demo_home: Path) -> None:
    text = html(open_page(demo_home, "access", bef="BEF-03"))
    assert "base\u00a0100 académie" in text
    assert "près de l’étranger" in text


def test_real_files_without_placements_say_what_is_not_known(
    open_page: OpenPage, real_home: Path
) -> None:
    app = open_page(real_home, "access", offre="observee")
    assert "« Employeurs (un lieu chacun) » est affiché" in app.warning[0].value
    text = html(app)
    assert "Distances non renseignées" in text
    assert "Placements non renseignés" in text
    assert "Trop peu d’établissements suivis" in text
    assert table(app, "around", "host")["km"].notna().all()


def test_others_see_no_pupil_of_a_commune_and_are_told_why(
    open_page: OpenPage, demo_home: Path
) -> None:
    app = open_page(demo_home, "access", vue="diffusion", offre="observee")
    assert app.query_params["offre"] == "employeurs"
    assert "ne sont pas diffusés" in html(app)
    assert any("il peut y manquer plus de places" in c.value for c in app.caption)
    assert "zone blanche" not in html(app)
    reached = app.dataframe[-1].value
    assert not {"pupils", "need", "reach"} & set(reached.columns)


def test_secret_lacks_are_counted_and_none_missing_is_never_said_over_them(
    open_page: OpenPage, demo_home: Path
) -> None:
    path = store.current_path(demo_home)
    assert path is not None
    selection = Selection("2025-2026", "pro")
    cells = reads.reader_of(store.Store(path), Scope.outside()).states(selection, ("bef", "family"))
    secret = cells["without"].isna().groupby(cells["bef"]).sum()
    whole = open_page(demo_home, "access", vue="diffusion")
    told = [c.value for c in whole.caption if "il peut y manquer plus" in c.value]
    assert told[0].startswith(f"{secret.sum()}\u00a0croisements secrets")
    nothing = cells["without"].fillna(0).groupby(cells["bef"]).sum().eq(0) & secret.gt(0)
    for bef in some(nothing[nothing].index[:1].tolist() or secret[secret > 0].index[:1].tolist()):
        app = open_page(demo_home, "access", vue="diffusion", bef=bef)
        assert f"{secret[bef]}\u00a0croisement" in " ".join(c.value for c in app.caption)
        assert "Aucune place ne manque" not in html(app)


def test_a_lower_target_leaves_fewer_places_to_find(open_page: OpenPage, demo_home: Path) -> None:
    full, lower = (
        table(open_page(demo_home, "access", objectif=o), "to_place", "family_name")
        for o in ("100", "90")
    )
    assert 0 <= lower["to_place"].sum() < full["to_place"].sum()


def test_a_family_narrows_schools_and_lacks(open_page: OpenPage, demo_home: Path) -> None:
    lacks = table(open_page(demo_home, "access", famille="commerce"), "family_name")
    assert set(lacks["family_name"]) == {"Commerce – vente"}


def test_access_is_told_by_school_by_residence_and_by_host(
    open_page: OpenPage, demo_home: Path
) -> None:
    """Three attributions, three maps; each title says its own."""
    answers = {}
    for attribution, named in (
        ("etablissement", "établissement"),
        ("residence", "résidence (estimation, hypothèse)"),
        ("accueil", "accueil"),
    ):
        text = html(open_page(demo_home, "access", attribution=attribution))
        assert f"2025-2026 · {named} · offre" in text
        answers[attribution] = re.findall('class="answer">(.+?)</p>', text)
    assert answers["etablissement"] != answers["residence"]


def test_pupils_at_home_are_those_of_the_schools_but_for_who_lives_outside(
    demo_home: Path,
) -> None:
    path = store.current_path(demo_home)
    assert path is not None
    opened, chosen = store.Store(path), Selection("2025-2026", "pro")
    studied = demand_by_pool(opened, Scope.daet(), chosen)
    lived = demand_by_pool(opened, Scope.daet(), replace(chosen, attribution=RESIDENCE))
    opened.close()
    assert set(lived["pool"]) == set(studied["pool"])
    for name in ("pupils", "pupil_weeks"):
        assert 0.8 * studied[name].sum() < lived[name].sum() <= studied[name].sum() + 1e-6
    assert lived["commune"].nunique() > studied["commune"].nunique()
