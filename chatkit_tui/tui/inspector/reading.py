"""An entry of the traffic log in words: one row of a list, or all that is known of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chatkit_tui.controller.traffic import Entry, Kind
from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.json_values import parse_json
from chatkit_tui.translation import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

ARROWS = {Kind.REQUEST: "→", Kind.ANSWER: "←", Kind.EVENT: "←", Kind.LOCAL: "•"}
"""From here, to here, and what stays here."""

LONGEST_READ = 65_536
"""Characters; a longer text is not read for one row of the list."""

_LONGEST_NOTE = 200

Say = Callable[[str], str]
"""Says an English text."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a row of the list says of an entry; the texts are not safe to show yet."""

    name: str
    note: str
    """What kind of thing it is about, and how that begins."""
    id: str
    """Of the item, or else of the thread."""


def digest(entry: Entry, text: str) -> Digest:
    """The words for a row, from the text of an entry."""
    data = _object(text) if len(text) <= LONGEST_READ else {}
    name = entry.what or (str(data.get("type") or "") if entry.kind is Kind.EVENT else "")
    if entry.problem is not None:
        return Digest(name or _("unreadable event"), entry.problem, _id(data))
    match entry.kind:
        case Kind.EVENT:
            return Digest(name or _("event"), _event_note(data), _id(data))
        case Kind.REQUEST:
            return Digest(name, "", _id(_object_in(data, "params")))
        case Kind.ANSWER:
            return Digest(name, outcome(entry, _), "")
        case _:
            return Digest(name, _local_note(data), _id(data))


def outcome(entry: Entry, say: Say = str) -> str:
    """How a request ended, in words; "" where there is nothing to say."""
    record = entry.record
    if record is None:
        return ""
    if record.error is not None:
        return record.error
    return say(N_("broken off here")) if record.broken_off else ""


def figures(entry: Entry) -> tuple[str, str, str]:
    """Status, duration and size, "" for what an entry does not have."""
    record = entry.record
    if record is None:
        return "", "", size(length(entry)) if entry.kind is Kind.EVENT else ""
    status = str(record.statuses[-1]) if record.statuses else ""
    if entry.kind is Kind.REQUEST:
        return status or ("…" if record.took is None else ""), "", size(record.sent)
    if not status:
        status = _("stopped") if record.broken_off else _("failed")
    return status, duration(record.took or 0.0), size(record.received)


def length(entry: Entry) -> int:
    """Bytes of the text as it came."""
    raw = entry.raw
    kept = len(raw.encode("utf-8", "replace")) if isinstance(raw, str) else len(raw or b"")
    return kept + entry.left_out


def facts(entry: Entry, say: Say = str) -> list[tuple[str, str]]:
    """All that is known of an entry beside its text, as names and values.

    In English, as it stands in files; `say` translates.
    """
    what = entry.what or say(N_("event"))
    found = [("", f"{ARROWS[entry.kind]} {what}"), (say(N_("Time")), moment(entry.at))]
    if entry.record is not None:
        found += _request_facts(entry, say)
    elif entry.kind is Kind.EVENT:
        found.append((say(N_("Size")), size(length(entry))))
    if entry.problem is not None:
        found.append((say(N_("Problem")), entry.problem))
    if entry.left_out:
        words = say(N_("The last {size} of it were not kept."))
        found.append((say(N_("Note")), words.format(size=size(entry.left_out))))
    return [(name, value) for name, value in found if value]


def _request_facts(entry: Entry, say: Say) -> list[tuple[str, str]]:
    record = entry.record
    assert record is not None
    head, took = record.head_after, record.took
    times = []
    if head is not None:
        times.append(say(N_("head after {time}")).format(time=duration(head)))
    if took is not None:
        times.append(say(N_("ended after {time}")).format(time=duration(took)))
    else:
        times.append(say(N_("still running")))
    return [
        (say(N_("Request")), f"{record.method} {record.address}"),
        (say(N_("Status")), _in_order(record.statuses, say)),
        (say(N_("Error")), outcome(entry, say)),
        (say(N_("Took")), ", ".join(times)),
        (say(N_("Sent")), size(record.sent)),
        (say(N_("Received")), size(record.received) if took is not None else ""),
        (say(N_("Request id")), record.request_id or ""),
        (say(N_("Content type")), record.content_type),
        (say(N_("Headers sent")), _names(record.header_names)),
        (say(N_("Headers of the answer")), _names(record.answer_header_names)),
    ]


