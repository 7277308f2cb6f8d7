"""Where messages to the staff go: the mail addresses behind a person, a department or a committee."""

from collections.abc import Collection
from dataclasses import dataclass

from campaigns.municipality import Municipality

SPEAKER = "Si es su caso, dígalo: --as {}."
"""How one says in a terminal for whom one speaks."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of the staff who can be written to."""

    name: str
    mail: str


def staff_of(municipality: Municipality, slug: str) -> list[Staff]:
    """Who answers for a slug: the person, the department's head or mailbox, the committee's members.

    Empty where nobody behind it has a mail address.
    """
    if slug in municipality.people:
        person = municipality.people[slug]
        return [Staff(person.name, person.mail)] if person.mail else []
    if slug in municipality.departments:
        department = municipality.departments[slug]
        head = staff_of(municipality, department.head) if department.head else []
        return head or ([Staff(department.name, department.mail)] if department.mail else [])
    if slug in municipality.committees:
        members = municipality.committees[slug].members
        return [staff for member in members for staff in staff_of(municipality, member)]
    return []


def people_behind(municipality: Municipality, slug: str) -> frozenset[str]:
    """The people who speak for a slug: the person, the department's head, the committee's members."""
    if slug in municipality.people:
        return frozenset({slug})
    if slug in municipality.departments:
        head = municipality.departments[slug].head
        return people_behind(municipality, head) if head else frozenset()
    members = municipality.committees[slug].members if slug in municipality.committees else ()
    return frozenset(person for member in members for person in people_behind(municipality, member))


def mail_of(municipality: Municipality, slug: str) -> str:
    """Where a person or a contributor is written to; empty where nobody knows."""
    if slug in municipality.people:
        return municipality.people[slug].mail or ""
    if slug in municipality.contributors:
        return next((each for each in municipality.contributors[slug].contact.values() if is_mail(each)), "")
    return ""


def is_mail(told: str) -> bool:
    """Whether a way to reach somebody is a mail address."""
    return "@" in told and " " not in told and "/" not in told


def in_charge(municipality: Municipality) -> list[str]:
    """Whoever `encargado` names, to be told of what goes wrong; else the first who has a mail address."""
    if municipality.in_charge is not None:
        return [municipality.in_charge]
    return [slug for slug, person in municipality.people.items() if person.mail][:1]


def not_theirs(
    municipality: Municipality, actor: str, doing: str, allowed: Collection[str], speaker: str = SPEAKER
) -> str:
    """Why somebody is refused, in Spanish: who speaks, what is not theirs (`doing`: «aplazarla»), and whose it is.

    `speaker`: how one would speak for one of `allowed`; empty: nobody can.
    """
    person = municipality.people.get(actor)
    who = f"{person.name} ({actor})" if person is not None else f"«{actor}», que no está en las personas del municipio"
    can = ", ".join(_called(municipality, slug) for slug in sorted(allowed))
    told = f"Usted habla como {who}, y no puede {doing}. {'Puede' if len(allowed) == 1 else 'Pueden'}: {can}."
    return f"{told} {speaker.format(min(allowed))}" if speaker else told


def _called(municipality: Municipality, slug: str) -> str:
    person = municipality.people.get(slug)
    return f"{person.name} ({slug})" if person is not None else slug
