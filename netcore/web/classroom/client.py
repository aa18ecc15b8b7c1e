"""Who asks: the line to the internet that a person's page comes by, as far as the server can tell."""

import ipaddress
import os

import streamlit as st

BEHIND_PROXY = "NETCORE_BEHIND_PROXY"
"""The variable that is 1 where a proxy of one's own tells who asks, as X-Forwarded-For."""
LONGEST = 100
"""Characters of what it tells."""


def client() -> str:
    """Where this person's page is asked for, as far as the server can tell."""
    # The last that is noted there is what the proxy itself saw; without one, anybody may write there.
    is_behind = os.environ.get(BEHIND_PROXY) == "1"
    told = st.context.headers.get("X-Forwarded-For", "") if is_behind else ""
    return line_of(told.rpartition(",")[2].strip() or st.context.ip_address or "here")


def line_of(address: str) -> str:
    """What is one line to the internet: an address, of IPv6 the 2^64 that one line has."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address[:LONGEST]
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.IPv6Network((int(ip), 64), strict=False))
