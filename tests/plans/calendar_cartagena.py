"""The Concejo of Cartagena in 2027, by hand: each message with its days, read off the plan and a wall calendar."""

from tests.plans.expected import Expected, line
from tests.plans.wall_calendar import FRI, MON, SAT, THU, TUE, but_holidays, every, later, weekday, workday

SOCIAL = "facebook instagram x"


def fortnightly(first: str) -> list[str]:
    """Every second week from a day on, left out where it is a holiday."""
    return [each.strftime("%m-%d") for each in but_holidays(every(14, first))]


IMAGE = (
    line("digitalizate/servicios", "CA-1", f"web {SOCIAL}", "10:00", "01-12 04-13 07-13 10-12"),
    line("digitalizate/diligencias", "CA-1", f"web {SOCIAL}", "10:00", "02-09 05-11 08-10 11-09"),
    line("digitalizate/canales-de-atencion", "CA-1", f"web {SOCIAL}", "10:00", "03-09 06-08 09-14 12-14"),
    line("digitalizate/correo", "CA-1", "correo*15", "09:00", "01-28 04-29 07-29 10-28"),
    line("digitalizate/folletos", "CA-1", "folletos*6", "08:00", "02-15 08-17"),
    line("digitalizate/video-institucional", "CA-1", "video", "08:00", "03-01 06-08 09-06 12-06"),
    line("digitalizate/nota-de-radio-servicios", "CA-1", "emisora", "07:00", "01-20 04-21 07-21 10-20"),
    line("digitalizate/nota-de-radio-diligencias", "CA-1", "emisora", "07:00", "02-17 05-19 08-18 11-17"),
    line("digitalizate/nota-de-radio-canales", "CA-1", "emisora", "07:00", "03-17 06-16 09-15 12-15"),
    line("video-corporativo/guion", "CA-8", "tareas", "08:00", "02-05"),
    line("video-corporativo/grabacion", "CA-8", "video", "08:00", "03-05"),
    line("video-corporativo/estreno", "CA-8", "web", "09:00", "05-05"),
    line("video-corporativo/capitulo-comisiones", "CA-8", "web", "09:00", "07-14"),
    line("video-corporativo/capitulo-servicios", "CA-8", "web", "09:00", "09-08"),
    line("video-corporativo/capitulo-atencion", "CA-8", "web", "09:00", "11-10"),
    line("comercial-de-television/produccion", "CA-9", "tareas", "08:00", "03-01"),
    line("comercial-de-television/pauta", "CA-9", "tareas", "08:00", "05-11"),
    line("comercial-de-television/emision-tramites", "CA-9", "television", "08:00", "06-08 08-02 10-04"),
    line("comercial-de-television/emision-canales", "CA-9", "television", "08:00", "07-06 09-06 11-02"),
    line("motivacion/preparacion", "CA-10", "tareas*3", "08:00", "07-26"),
    line("motivacion/expectativa", "CA-10", SOCIAL, "18:00", "08-04"),
    line("motivacion/lanzamiento", "CA-10", f"web {SOCIAL}", "08:00", "08-09"),
    line("motivacion/folletos", "CA-10", "folletos*6", "08:00", "08-10"),
    line("motivacion/television", "CA-10", "television", "08:00", "08-11"),
    line("motivacion/mitad-de-camino", "CA-10", SOCIAL, "12:00", "08-23"),
    line("motivacion/balance", "CA-10", "tareas", "08:00", "09-06"),
    line("motivacion/agradecimiento", "CA-10", f"web {SOCIAL}", "10:00", "09-08"),
)

PRESS = (
    line("el-universal/servicio-del-mes", "CA-3", "el-universal", "08:00", weekday(1, TUE)),
    line("el-universal/acuerdo-explicado", "CA-3", "el-universal", "08:00", weekday(2, TUE)),
    line("el-universal/proyecto-en-debate", "CA-3", "el-universal", "08:00", weekday(3, TUE)),
    line("el-universal/paso-a-paso", "CA-3", "el-universal", "08:00", weekday(4, TUE)),
    line("el-universal/pregunta-ciudadana", "CA-3", "el-universal", "08:00", weekday(1, FRI)),
    line("el-universal/canal-de-contacto", "CA-3", "el-universal", "08:00", weekday(2, FRI)),
    line("el-universal/agenda-y-sesiones", "CA-3", "el-universal", "08:00", weekday(3, FRI)),
    line("el-universal/historia-de-usuario", "CA-3", "el-universal", "08:00", weekday(4, FRI)),
    line("el-universal/balance-del-trimestre", "CA-3", "el-universal", "08:00", "03-31 06-30 09-29 12-29"),
)

