"""Addresses of this computer in its network, for pages that were opened by an address that no other device can open."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from ipaddress import ip_address

from flask import request

ASK_ADDRESS = 0xC0206921 if sys.platform == "darwin" else 0x8915
"""The system's request for the IPv4 address of a network interface (SIOCGIFADDR)."""
ADDRESS = slice(20, 24)
"""Bytes of the address in the system's answer, behind the interface's name and the kind of address."""


def here_only() -> bool:
    """Tell whether this page was opened as localhost, an address that does not work on other devices."""
    name = request.host.rsplit(":", 1)[0].strip("[]") if not request.host.endswith("]") else request.host.strip("[]")
    return name in {"localhost", "::1"} or name.startswith("127.")


def pages_elsewhere() -> list[str]:
    """This page by each address of the computer, where it was opened by one that works here alone."""
    if not here_only():
        return []
    _, colon, port = request.host.rpartition(":")
    port = colon + port if port.isdigit() else ""
    return [f"{request.scheme}://{address}{port}{request.script_root}{request.path}" for address in own_addresses()]


def own_addresses() -> list[str]:
    """IPv4 addresses by which others reach this computer. Only the system is asked: nothing goes over the network."""
    found = (ip_address(address) for address in dict.fromkeys(_addresses()))
    return [str(address) for address in found if not (address.is_loopback or address.is_link_local)]


def _addresses() -> Iterator[str]:
    try:
        from fcntl import ioctl
    except ImportError:  # Windows
        yield from socket.gethostbyname_ex(socket.gethostname())[2]
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            try:
                answer = ioctl(probe, ASK_ADDRESS, name.encode()[:15].ljust(40, b"\0"))
            except OSError:  # an interface without an address
                continue
            yield socket.inet_ntoa(answer[ADDRESS])
