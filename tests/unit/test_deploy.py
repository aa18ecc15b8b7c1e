"""The files in deploy/ agree with each other, and with what they start."""

import re
from pathlib import Path

import pytest

from netcore.web.draw.picture import LARGEST_FILE

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NGINX, COMPOSE, DOCKERFILE = (
    (DEPLOY / name).read_text(encoding="utf-8") for name in ("nginx.conf", "compose.yaml", "Dockerfile")
)


def test_nginx_has_every_server_of_compose_in_both_lists_under_its_port() -> None:
    ports = re.findall(r"STREAMLIT_SERVER_PORT: (\d+)", COMPOSE)
    places = [*zip(re.findall(r"ipv4_address: (\S+)", COMPOSE), ports, strict=True)]
    assert len(places) > 1 and len(set(ports)) == len(ports)
    assert re.findall(r"^    server ([\d.]+):(\d+)", NGINX, re.MULTILINE) == places
    named = re.findall(r"^    (\d+) ([\d.]+):(\d+);", NGINX, re.MULTILINE)
    assert named == [(port, address, port) for address, port in places]


def test_nginx_lets_the_largest_picture_through() -> None:
    found = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert found and int(found[1]) > LARGEST_FILE


@pytest.mark.parametrize("name", re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE))
def test_what_the_image_is_made_of_is_there_and_let_in(name) -> None:
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for part in name.split():
        assert (DEPLOY.parent / part).exists()
        assert f"!{part}" in let_in


def test_servers_behind_nginx_believe_it_who_asks() -> None:
    assert "NETCORE_BEHIND_PROXY: 1" in COMPOSE
    assert "export NETCORE_BEHIND_PROXY=1" in (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX


def test_secrets_come_from_the_environment() -> None:
    for secret in ("DATABASE_PASSWORD", "COOKIE_SECRET"):
        assert f"${{{secret}:?" in COMPOSE
    assert not re.search(r"(PASSWORD|SECRET): [^$\s]", COMPOSE)
