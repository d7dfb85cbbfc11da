from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.rendering.direction import isolate, isolate_text


def text_of(html: str) -> str:
    return re.sub(r"<!--.*?-->|<![^>]*>|</?[A-Za-z][^>]*>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize(
    "run",
    ["-0.5", "+3", "loss.backward()", "x = 1", "C++", "f(x)", "https://example.org/a?b=c", "a/b", "α+β", "#7", "state of the art",
     "3 × 4", "x &lt; y", "AT&amp;T", "(a, b) and (c, d)", "snake_case", "$5", "1e-3", "GPT-4", "@name"],
)  # fmt: skip
def test_run_that_would_be_reordered_is_isolated(run: str):
    assert isolate(f"<p>سطر {run} ثم</p>") == f'<p>سطر <bdi dir="ltr">{run}</bdi> ثم</p>'


@pytest.mark.parametrize(
    "run", ["PyTorch", "7", "3.5", "1,000", "90%", "2010-2012", "α-β", "well-known", "naïve", "l'été"]
)
def test_run_that_stays_as_it_is_is_left_alone(run: str):
    html = f"<p>سطر {run} ثم</p>"
    assert isolate(html) == html


def test_page_without_latin_letters_and_numbers_is_unchanged():
    html = "<p>سطر، ثم سطر.</p>"
    assert isolate(html) == html


@pytest.mark.parametrize(("sign"), [".", ",", ":", "!", "،", "؟", "…"])
def test_punctuation_of_the_sentence_stays_outside(sign: str):
    assert isolate(f"سطر f(x){sign}") == f'سطر <bdi dir="ltr">f(x)</bdi>{sign}'


@pytest.mark.parametrize("names", ["LeCun", "Loshchilov, Hutter"])
def test_citation_runs_from_right_to_left_whether_it_names_one_or_two(names: str):
    html = f'سطر ({names}، <a href="https://example.org">1998</a>).'
    assert isolate(html) == html.replace(names, f'<bdi dir="ltr">{names}</bdi>')


@pytest.mark.parametrize("comma", ["،", "؛"])
def test_words_listed_with_arabic_commas_follow_each_other_from_right_to_left(comma: str):
    assert isolate(f"سطر Adam{comma} 3{comma} SGD ثم") == f'سطر <bdi dir="ltr">Adam</bdi>{comma} 3{comma} SGD ثم'


def test_brackets_of_the_sentence_stay_outside():
    assert isolate("سطر (state of art) ثم") == 'سطر (<bdi dir="ltr">state of art</bdi>) ثم'
    assert isolate("سطر (f(x)) ثم") == 'سطر (<bdi dir="ltr">f(x)</bdi>) ثم'


@pytest.mark.parametrize("text", ["LeCun et al.", "Springer, 2nd ed.", "see PyTorch."])
def test_full_stop_inside_of_brackets_or_of_an_abbreviation_belongs_to_the_words(text: str):
    assert isolate(f"سطر ({text}) ثم") == f'سطر (<bdi dir="ltr">{text}</bdi>) ثم'
    assert isolate("سطر LeCun et al.، ثم") == 'سطر <bdi dir="ltr">LeCun et al.</bdi>، ثم'
    assert isolate("سطر (سطر PyTorch.) ثم") == "سطر (سطر PyTorch.) ثم"


def test_bracket_that_is_closed_in_arabic_stays_outside():
    assert isolate("سطر (a/b سطر)") == 'سطر (<bdi dir="ltr">a/b</bdi> سطر)'


@pytest.mark.parametrize("element", ["code", "pre", "kbd", "samp"])
def test_code_runs_from_left_to_right(element: str):
    assert isolate(f'<{element} class="a">x = -1</{element}>') == f'<{element} dir="ltr" class="a">x = -1</{element}>'


@pytest.mark.parametrize("element", ["script", "style", "textarea", "title", "svg", "math", "bdi", "select"])
def test_element_whose_text_is_no_prose_is_left_alone(element: str):
    html = f"<{element}>f(x) = -1</{element}>"
    assert isolate(html) == html


