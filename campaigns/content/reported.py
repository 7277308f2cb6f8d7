"""What a message with `informe` may say of its report: `{{ informe.periodo }}` and what stands beside it. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.campaign import Format, MessageEntry

MIMES: Mapping[Format, str] = {
    "html": "text/html",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What the files of a report are."""
SAMPLES = {
    "semana": "semana 53 de 2026, del 28 de diciembre de 2026 al 3 de enero de 2027",
    "mes": "septiembre de 2027",
    "bimestre": "quinto bimestre de 2027 (septiembre y octubre)",
    "semestre": "segundo semestre de 2027 (julio a diciembre)",
    "año": "año 2027",
}
"""The longest name that a period of each kind has: what lengths are measured with."""
SUMMARY = (
    "Aquí van las frases del resumen: cuánto se publicó, a cuántas personas llegó, qué metas faltan y quién debe qué.",
)
PROOF = "{{ informe.comprobacion }}"
"""What is put below a text that goes out with the files and does not say it by itself."""
HOW = (
    "Quien quiera comprobar que su copia es la publicada calcula la huella SHA-256 del archivo («sha256sum ARCHIVO» en "
    "Linux, «certutil -hashfile ARCHIVO SHA256» en Windows): debe ser la misma."
)


def report_values(
    period: str, summary: Sequence[str], marks: Sequence[tuple[str, str]], page: str = ""
) -> dict[str, Any]:
    """In JSON's own types. `marks`: name and sha256 of each file; `page`: where all of them lie, if not here."""
    lines = [f"{name}: {digest}" for name, digest in marks]
    told = [f"Huella SHA-256 de {line}" for line in lines]
    where = [f"Todos los archivos del informe están en {page}"] if page else []
    return {
        "periodo": period,
        "resumen": list(summary),
        "archivos": [name for name, _ in marks],
        "huella": marks[0][1] if marks else "",
        "huellas": lines,
        "comprobacion": "\n".join([*where, *told, HOW]),
    }


def sample_values(message: MessageEntry) -> dict[str, Any]:
    """As long as they can be: what texts are checked and shown with before there is a report. Empty without one."""
    if message.report is None:
        return {}
    marks = [(f"informe.{each}", "0" * 64) for each in message.report.formats]
    return {"informe": report_values(SAMPLES[message.report.period], SUMMARY, marks)}


def with_proof(text: str) -> str:
    """A text that says how its files are compared with what was published."""
    said = any(word in text for word in ("informe.huella", "informe.comprobacion"))
    return text if said else f"{text.rstrip()}\n\n{PROOF}"
