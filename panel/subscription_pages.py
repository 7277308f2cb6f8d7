"""The pages of subscriptions: ask for topics, confirm them from the mailbox, change them. No cookie and no script."""

import asyncio
from dataclasses import replace
from functools import partial

from starlette.requests import Request as Asked
from starlette.responses import Response
from starlette.routing import Route

from audience.subscriptions import version_of
from campaigns.subscribing import is_open, notice_of, offered_topics
from campaigns.tenant import Tenant
from delivery.news.topic_words import chat_links
from delivery.workplace import Workplace
from panel.desk import Form, Refused, last
from panel.form_desk import FormDesk
from panel.preferring import PAGE, Owner, Preferences, Wish, known, owner_of, prefer, preferences, preferences_token
from panel.public import SUBSCRIPTIONS
from panel.refusals import RIGHTS_OVER as OVER
from panel.refusals import SUBSCRIPTIONS as REFUSALS
from panel.rights import PAGE as RIGHTS
from panel.rights import Rights, as_json, ask_for_link, forget, rights
from panel.subscribing import PAGE as FORM
from panel.subscribing import (
    Confirmation,
    Request,
    Stage,
    Wrong,
    ask,
    confirm,
    look,
    wrongs,
)
from panel.visits import Visitor, form_token
from storage.tokens import ExpiredToken, Use
from storage.traces import cut_log

LARGEST = 8_192
"""Octets of a form: a mail address, a name, twenty topics."""
JSON = {"Content-Type": "application/json; charset=utf-8"}


class SubscriptionPages(FormDesk):
    """Serves the municipalities that are configured here, and have a page and an account for it."""

    prefix = SUBSCRIPTIONS
    refusals = REFUSALS

    @property
    def pages(self) -> list[Route]:
        """The form of the only municipality, or of one of several; and what links lead to."""
        both = ["GET", "POST"]
        return [
            *self.form_routes,
            Route(f"{SUBSCRIPTIONS}confirmar/{{token}}", self.confirmation_page, methods=both),
            Route(f"{SUBSCRIPTIONS}{PAGE}{{token}}", self.preferences_page, methods=both),
            Route(f"{SUBSCRIPTIONS}{RIGHTS}{{token}}", self.rights_page, methods=both),
        ]

    def is_open(self, tenant: Tenant) -> bool:
        """Whether people can subscribe on a page of the program's own."""
        return is_open(tenant)

    async def form_page(self, request: Asked) -> Response:
        """Show the form, or take what was sent: then the answer is the same whatever is known of the address."""
        try:
            visitor, place = self.who(request), self.place(request)
            if request.method != "POST":
                return self._form(request, place, visitor, Request())
            sent = _request(await self.form(request, LARGEST))
            lacking = wrongs(place, sent, visitor, self.clock.now())
            if lacking:
                return self._form(request, place, visitor, sent, lacking)
            self.count(visitor)
            await self.run(partial(ask, place=place, request=sent, visitor=visitor, now=self.clock.now()))
        except Refused as error:
            return self.refuse(request, error.refusal)
        return self.print(request, "suscripcion_pedida.html", place, {})

    async def confirmation_page(self, request: Asked) -> Response:
        """Show a button, which a mail's scanner does not press; or do what it says."""
        try:
            visitor, token, now = self.who(request), request.path_params["token"], self.clock.now()
            if request.method == "POST":
                await self.form(request)
                work = partial(confirm, places=self.open_places, token=token, visitor=visitor, now=now)
                found = await self.run(work)
            else:
                found = await self.ask(partial(look, places=self.open_places, token=token, now=now))
        except Refused as error:
            return self.refuse(request, error.refusal)
        return self.refuse(request, REFUSALS.unknown) if found is None else self._confirmation(request, found)

    async def preferences_page(self, request: Asked) -> Response:
        """Show what a person gets, or change it."""
        try:
            visitor, now = self.who(request), self.clock.now()
            owner = self._owner(request)
            if request.method != "POST":
                return self._preferences(request, owner, await self.ask(partial(preferences, owner=owner)))
            sent = await self.form(request, LARGEST)
            if last(sent, "hacer") == "datos":
                return _download(await self.ask(partial(known, owner=owner)))
            if last(sent, "hacer") == "pedir":
                await self.run(partial(ask_for_link, owner=owner, now=now))
                seen = await self.ask(partial(preferences, owner=owner))
                return self._preferences(request, owner, replace(seen, asked=True))
            wish = _wish(sent)
            work = partial(prefer, owner=owner, wish=wish, origin=visitor.address, now=now)
            return self._preferences(request, owner, await self.run(work))
        except Refused as error:
            return self.refuse(request, error.refusal)

    async def rights_page(self, request: Asked) -> Response:
        """Show what is known of whoever reads that mailbox, hand it over, or erase them; looking changes nothing."""
        try:
            self.who(request)
            owner, wish = self._owner(request, Use.RIGHTS), ""
            if request.method == "POST":
                sent = await self.form(request)
                wish = last(sent, "hacer")
                if wish == "datos":
                    return _download(await self.ask(partial(as_json, owner=owner)))
                if wish == "borrar" and last(sent, "seguro") == "si":
                    work = partial(forget, owner=owner, now=self.clock.now())
                    gone = await self.run(work)
                    await asyncio.to_thread(cut_log, owner.place.database)
                    return self._rights(request, owner, gone)
            found = await self.ask(partial(rights, owner=owner, unsure=wish == "borrar"))
            return self._rights(request, owner, found)
        except Refused as error:
            return self.refuse(request, error.refusal)

    def _owner(self, request: Asked, use: Use = Use.PREFERENCES) -> Owner:
        """Whose link it is. Raises `Refused`."""
        try:
            owner = owner_of(self.places.by_id, request.path_params["token"], self.clock.now(), use)
        except ExpiredToken as error:
            raise Refused(OVER) from error
        if owner is None:
            raise Refused(REFUSALS.unknown)
        return owner

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
        return self.print(request, "suscripcion.html", place, values, 400 if lacking else 200)

    def _confirmation(self, request: Asked, found: Confirmation) -> Response:
        place = self.open_places.get(found.tenant)
        own = ""
        if place is not None and found.key:
            own = f"../{PAGE}{preferences_token(place.keyring, place.tenant_id, found.key)}"
        code = 410 if found.stage is Stage.OVER else 200
        return self.print(request, "confirmacion.html", place, {"page": found, "own": own}, code)

    def _preferences(self, request: Asked, owner: Owner, found: Preferences) -> Response:
        notice = notice_of(owner.place.tenant)
        values = {"page": found, "notice": notice, "version": version_of(notice)}
        return self.print(request, "preferencias.html", owner.place, values)

    def _rights(self, request: Asked, owner: Owner, found: Rights) -> Response:
        return self.print(request, "datos.html", owner.place, {"page": found})


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
