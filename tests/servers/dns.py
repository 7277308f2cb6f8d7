"""A DNS server over UDP: `python -m tests.servers.dns --zone FILE`.

The file is JSON: name to a list of TXT records, and may change while it runs; `MX 10 host.` is one of another kind.
A name that begins with `mudo.` gets no answer, one with `roto.` a SERVFAIL; what the file does not name is no name
(NXDOMAIN).
"""

import argparse
import json
import socket
from pathlib import Path

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset


def answer(zone: Path, question: bytes) -> bytes | None:
    """The answer to one question; None: silence."""
    asked = dns.message.from_wire(question)
    name = asked.question[0].name
    said = name.to_text(omit_final_dot=True).lower()
    if said.startswith("mudo."):
        return None
    response = dns.message.make_response(asked)
    response.flags |= dns.flags.AA
    known: dict[str, list[str]] = json.loads(zone.read_text("utf-8"))
    if said.startswith("roto."):
        response.set_rcode(dns.rcode.SERVFAIL)
    elif said not in known:
        response.set_rcode(dns.rcode.NXDOMAIN)
    elif asked.question[0].rdtype == dns.rdatatype.MX:
        servers = [text.removeprefix("MX ") for text in known[said] if text.startswith("MX ")]
        if servers:
            response.answer.append(dns.rrset.from_text_list(name, 60, "IN", "MX", servers))
    elif known[said]:
        texts = [" ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255)) for text in known[said]]
        response.answer.append(dns.rrset.from_text_list(name, 60, "IN", "TXT", texts))
    return response.to_wire()


def main() -> None:
    """Runs until it is killed; says its port on standard output."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--zone", type=Path, required=True)
    zone = parser.parse_args().zone
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        print(f"PORT {server.getsockname()[1]}", flush=True)
        while True:
            question, sender = server.recvfrom(4096)
            if (response := answer(zone, question)) is not None:
                server.sendto(response, sender)


if __name__ == "__main__":
    main()
