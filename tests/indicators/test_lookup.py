"""What people mean by a key that they type."""

from pathlib import Path

import pytest

from campaigns.loader import load
from campaigns.starter import create
from indicators.lookup import UnknownKey, find_indicator

VISITS = "visitas-del-sitio-web: {nombre: Visitas, unidad: visitas, tipo: declarado}\n"


def test_the_beginning_of_a_key_leads_to_it(tmp_path: Path) -> None:
    """A long key is far from its first word, letter by letter; people type the first word."""
    create(tmp_path / "config")
    with (tmp_path / "config" / "indicadores.yaml").open("a", encoding="utf-8") as file:
        file.write(VISITS)
    (tenant,) = load(tmp_path / "config", {}).tenants
    with pytest.raises(UnknownKey, match="¿Quiso decir visitas-del-sitio-web"):
        find_indicator(tenant, "visitas")
