"""Indicators whose figure is fetched: each with the keys of its source in their places."""

from collections.abc import Mapping

from campaigns.assembly.findings import Findings
from campaigns.indicator import Indicator
from campaigns.problem import Problem
from campaigns.pulled import Pulled
from campaigns.reading.salvage import salvage
from campaigns.reading.secrets import Vault, expand, stray_options
from campaigns.reading.tree import Document

PULLED, SOURCE = "traido", "trae"


def assemble_pulled(
    document: Document, indicators: Mapping[str, Indicator], vault: Vault
) -> tuple[dict[str, Indicator], tuple[Problem, ...]]:
    """The indicators, and what is wrong with any that is fetched or says that it is.

    A key that is missing on this machine is no mistake in the file: a plan is checked, simulated and sent without it,
    and whoever fetches the figure says what is missing.
    """
    findings, found = Findings(document), dict(indicators)
    for slug, indicator in indicators.items():
        if indicator.type == PULLED and indicator.pulled is None:
            findings.add((slug,), f"el indicador «{slug}» es traído y no dice de dónde", f"agregue «{SOURCE}:»")
        elif indicator.type != PULLED and indicator.pulled is not None:
            findings.add((slug, SOURCE), "«trae» es solo de «tipo: traido»", "cambie el tipo, o borre «trae»")
        for name, given in (("cuenta", indicator.counts is not None), ("filtro", bool(_filters(indicator)))):
            if indicator.type == PULLED and given:
                findings.add((slug, name), "un indicador traído no cuenta filas de aquí", f"borre «{name}»")
        if indicator.pulled is not None:
            pulled = _with_keys(findings, (slug, SOURCE), vault)
            found[slug] = indicator if pulled is None else indicator.model_copy(update={"pulled": pulled})
    return found, tuple(findings.problems)


def _filters(indicator: Indicator) -> frozenset[str]:
    return frozenset(indicator.filter.model_fields_set)


def _with_keys(findings: Findings, within: tuple[str, str], vault: Vault) -> Pulled | None:
    document = findings.document
    node, problems = expand(document, within, Pulled, vault, required=False)
    # What has no right form was told when the file was read.
    read = salvage(document, Pulled, within, node)
    findings.problems += [*problems, *stray_options(document, within, Pulled)]
    return read.value
