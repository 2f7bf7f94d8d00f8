"""What each property of each component becomes in cells."""

from __future__ import annotations

Texts = dict[str, str]
"""A sentence for each property, by its name on the wire."""

_NOTHING = "Nothing in cells."

_ACROSS: Texts = {
    "width": "Cells across, at 8 px each; a percentage is of the room there is.",
    "minWidth": "It is not narrower where there is room.",
    "maxWidth": "It is not wider.",
    "size": "Stands for width and height, where they are not given.",
    "minSize": "Stands for minWidth and minHeight.",
    "maxSize": "Stands for maxWidth and maxHeight.",
    "flex": "Its share of a line: a number, or grow, shrink and basis as CSS has them.",
}

_BOX: Texts = {
    "align": "Where children stand across the direction; in rows, stretch makes boxes as high.",
    "justify": "Where children stand along the direction, and how what is left is shared out.",
    "wrap": "Whether children go on in a next line. What does not fit at all wraps anyway.",
    "gap": "Cells or rows between children; below half a row there is none.",
    "padding": "Cells and rows inside of the border; it gives way where it is narrow.",
    "margin": "Cells and rows around it.",
    "border": "Lines at its edges in their styles and colours; heavy ones from 2 px on.",
    "radius": "Rounded corners, unless it is none. All radiuses are alike.",
    "background": "The colour of its cells; texts on it are made readable.",
    **_ACROSS,
    "height": "Rows at least, at 16 px each. Nothing in it is ever hidden.",
    "minHeight": "Rows at least.",
    "maxHeight": "Nothing: a box is as high as what is in it.",
    "aspectRatio": "Rows at least, by its width, where it has one.",
}

_DIRECTION = "Row puts children side by side; else they stand one below the other."

_TEXT: Texts = {
    "value": "The text, wrapped at its width.",
    "color": "Its colour, made readable on what is beneath it.",
    "weight": "Semibold and bold are bold.",
    "textAlign": "Where its lines begin.",
    "truncate": "One line, with an ellipsis.",
    "maxLines": "The lines that are shown; an ellipsis stands for the rest.",
}

_CONTROL: Texts = {
    "name": "Not shown; its value is sent under this name, dots nest it.",
    "onChangeAction": "Runs when the value is another one, with it in the payload.",
    "disabled": "Faint, cannot be operated, and is not sent.",
    "required": "Its label bears a star; without a value the form is not sent, and it says why.",
}

_TYPED: Texts = {
    **_CONTROL,
    "defaultValue": "What is in it at first.",
    "placeholder": "Faint words while it is empty.",
    "autoFocus": "Whoever goes into the widget begins here.",
    "autoSelect": "All of it is selected when it gets the keys.",
    "allowAutofillExtensions": "Nothing: a terminal fills nothing in.",
    "variant": "Outline has brackets or bars at its edges, soft only its ground.",
    "size": "Nothing: text has one size.",
    "gutterSize": _NOTHING,
}

_PICKER: Texts = {
    **_CONTROL,
    "placeholder": "Faint words while nothing is chosen.",
    "defaultValue": "What is chosen at first.",
    "variant": "Outline has brackets, others only their ground.",
    "size": "Nothing: text has one size.",
    "pill": "Round brackets.",
    "block": "As wide as there is room.",
    "clearable": "It can be made empty again.",
}

_THEME = "Colours of that theme on a background of its own, if the program wears the other one."

_STATUS = "Words in the upper line of its frame, behind an icon."

EVERY: Texts = {
    "type": "Finds its drawing. What is not known becomes a labelled box with what is in it.",
    "id": "Not shown. What was typed, folded and focused stays with it through updates.",
    "key": "Not shown. As id, where there is none.",
    "children": "What is in it. Beyond 60 levels or 6,000 components there is a count instead.",
}
"""Properties of all components."""

