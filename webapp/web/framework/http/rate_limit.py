"""Rate limits on guessing: failures are counted in the store, so that all workers count together.

A code that somebody mistypes is counted against the device; against the network it counts once, however often the
same wrong code is tried there. So a class behind one address, or a wrong code on the board, locks nobody else out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import abort, request

from webapp.domain.text import short_digest
from webapp.web.framework.services import current_services, school_store

IPV6_PREFIX = 64
"""Bits of an IPv6 address that name a network: its users choose the other half freely, and change it at will."""
_WRITTEN = re.compile(r"\[([^]]*)\](?::\d+)?|([^:]*):\d+")
"""An address as servers and proxies also write it: in brackets, with a port."""
MAX_REPEATS = 1000
"""Wrong codes that were tried before in the same network and are still counted against their devices."""


def network() -> str:
    """Name the client's network: the IPv4 address, or the first half of the IPv6 address."""
    written = request.remote_addr or "?"
    match = _WRITTEN.fullmatch(written)
    try:
        address = ip_address(((match[1] or match[2]) if match else written).partition("%")[0])
    except ValueError:
        return written
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(ip_network((address, IPV6_PREFIX), strict=False))
        address = address.ipv4_mapped
    return str(address)


def failed_often(*keys: str, most: int | None = None) -> bool:
    """Tell whether one of these (a network, a device, an account) has failed ``most`` times within the window.

    The usual limit is ``Config.code_failures``.
    """
    store, school = school_store()
    services = current_services()
    most = services.config.code_failures if most is None else most
    since = services.config.now() - timedelta(seconds=services.config.code_window_seconds)
    failures = (store.code_failures_since(school, key, since) for key in keys)
    return any(count >= most for count in failures)


def network_failed_often(what: str, most: int | None = None) -> bool:
    """Tell whether ``what`` failed too often in this network; the usual limit is ``Config.address_failures``."""
    return failed_often(
        f"{what} {network()}", most=current_services().config.address_failures if most is None else most
    )


def device_failed_often(what: str, device: str | None, most: int) -> bool:
    """Tell whether ``what`` failed ``most`` times on this device; never where the device is not known."""
    return device is not None and failed_often(f"{what} device {device}", most=most)


def reserve_failures(limits: Mapping[str, int], window: timedelta | None = None) -> bool:
    """Count a failure of each key (with its limit) before judging; False where one is at its limit.

    The usual window is ``Config.code_window_seconds``.
    """
    store, school = school_store()
    config = current_services().config
    since = config.now() - (window or timedelta(seconds=config.code_window_seconds))
    return store.reserve_code_failures(school, limits, since)


def take_back_failures(*keys: str) -> None:
    """Take the failures that were reserved back: the code or password was right."""
    store, school = school_store()
    store.take_back_code_failures(school, keys)


def note_failure(*keys: str) -> None:
    """Count one failure for each."""
    store, school = school_store()
    for key in keys:
        store.code_failure(school, key)


def refuse_wrong_code(what: str, code: str, device: str, device_limit: int, network_limit: int) -> None:
    """Count a wrong code against the device, and against the network unless the same one was tried there already.

    429 where either has reached its limit: looking and counting are one transaction, so that of many codes that are
    tried at once no more are told to be wrong. Repeats are counted up to ``MAX_REPEATS``: they tell nobody anything,
    and each count is a row of the database, which anybody without a cookie, and so always another device, could else
    make without end.
    """
    of_device, of_network = {f"{what} device {device}": device_limit}, {f"{what} {network()}": network_limit}
    tried = {f"{what} tried {short_digest(code)} {network()}": 1}
    if reserve_failures(of_device | of_network | tried):
        return
    if failed_often(*of_device, most=device_limit) or failed_often(*of_network, most=network_limit):
        abort(429)
    reserve_failures(of_device | {f"{what} repeated {network()}": MAX_REPEATS})
