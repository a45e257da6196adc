"""The floor of the load benchmark: what a page of this kind costs at least with Streamlit.

One setting, four figures, the map of the communes from cache (its outlines are a static file that
the browser fetches once, as in the product), one chart, one table. Served like the product.
"""

import plotly.graph_objects as go
import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

if __name__ == "__main__":
    import duckdb
    import pandas as pd

    from benchmarks.serving import ROOT

    MEASURES = ("Population", "Rang", "Longueur du nom", "Numéro")
    COMMUNES = ROOT / "data" / "reference" / "communes.csv"
    CENTRE = {"lon": 6.2, "lat": 48.7}

    @st.cache_resource
    def communes() -> pd.DataFrame:
        """One row a commune: code, name, département and four numbers."""
        return duckdb.sql(
            f"""SELECT code, nom, departement, population AS "Population",
                       rank() OVER (ORDER BY population) AS "Rang",
                       length(nom) AS "Longueur du nom", code::INT % 1000 AS "Numéro"
                FROM read_csv('{COMMUNES}', types = {{'code': 'VARCHAR'}}) ORDER BY code"""
        ).df()

    @st.cache_resource
    def commune_map(measure: str) -> go.Figure:
        """Map of a number, one area a commune."""
        table = communes()
        areas = go.Choroplethmap(
            geojson="app/static/outlines/commune.geojson",
            featureidkey="id",
            locations=table["code"].to_numpy(object),
            z=table[measure].rank(pct=True).to_numpy(),
            customdata=table[["code"]].to_numpy(object),
            text=(table["nom"] + " : " + table[measure].astype(str)).to_numpy(object),
            hovertemplate="%{text}<extra></extra>",
        )
        place = {"style": "white-bg", "center": CENTRE, "zoom": 7}
        return go.Figure(areas, {"map": place, "height": 560, "separators": ", "})

    st.set_page_config(page_title="Plancher", layout="wide")
    st.title("Combien coûte une page\u00a0?")
    chosen = st.selectbox("Mesure", MEASURES)
    shown = communes()[["nom", "departement", chosen]]
    for place, (name, value) in zip(
        st.columns(4),
        {"Communes": len(shown), **shown[chosen].agg(["min", "median", "max"])}.items(),
        strict=True,
    ):
        place.metric(name, f"{value:g}")
    st.plotly_chart(commune_map(chosen), key="carte", theme=None, on_select="rerun")
    mean = shown.groupby("departement")[chosen].mean()
    st.plotly_chart(go.Figure(go.Bar(x=mean.index, y=mean)), key="barres", theme=None)
    st.dataframe(shown.nlargest(100, chosen), hide_index=True)
else:
    from pages.components.server import FrenchDocument, ready

    app = App(__file__, middleware=[Middleware(FrenchDocument)], lifespan=ready)