PROPERTIES: dict[str, Texts] = {
    "Card": {
        "size": "Up to 48 (sm), 64 (md) or 80 (lg) cells, or all there is (full); sm if not given.",
        "padding": "Cells and rows inside of the frame; a cell at the left and right if not given.",
        "background": "The colour of its cells; texts on it are made readable.",
        "border": "Lines at its edges in their styles; a thin round frame if not given.",
        "status": _STATUS,
        "theme": _THEME,
        "collapsed": "It can be folded to its upper line; true folds it at first.",
        "asForm": "Confirm checks the fields in it and sends their values.",
        "confirm": "A button below all else; hidden while a text in it still grows.",
        "cancel": "A button beside it, which never sends values.",
    },
    "ListView": {
        "limit": "Rows shown before “Show more”: 4 if not given or auto, all for 0 and less.",
        "status": _STATUS,
        "theme": _THEME,
    },
    "ListViewItem": {
        "onClickAction": "Enter, a click or its digit runs it; without one the row is only read.",
        "gap": "Cells between its children, which stand side by side.",
        "align": "Where children stand up and down; in the middle if not given.",
    },
    "Basic": {
        "theme": _THEME,
        "direction": _DIRECTION,
        **{name: _BOX[name] for name in ("gap", "padding", "align", "justify")},
    },
    "Box": {"direction": _DIRECTION, **_BOX},
    "Row": _BOX,
    "Col": _BOX,
    "Form": {
        "onSubmitAction": "Runs on a submit button or Enter, with all values, if they are right.",
        "direction": _DIRECTION,
        **_BOX,
    },
    "Transition": {},
    "Spacer": {"minSize": "Cells or rows it takes at least; it takes all that is left in a line."},
    "Divider": {
        "color": "The colour of the line.",
        "size": "A heavy line from 2 px on.",
        "spacing": "Rows above and below, or cells beside it in a row.",
        "flush": "The line runs through the padding and meets the frame around it.",
    },
    "Table": {},
    "Table.Row": {"header": "Its texts stand out, and a rule is below it."},
    "Table.Cell": {
        "width": "Cells of its column, where there is room.",
        "colSize": "Its column is 8 (xs), 14 (sm), 22 (md), 34 (lg) or 50 (xl) cells wide.",
        "colSpan": "Columns it spans, up to 32.",
        "rowSpan": "Rows it spans, up to 100.",
        "align": "Where what is in it stands across.",
        "vAlign": "Where what is in it stands up and down.",
        "padding": "Cells and rows at its edges.",
    },
    "Text": {
        **_TEXT,
        "streaming": "A mark stands behind it while it grows.",
        "italic": "Italic.",
        "lineThrough": "Struck out.",
        "width": "Cells across, at 8 px each; a percentage is of the room there is.",
        "size": "Small print (xs) is muted, the largest (xl) bold.",
        "minLines": "Lines it takes at least, up to 40.",
        "editable": "A field with a pencil behind it; see “editable” below.",
    },
    "Title": {
        **_TEXT,
        "weight": "Bold, unless it is normal.",
        "size": "From lg on it has the style of a heading.",
        "editable": "A field with a pencil behind it; see “editable” below.",
    },
    "Caption": {
        **_TEXT,
        "color": "Its colour, made readable; muted if not given.",
        "size": "Nothing: text has one size.",
    },
    "Markdown": {
        "value": "Headings, lists, tables, links and code, as answers are drawn.",
        "streaming": "A mark stands behind it while it grows.",
    },
    "Badge": {
        "label": "A word on a ground of its own.",
        "color": "The colour of its ground, or of the word.",
        "variant": "Solid is filled, soft tinted, outline between brackets.",
        "pill": "Round ends.",
        "size": "Nothing: text has one size.",
    },
    "Icon": {
        "name": "A glyph of one cell; a name that is like none is spelled out in italics.",
        "color": "Its colour, made readable.",
        "size": "Nothing: glyphs have one size.",
    },
    "Image": {
        **_ACROSS,
        "src": "The picture in half blocks or the terminal's graphics, else a box with its host.",
        "alt": "The words in the box, where no picture is drawn.",
        "height": "Rows of the picture at most, at 16 px each.",
        "minHeight": _NOTHING,
        "maxHeight": "Rows of the picture at most.",
        "aspectRatio": "Rows of the picture at most, by its width.",
        "fit": "Cover and none cut what is too high, others make all of it smaller.",
        "position": "The part that is seen of what is cut: top, center or bottom.",
        "frame": "A thin line around it.",
        "radius": "Rounded corners of its frame, unless it is none.",
        "flush": "Nothing: a picture stands where its parent puts it.",
        "margin": "Cells and rows around it.",
        "background": "Shows through what is transparent.",
    },
    "Button": {
        "label": "Its words, on a ground.",
        "onClickAction": "Enter, space or a click runs it; it spins and waits until it is over.",
        "submit": "It sends the form it is in.",
        "iconStart": "A glyph before the label.",
        "iconEnd": "A glyph behind the label.",
        "iconSize": "Nothing: glyphs have one size.",
        "style": "Primary is filled, secondary tinted.",
        "color": "The colour of its ground, or of its words.",
        "variant": "Solid is filled, soft tinted, outline between brackets, ghost underlined.",
        "size": "One cell beside its words up to xs, three from xl on, else two.",
        "pill": "Round ends.",
        "uniform": "One cell beside its words.",
        "block": "As wide as there is room.",
        "disabled": "Faint and cannot be pressed; one that does nothing is, unless this is false.",
    },
    "Input": {
        **_TYPED,
        "inputType": "Passwords are dots; numbers, e-mail and web addresses are checked.",
        "pattern": "All of it must match, or the form is not sent, and it says why.",
        "pill": "Round brackets.",
    },
    "Textarea": {
        **_TYPED,
        "pattern": "Nothing: browsers don't check it either.",
        "rows": "Rows at least, up to 20; 3 if not given.",
        "autoResize": "It always grows with its text.",
        "maxRows": "Rows up to which it grows; 10 if not given.",
    },
    "Select": {
        **_PICKER,
        "options": "A list in front of all else; groups and descriptions beside their labels.",
        "searchable": "The list is searched by typing; with more than 15 options if not given.",
    },
    "DatePicker": {
        **_PICKER,
        "min": "Days before it cannot be chosen.",
        "max": "Days after it cannot be chosen.",
        "side": "Nothing: the calendar opens in front of all else.",
        "align": "Nothing: the calendar opens in front of all else.",
    },
    "Checkbox": {
        **_CONTROL,
        "label": "The words behind the box.",
        "defaultChecked": "Whether it is ticked at first.",
    },
    "RadioGroup": {
        **_CONTROL,
        "options": "A circle and a label each.",
        "defaultValue": "What is chosen at first.",
        "direction": "Col puts them one below the other; else they stand side by side.",
        "ariaLabel": "Nothing: a label beside it says what it is.",
    },
    "Label": {
        "value": "The text, with a star if its field is required.",
        "fieldName": "It stands out while that field has the keys, or something is wrong there.",
        "size": "Nothing: text has one size.",
        "weight": "Semibold and bold are bold.",
        "textAlign": "Where its lines begin.",
        "color": "Its colour, made readable.",
    },
    "Chart": {
        **_ACROSS,
        "data": "Rows of values; with more than there is room for, neighbours are drawn together.",
        "series": "Filled columns, filled areas and lines of dots; a list below 20 cells.",
        "xAxis": "The field whose values stand below; as many as there is room for.",
        "showYAxis": "False hides the numbers at the left; there are no tooltips to tell them.",
        "showLegend": "False hides the names of the series above.",
        "showTooltip": "Nothing: the axis tells the values.",
        "barGap": "Cells between the bars of a category; none if not given.",
        "barCategoryGap": "Cells between categories; a fifth of each if not given.",
        "height": "Rows, axis included, at 16 px each; four at least.",
        "minHeight": "Rows at least.",
        "maxHeight": "Rows at most.",
        "aspectRatio": "Rows by its width where no height is given, 6 to 16 of them; 4/3 usually.",
    },
}
"""By component."""

