"""The ways to a server: proxies, certificates, names; from the environment, as users set them."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chatkit_tui.errors import ChatKitError, ConfigurationError, ConnectError
from chatkit_tui.options import CustomApiConfig
from tests.support.chat import QUICK, connected, everything, message
from tests.support.sdk_server import SdkServer

ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{"data": []}'


@asynccontextmanager
async def listener(
    heads: list[bytes], tls: ssl.SSLContext | None = None, answer: bytes = ANSWER
) -> AsyncIterator[int]:
    """A server on loopback that notes the head of each request and knows one answer."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(built.public_bytes(pem) + private)
    return path


async def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[bytes] = []
    async with listener(heads) as port:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        api = CustomApiConfig("http://chat.example/chatkit", allow_http=True)
        async with connected(api) as client:
            await client.list_threads()
    assert heads[0].startswith(b"POST http://chat.example/chatkit HTTP/1.1\r\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
async def test_no_proxy_stands_before_this_machine(
    monkeypatch: pytest.MonkeyPatch, sdk_server: SdkServer, host: str
) -> None:
    heads: list[bytes] = []
    async with listener(heads) as port:
        for name in ("HTTP_PROXY", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        async with connected(sdk_server.url.replace("127.0.0.1", host)) as client:
            try:
                await client.list_threads()
            except ConnectError:
                # Nobody listens at that address of this machine; the proxy was not asked.
                assert host == "127.0.0.2"
    assert heads == []


async def test_a_proxy_that_refuses_means_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listener([]) as port:
        pass
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    async with connected("https://chat.example/chatkit") as client:
        with pytest.raises(ConnectError):
            await client.list_threads()


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "gopher://127.0.0.1:1", "http://a:x"])
async def test_a_proxy_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    async with connected("https://chat.example/chatkit") as client:
        with pytest.raises(ConfigurationError, match="proxy"):
            await client.list_threads()


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage",
        b"garbage\r\n\r\n",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n{}",
        b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        CHUNKED + b"\r\nzz\r\n",
        CHUNKED + b"\r\n5\r\nda",
        CHUNKED + b"Content-Encoding: gzip\r\n\r\n5\r\nno zi\r\n0\r\n\r\n",
        b"\x15\x03\x01\x00\x02\x02\x16",
    ],
)
async def test_answers_that_are_no_http_are_errors_of_ours(answer: bytes) -> None:
    async with (
        listener([], answer=answer) as port,
        connected(f"http://127.0.0.1:{port}/chatkit", timeouts=QUICK) as client,
    ):
        for attempt in (client.list_threads(), everything(client.create_thread(message()))):
            with pytest.raises(ChatKitError) as caught:
                await attempt
            assert not isinstance(caught.value, ConnectError)


async def test_a_certificate_of_an_unknown_authority_is_refused(certificate: Path) -> None:
    async with secure_listener(certificate) as (url, heads), connected(url) as client:
        with pytest.raises(ConnectError, match="SSL_CERT_FILE"):
            await client.list_threads()
    assert heads == []


async def test_an_authority_of_the_environment_is_trusted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with secure_listener(certificate) as (url, heads), connected(url) as client:
        assert (await client.list_threads()).data == ()
    assert len(heads) == 1


async def test_a_bundle_that_is_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no.pem").write_text("no certificate")
    for name in ("no.pem", "missing.pem"):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / name))
        async with connected("https://chat.example/chatkit") as client:
            with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
                await client.list_threads()


async def test_tls_where_none_is_spoken_means_not_sent(sdk_server: SdkServer) -> None:
    async with connected(sdk_server.url.replace("http://", "https://")) as client:
        with pytest.raises(ConnectError):
            await client.list_threads()
    assert sdk_server.requests == []


async def test_a_name_that_does_not_exist_means_not_sent() -> None:
    api = CustomApiConfig("http://no-such-host.invalid/chatkit", allow_http=True)
    async with connected(api) as client:
        with pytest.raises(ConnectError, match=r"no-such-host\.invalid"):
            await client.list_threads()


@asynccontextmanager
async def secure_listener(certificate: Path) -> AsyncIterator[tuple[str, list[bytes]]]:
    """`listener` over TLS: its URL, and the heads it saw."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    heads: list[bytes] = []
    async with listener(heads, tls) as port:
        yield f"https://127.0.0.1:{port}/chatkit", heads
