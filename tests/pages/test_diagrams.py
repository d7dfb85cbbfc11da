from __future__ import annotations

import pytest

from dragoman.pages import diagrams

FLOW = """flowchart LR
  data[Training data] --> model{Is it good?}
  model -- yes --> done((Done now))
  model -->|no| data
  A["Quoted (x)"] == big ==> B>flag]
  C[/in/] -. dotted .-> D
  subgraph one part
  end
  %% a remark
"""
SEQUENCE = (
    "sequenceDiagram\n  participant A as Alice\n  A->>B: Hello there\n  Note over A,B: a note\n  loop every day\n  end"
)


def test_form_of_a_diagram_has_none_of_its_texts() -> None:
    assert diagrams.form(FLOW) == [
        "flowchart LR",
        "data[…] --> model{…}",
        "model -- … --> done((…))",
        "model -->|…| data",
        'A["…"] == … ==> B>…]',
        "C[/…/] -. … .-> D",
        "subgraph …",
        "end",
    ]
    assert diagrams.form(SEQUENCE)[1:4] == ["participant A as …", "A->>B: …", "Note over A,B: …"]


def test_texts_of_a_diagram_are_its_words() -> None:
    assert diagrams.texts(FLOW).split("\n") == [
        *(
            "Training data",
            "Is it good?",
            "yes",
            "Done now",
            "no",
            "Quoted (x)",
            "big",
            "flag",
            "in",
            "dotted",
            "one part",
        )
    ]
    assert diagrams.texts(SEQUENCE).split("\n") == ["Alice", "Hello there", "a note", "every day"]


def test_diagram_made_of_texts_has_the_form_of_its_lines() -> None:
    one, other = 'pie title Pets\n  "Dogs" : 3', 'pie title Haustiere\n  "Hunde" : 3'
    assert diagrams.form(one) == diagrams.form(other) != diagrams.form(f'{other}\n  "Katzen" : 1')


@pytest.mark.parametrize(
    "content",
    [
        'click a "https://example.org"',
        "a --> b; click a callback",
        "style a fill:#f00",
        "classDef x fill:url(//example.org)",
        "linkStyle 0 stroke:#fff",
        '%%{init: {"theme": "dark"}}%%',
        'a["<img src=x>"]',
        'a["<script>"]',
        'a["[words](https://example.org)"]',
        "a[javascript:x]",
        'a@{ img: "x.png" }',
        'a["#60;b"]',
        "link a: words @ //example.org",
    ],
)
def test_what_leads_elsewhere_or_changes_the_look_is_told(content: str) -> None:
    assert diagrams.powers(f"flowchart LR\n  {content}")


@pytest.mark.parametrize("content", [FLOW, SEQUENCE, "graph LR\n a[One<br>two] --> b[a click: here]", 'pie\n "a" : 1'])
def test_plain_diagram_has_no_power(content: str) -> None:
    assert diagrams.powers(content) == frozenset()


def test_front_matter_of_a_diagram_is_a_power_and_its_title_a_text() -> None:
    one, other = (f"---\ntitle: {title}\nconfig: {{theme: dark}}\n---\ngraph LR" for title in ("One", "Un"))
    assert diagrams.powers(one) == diagrams.powers(other) != frozenset()


def test_diagrams_are_found_with_their_content() -> None:
    assert list(diagrams.find("a\n\n```mermaid\ngraph LR\na-->b\n```\n\n```python\nx\n```\n")) == [
        (3, "graph LR\na-->b")
    ]
