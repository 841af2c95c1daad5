"""The drawings: named for those who do not see them, told apart without colour."""

import re

import pytest
from django.template import Context, Template

from catalog.choices import Colour, Shape


def drawn(source: str, **context: object) -> str:
    return Template("{% load bricks %}" + source).render(Context(context))


def without_colours(svg: str) -> str:
    """The lines alone: what a reader without colours sees."""
    lines = re.sub(r'<svg[^>]*>|<title>.*?</title>|(fill|stroke)="[^"]*"', "", svg)
    return re.sub(r"\s+", " ", lines)


@pytest.mark.parametrize(("argument", "choices"), [("colour", Colour), ("shape", Shape)])
def test_bricks_differ_without_their_colours(argument, choices):
    drawings = {
        without_colours(drawn("{% brick " + f'{argument}="{value}"' + " %}")) for value in choices.values
    }
    assert len(drawings) == len(choices.values)


def test_brick_is_named_by_colour_and_shape():
    assert f"<title>{Colour.BLUE.label} · {Shape.HEAD.label}</title>" in drawn('{% brick "blue" "head" %}')


def test_decoration_is_hidden_from_screen_readers():
    svg = drawn('{% brick "blue" "head" label="" %}')
    assert 'aria-hidden="true"' in svg
    assert "<title>" not in svg


def test_label_is_escaped():
    assert "&lt;b&gt;" in drawn("{% brick label=name %}", name="<b>")


def test_unknown_colour_is_grey():
    assert 'data-colour="grey"' in drawn('{% brick "pink" %}')


def test_drawings_carry_no_styles_that_the_policy_forbids():
    svg = drawn('{% brick "red" "cone" %}{% dicp levels %}', levels={"availability": 2})
    assert "style" not in svg


def test_dicp_writes_letters_and_levels_and_what_is_not_assessed():
    levels = {"availability": 2, "integrity": 0, "confidentiality": None, "proof": 4}
    svg = drawn("{% dicp levels %}", levels=levels)
    assert re.findall(r"<text[^>]*>(.*?)</text>", svg) == ["D2", "I0", "C?", "P4"]
    assert svg.count("<circle") == 3


def test_dicp_is_named_in_words():
    svg = drawn("{% dicp levels %}", levels={"availability": 2})
    [title] = re.findall(r"<title>(.*?)</title>", svg)
    assert len(title.split(", ")) == 4
