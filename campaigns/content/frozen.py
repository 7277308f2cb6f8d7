"""The frozen content of a publication: editing files cannot change it, and JSON keeps it exactly."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from campaigns.content.presentation import FooterStyle, HtmlStyle


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """A file whose bytes are kept by their sha256."""

    sha256: str
    name: str
    """As the recipient sees it."""
    mime: str
    size: int
    """In bytes."""
    alt: str = ""
    """What an image shows; empty where it is decoration, and for documents."""
    url: str | None = None
    """Its public address, where the municipality's site serves it."""


@dataclass(frozen=True, slots=True)
class Footer:
    """Who speaks and where people are attended: what stands under each piece."""

    body: str
    contact: tuple[tuple[str, str], ...]
    """Name and address of each channel of attention, in printed order."""
    policy: str
    """The address of the data policy; empty where nobody is written to in person."""


@dataclass(frozen=True, slots=True)
class FrozenSurvey:
    """What a message asks, and how people answer on its account."""

    question: str
    options: tuple[str, ...]
    closes_at: str
    """ISO 8601 with its offset."""
    page: str
    """The public address where everyone votes; empty: there is none."""
    poll: bool
    """The service has a poll of its own, which the message takes along."""


@dataclass(frozen=True, slots=True)
class FrozenMailing:
    """The list that a message to persons is sent to: what its recipients leave who want no more of it."""

    class_: str
    topics: tuple[str, ...]
    """Those of a message for subscribers, in order; empty: what is left is the class."""
    words: str
    """What is left, in Spanish: «noticias de la gestión»."""
    list_id: str
    """The list's name in mails (RFC 2919 §2)."""
    page: str
    """Where one leaves, with a stand-in for the recipient's own token; empty: there is no such page."""
    told: str
    """The sentence at the foot that says how; empty where the medium has no room for it."""


@dataclass(frozen=True, slots=True)
class FrozenWords:
    """What is said in another language; both are templates."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that a finished message is made of, less what its recipient brings."""

    subject: str
    """A template; empty where the medium has no subject."""
    text: str
    """A template."""
    values: Mapping[str, Any]
    """What both may name, in JSON's own types; moments as `campaigns.moment.FrozenMoment`."""
    link: str
    """The public page that tells the whole story."""
    footer: Footer
    footer_style: FooterStyle
    html_style: HtmlStyle
    colour: str
    """The brand's, `#rrggbb`."""
    reply_to: str | None = None
    images: tuple[FrozenFile, ...] = ()
    attachments: tuple[FrozenFile, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    """What structured media want besides the text; the keys are those of `campaigns.content.freezing.facts`."""
    language: str = "es"
    survey: FrozenSurvey | None = None
    mailing: FrozenMailing | None = None
    """None: its recipients cannot leave, or there are none."""
    translations: Mapping[str, FrozenWords] = field(default_factory=dict)
    """By code: what those get whose language it is."""
    only_translated: bool = False
    """Whose language it has not gets nothing."""
    drafter: str = ""
    """Who wrote it, by name as the files had it then; empty: they do not say."""
    unsigned: Mapping[str, str] = field(default_factory=dict)
    """Of a letter of the program, tokens in `values` and `reply_to` that still lack their signature, by their use."""

    def speaks(self, language: str) -> bool:
        """Whether it says its words in a language."""
        return language in (self.language, *self.translations)

    def in_language(self, language: str) -> "Content":
        """The same for those who read a language; itself where it has no words in it."""
        words = self.translations.get(language)
        if words is None:
            return self
        return replace(self, subject=words.subject, text=words.text, language=language, translations={})

    def to_json(self) -> dict[str, Any]:
        """A JSON object: what `json.loads(json.dumps(…))` gives back."""
        kept = {each.name: getattr(self, each.name) for each in fields(self)}
        kept["images"], kept["attachments"] = (
            [asdict(each) for each in self.images],
            [asdict(each) for each in self.attachments],
        )
        kept["footer"] = {**asdict(self.footer), "contact": [list(pair) for pair in self.footer.contact]}
        kept["values"], kept["facts"] = dict(self.values), dict(self.facts)
        if self.survey is None:
            del kept["survey"]
        else:
            kept["survey"] = {**asdict(self.survey), "options": list(self.survey.options)}
        if self.translations:
            kept["translations"] = {code: asdict(words) for code, words in self.translations.items()}
        else:
            del kept["translations"]
        kept["unsigned"] = dict(self.unsigned)
        for name in ("only_translated", "drafter", "unsigned"):
            if not kept[name]:
                del kept[name]
        if self.mailing is None:
            del kept["mailing"]
        else:
            kept["mailing"] = {**asdict(self.mailing), "topics": list(self.mailing.topics)}
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Content":
        """The same content again."""
        footer = kept["footer"]
        contact = tuple((str(name), str(value)) for name, value in footer["contact"])
        asked, mailing = kept.get("survey"), kept.get("mailing")
        return cls(
            **{
                **kept,
                "footer": Footer(footer["body"], contact, footer["policy"]),
                "footer_style": FooterStyle(kept["footer_style"]),
                "html_style": HtmlStyle(kept["html_style"]),
                "images": tuple(FrozenFile(**each) for each in kept["images"]),
                "attachments": tuple(FrozenFile(**each) for each in kept["attachments"]),
                "survey": FrozenSurvey(**{**asked, "options": tuple(asked["options"])}) if asked else None,
                "translations": {code: FrozenWords(**words) for code, words in kept.get("translations", {}).items()},
                "mailing": FrozenMailing(**{**mailing, "topics": tuple(mailing["topics"])}) if mailing else None,
            }
        )