@pytest.mark.parametrize("attribute", ['dir="ltr"', "dir='ltr'", "dir=ltr", 'class="a" dir="auto"', 'DIR="LTR"'])
def test_element_with_a_direction_of_its_own_is_left_alone(attribute: str):
    html = f"<p {attribute}>f(x) <b>g(x)</b></p>"
    assert isolate(html) == html
    assert isolate(f"{html}h(x)") == f'{html}<bdi dir="ltr">h(x)</bdi>'


@pytest.mark.parametrize("attribute", ['dir="rtl"', "dir='rtl'", "dir=rtl", 'data-dir="a"', 'title="the dir"', ""])
def test_element_that_runs_from_right_to_left_is_read(attribute: str):
    assert isolate(f"<p {attribute}>f(x)</p>") == f'<p {attribute}><bdi dir="ltr">f(x)</bdi></p>'


def test_text_after_an_opaque_element_is_read_again():
    assert isolate("<code>a<b>c</b></code> f(x)") == '<code dir="ltr">a<b>c</b></code> <bdi dir="ltr">f(x)</bdi>'


@pytest.mark.parametrize("tag", ["<br>", "<img src='a-b.png'>", "<hr/>", "<!-- f(x) -->", "<!DOCTYPE html>"])
def test_tag_without_text_is_left_alone(tag: str):
    assert isolate(f"{tag}f(x)") == f'{tag}<bdi dir="ltr">f(x)</bdi>'


def test_piece_of_text_is_isolated():
    assert isolate_text("سطر f(x)") == 'سطر <bdi dir="ltr">f(x)</bdi>'


_PIECES = (
    *("سطر", "ثم", "،", "؟", " ", "  ", "\u00a0", "\n", ".", ",", ":", "-", "−", "(", ")", "[", "]", "/", "=", "–"),
    *(
        "a",
        "Word",
        "7",
        "-0.5",
        "f(x)",
        "é",
        "α",
        "&lt;",
        "&gt;",
        "&amp;",
        "&quot;",
        "&#39;",
        "&nbsp;",
        "&copy;",
        "'",
        '"',
    ),
    *("<p>", "</p>", "<b>", "</b>", "<br>", "<code>", "</code>", "<pre>", "</pre>", '<p dir="ltr">', '<div dir="rtl">'),
    *("</div>", '<a href="a/b-c">', "</a>", "<!-- a-b -->", "<bdi>", "</bdi>", "<svg>", "</svg>", "&"),
)
html_pages = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


@given(html_pages)
def test_isolating_never_changes_the_text(html: str):
    assert text_of(isolate(html)) == text_of(html)


@given(html_pages)
def test_isolating_twice_is_isolating_once(html: str):
    once = isolate(html)
    assert isolate(once) == once


@given(html_pages)
def test_every_isolation_is_closed_around_text_only(html: str):
    for inside in re.findall(r'<bdi dir="ltr">(.*?)</bdi>', isolate(html), re.DOTALL):
        assert "<" not in inside
        assert inside == inside.strip()
        assert not re.search("[\u0600-\u06ff]", inside)


@given(h.hostile_text | h.any_text)
def test_any_text_is_isolated_without_an_exception(text: str):
    assert isolate(text).replace('<bdi dir="ltr">', "").replace("</bdi>", "").count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("و-0.5", "-0.5"),
        ("وC++", "C++"),
        ("وloss.backward()", "loss.backward()"),
        ("وR&amp;D", "R&amp;D"),
    ],
)
def test_run_glued_to_an_arabic_letter_is_isolated(text: str, isolated: str) -> None:
    assert f'<bdi dir="ltr">{isolated}</bdi>' in isolate(f"<p>{text} ثم</p>")


@pytest.mark.parametrize("text", ["الدقة&gt;90%", "س&lt;5", "و&lt;5"])
def test_entity_after_an_arabic_letter_stays_whole(text: str) -> None:
    assert "&<" not in isolate(f"<p>{text}</p>")
    assert ">gt;" not in isolate(f"<p>{text}</p>")


def test_tag_with_an_angle_in_an_attribute_is_left_whole() -> None:
    tag = '<img alt="f(x) > 0" src="y.png">'
    assert tag in isolate(f"<p>نص {tag}</p>")
