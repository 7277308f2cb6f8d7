"""The page of a mail: one column, inline styles, readable at 200 %, and nothing that is fetched from elsewhere."""

from urllib.parse import quote

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from campaigns.content.colour import link_colour, text_on
from campaigns.content.footer import VOTE_HERE
from campaigns.content.frozen import Content

_ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_TITLE = Markup("\x00t\x00")
_BODY = Markup("\x00b\x00")
"""Stand where each recipient's own words go; no finished text has a control character."""
_PAGE = _ENVIRONMENT.from_string("""\
<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
</head>
<body style="margin:0;padding:0;background:#f2f2f2;color:#1a1a1a;font-family:Arial,Helvetica,sans-serif;\
font-size:16px;line-height:1.5">
<div style="max-width:640px;margin:0 auto;background:#ffffff">
<div role="banner" style="padding:16px 24px;background:{{ colour }};color:{{ on_colour }};font-weight:bold">\
{{ footer.body }}</div>
<div role="main" style="padding:24px">
{% for name, alt in images %}
<img src="cid:{{ name }}" alt="{{ alt }}" width="592" \
style="display:block;width:100%;height:auto;margin:0 0 16px;border:0">
{% endfor %}
{{ body }}
{% if link %}
<p style="margin:0 0 16px"><a href="{{ link }}" style="color:{{ link_colour }}">{{ link_words }}</a></p>
{% endif %}
</div>
<div role="contentinfo" style="padding:16px 24px;border-top:1px solid #767676;font-size:16px;color:#1a1a1a">
<p style="margin:0 0 8px;font-weight:bold">{{ footer.body }}</p>
{{ contact }}
{% if footer.policy %}
<p style="margin:0"><a href="{{ footer.policy }}" style="color:{{ link_colour }}">\
Política de tratamiento de datos personales</a></p>
{% endif %}
{% if mailing and mailing.page %}
<p style="margin:8px 0 0"><a href="{{ mailing.page }}" style="color:{{ link_colour }}">\
No recibir más {{ mailing.words }}</a></p>
{% elif mailing and mailing.told %}
<p style="margin:8px 0 0">{{ mailing.told }}</p>
{% endif %}
</div>
</div>
</body>
</html>
""")


class MailPage:
    """The page of one publication, made once; each recipient's title and body are put in their places."""

    def __init__(self, content: Content, contact: str, *, with_link: bool) -> None:
        """`contact`: the channels of attention in HTML. `with_link`: the text itself does not bear the link."""
        page = _PAGE.render(
            language=f"{content.language}-CO" if content.language == "es" else content.language,
            title=_TITLE,
            body=_BODY,
            colour=content.colour,
            on_colour=text_on(content.colour),
            link_colour=link_colour(content.colour),
            images=[(quote(image.name, safe=""), image.alt) for image in content.images],
            footer=content.footer,
            mailing=content.mailing,
            contact=Markup(contact),  # noqa: S704 - made and escaped by campaigns.content.markup
            link=content.link if with_link else "",
            link_words=VOTE_HERE if content.survey is not None and content.survey.page else "Más información",
        )
        self._head, rest = page.split(_TITLE)
        self._middle, self._tail = rest.split(_BODY)

    def page(self, title: str, body: str) -> str:
        """The whole document. Both are HTML already."""
        return f"{self._head}{title}{self._middle}{body}{self._tail}"
