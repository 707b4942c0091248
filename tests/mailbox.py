"""A real SMTP server in a thread, with what it received."""

import socket
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class _OnItsOwnPort(Controller):
    def __init__(self, handler) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(handler, hostname="127.0.0.1", port=self.socket.getsockname()[1])

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.socket)


class Mailbox:
    """`refuse_with` answers every message with that line instead of taking it, for example "451 try again later"."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refuse_with = ""
        self._controller = _OnItsOwnPort(self)
        self._controller.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refuse_with:
            return self.refuse_with
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 OK"

    def empty(self) -> None:
        self.messages.clear()
        self.refuse_with = ""

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in message["X-Envelope-To"]]

    def wait_for(self, address: str, subject: str = "", seconds: float = 15) -> EmailMessage:
        """The newest message to `address` with `subject` in its subject; a worker may still be sending it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = [message for message in self.to(address) if subject in message["Subject"]]
            if found:
                return found[-1]
            time.sleep(0.05)
        subjects = [f"{message['X-Envelope-To']}: {message['Subject']}" for message in self.messages]
        raise AssertionError(f"no mail to {address} with {subject!r}; there is {subjects}")

    def close(self) -> None:
        self._controller.stop()
