"""La Estrella in 2027, by hand: each message with its days, read off the plan's events and a wall calendar."""

from tests.plans.expected import Expected, line
from tests.plans.wall_calendar import THU, WED, weekday

INTERNAL = "correo-interno*6 mensajeria*6"

SERVANTS = (
    line("jornadas-de-capacitacion/invitacion", "LE-1", "correo-interno*6", "08:00", "02-10 05-12 08-11 10-13"),
    line("jornadas-de-capacitacion/jornada", "LE-10", "jornadas", "08:00", "02-17 05-19 08-18 10-20"),
    line("jornadas-de-capacitacion/evidencia-amepa4-coca", "LE-10", "tareas", "08:00", "02-19 05-21 08-20 10-22"),
    line("jornadas-de-capacitacion/material", "LE-10", "correo-interno*6", "09:00", "02-22 05-24 08-23 10-25"),
    line("concienciacion/visite-la-pagina", "LE-2", "mensajeria*6", "09:00", "01-12 05-11 09-14"),
    line("concienciacion/avance-de-los-componentes", "LE-2", "mensajeria*6", "09:00", "02-09 06-08 10-12"),
    line("concienciacion/ventajas-para-la-entidad", "LE-2", "mensajeria*6", "09:00", "03-09 07-13 11-09"),
    line("concienciacion/ventajas-para-el-ciudadano", "LE-2", "mensajeria*6", "09:00", "04-13 08-10 12-14"),
    line("socializacion/invitacion-a-dependencias", "LE-3", "correo-interno*6", "08:00", "03-09 09-07"),
    line("socializacion/reunion-por-dependencia", "LE-3", "reuniones*7", "08:00", "03-10 09-08"),
    line("socializacion/invitacion-a-la-comunidad", "LE-3", "correo*3", "09:00", "04-14 07-19 09-21"),
    line("socializacion/encuentro-con-la-comunidad", "LE-3", "reuniones", "18:00", "04-22 07-28 09-29T15:00"),
    line("taller-tecnico/usuarios-y-contrasenas", "LE-11", "tareas", "08:00", "02-26 07-30"),
    line("taller-tecnico/convocatoria", "LE-11", "correo-interno*3 mensajeria*3", "08:00", "03-03 08-04"),
    line("taller-tecnico/taller", "LE-11", "talleres", "08:00", "03-10 08-11"),
    line("adopcion-del-plan/citacion", "LE-12", "correo-interno*6", "08:00", "01-15"),
    line("adopcion-del-plan/presentacion", "LE-12", "reuniones", "08:00", "01-22"),
    line("adopcion-del-plan/archivo-del-acta", "LE-12", "tareas", "08:00", "01-26"),
    line("componentes-de-los-tramites/novedades-industria-y-comercio", "LE-13", "tareas", "08:00", "04-06"),
    line("componentes-de-los-tramites/reclamo-de-estratificacion", "LE-13", "tareas", "08:00", "04-20"),
    line("componentes-de-los-tramites/preinscripcion-a-cursos", "LE-13", "tareas", "08:00", "05-04"),
    line("componentes-de-los-tramites/mutaciones-catastrales", "LE-13", "tareas", "08:00", "05-18"),
    line("componentes-de-los-tramites/mejoramiento-de-vivienda", "LE-13", "tareas", "08:00", "06-01"),
    line("componentes-de-los-tramites/declaracion-anual", "LE-13", "tareas", "08:00", "06-15"),
    line("componentes-de-los-tramites/certificados-de-retencion", "LE-13", "tareas", "08:00", "06-29"),
)

CITIZENS = (
    line("radio/acuerdos-con-emisoras", "LE-4", "tareas", "08:00", "01-20"),
    line("radio/declaracion-anual", "LE-4", "emisora", "08:00", "02-08"),
    line("radio/certificados-de-retencion", "LE-4", "emisora", "08:00", "03-15"),
    line("radio/mejoramiento-de-vivienda", "LE-4", "emisora", "08:00", "05-11"),
    line("radio/cursos-especiales", "LE-4", "emisora", "08:00", "07-06"),
    line("radio/mutaciones-y-estratificacion", "LE-4", "emisora", "08:00", "09-06"),
    line("radio/novedades-de-comercio", "LE-4", "emisora", "08:00", "11-08"),
    line("canales-locales/parrilla-de-programas", "LE-5", "tareas", "08:00", "01-04 04-01 07-01 10-01"),
    line(
        "canales-locales/entrega-de-la-pauta",
        "LE-5",
        "tareas",
        "09:00",
        "01-04 02-01 03-01 03-29 05-03 05-28 06-28 08-02 08-30 10-04 10-29 11-29",
    ),
    line("canales-locales/pauta", "LE-5", "canal-local*2", "18:50", weekday(1, THU)),
    line(
        "asesoria-en-linea/invitacion",
        "LE-6",
        "web-gel facebook x",
        "09:00",
        "01-18 02-15 03-15 04-19 05-17 06-14 07-19 08-16 09-13 10-18 11-15 12-13",
    ),
    line("asesoria-en-linea/asesoria", "LE-6", "asesoria*3", "14:00", weekday(3, WED)),
    line("asesoria-en-linea/foro-de-dudas", "LE-6", "web-gel facebook", "09:00", "02-02 05-04 08-03 11-02"),
    line("tramites-en-linea/novedades-industria-y-comercio", "LE-7", "web", "08:00", "02-02"),
    line("tramites-en-linea/reclamo-de-estratificacion", "LE-7", "web", "08:00", "02-09"),
    line("tramites-en-linea/preinscripcion-a-cursos", "LE-7", "web", "08:00", "02-16"),
    line("tramites-en-linea/mutaciones-catastrales", "LE-7", "web", "08:00", "02-23"),
    line("tramites-en-linea/mejoramiento-de-vivienda", "LE-7", "web", "08:00", "03-02"),
    line("tramites-en-linea/declaracion-anual", "LE-7", "web", "08:00", "03-09"),
    line("tramites-en-linea/certificados-de-retencion", "LE-7", "web", "08:00", "03-16"),
    line(
        "tramites-en-linea/refuerzo-del-tramite",
        "LE-7 LE-8",
        "web impresos emisora canal-local*2",
        "08:00",
        "04-08 06-10 08-12 10-14 12-09",
    ),
    line("tramites-en-linea/refuerzo-para-servidores", "LE-8", f"web {INTERNAL}", "08:00", "04-19 08-17 12-20"),
    line("tramites-en-linea/revision-de-paginas", "LE-7", "tareas", "08:00", "05-28 08-31 11-30"),
    line(
        "novedades-de-la-estrategia/para-ciudadanos",
        "LE-9 LE-8",
        "impresos web",
        "09:00",
        "02-03 04-07 06-02 08-04 10-06 12-01",
    ),
    line(
        "novedades-de-la-estrategia/para-servidores",
        "LE-8",
        f"{INTERNAL} web-gel",
        "09:00",
        "03-30 06-29 09-28 12-28",
    ),
)

EXPECTED = Expected(SERVANTS + CITIZENS)
