"""The names of the properties of each component in the types of the official web client.

Derived from `types/widgets.d.ts` of the npm package @openai/chatkit 1.9.0 (MIT), names only.
"""

from __future__ import annotations

NAMES = {
    "Badge": "key id label color variant size pill",
    "Basic": "key id children theme direction gap padding align justify",
    "Box": (
        "key id direction children align justify wrap flex gap padding border background "
        "height width size minHeight minWidth minSize maxHeight maxWidth maxSize "
        "aspectRatio radius margin"
    ),
    "Button": (
        "key id submit label onClickAction iconStart iconEnd style iconSize color variant "
        "size pill uniform block disabled"
    ),
    "Caption": "key id size value color weight textAlign truncate maxLines",
    "Card": (
        "key id asForm children background border size padding status collapsed confirm "
        "cancel theme"
    ),
    "Checkbox": "key id name label defaultChecked onChangeAction disabled required",
    "Col": (
        "key id children align justify wrap flex gap padding border background height "
        "width size minHeight minWidth minSize maxHeight maxWidth maxSize aspectRatio "
        "radius margin"
    ),
    "DatePicker": (
        "key id name onChangeAction placeholder defaultValue min max variant size side "
        "align pill block clearable disabled"
    ),
    "Divider": "key id color size spacing flush",
    "Form": (
        "key id onSubmitAction direction children align justify wrap flex gap padding "
        "border background height width size minHeight minWidth minSize maxHeight "
        "maxWidth maxSize aspectRatio radius margin"
    ),
    "Icon": "key id name color size",
    "Image": (
        "key id src alt frame fit position flush height width size minHeight minWidth "
        "minSize maxHeight maxWidth maxSize aspectRatio radius margin"
    ),
    "Input": (
        "key id name inputType defaultValue required pattern placeholder "
        "allowAutofillExtensions autoSelect autoFocus disabled variant size gutterSize "
        "pill"
    ),
    "Label": "key id value fieldName size weight textAlign color",
    "ListView": "key id children limit status theme",
    "ListViewItem": "key id children onClickAction gap align",
    "Markdown": "key id value streaming",
    "RadioGroup": (
        "key id name options ariaLabel onChangeAction defaultValue direction disabled required"
    ),
    "Row": (
        "key id children align justify wrap flex gap padding border background height "
        "width size minHeight minWidth minSize maxHeight maxWidth maxSize aspectRatio "
        "radius margin"
    ),
    "Select": (
        "key id name options onChangeAction placeholder defaultValue variant size pill "
        "block clearable disabled"
    ),
    "Spacer": "key id minSize",
    "Table": "key id children",
    "Table.Cell": "key id children width padding colSpan rowSpan align vAlign colSize",
    "Table.Row": "key id children header",
    "Text": (
        "key id value streaming italic lineThrough width size minLines editable color "
        "weight textAlign truncate maxLines"
    ),
    "Textarea": (
        "key id name defaultValue required pattern placeholder autoSelect autoFocus "
        "disabled variant size gutterSize rows autoResize maxRows allowAutofillExtensions"
    ),
    "Title": "key id size value color weight textAlign truncate maxLines",
    "Transition": "key id children",
}
"""By type, parted by blanks."""
