"""The simulated Azure as programs reach it: through its proxy, under Azure's own names."""

import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.azure import journal
from conformance.azure.environment import variables
from conformance.azure.web import Server

Program = urllib.request.OpenerDirector


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def program(server: Server) -> Program:
    """What follows the variables that a run sets."""
    settings = variables(server)
    context = ssl.create_default_context(cafile=settings["SSL_CERT_FILE"])
    return urllib.request.build_opener(
        urllib.request.ProxyHandler({"https": settings["HTTPS_PROXY"]}),
        urllib.request.HTTPSHandler(context=context),
    )


def token(program: Program, settings: dict[str, str], secret: str) -> dict[str, Any]:
    form = {
        "grant_type": "client_credentials",
        "client_id": settings["ARM_CLIENT_ID"],
        "client_secret": secret,
        "scope": "https://management.azure.com/.default",
    }
    url = f"https://login.microsoftonline.com/{settings['ARM_TENANT_ID']}/oauth2/v2.0/token"
    with program.open(url, urllib.parse.urlencode(form).encode()) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def test_a_program_signs_in_and_reads_its_subscription(server: Server, program: Program) -> None:
    settings = variables(server)
    found = token(program, settings, settings["ARM_CLIENT_SECRET"])
    subscription = f"subscriptions/{settings['ARM_SUBSCRIPTION_ID']}"
    url = f"https://management.azure.com/{subscription}?api-version=2022-12-01"
    headers = {"Authorization": f"Bearer {found['access_token']}"}
    with program.open(urllib.request.Request(url, headers=headers)) as answer:
        assert json.load(answer)["tenantId"] == settings["ARM_TENANT_ID"]


def test_a_wrong_secret_is_refused(server: Server, program: Program) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        token(program, variables(server), "guessed")


def test_no_other_name_is_reached(server: Server, program: Program) -> None:
    with pytest.raises(OSError, match="502"):
        program.open("https://example.com/")
    entries = journal.read(server.authority.with_name("journal.jsonl"))
    assert journal.faults(entries) == [
        "CONNECT example.com: UnknownHost: A program asked for a name that is none of the "
        "simulated ones."
    ]


def test_the_keys_are_their_owners_alone(server: Server) -> None:
    folder = server.authority.parent
    assert {each.stat().st_mode & 0o077 for each in folder.glob("*.key")} == {0}


def test_settings_are_changed_from_outside(server: Server) -> None:
    base = f"{variables(server)['SIMULATED_AZURE']}/simulator"
    direct = urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=server.authority)),
    )
    with direct.open(f"{base}/settings", json.dumps({"role_delay": 5}).encode()) as answer:
        assert json.load(answer)["role_delay"] == 5
    assert server.cloud.settings.role_delay == 5
