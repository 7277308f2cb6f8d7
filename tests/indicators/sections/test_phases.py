"""Phases beside the law's dates, and the schedule."""

from tests.indicators.sections.town import Town


def test_each_phase_has_its_progress_beside_the_whole(town: Town) -> None:
    """As `plan.yaml` says it was measured last."""
    chart = town.chart("2027-02", "avance-de-las-fases")
    progress, whole = chart.series
    assert dict(zip(chart.labels, progress.values, strict=True)) == {
        "Información": 90,
        "Interacción": 70,
        "Completa": 100,
    }
    assert whole.values == (100, 100, 100)
    assert chart.says == "La fase con menos avance es Interacción, con 70\u00a0%."


def test_the_schedule_says_how_many_activities_are_past_their_date(town: Town) -> None:
    """Of four one is done by its words, and on 1 March two others are past their date, and their rows late."""
    rows = town.table("2027-02", "cronograma").rows
    late = sum(bool(row[-1]) for row in rows)
    said = town.section("2027-02", "cronograma").paragraphs
    assert late == 2
    assert {row.action.key: row.progress for row in town.report("2027-02").actions if row.action.activities} == {
        "VC-2": "late",
        "VC-3": "late",
    }
    assert said == ("De 4 actividades, 1 está cumplida; 2 pasaron su fecha sin cumplirse.",)
