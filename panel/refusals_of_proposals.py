"""What people are told where a page of proposals cannot be had."""

from panel.refusals import SOON, Refusal, Refusals

REFUSALS = Refusals(
    Refusal(
        404,
        "Aquí no hay nada que ver",
        "El enlace está incompleto, algo cambió en él por el camino o ya venció; o el municipio no recibe propuestas "
        "por esta página.",
        "Ábralo otra vez como lo guardó. Si lo copió, revise que esté completo.",
    ),
    Refusal(
        429,
        "Demasiadas visitas desde su red",
        "Desde la misma red llegaron muchas visitas o muchos envíos en poco tiempo.",
        "Espere unos minutos y abra la página otra vez. Lo que ya se recibió quedó guardado.",
        SOON,
    ),
    Refusal(
        503,
        "Ahora no se puede hacer",
        "El servicio está ocupado. Si acababa de enviar algo, puede que no haya quedado.",
        "Espere un momento, vuelva atrás y envíelo otra vez.",
        SOON,
    ),
    Refusal(
        408,
        "Lo que envió no alcanzó a llegar",
        "La conexión estuvo muy lenta y no llegó completo, así que no se guardó nada.",
        "Vuelva atrás y envíelo con menos fotos, o desde otra red.",
        {"Connection": "close"},
    ),
    Refusal(
        405,
        "Esta página solo se abre o recibe su formulario",
        "Lo que pidió su programa no es ninguna de esas dos cosas.",
        "Ábrala con un navegador.",
        {"Allow": "GET, HEAD, POST"},
    ),
    Refusal(
        413,
        "Las fotos pesan demasiado",
        "Cada foto puede pesar hasta 8 MB, y se pueden enviar tres. No se guardó nada.",
        "Vuelva atrás y envíelo con menos fotos, o más pequeñas.",
    ),
)
