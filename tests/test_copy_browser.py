"""Every button that copies copies its own block wherever a block of code can stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from copying import copied
from projects import Built, Project

PLACES = """
## Places

```python
first = 1
```

!!! note "Note"

    ```python
    in_a_note = 1
    ```

    Text.

    ```text
    and another
    ```

??? question "Why?"

    Folded:

    ```python
    def answer():

        return 42
    ```

- An item.

    ```python
    in_a_list = [1, 2]
    ```

    - Another.

        ```python
        deeper = [3]
        ```

> ```python
> quoted = 4
> ```

    indented = 5

<div id="of:its.own" markdown>

```python
in_a_named_box = 6
```

```python title="named.py"
with_a_title = 7
```

</div>

<div id="second" markdown>

- An item.

    ```python
    in_another_box = 8
    ```

</div>

``` {.python #own-name linenums="1"}
named = 9
numbered = 10
```

<pre id="raw: name"><code>written = "as HTML"
</code></pre>

```python exec="1" source="above"
print("شيء من العربية &amp; <b>")
```
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all addresses, which may read what was copied."""
    context: BrowserContext = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def address(serve: Callable[[Path], str], built: Built) -> str:
    return serve(built.site)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_each_button_copies_its_own_block_wherever_that_stands(
    project_of_places: Built, page: Page, serve: Callable[[Path], str], lang: str
) -> None:
    page.goto(f"{serve(project_of_places.site)}/{'' if lang == 'en' else f'{lang}/'}week05/05-1/")
    pairs = copied(page)
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    texts = [text for text, _ in pairs]
    assert len(set(texts)) == len(texts) == 15


@pytest.fixture(scope="module")
def project_of_places(tmp_path_factory: pytest.TempPathFactory) -> Built:
    project = Project(tmp_path_factory.mktemp("places"))
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", PLACES)
    project.write("ar/week05/05-1.md", "lang: ar\nlang-ref: ch.05-1\ntitle: الهبوط", PLACES)
    built = project.build()
    assert built.returncode == 0, built.output
    return built


def test_skip_link_of_a_page_without_headings_leads_to_its_text(page: Page, address: str) -> None:
    page.goto(f"{address}/status/")
    target = page.locator(".md-skip").get_attribute("href")
    assert page.locator(target).count() == 1
    # A block of code would be named after what is around it.
    assert page.locator(f"{target} *").count() == 0
