"""Keeps what was sent in confidence out of what is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import httpx

from chatkit_tui.known_secrets import remember

HIDDEN = "[hidden]"

_OPEN = frozenset(
    {
        "accept",
        "accept-encoding",
        "accept-language",
        "cache-control",
        "chatkit-frame-instance-id",
        "connection",
        "content-length",
        "content-type",
        "host",
        "openai-beta",
        "transfer-encoding",
        "user-agent",
    }
)
"""Headers whose values are no secret."""

_SHORTEST = 4
"""Shorter values are no secrets, and hiding them would only mangle the text."""


def secrets_of(headers: httpx.Headers) -> set[str]:
    """Every value in `headers` that may be a secret, whole and in parts ("Bearer x" → "x")."""
    values: set[str] = set()
    for name, value in headers.multi_items():
        if name.lower() not in _OPEN:
            values.add(value)
            values.update(value.split())
            # Cookies: name=value; name=value
            values.update(part.partition("=")[2].strip(' "') for part in value.split(";"))
    return {value for value in values if len(value) >= _SHORTEST and value.lower() != "bearer"}


def mask(text: str, secrets: Iterable[str]) -> str:
    """`text` without any of `secrets`, the longest first."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


_CREDENTIAL = re.compile(r"auth|key|token|secret|password", re.IGNORECASE)
"""What the name of a header says that holds a credential, however short."""

_SURELY = 8
"""Characters; shorter values of headers that are no credentials are words, such as "blue"."""

_NO_SECRETS = frozenset({"apikey", "basic", "bearer", "digest", "false", "null", "token", "true"})

_MOST_KNOWN = 200
"""Secrets that are remembered; the oldest are forgotten first."""

_STRING = r'"(?:[^"\\]|\\.)*"'

_NAMED = re.compile(
    r'("(?:client_?secret|access_?token|refresh_?token|id_?token|api_?key|authorization|password'
    rf'|(?:set-)?cookie|x-[\w-]*(?:key|token))"\s*:\s*){_STRING}',
    re.IGNORECASE,
)
"""A secret by the name it has in JSON."""

_BY_LOOKS = re.compile(r"\b(?:ek|sk)[_-][A-Za-z0-9.~+/=_-]{6,}|(?<=Bearer )[A-Za-z0-9.~+/=_-]{4,}")

_UPLOAD = re.compile(
    rf'"upload_(?:url"\s*:\s*{_STRING}'
    rf'|descriptor"\s*:\s*\{{(?:[^{{}}"]|{_STRING}|\{{(?:[^{{}}"]|{_STRING})*\}})*\}})'
)
"""Where a file is to go: whoever knows it may write there."""

_QUERY = re.compile(r'\?[^"]*')
_HEADERS = re.compile(rf'"headers"\s*:\s*\{{(?:[^{{}}"]|{_STRING})*\}}')
_VALUE = re.compile(rf"(:\s*){_STRING}")


class KnownSecrets:
    """What went over the wire in confidence, so that it can be kept out of what is shown."""

    def __init__(self) -> None:
        self._patterns: dict[str, tuple[str, re.Pattern[str]]] = {}

    def __repr__(self) -> str:
        return f"<{len(self._patterns)} secrets>"

    def note(self, headers: httpx.Headers, *, only: Collection[str] | None = None) -> None:
        """Know the secrets in `headers`; those of the names in `only`, if given."""
        for name, value in headers.multi_items():
            if name.lower() in _OPEN or (only is not None and name.lower() not in only):
                continue
            is_credential = _CREDENTIAL.search(name) is not None
            least = _SHORTEST if is_credential else _SURELY
            cookies = (part.partition("=")[2].strip(' "') for part in value.split(";"))
            for secret in (value, *value.split(), *cookies):
                if len(secret) >= least and secret.lower() not in _NO_SECRETS:
                    self._patterns.setdefault(secret, _pattern(secret))
                    if is_credential or name.lower().endswith("cookie"):
                        remember(secret)
        while len(self._patterns) > _MOST_KNOWN:
            del self._patterns[next(iter(self._patterns))]

    def mask(self, text: str) -> str:
        """`text` without any secret: one that is known, one that is named so, one that looks so."""
        for core, pattern in sorted(self._patterns.values(), key=_length, reverse=True):
            if core in text:
                text = pattern.sub(HIDDEN, text)
        text = _NAMED.sub(rf'\1"{HIDDEN}"', text)
        if "upload_" in text:
            text = _UPLOAD.sub(_sealed, text)
        return _BY_LOOKS.sub(HIDDEN, text)


def _length(known: tuple[str, re.Pattern[str]]) -> int:
    return len(known[1].pattern)


def _pattern(secret: str) -> tuple[str, re.Pattern[str]]:
    """A part that is always spelled the same, and the secret as JSON or an address may spell it."""
    core = max(re.split(r"[^A-Za-z0-9]+", secret), key=len)
    spelled = "".join(
        each
        if each.isalnum()
        else rf"(?:\\?{re.escape(each)}|(?i:\\u00{ord(each):02x}|%{ord(each):02x}))"
        for each in secret
    )
    if len(secret) < _SURELY:
        spelled = rf"(?<!\w){spelled}(?!\w)"
    return core, re.compile(spelled)


def _sealed(found: re.Match[str]) -> str:
    """Where a file goes, without what would let anybody write there."""
    text = _HEADERS.sub(lambda headers: _VALUE.sub(rf'\1"{HIDDEN}"', headers[0]), found[0])
    return _QUERY.sub(f"?{HIDDEN}", text)
