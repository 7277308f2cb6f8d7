"""A signature is held to who may sign, and to where it is seen."""

from pathlib import Path

from tests.campaigns.town import CAMPAIGN, MUNICIPALITY, hints, problems

FILE = "campanas/matriculas.yaml"
OURS = MUNICIPALITY + (
    "colaboradores:\n  junta-el-porvenir: {nombre: Junta El Porvenir, clase: junta, contacto: {Sede: Salón comunal}}\n"
)


def _signed(by: str, accounts: str = "correo, web", municipality: str = OURS) -> dict[str, str | bytes | None]:
    text = CAMPAIGN.replace("[correo, web]", f"[{accounts}]")
    return {"municipio.yaml": municipality, FILE: f"{text}    de: {by}\n"}


def test_a_contributor_may_sign(tmp_path: Path) -> None:
    """One that `municipio.yaml` lists, where the message has a page."""
    assert problems(tmp_path, _signed("junta-el-porvenir")) == []


def test_nobody_else_may(tmp_path: Path) -> None:
    """The problem stands at the name, and says which one was meant, or where to add it."""
    wrong = _signed("junta-el-porvenr")
    said = "no existe entre «colaboradores» la organización «junta-el-porvenr»"
    assert problems(tmp_path, wrong) == [f"{FILE}:16:9: {said}"]
    assert hints(tmp_path, wrong) == ["¿quiso decir «junta-el-porvenir»?"]
    assert hints(tmp_path, _signed("ana", municipality=MUNICIPALITY)) == ["agréguelo en municipio.yaml"]


def test_a_signature_that_nobody_would_see_is_refused(tmp_path: Path) -> None:
    """It stands on the site's pages alone."""
    found = problems(tmp_path, _signed("junta-el-porvenir", "correo"))
    said = "«junta-el-porvenir» firma el mensaje «anuncio», y la firma solo se ve en el sitio"
    assert found == [f"{FILE}:16:9: {said}"]
    assert hints(tmp_path, _signed("junta-el-porvenir", "correo")) == [
        "agregue a «canales» una cuenta de tipo web, o borre la línea"
    ]


def test_what_a_contributor_is_must_be_told(tmp_path: Path) -> None:
    """Its class is one of three, and there is a way to reach it."""
    bare = MUNICIPALITY + "colaboradores: {junta: {nombre: Junta, clase: partido, contacto: {}}}\n"
    found = problems(tmp_path, {"municipio.yaml": bare})
    assert len(found) == 2
    assert all(each.startswith("municipio.yaml:14:") for each in found)
