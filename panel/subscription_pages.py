"""The pages of subscriptions: ask for topics, confirm them from the mailbox, change them. No cookie and no script."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection
from starlette.requests import Request as Asked
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from audience.subscriptions import version_of
from campaigns.subscribing import is_open, notice_of, offered_topics
from delivery.clock import Clock
from delivery.news.topic_words import chat_links
from delivery.workplace import Workplace, Workplaces
from panel.desk import Desk, Form, Refused, last
from panel.preferring import PAGE, Owner, Preferences, Wish, known, owner_of, prefer, preferences, preferences_token
from panel.public import SUBSCRIPTIONS, Networks, Public
from panel.refusals import RIGHTS_OVER as OVER
from panel.refusals import SUBSCRIPTIONS as REFUSALS
from panel.rights import PAGE as RIGHTS
from panel.rights import Rights, as_json, ask_for_link, forget, rights
from panel.subscribing import PAGE as FORM
from panel.subscribing import (
    Confirmation,
    Flooded,
    Request,
    Stage,
    Wrong,
    ask,
    confirm,
    look,
    wrongs,
)
from panel.visits import Visitor, form_token
from storage.database import Database
from storage.tenants import Face
from storage.tokens import ExpiredToken, Use
from storage.traces import cut_log

Found = TypeVar("Found")

LARGEST = 8_192
"""Octets of a form: a mail address, a name, twenty topics."""
JSON = {"Content-Type": "application/json; charset=utf-8"}
OFTEN, WITHIN = 20, timedelta(hours=1)
"""How many subscriptions one network may ask for: a class of a school does, a program wants more."""


class SubscriptionPages(Desk):
    """Serves the municipalities that are configured here, and have a page and an account for it."""

    prefix = SUBSCRIPTIONS
    refusals = REFUSALS

    def __init__(self, database: Database, public: Public, clock: Clock, places: Workplaces) -> None:
        """`places` are those of today's configuration, whoever keeps them so."""
        super().__init__(database, public, clock)
        self._places = places
        self._signups = Networks(OFTEN, WITHIN)

    @property
    def pages(self) -> list[Route]:
        """The form of the only municipality, or of one of several; and what links lead to."""
        both = ["GET", "POST"]
        return [
            Route(SUBSCRIPTIONS, self.form_page, methods=both),
            Route(f"{SUBSCRIPTIONS}de/{{municipality}}", self.form_page, methods=both),
            Route(f"{SUBSCRIPTIONS}confirmar/{{token}}", self.confirmation_page, methods=both),
            Route(f"{SUBSCRIPTIONS}{PAGE}{{token}}", self.preferences_page, methods=both),
            Route(f"{SUBSCRIPTIONS}{RIGHTS}{{token}}", self.rights_page, methods=both),
        ]

    async def form_page(self, request: Asked) -> Response:
        """Show the form, or take what was sent: then the answer is the same whatever is known of the address."""
        try:
            visitor, place = self._visitor(request), self._place(request)
            if request.method != "POST":
                return self._form(request, place, visitor, Request())
            sent = _request(await self.form(request, LARGEST))
            lacking = wrongs(place, sent, visitor, self.clock.now())
            if lacking:
                return self._form(request, place, visitor, sent, lacking)
            self._count(visitor)
            await self._run(partial(ask, place=place, request=sent, visitor=visitor, now=self.clock.now()))
        except Refused as error:
            return self.refuse(request, error.refusal)
        return self._print(request, "suscripcion_pedida.html", place, {})

    async def confirmation_page(self, request: Asked) -> Response:
        """Show a button, which a mail's scanner does not press; or do what it says."""
        try:
            visitor, token, now = self._visitor(request), request.path_params["token"], self.clock.now()
            if request.method == "POST":
                await self.form(request)
                work = partial(confirm, places=self._open, token=token, visitor=visitor, now=now)
                found = await self._run(work)
            else:
                found = await self._ask(partial(look, places=self._open, token=token, now=now))
        except Refused as error:
            return self.refuse(request, error.refusal)
        return self.refuse(request, REFUSALS.unknown) if found is None else self._confirmation(request, found)

    async def preferences_page(self, request: Asked) -> Response:
        """Show what a person gets, or change it."""
        try:
            visitor, now = self._visitor(request), self.clock.now()
            owner = self._owner(request)
            if request.method != "POST":
                return self._preferences(request, owner, await self._ask(partial(preferences, owner=owner)))
            sent = await self.form(request, LARGEST)
            if last(sent, "hacer") == "datos":
                return _download(await self._ask(partial(known, owner=owner)))
            if last(sent, "hacer") == "pedir":
                await self._run(partial(ask_for_link, owner=owner, now=now))
                seen = await self._ask(partial(preferences, owner=owner))
                return self._preferences(request, owner, replace(seen, asked=True))
            wish = _wish(sent)
            work = partial(prefer, owner=owner, wish=wish, origin=visitor.address, now=now)
            return self._preferences(request, owner, await self._run(work))
        except Refused as error:
            return self.refuse(request, error.refusal)

    async def rights_page(self, request: Asked) -> Response:
        """Show what is known of whoever reads that mailbox, hand it over, or erase them; looking changes nothing."""
        try:
            self._visitor(request)
            owner, wish = self._owner(request, Use.RIGHTS), ""
            if request.method == "POST":
                sent = await self.form(request)
                wish = last(sent, "hacer")
                if wish == "datos":
                    return _download(await self._ask(partial(as_json, owner=owner)))
                if wish == "borrar" and last(sent, "seguro") == "si":
                    work = partial(forget, owner=owner, now=self.clock.now())
                    gone = await self._run(work)
                    await asyncio.to_thread(cut_log, owner.place.database)
                    return self._rights(request, owner, gone)
            found = await self._ask(partial(rights, owner=owner, unsure=wish == "borrar"))
            return self._rights(request, owner, found)
        except Refused as error:
            return self.refuse(request, error.refusal)

    @property
    def _by_number(self) -> Mapping[int, Workplace]:
        return self._places.by_id

    @property
    def _open(self) -> Mapping[int, Workplace]:
        return {number: place for number, place in self._by_number.items() if is_open(place.tenant)}

    def _place(self, request: Asked) -> Workplace:
        """Whose form it is. Raises `Refused`."""
        slug, among = request.path_params.get("municipality"), list(self._open.values())
        found = among if slug is None else [place for place in among if place.tenant.slug == slug]
        if len(found) != 1:
            raise Refused(REFUSALS.unknown)
        return found[0]

    def _owner(self, request: Asked, use: Use = Use.PREFERENCES) -> Owner:
        """Whose link it is. Raises `Refused`."""
        try:
            owner = owner_of(self._by_number, request.path_params["token"], self.clock.now(), use)
        except ExpiredToken as error:
            raise Refused(OVER) from error
        if owner is None:
            raise Refused(REFUSALS.unknown)
        return owner

    def _count(self, visitor: Visitor) -> None:
        """One more was asked for from this network. Raises `Refused` where these are too many."""
        if not self._signups.admits(visitor.address, self.clock.now()):
            raise Refused(REFUSALS.too_often)

    def _visitor(self, request: Asked) -> Visitor:
        return Visitor(self.visitor(request), self.browser(request))

    async def _ask(self, work: Callable[[Connection], Found]) -> Found:
        with self.at_the_rows():
            return await self.database.ask(work)

    async def _run(self, work: Callable[[Connection], Found]) -> Found:
        try:
            with self.at_the_rows():
                return await self.database.run(work)
        except Flooded as error:
            raise Refused(REFUSALS.busy) from error

    def _form(
        self,
        request: Asked,
        place: Workplace,
        visitor: Visitor,
        sent: Request,
        lacking: tuple[Wrong, ...] = (),
    ) -> Response:
        notice = notice_of(place.tenant)
        values = {
            "topics": offered_topics(place.tenant),
            "notice": notice,
            "version": version_of(notice),
            "sent": sent,
            "wrongs": lacking,
            "chats": chat_links(place.tenant),
            "form": form_token(place, FORM, visitor, self.clock.now()),
        }
        return self._print(request, "suscripcion.html", place, values, 400 if lacking else 200)

    def _confirmation(self, request: Asked, found: Confirmation) -> Response:
        place = self._open.get(found.tenant)
        own = ""
        if place is not None and found.key:
            own = f"../{PAGE}{preferences_token(place.keyring, place.tenant_id, found.key)}"
        code = 410 if found.stage is Stage.OVER else 200
        return self._print(request, "confirmacion.html", place, {"page": found, "own": own}, code)

    def _preferences(self, request: Asked, owner: Owner, found: Preferences) -> Response:
        notice = notice_of(owner.place.tenant)
        values = {"page": found, "notice": notice, "version": version_of(notice)}
        return self._print(request, "preferencias.html", owner.place, values)

    def _rights(self, request: Asked, owner: Owner, found: Rights) -> Response:
        return self._print(request, "datos.html", owner.place, {"page": found})

    def _print(
        self, request: Asked, template: str, place: Workplace | None, values: Mapping[str, object], code: int = 200
    ) -> Response:
        face = None if place is None else _face(place)
        return HTMLResponse(self.paper.print(template, request.url.path, face, **values), code)


def _face(place: Workplace) -> Face:
    its = place.tenant.municipality
    return Face(its.body, str(its.zone), tuple(its.contact.items()), str(its.data_policy))


def _download(document: str) -> Response:
    return Response(document, headers={"Content-Disposition": 'attachment; filename="mis-datos.json"'} | JSON)


def _request(form: Form) -> Request:
    return Request(
        mail=last(form, "correo"),
        name=last(form, "nombre"),
        topics=tuple(form.get("tema", ())),
        accepts=last(form, "acepto") == "si",
        form=last(form, "formulario"),
        trap=last(form, "sitio"),
    )


def _wish(form: Form) -> Wish:
    return Wish(form.get("tema", ()), last(form, "idioma"), last(form, "hacer") == "nada-mas")
