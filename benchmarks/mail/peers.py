"""Those who are known for sending mail, each used as its own documents say, with such a mail to the same relay."""

import json
import subprocess
import time
import venv
from pathlib import Path

from benchmarks.mail.relay import ROOT, tool

CACHE = ROOT / ".cache"
SIZE = 2048
NODEMAILER = "10.6.1"
POST_OFFICE = ("django==5.2.19", "django-post-office==3.12.0")
TEXT = (
    "Hola {name}, las matrículas comienzan el 12 de enero de 2027 en la Institución Educativa Central.\n"
    "Lleve: Registro civil; Carné de vacunas; Certificado de la EPS; y no olvide la fotografía.\n" * 3
)
HTML = "<p>Hola {name}, las matrículas comienzan el 12 de enero de 2027 en la Institución Educativa Central.</p>\n" * 9
_SCRIPT = """
const nodemailer = require('nodemailer');
const { count, port, sessions, text, html } = JSON.parse(process.argv[1]);
const pool = nodemailer.createTransport({
  pool: true, host: '127.0.0.1', port, secure: false, ignoreTLS: true,
  maxConnections: sessions, maxMessages: Infinity,
});
const begun = process.hrtime.bigint();
let next = 0, done = 0;
const one = async () => {
  while (next < count) {
    const number = next++, name = 'María Ñáñez ' + number;
    await pool.sendMail({
      from: 'Alcaldía <prensa@villaclara.gov.co>', to: `persona${number}@example.com`,
      subject: 'Matrículas, ' + name,
      text: text.replaceAll('{name}', name), html: html.replaceAll('{name}', name),
      list: { unsubscribe: [{ url: 'https://villaclara.gov.co/suscripcion/baja/' + 'x'.repeat(50) }] },
    });
    done++;
  }
};
Promise.all(Array.from({ length: sessions * 2 }, one)).then(() => {
  console.log(done / (Number(process.hrtime.bigint() - begun) / 1e9));
  pool.close();
});
"""
_DJANGO = """
import json, sys, time
count, port, database = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
text, html = json.loads(sys.argv[4])
import django
from django.conf import settings
settings.configure(
    INSTALLED_APPS=['django.contrib.contenttypes', 'post_office'],
    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': database}},
    EMAIL_BACKEND='post_office.EmailBackend', EMAIL_HOST='127.0.0.1', EMAIL_PORT=port, EMAIL_USE_TLS=False,
    TEMPLATES=[{'BACKEND': 'django.template.backends.django.DjangoTemplates'}], USE_TZ=True,
    DEFAULT_AUTO_FIELD='django.db.models.AutoField',
    POST_OFFICE={'BATCH_SIZE': count, 'THREADS_PER_PROCESS': 10, 'BACKENDS': {
        'default': 'django.core.mail.backends.smtp.EmailBackend'}},
)
django.setup()
from django.core.management import call_command
call_command('migrate', verbosity=0)
from post_office import mail
for first in range(0, count, 1000):
    mail.send_many([{
        'sender': 'prensa@villaclara.gov.co', 'recipients': [f'persona{number}@example.com'],
        'subject': f'Matrículas, María Ñáñez {number}',
        'message': text.replace('{name}', f'María Ñáñez {number}'),
        'html_message': html.replace('{name}', f'María Ñáñez {number}'),
    } for number in range(first, min(first + 1000, count))])
from post_office.mail import send_queued
begun = time.perf_counter()
send_queued(processes=2)
print(count / (time.perf_counter() - begun))
"""


def smtp_source(count: int, port: int, sessions: int) -> float:
    """Postfix's own load maker, in C, which writes one mail again and again. Mails a second."""
    words = ["-s", str(sessions), "-m", str(count), "-l", str(SIZE), "-f", "a@example.com", "-t", "b@example.com"]
    begun = time.perf_counter()
    subprocess.run([*tool("smtp-source"), *words, f"127.0.0.1:{port}"], check=True, stdout=subprocess.DEVNULL)
    return count / (time.perf_counter() - begun)


def nodemailer(count: int, port: int, sessions: int) -> float:
    """Its pool, with as many connections. Mails a second."""
    home = CACHE / "nodemailer"
    if not (home / "node_modules" / "nodemailer").exists():
        home.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", f"nodemailer@{NODEMAILER}"], cwd=home, check=True)
    asked = json.dumps({"count": count, "port": port, "sessions": sessions, "text": TEXT, "html": HTML})
    return float(_said(["node", "-e", _SCRIPT, "--", asked], home))


def post_office(count: int, port: int, _sessions: int) -> float:
    """django-post_office on SQLite: it keeps a row for each mail, as we do. Mails a second."""
    home = CACHE / "post-office"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *POST_OFFICE], check=True)
    database = home / "mails.db"
    database.unlink(missing_ok=True)
    return float(
        _said([str(python), "-c", _DJANGO, str(count), str(port), str(database), json.dumps([TEXT, HTML])], home)
    )


def _said(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-800:]}")
    return done.stdout.strip().splitlines()[-1]


PEERS = {"smtp-source": smtp_source, "nodemailer": nodemailer, "django-post_office": post_office}
