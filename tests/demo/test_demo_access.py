"""Who gets in: launch token, client secrets, host, and nobody else."""

from __future__ import annotations

import base64
import json

import pytest

from chatkit_tui.demo.sessions import Sessions
from tests.support.demo_client import DemoClient, bearer

PROTECTED = ("/v1/chatkit/conversation", "/v1/chatkit/files")


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_session_needs_the_launch_token(demo: DemoClient, token: str) -> None:
    headers = [(b"authorization", f"Bearer {token}".encode("latin-1"))] if token else []
    response = demo.http.post(demo.info.session_url, headers=headers)
    assert response.status_code == 401
    error = response.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert error["code"] == "invalid_api_key"
    assert set(error) == {"message", "type", "param", "code"}
    assert response.headers["www-authenticate"] == "Bearer"


def test_a_secret_is_not_a_launch_token_nor_the_reverse(demo: DemoClient) -> None:
    assert demo.open_session(demo.secret).status_code == 401
    response = demo.http.post(PROTECTED[0], headers=bearer(demo.info.token), json={})
    assert response.status_code == 401


@pytest.mark.parametrize("path", PROTECTED)
@pytest.mark.parametrize("secret", ["", "ek_demo_00", "made up"])
def test_everything_needs_a_secret(demo: DemoClient, path: str, secret: str) -> None:
    response = demo.http.post(path, headers=bearer(secret), json={})
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "invalid_api_key"


def test_secrets_have_the_format_of_the_hosted_service(demo: DemoClient) -> None:
    answer = demo.open_session().json()
    prefix, name, rest = answer["client_secret"].split("_", 2)
    assert (prefix, name, rest[:2]) == ("ek", "demo", "00")
    claims = json.loads(base64.b64decode(rest[2:], validate=True))
    assert claims["expires_at"] == answer["expires_at"]
    assert answer["client_secret"] != demo.open_session().json()["client_secret"]


def test_a_secret_expires() -> None:
    clock = [1_000.0]
    sessions = Sessions("token", 600, now=lambda: clock[0])
    secret = sessions.issue()
    assert secret.expires_at == 1_600
    clock[0] = 1_599.9
    assert sessions.accepts(secret.value)
    clock[0] = 1_600.0
    assert not sessions.accepts(secret.value)
    assert secret.value not in repr(secret)


def test_requests_for_another_host_are_refused(demo: DemoClient) -> None:
    headers = bearer(demo.secret) | {"host": "evil.example"}
    response = demo.http.post(PROTECTED[0], headers=headers, json={"type": "threads.list"})
    assert response.status_code == 421
    assert response.json()["error"]["code"] == "wrong_host"


def test_browsers_of_other_origins_get_no_permission(demo: DemoClient) -> None:
    origin = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    for response in (
        demo.http.options(PROTECTED[0], headers=origin),
        demo.http.post(demo.info.session_url, headers=bearer(demo.info.token) | origin),
    ):
        assert not [name for name in response.headers if name.startswith("access-control")]


def test_every_answer_has_an_id_of_its_own(demo: DemoClient) -> None:
    answers = [
        demo.open_session(),
        demo.open_session("wrong"),
        demo.send("threads.list", limit=1),
        demo.http.get("/nothing/here"),
        demo.http.get("/", headers={"host": "evil.example"}),
    ]
    ids = {answer.headers["x-request-id"] for answer in answers}
    assert len(ids) == len(answers)
    assert all(found.startswith("req_") for found in ids)
