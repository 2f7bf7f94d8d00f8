from __future__ import annotations

from chatkit_tui.known_secrets import hide, remember


def test_a_secret_is_hidden_whole_and_in_its_parts() -> None:
    remember("Bearer canary-5f3a9c")
    assert hide("b'Bearer canary-5f3a9c' and canary-5f3a9c/x") == "b'•••' and •••/x"
    assert hide("a bearer of news") == "a bearer of news"


def test_what_is_too_short_to_be_a_secret_is_a_word() -> None:
    remember("blue")
    assert hide("blue") == "blue"


def test_only_the_newest_are_remembered() -> None:
    for number in range(300):
        remember(f"secret-{number:03}")
    remember("secret-150")
    remember("secret-300")
    assert hide("secret-050 secret-150 secret-300") == "secret-050 ••• •••"
