"""Widget files are read and filled as the official SDK does it; what is wrong has a line."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from chatkit.widgets import DynamicWidgetRoot, WidgetTemplate

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.widget_files.reading import read_widget_file

ASSETS = Path(__file__).parents[1] / "support" / "sdk_widgets"

DATA: dict[str, dict[str, Any]] = {
    "basic_root": {"name": 'Harry "Potter" </b>', "bio": "línea\nand <b>& 'more'"},
    "card_no_data": {},
    "card_with_data": {
        "channel": "#proj-chatkit",
        "time": "4:48 PM",
        "user": {"image": "/pam.png", "name": "Pam Beesly"},
    },
    "list_view_no_data": {},
    "list_view_with_data": {
        "items": [
            {"id": "blue", "label": "Blue line", "color": "blue-500"},
            {"id": "red", "label": "界", "color": "red-500"},
        ]
    },
}

EXPRESSIONS = """\
{%- set total = namespace(sum=0) -%}
{%- for n in numbers -%}{%- set total.sum = total.sum + n -%}{%- endfor -%}
{"type": "Card", "children": [
  {%- for n in numbers if n is odd %}
  {"type": "Text", "value": {{ ("%05.2f" | format(n)) | tojson }}, "maxLines": {{ loop.index }}}
  {%- if not loop.last %},{% endif %}
  {%- endfor %}
], "status": {{ {"text": words | join(", ") | upper, "n": total.sum, "none": none, "f": 0.1}
  | tojson }}, "collapsed": {{ (numbers | length > 2) | tojson }}}
