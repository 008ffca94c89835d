"""How people come in: the address and code to type, and the picture for cameras."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup

from app.domain.join_codes import written
from app.web.addresses import public_address
from app.web.qr import qr_svg
from app.workshops.models import Workshop


@dataclass(frozen=True)
class Entrance:
    """The way into a workshop that is open."""

    address: str
    code: str
    secret: str

    @property
    def shown(self) -> str:
        """The address as somebody would type it."""
        return self.address.partition("://")[2]

    @property
    def picture(self) -> Markup:
        """What the secret stands in is after the #: browsers send it to no server by themselves."""
        return self.named("qr")

    def named(self, name: str) -> Markup:
        """The same for pages with several pictures, each with a name of its own."""
        return qr_svg(
            f"{self.address}#{self.secret}",
            title=gettext("QR code to join"),
            description=gettext(
                "Without a camera: open %(address)s and type the code %(code)s.",
                address=self.shown,
                code=self.code,
            ),
            named=name,
        )


def entrance_of(workshop: Workshop) -> Entrance | None:
    """None before people may join, and once it is over."""
    if workshop.code is None or workshop.secret is None:
        return None
    return Entrance(
        address=public_address("workshop_joining.show"),
        code=written(workshop.code),
        secret=workshop.secret,
    )
