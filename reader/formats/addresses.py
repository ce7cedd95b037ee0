"""Which machines may be asked for a page: decided purely, from the addresses that a name leads to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_CARRIER = ip_network("100.64.0.0/10")
_NAT64 = ip_network("64:ff9b::/96")
_6TO4 = ip_network("2002::/16")


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, however it is wrapped (IPv4 in IPv6, NAT64, 6to4)."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = _inner(ip)
        if inner is not None:
            ip = inner
    if isinstance(ip, IPv4Address) and ip in _CARRIER:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    if ip in _6TO4:
        return IPv4Address((int(ip) >> 80) & 0xFFFF_FFFF)
    return ip.teredo[1] if ip.teredo is not None else None