"""
"""What Studio writes is plain; a developer may use all of jinja."""


def as_built(built: Any) -> Any:
    return built.model_dump(exclude_none=True)


def write(path: Path, value: Any) -> Path:
    text = value if isinstance(value, str) else json.dumps(value, indent=2)
    path.write_text(text, encoding="utf-8")
    return path


def widget_file(template: str, **more: Any) -> dict[str, Any]:
    return {"version": "1.0", "name": "A widget", "template": template, **more}


@pytest.mark.parametrize("name", sorted(DATA))
def test_the_files_of_the_official_sdk_become_what_it_builds(name: str, tmp_path: Path) -> None:
    file = ASSETS / f"{name}.widget"
    read = read_widget_file(file, write(tmp_path / "data.json", DATA[name]))
    assert read.name == json.loads(file.read_text(encoding="utf-8"))["name"]
    built = WidgetTemplate.from_file(str(file)).build(DATA[name])
    assert as_built(DynamicWidgetRoot.model_validate(read.widgets[0])) == as_built(built)


@pytest.mark.parametrize("name", sorted(DATA))
def test_without_data_they_show_what_was_saved_with_them(name: str) -> None:
    file = ASSETS / f"{name}.widget"
    preview = json.loads(file.read_text(encoding="utf-8"))["outputJsonPreview"]
    assert read_widget_file(file).widgets == (preview,)


def test_all_of_jinja_gives_what_the_official_sdk_gives(tmp_path: Path) -> None:
    data = {"numbers": [1, 2.5, 3, 10**20 + 1], "words": ["ä", "b"]}
    definition = widget_file(EXPRESSIONS)
    file = write(tmp_path / "a.widget", definition)
    read = read_widget_file(file, write(tmp_path / "data.json", data))
    built = WidgetTemplate(definition).build(data)
    assert as_built(DynamicWidgetRoot.model_validate(read.widgets[0])) == as_built(built)
    assert read.widgets[0]["status"]["text"] == "Ä, B"


def test_a_template_cannot_reach_out_of_itself(tmp_path: Path) -> None:
    template = '{"type": "{{ "".__class__.__mro__[1].__subclasses__() }}"}'
    with pytest.raises(ConfigurationError, match="unsafe"):
        read_widget_file(write(tmp_path / "a.widget", widget_file(template)))


def test_data_is_found_in_the_schema_or_in_what_studio_saved(tmp_path: Path) -> None:
    template = '{"type": "Text", "value": {{ who.name | tojson }}}'
    member = {"type": "object", "properties": {"name": {"type": "string", "examples": ["Ada"]}}}
    schema = {"type": "object", "properties": {"who": member}}
    file = write(tmp_path / "a.widget", widget_file(template, jsonSchema=schema))
    assert read_widget_file(file).widgets == ({"type": "Text", "value": "Ada"},)
    assert "jsonSchema" in read_widget_file(file).note
    saved = json.dumps({"defaultState": {"who": {"name": "Grace"}}}).encode()
    encoded = base64.urlsafe_b64encode(saved).decode().rstrip("=")
    more = {"jsonSchema": schema, "encodedWidget": encoded}
    write(file, widget_file(template, **more))
    assert read_widget_file(file).widgets == ({"type": "Text", "value": "Grace"},)
    preview = {"type": "Text", "value": "as it was"}
    write(file, widget_file(template, outputJsonPreview=preview, encodedWidget="?"))
    assert read_widget_file(file).widgets == (preview,)


def test_plain_files_hold_a_widget_an_item_or_several(tmp_path: Path) -> None:
    text = {"type": "Text", "value": "a"}
    for value, widgets in (
        (text, (text,)),
        ({"type": "widget", "id": "1", "widget": text}, (text,)),
        ({"title": "Two", "widgets": [text, text]}, (text, text)),
    ):
        assert read_widget_file(write(tmp_path / "a.json", value)).widgets == widgets


WRONG: dict[str, tuple[str, str]] = {
    "no JSON": ('{\n  "type": "Card",\n  oops\n}', "line 3, column 3: this is no JSON: expecting"),
    "no widget": ("[1]", "line 1: this is no widget"),
    "an odd widget": ('{\n"widgets": [{}, 1]}', "line 2: the 2. of the “widgets” is no object"),
    "no version": ('{\n"template": "x"}', "line 1: “version” is missing"),
    "another version": ('{\n"version": "2",\n"template": ""}', 'line 2: “version” is "2", not'),
    "no name": ('{"version": "1.0",\n"name": 3,\n"template": ""}', "line 2: “name” is no text"),
}


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_file_is_told_with_its_line(
    text: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read_widget_file(write(tmp_path / "a.json", text))
    assert str(raised.value).startswith(f"{tmp_path / 'a.json'}, {words}")
    assert str(raised.value).endswith(".")


BROKEN: dict[str, tuple[str, str]] = {
    "syntax": ('{"a": {% if %}}', "Expected an expression"),
    "undefined": ('{"a": {{ name | tojson }}}', "'name' is undefined; --data DATA.json says it"),
    "its own line": ('{\n"a":\n{{ 1 / 0 }}}', "(in its line 3): ZeroDivisionError"),
    "its JSON": ('{"type": "Card",, }', "what it gives is no JSON: expecting property name"),
    "no object": ("[]", "what it gives is no object"),
    "endless": ("{% for a in range(9999999) %}{% endfor %}", "OverflowError"),
}


@pytest.mark.parametrize(("template", "words"), BROKEN.values(), ids=BROKEN)
def test_a_template_that_fails_says_why(template: str, words: str, tmp_path: Path) -> None:
    file = write(tmp_path / "a.widget", widget_file(template))
    with pytest.raises(ConfigurationError) as raised:
        read_widget_file(file)
    assert f"{file}, line 4: the template fails" in str(raised.value)
    assert words in str(raised.value)


def test_files_that_cannot_be_read_or_filled_are_named(tmp_path: Path) -> None:
    plain = write(tmp_path / "a.json", {"type": "Card"})
    for path, data, words in (
        (tmp_path / "none.json", None, "none.json cannot be read: no such file or directory"),
        (tmp_path, None, "cannot be read: is a directory"),
        (plain, plain, "has no template that"),
        (ASSETS / "basic_root.widget", write(tmp_path / "l.json", []), "l.json, line 1: the data"),
    ):
        with pytest.raises(ConfigurationError, match=words):
            read_widget_file(path, data)
    (tmp_path / "latin.json").write_bytes(b'{\n"a": "\xe4"}')
    with pytest.raises(ConfigurationError, match=r"latin\.json, line 2: this is no UTF-8 text"):
        read_widget_file(tmp_path / "latin.json")
