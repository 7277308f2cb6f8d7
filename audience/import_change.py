"""What a list changed of one person whom the database had, as it is kept until the import is taken back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Only what differs, each as it was before and as the list has it."""

    name: tuple[str, str] | None = None
    language: tuple[str, str] | None = None
    addresses: tuple[tuple[str, str], ...] = ()
    """Those that were added: kind and key."""
    attributes: Mapping[str, tuple[Values, Values]] = field(default_factory=dict)

    consent: tuple[str, str, str, str] | None = None
    """One that the list brought: key, purpose, basis, and when it was given."""

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.name or self.language or self.addresses or self.attributes or self.consent)

    def as_text(self) -> str:
        """JSON, for `import_change.what`."""
        told = {
            "name": self.name,
            "language": self.language,
            "addresses": self.addresses,
            "attributes": self.attributes,
            "consent": self.consent,
        }
        return json.dumps({word: value for word, value in told.items() if value}, ensure_ascii=False)


def read_change(text: str) -> Change:
    """What `as_text` made."""
    told = json.loads(text)
    consent = told.get("consent")
    return Change(
        name=_pair(told.get("name")),
        language=_pair(told.get("language")),
        addresses=tuple((kind, key) for kind, key in told.get("addresses", ())),
        attributes={
            name: (tuple(before), tuple(after)) for name, (before, after) in told.get("attributes", {}).items()
        },
        consent=(consent[0], consent[1], consent[2], consent[3]) if consent else None,
    )


def _pair(told: list[str] | None) -> tuple[str, str] | None:
    return (told[0], told[1]) if told else None
