"""Headings that lead into a lecture video: the heading stays text, the moment becomes a link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from dragoman.pages.blocks import Block, Kind
from dragoman.pages.links import links
from dragoman.rendering.tree import HEADINGS, Tree

_YOUTUBE = ("youtube.com", "youtube-nocookie.com")
_VIDEO = re.compile(
    r"youtu\.be/.+|(?:youtube|youtube-nocookie)\.com/(?:embed|live|shorts|v)/.+"
    r"|vimeo\.com/(?:[\w/-]+/)?\d+(?:/\w+)?|player\.vimeo\.com/video/.+"
    r"|[^/]+/(?:w|videos/(?:watch|embed))/[\w-]{22,36}"  # PeerTube has no host of its own
)
_CLOCK = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s?)?")


def start(url: str) -> int | None:
    """Return the second at which a link enters a video; None for a link that leads to none.

    Videos are at YouTube, Vimeo and PeerTube, and where nothing is asked for but a moment: ``?t=90``.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:  # a broken address
        return None
    if not host:
        return None
    query = parse_qs(parts.query)
    given = query.get("t") or query.get("start") or parse_qs(parts.fragment).get("t") or [""]
    moment = _CLOCK.fullmatch(given[0])
    is_bare = given[0] and moment and [*query, parts.fragment.rpartition("=")[0]] in (["t", ""], ["t"])
    if not (is_bare or _VIDEO.fullmatch(host + parts.path) or (host in _YOUTUBE and "v" in query)):
        return None
    hours, minutes, seconds = (int(part or 0) for part in moment.groups()) if moment else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _entered(url: str, video: str | None) -> str:
    """Return a link as it leads into a video: a moment alone, ``?t=90``, into the ``video`` above it on the page."""
    if not video or not url.startswith("?t="):
        return url
    parts = urlsplit(video)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in ("t", "start")]
    return urlunsplit(parts._replace(query=urlencode([*kept, *parse_qsl(url[1:])]), fragment=""))


def clock(seconds: int) -> str:
    """Return a moment as players show it: ``12:34``, ``1:02:03``."""
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def first(blocks: Iterable[Block]) -> str | None:
    """Return where the headings among the blocks of a page first lead into a video."""
    urls = (link.url for one in blocks if one.kind is Kind.HEADING for link in links(one.text))
    return next((url for url in urls if start(url) is not None), None)


def show_times(tree: Tree, label: Callable[[str], str], digits: Callable[[str], str] = str) -> None:
    """Show in each heading that leads into a video the moment, as a link.

    ``label`` says in words what a link to ``12:34`` is, with its ``digits`` as the language writes them.
    """
    video = None
    for heading in tree.all(*HEADINGS):
        moments = []
        for link in heading.css("a[href]"):
            url = _entered(link.attrs.sget("href"), video)
            second = start(url)
            if second is not None:
                video = url
                time = digits(clock(second))
                moments.append(
                    f' <a class="video" href="{escape(url)}" aria-label="{escape(label(time))}" '
                    f'data-pagefind-ignore><span aria-hidden="true">▶ </span><bdi dir="ltr">{time}</bdi></a>'
                )
                link.unwrap()
        if moments:
            permalink = heading.css_first("a.headerlink")
            place = tree.element("span", {}, before=permalink) if permalink is not None else tree.last_in(heading)
            tree.put(place, "".join(moments))