def _in_order(statuses: Sequence[int], say: Say) -> str:
    words = "".join(map(str, statuses[:1]))
    for status in statuses[1:]:
        words = say(N_("{before}, then {status}")).format(before=words, status=status)
    return words


def _names(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(name.lower() for name in names))


def moment(at: float) -> str:
    """A time of day, in local time, to the millisecond."""
    return f"{datetime.fromtimestamp(at):%H:%M:%S.%f}"[:-3]


def duration(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds:.0f} s"


def size(count: int) -> str:
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def whole(entry: Entry, text: str) -> dict[str, Any]:
    """Everything about an entry as one JSON object, for a file."""
    known: dict[str, Any] = {
        "time": datetime.fromtimestamp(entry.at).astimezone().isoformat(),
        "kind": entry.kind.name.lower(),
        "what": entry.what,
    }
    known |= {name.lower().replace(" ", "_"): value for name, value in facts(entry)[2:]}
    if text:
        try:
            known["body"] = parse_json(text)
        except ProtocolError:
            known["body"] = text
    return known


def is_wanted(entry: Entry, words: Sequence[str], *, errors_only: bool) -> bool:
    """Whether an entry has all of `words`, given in lower case, and is an error if it has to be."""
    if errors_only and not entry.failed:
        return False
    if not words:
        return True
    raw = entry.raw
    if isinstance(raw, bytes):
        raw = raw.decode("utf-8", "replace")
    text = raw.lower() if isinstance(raw, str) else str(raw or "").lower()
    what = f"{entry.what} {outcome(entry, _)} {entry.problem or ''}".lower()
    return all(word in text or word in what for word in words)


# -- what stands in the JSON -----------------------------------------------------------------------


def _object(text: str) -> Mapping[str, Any]:
    try:
        data = parse_json(text) if text else {}
    except ProtocolError:
        return {}
    return data if isinstance(data, dict) else {}


def _object_in(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inner = data.get(name)
    return inner if isinstance(inner, dict) else {}


def _id(data: Mapping[str, Any]) -> str:
    item, thread = _object_in(data, "item"), _object_in(data, "thread")
    candidates = (
        data.get("item_id"),
        item.get("id"),
        thread.get("id"),
        data.get("thread_id"),
        data.get("threadId"),
        data.get("attachment_id"),
    )
    return next((each for each in candidates if isinstance(each, str) and each), "")


def _event_note(data: Mapping[str, Any]) -> str:
    update, item = _object_in(data, "update"), _object_in(data, "item")
    about = update or item or _object_in(data, "thread") or data
    kind = about.get("type") if about is not data else None
    kind = kind.rpartition(".")[2] if update and isinstance(kind, str) else kind
    words = next(
        (
            value
            for name in ("delta", "text", "message", "title", "name", "code")
            if isinstance(value := about.get(name), str) and value
        ),
        "",
    )
    quoted = json.dumps(_begin(words), ensure_ascii=False) if words else ""
    return " ".join(filter(None, (kind if isinstance(kind, str) else "", quoted)))


def _local_note(data: Mapping[str, Any]) -> str:
    inner = data.get("data")
    shown = {**data, **(inner if isinstance(inner, dict) else {})}
    about = _begin(str(shown.pop("name", "")))
    details = ", ".join(
        f"{name} {_begin(str(value))}"
        for name, value in shown.items()
        if name not in ("data", "threadId") and value is not None
    )
    return ": ".join(filter(None, (about, details)))


def _begin(text: str) -> str:
    return text if len(text) <= _LONGEST_NOTE else text[:_LONGEST_NOTE] + "…"
