"""An API server is started in one way, and one that does not start is told at once."""

import json
import socket
import stat
import time
from pathlib import Path

import pytest

from conformance.shared.api_server import ApiServer, Settings, on_free_ports, until
from conformance.shared.commands import CommandError


def put_program(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_clients_trust_its_own_certificate_and_nobody_else_reads_the_token(tmp_path: Path) -> None:
    server = ApiServer(tmp_path, "one", Settings(address="10.0.0.4", port=443))
    server.write_kubeconfig()
    config = json.loads(server.kubeconfig.read_text())
    assert config["current-context"] == "one"
    assert config["clusters"][0]["cluster"] == {
        "server": "https://10.0.0.4:443",
        "certificate-authority": str(tmp_path / "certs" / "apiserver.crt"),
    }
    assert config["users"][0]["user"] == {"token": server.token}
    assert stat.S_IMODE(server.kubeconfig.stat().st_mode) == 0o600


def test_two_servers_have_two_tokens(tmp_path: Path) -> None:
    assert ApiServer(tmp_path, "one").token != ApiServer(tmp_path, "two").token


def test_ports_that_are_taken_are_passed_by() -> None:
    first = on_free_ports()
    with socket.socket() as other:
        other.bind(("127.0.0.1", first.port + 2))
        assert on_free_ports().port > first.port + 2


def test_settings_reach_the_command_line(tmp_path: Path) -> None:
    server = ApiServer(tmp_path, "one", Settings(services="10.1.0.0/16", options=("--more",)))
    command = server.server_command("http://127.0.0.1:2379")
    assert "--service-cluster-ip-range=10.1.0.0/16" in command
    assert command[-1] == "--more"


def test_a_server_that_ends_is_told_with_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path, "etcd", "sleep 60")
    put_program(tmp_path, "kube-apiserver", "echo no such flag; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    server = ApiServer(tmp_path / "server", "one")
    started = time.monotonic()
    server.start()
    with pytest.raises(CommandError, match="no such flag"):
        server.wait(tmp_path)
    server.stop()
    assert time.monotonic() - started < 30
    assert server.processes == []


def test_until_asks_again_and_gives_up() -> None:
    answers = iter([0, 0, 7])
    assert until(lambda: next(answers), 5, pause=0.01) == 7
    assert until(lambda: 0, 0.05, pause=0.01) == 0