PARTS: dict[str, Texts] = {
    "action": {
        "type": "Sent as it is.",
        "payload": "Sent as it is, with values in it where they belong.",
        "handler": "Server sends it; client hands it to the application around the chat.",
        "loadingBehavior": "What waits meanwhile: the control, all of the widget, or nothing.",
        "streaming": "False asks for an answer at once, even while another answer grows.",
    },
    "confirm and cancel": {
        "label": "The words of the button.",
        "action": "Runs when it is pressed; without one it is faint.",
    },
    "status": {
        "text": "Words in the upper line.",
        "icon": "A glyph before them.",
        "favicon": "A sign that stands for a site.",
        "frame": _NOTHING,
    },
    "editable": {
        "name": _CONTROL["name"],
        "autoFocus": _TYPED["autoFocus"],
        "autoSelect": _TYPED["autoSelect"],
        "autoComplete": "Nothing: a terminal completes nothing.",
        "allowAutofillExtensions": _TYPED["allowAutofillExtensions"],
        "pattern": "All of it must match, or the form is not sent, and it says why.",
        "placeholder": _TYPED["placeholder"],
        "required": "Without a text the form is not sent, and it says why.",
        "onChangeAction": _CONTROL["onChangeAction"],
    },
    "option": {
        "value": "What is sent.",
        "label": "The words of the choice; its value if there are none.",
        "disabled": "Faint, and cannot be chosen.",
        "description": "Faint words beside the label, in the list of a Select.",
        "group": "The label of the group it is in, beside its own in the list of a Select.",
    },
    "xAxis": {
        "dataKey": "The field whose values stand below the chart.",
        "hide": "Neither line nor names.",
        "labels": "What stands in the place of a value.",
    },
    "series": {
        "type": "Bar, area or line; what is not known is a line.",
        "dataKey": "The field that is drawn.",
        "label": "Its name in the legend; its field if there is none.",
        "color": "Its colour; blue, purple, orange, green, red, yellow and pink take turns.",
        "stack": "Those with the same one stand on each other.",
        "curveType": "Steps are steps, linear is straight; all others are one smooth curve.",
    },
    "padding and margin": {
        "top": "Rows at the upper edge.",
        "right": "Cells at the right.",
        "bottom": "Rows at the lower edge.",
        "left": "Cells at the left.",
        "x": "Cells at the left and right.",
        "y": "Rows above and below.",
    },
    "border": {
        "size": "A thin line, or a heavy one from 2 px on; none for 0.",
        "color": "The colour of the line: subtle, default or strong, a scale, or CSS.",
        "style": "Solid, dashed, dotted and double lines; groove to outset by their weights.",
        **dict.fromkeys(("top", "right", "bottom", "left"), "The line at that edge."),
        "x": "The lines at the left and right.",
        "y": "The lines above and below.",
    },
    "colour": {
        "light": "The colour on a light background.",
        "dark": "The colour on a dark background.",
    },
}
"""By what is an object in a property."""
