"""Questions the server puts to the user, and the answers."""

from __future__ import annotations

from typing import Annotated, Literal

from chatkit_tui.protocol.base import ByType, Id, Tolerant, Unknown, WireModel


class StructuredInputAnswer(WireModel):
    """The recorded answer to one question."""

    values: tuple[str, ...] = ()
    skipped: bool = False


class StructuredInputBase(WireModel):
    """What every question has."""

    id: Id
    question: str = ""
    answer: Annotated[StructuredInputAnswer, Tolerant()] | None = None


class StructuredInputMultipleChoiceOption(WireModel):
    """A choice; `value` is both shown and sent."""

    value: str = ""


class StructuredInputMultipleChoice(StructuredInputBase):
    """A question with choices, of which `multiple` may be taken."""

    type: Literal["multiple_choice"] = "multiple_choice"
    options: tuple[Annotated[StructuredInputMultipleChoiceOption, Tolerant()], ...] = ()
    multiple: bool = False


class StructuredInputFreeform(StructuredInputBase):
    """A question answered in words."""

    type: Literal["freeform"] = "freeform"
    description: str | None = None


class UnknownStructuredInput(Unknown):
    """A question of a type this version has no model for."""


STRUCTURED_INPUT = ByType(
    UnknownStructuredInput, StructuredInputMultipleChoice, StructuredInputFreeform
)

StructuredInput = Annotated[
    StructuredInputMultipleChoice | StructuredInputFreeform | UnknownStructuredInput,
    STRUCTURED_INPUT,
]
