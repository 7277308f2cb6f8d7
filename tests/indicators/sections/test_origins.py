"""Where each figure comes from."""

from tests.indicators.sections.town import Town, by_first


def test_each_indicator_names_its_query(town: Town) -> None:
    """In words, beside its figure; and how its rows are seen one by one."""
    report = town.report("2027-02")
    rows = by_first(town.table("2027-02", "origenes"))
    assert list(rows) == list(report.tenant.indicators)
    assert rows["contenidos"] == (
        "N° de contenidos publicados",
        "46 contenidos",
        "Publicaciones en medios que publican, con al menos una entrega y sin las que se retiraron.",
    )
    assert rows["visitas"][1] == "sin dato"
    said = town.section("2027-02", "origenes").paragraphs
    assert "pregonero report --period 2027-02 --why CLAVE" in said[0]