NETWORKS = (
    line("publicaciones-diarias/lunes-orden-del-dia", "CA-2", SOCIAL, "07:30", *fortnightly("01-04")),
    line("publicaciones-diarias/martes-como-radicar", "CA-2", SOCIAL, "07:30", *fortnightly("01-05")),
    line("publicaciones-diarias/miercoles-derecho-de-peticion", "CA-2", SOCIAL, "07:30", *fortnightly("01-06")),
    line("publicaciones-diarias/jueves-buscar-un-acuerdo", "CA-2", SOCIAL, "07:30", *fortnightly("01-07")),
    line("publicaciones-diarias/viernes-en-directo", "CA-2", SOCIAL, "07:30", *fortnightly("01-08")),
    line("publicaciones-diarias/lunes-como-asistir", "CA-2", SOCIAL, "07:30", *fortnightly("01-11")),
    line("publicaciones-diarias/martes-certificaciones", "CA-2", SOCIAL, "07:30", *fortnightly("01-12")),
    line("publicaciones-diarias/miercoles-estado-de-su-peticion", "CA-2", SOCIAL, "07:30", *fortnightly("01-13")),
    line("publicaciones-diarias/jueves-proyectos-en-estudio", "CA-2", SOCIAL, "07:30", *fortnightly("01-14")),
    line("publicaciones-diarias/viernes-suscribase", "CA-2", SOCIAL, "07:30", *fortnightly("01-15")),
    line("facebook/glosario", "CA-4", "facebook", "16:00", *fortnightly("01-04")),
    line("facebook/requisitos-de-una-peticion", "CA-4", "facebook", "16:00", *fortnightly("01-06")),
    line("facebook/tiempos-de-respuesta", "CA-4", "facebook", "16:00", *fortnightly("01-07")),
    line("facebook/barrio-y-concejo", "CA-4", "facebook", "16:00", *fortnightly("01-08")),
    line("facebook/no-se-deje-enganar", "CA-4", "facebook", "16:00", *fortnightly("01-11")),
    line("facebook/accesibilidad", "CA-4", "facebook", "16:00", *fortnightly("01-13")),
    line("facebook/buzon-de-la-sede", "CA-4", "facebook", "16:00", *fortnightly("01-14")),
    line("facebook/sabia-usted", "CA-4", "facebook", "16:00", *fortnightly("01-15")),
    line("participa-ya-redes/peticion", "CA-12", SOCIAL, "11:00", weekday(1, SAT)),
    line("participa-ya-redes/copias", "CA-12", SOCIAL, "11:00", weekday(2, SAT)),
    line("participa-ya-redes/comentarios-a-proyectos", "CA-12", SOCIAL, "11:00", weekday(3, SAT)),
    line("participa-ya-redes/registro", "CA-12", SOCIAL, "11:00", weekday(4, SAT)),
)

AUDIENCES = (
    line("participa-ya-correos/peticiones", "CA-5", "correo*3", "09:00", "01-07 05-06 09-02"),
    line("participa-ya-correos/copias-y-certificaciones", "CA-5", "correo*3", "09:00", "02-04 06-03 10-07"),
    line("participa-ya-correos/opine-sobre-un-proyecto", "CA-5", "correo*3", "09:00", "03-04 07-01 11-04"),
    line("participa-ya-correos/siga-las-sesiones", "CA-5", "correo*3", "09:00", "04-01 08-05 12-02"),
    line("participa-ya-correos/medicion-del-uso", "CA-5", "tareas", "08:00", "12-13"),
    line("participa-ya-folletos/como-pedir", "CA-6", "folletos*6", "08:00", "02-22"),
    line("participa-ya-folletos/tramites-en-linea", "CA-6", "folletos*6", "08:00", "05-24"),
    line("participa-ya-folletos/siga-un-proyecto", "CA-6", "folletos*6", "08:00", "08-23"),
    line("participa-ya-folletos/registrese", "CA-6", "folletos*6", "08:00", "11-22"),
    line("canales-visuales/comunidad-organizada", "CA-11 CA-14", "correo*6", "10:00", "03-10 09-08"),
    line("canales-visuales/academia", "CA-11 CA-14", "correo*3", "10:00", "04-14 10-13"),
    line("canales-visuales/sector-productivo", "CA-11 CA-14", "correo*3", "10:00", "05-12 11-10"),
    line("canales-visuales/entidades", "CA-11 CA-14", "correo*3", "10:00", "06-09 12-09"),
    line("canales-visuales/redes", "CA-11 CA-14", SOCIAL, "12:00", weekday(3, THU, range(2, 13, 3))),
    line("canales-visuales/folletos", "CA-11 CA-14", "folletos*6", "08:00", "10-04"),
    line("usuarios-internos/que-cambio", "CA-13", "correo-interno*6", "08:00", "01-04 04-05 07-06 10-04"),
    line("usuarios-internos/como-orientar", "CA-13", "correo-interno*6", "08:00", "02-01 05-03 08-02 11-02"),
    line("usuarios-internos/lo-mas-consultado", "CA-13", "correo-interno*6", "08:00", "03-01 06-08 09-06 12-06"),
    line("usuarios-internos/cartelera", "CA-13", "carteleras-internas*2", "09:00", "02-01 05-03 08-02 11-02"),
    line("seguimiento/visitas-del-mes", "CA-7 CA-1", "tareas", "08:00", workday(3)),
    line("seguimiento/publicaciones-del-trimestre", "CA-7 CA-2", "tareas", "08:00", workday(4, (4, 7, 10))),
    line("seguimiento/informe-semestral", "CA-7", "correo-interno*6", "08:00", "07-16"),
    line("seguimiento/caracterizacion", "CA-14", "tareas", "08:00", "01-18"),
    line("seguimiento/revision-de-piezas", "CA-15", "verificaciones", "08:00", later(weekday(2, MON, range(2, 13, 3)))),
)

EXPECTED = Expected(IMAGE + PRESS + NETWORKS + AUDIENCES)
