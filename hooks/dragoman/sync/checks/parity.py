"""Whether a translation says the same mathematics, code, links, images and structure as its source."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.findings import Flaw, Severity
from dragoman.formulas import normal_form
from dragoman.formulas.finder import Formula, find_in_block
from dragoman.formulas.flaws import flaws
from dragoman.pages.blocks import FENCED, VERBATIM, Block, Kind
from dragoman.pages.fences import unbalanced_backticks
from dragoman.references.citations import known_key
from dragoman.sync.checks import carrying, drift, link_parity, number_parity, structure_parity
from dragoman.sync.checks.differences import Difference, common_start, replacement
from dragoman.sync.pairing.features import Features, of_block
from dragoman.sync.pairing.pairs import Languages, Pair

_WORDS = re.compile(r"[^\W\d_]{2,}")
_NOUNS = {Kind.CODE: "code", Kind.HEADING: "a heading", Kind.MATH: "a formula", Kind.TABLE: "a table"}
_BARE_PERCENT = re.compile(r"(?<!\\)(?:\\\\)*%")
_MAY_BE_WORD = re.compile("[aeiouyAEIOUYzZ]|.*[$].*", re.DOTALL)  # in some language
_SAME = 0.8  # of what two texts have in common that are translations of each other
_NAME = re.compile(r"[A-Za-z_]\w{3,}")
_PHRASE = re.compile(r"[^\W\d_]{2,}(?:[ ']+[^\W\d_]{2,})+")
_WORD = re.compile(r"(?<![\w.])[^\W\d_]{2,}(?![\w.(\[])")  # that is no call
_VERB = re.compile(r"[,=]|\\in(?![a-z])")  # between the parts of a formula
_OPERATOR = re.compile(r" [=+*/-] ")
_CODE_SIGN = re.compile(r"[()\[\]{}<>=._/\\:+*]")


@dataclass(frozen=True, slots=True)
class Course:
    """What the check knows about the course as a whole."""

    macros: frozenset[str]
    """The TeX commands that the source pages use."""
    is_known: Callable[[str], bool]
    """Whether KaTeX knows a TeX command."""
    refusal: Callable[[Formula], str | None]
    """Why KaTeX cannot read a formula, None if it can."""
    works: Collection[str]
    """The keys of what the pages may cite."""
    langs: Languages
    """Of the source, and of the page."""


def check(pairs: Sequence[Pair], course: Course) -> Iterator[Difference]:
    """Yield every difference between the translated blocks of a page and their source.

    TeX, headings and lists are compared with the source comment where there is one, links, images
    and code with the current source.
    """
    texs, codes = [], []
    swapped = list(_swapped(pairs, course))
    yield from swapped
    lines = {one.line for one in swapped}
    for pair in pairs:
        if pair.target and pair.target_line in lines:
            continue  # nothing of it is compared with what it translates
        if not pair.target and not lost_on_the_way(pair):
            continue
        broken = _mended(list(_broken_tex(pair, course)), pair, course)
        yield from broken
        if not pair.source:
            yield from _added(pair)
            continue
        mine, theirs = _features(pair.source, course), _features(pair.target, course)
        has_followed = _features(pair.current, course).tex if pair.current else mine.tex
        now = _features(pair.current, course) if pair.current else mine
        if any(drift.is_behind(pair, link, course.langs) for link in pair.links):
            # What has changed in the source is said already.
            now, theirs = _but(now, _but(_but(now, mine), theirs)), _but(theirs, _but(mine, now))
        # What has followed the source already is right, though its comment is not the current one yet.
        kinds = {one.kind for one in broken}
        silent = "parity.math" in kinds or theirs.tex == has_followed
        if not silent and has_followed != mine.tex:
            silent = _is_split(has_followed - theirs.tex, theirs.tex - has_followed)
        expected, standing = (Counter(), Counter()) if silent else _behind(mine.tex, has_followed, theirs.tex)
        texs.append(_Counts(pair, expected, standing, standing))
        if "parity.code" not in kinds:
            standing = _commands(theirs.code)
            codes.append(_Counts(pair, _commands(now.code), standing, standing))
        yield from link_parity.check(pair, now, theirs, course.langs.target)
        yield from structure_parity.check(pair)
        if "parity.math" not in kinds:
            yield from number_parity.check(pair, course.langs)
    yield from _report(_settled(texs), "parity.math", "the formula", lambda text: f"${text}$")
    blocks = (block for pair in pairs for block in pair.current if block.kind is Kind.CODE)
    names = {name for block in blocks for name in _NAME.findall(block.text)} if codes else set()
    yield from _report(_settled(codes), "parity.code", "the code", lambda text: f"`{text}`", names)


def _behind(quoted: Counter[str], now: Counter[str], found: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """Return the formulas that a comment quotes and those of its translation, but for changes that it has followed."""
    followed = (now - quoted) & (found - quoted)
    return (quoted - (quoted - now - found) if followed else quoted), found - followed


def _swapped(pairs: Sequence[Pair], course: Course) -> Iterator[Difference]:
    """Yield the texts that stand below each other's comments: each has what the other's has, and nothing of its own's."""
    known = [one for one in pairs if one.comments and one.target and not one.directives]
    marks = [(_marks(one.source, course), _marks(one.target, course)) for one in known]
    last = -1
    for at in range(len(known) - 1):
        (mine, theirs), (others, other) = marks[at], marks[at + 1]
        is_crossed = all(
            left and right and (left & right).total() >= _SAME * max(left.total(), right.total())
            for left, right in ((mine, other), (others, theirs))
        )
        if is_crossed and at > last and not (mine & theirs) and not (others & other):
            for one, two in ((known[at], known[at + 1]), (known[at + 1], known[at])):
                message = (
                    f"found what translates the comment on line {two.comments[0].line}, expected the translation of "
                    f"the comment on line {one.comments[0].line}: swap the two texts"
                )
                yield Difference(one.target_line, "parity.swapped", message)
            last = at + 1


def _marks(blocks: Sequence[Block], course: Course) -> Counter[str]:
    """Return what a text has that is the same in all languages and tells it from others."""
    one = _features(blocks, course)
    return _sum((one.tex, one.links, one.images, one.code))


def _added(pair: Pair) -> Iterator[Difference]:
    """Yield what a translation says that its source does not."""
    first = next((block for block in pair.target if re.search(r"\w", block.text)), None)
    if first:
        message = (
            f"found {_NOUNS.get(first.kind, 'text')} that nothing in the source stands for, expected none: remove it, or join it to "
            "the paragraph that it belongs to"
        )
        # Sentences are cut and joined in translating, so that this is a hint and no more.
        yield Difference(first.line, "parity.extra", message, severity=Severity.INFO)


def lost_on_the_way(pair: Pair) -> bool:
    """Tell whether formulas, code or figures were quoted when the page was translated, and are not there now."""
    return (
        not pair.target
        and bool(pair.comments)
        and bool(pair.current)
        and not pair.directives
        and all(block.kind in VERBATIM or block.kind is Kind.FIGURE for block in pair.comments)
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """What one pair should have and has."""

    pair: Pair
    expected: Counter[str]
    found: Counter[str]
    all_found: Counter[str]
    """What is found, also as often as it should be."""


def _features(blocks: Sequence[Block], course: Course) -> Features:
    """Return the features of some blocks; what no work has as its key is no citation."""
    found = _all_features(blocks, course)
    if not any(one.startswith("@") for one in found.links):
        return found
    links = Counter[str]()
    for one, count in found.links.items():
        key = known_key(one.removeprefix("@"), course.works)
        if not one.startswith("@") or key in course.works:
            links[f"@{key}" if one.startswith("@") else one] += count
    return replace(found, links=links)


def _all_features(blocks: Sequence[Block], course: Course) -> Features:
    parts = [of_block(block, mirrored=course.langs.mirrored) for block in blocks]
    if len(parts) == 1:
        return parts[0]
    tex, links, images, code = (
        _sum(getattr(part, name) for part in parts) for name in ("tex", "links", "images", "code")
    )
    return Features(tex, links, images, code)


def _but(one: Features, other: Features) -> Features:
    """Return the features of a text without the links, images and code of another one."""
    return replace(one, links=one.links - other.links, images=one.images - other.images, code=one.code - other.code)


def _sum(counters: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counters, Counter())


def _commands(code: Counter[str]) -> Counter[str]:
    """Return inline code without what are words in a typewriter face, and without punctuation around it."""
    kept: Counter[str] = Counter()
    for text, count in code.items():
        if len(_WORDS.findall(text)) < 2 or _CODE_SIGN.search(text):
            kept[text.strip(" .,;:\"'“”«»")] += count
    return kept


def _settled(counts: Sequence[_Counts]) -> Iterator[_Counts]:
    """Yield the counts that differ, without what only moved to a neighbouring block."""
    lost = [one.expected - one.found for one in counts]
    gained = [one.found - one.expected for one in counts]
    for index in [at for at, less in enumerate(lost) if less]:
        for near in range(max(0, index - 2), min(len(counts), index + 3)):
            moved = lost[index] & gained[near]
            lost[index] -= moved
            gained[near] -= moved
    for less, more in zip(lost, gained, strict=True):
        _leave_out_forms(less, more)
    for one, less, more in zip(counts, lost, gained, strict=True):
        if (less or more) and not _is_split(less, more):
            yield _Counts(one.pair, less, more, one.all_found)


def _leave_out_forms(less: Counter[str], more: Counter[str]) -> None:
    """Take out what is one formula with its parentheses outside, ``($=…$)``, or with words that the source has outside."""
    forms = {_without_parentheses(form): text for text in more for form in (text, _without_words(text))}
    for text in [*less]:
        if other := forms.get(_without_parentheses(text)):
            both = min(less[text], more[other])
            less[text] -= both
            more[other] -= both
    for side in (less, more):
        for text in [text for text, count in side.items() if not count]:
            del side[text]


def _without_words(form: str) -> str:
    """Return a normal form without the places of its words."""
    return " ".join(sign for sign in form.split() if sign != "\\text")


def _without_parentheses(form: str) -> str:
    """Return a normal form without parentheses around a result."""
    return form[2:-2] if form.startswith("( =") and form.endswith(" )") else form


def _is_split(less: Counter[str], more: Counter[str]) -> bool:
    """Tell whether formulas or code differ in spaces only, or were split in two or joined, by a comma or a verb."""
    mine, theirs = (sorted(text.replace(" ", "").lstrip("=") for text in one.elements()) for one in (less, more))
    signs, others = (sorted(_VERB.sub("", "".join(texts))) for texts in (mine, theirs))
    if mine == theirs or (len(mine) != len(theirs) and signs == others):
        return True
    # Of a formula that was split the numbers are no formulas any more.
    parts, rest = (re.sub(r"[\d.,=]", "", "".join(sorted(texts))) for texts in (mine, theirs))
    return len(mine) == len(theirs) == 1 and "=" in mine[0] and "=" not in theirs[0] and bool(rest) and parts == rest


def _is_told(code: str, other: str) -> bool:
    """Tell whether inline code says a calculation in words, and the other one says it in others."""
    said = _PHRASE.search(code)
    if said is None or not _OPERATOR.search(code) or any(map(keyword.iskeyword, _WORDS.findall(code))):
        return False
    without_words = ["".join(_WORD.sub("…", _PHRASE.sub("…", text)).split()) for text in (code, other)]
    return without_words[0] == without_words[1]


def _is_named_anew(code: str, other: str, prose: str, said: str) -> bool:
    """Tell whether inline code is the name of the file that its link leads to on both sides: its address is compared."""
    return all(
        re.search(rf"\[`{re.escape(name)}`\]\([^()\s]*/{re.escape(name)}\)", text)
        for name, text in ((code, prose), (other, said))
    )


def _report(
    counts: Iterable[_Counts], kind: str, noun: str, show: Callable[[str], str], names: Container[str] = ()
) -> Iterator[Difference]:
    """Yield what differs; ``names`` are those that the code of the source has, which its words may misspell."""
    for one in counts:
        written = carrying.as_written(one.pair.source if kind == "parity.math" else one.pair.current)
        standing = carrying.as_written(one.pair.target)
        prose, said = (" ".join(block.text for block in side) for side in (one.pair.source, one.pair.target))
        gained = [extra for extra in one.found.elements() if extra not in written]
        plain = {extra for extra in gained if _is_plain(extra, prose, in_words=kind == "parity.code")}
        told = set()
        for expected, count in sorted(one.expected.items()):
            likely = [other for other in gained if other not in plain or _is_alike(expected, other)]
            instead = min(likely, key=lambda other: _distance(expected, other), default=None)
            original = written[expected].shown if expected in written else show(expected)
            if instead is None:
                if normal_form.is_in_words(expected, said):
                    continue
                yield _rarer(one, kind, original, expected) or _lost(one.pair, kind, original, noun, count)
                continue
            gained.remove(instead)
            told.add(instead)
            if kind == "parity.code" and (
                _is_told(expected, instead)
                or _is_named_anew(expected, instead, prose, said)
                or (instead in names and expected not in names)
            ):
                continue
            wrong = standing.get(instead)
            shown, line = (wrong.shown, wrong.line) if wrong else (show(instead), one.pair.target_line)
            message = f"found {shown}, expected {original} as in the source: correct it"
            fix = carrying.copied(written.get(expected), wrong) if _is_alike(expected, instead) else ()
            yield Difference(line, kind, message, original, fix)
        for extra in sorted(set(gained) - plain - told):
            wrong = standing.get(extra)
            shown, line = (wrong.shown, wrong.line) if wrong else (show(extra), one.pair.target_line)
            message = f"found {shown}, expected no such {noun.removeprefix('the ')}, as the source has none: remove it"
            yield Difference(line, kind, message)


def _is_plain(normalised: str, prose: str, *, in_words: bool) -> bool:
    """Tell whether a formula or code stands in the source as plain text, which a translation may mark up.

    A word is expected where ``in_words``.
    """
    plain = normalised.replace(" ", "")
    if normal_form.is_in_words(normalised, prose):
        return True
    if plain.isalpha() and len(plain) > 2:
        return in_words and re.search(rf"\b{re.escape(plain)}\b", prose, re.IGNORECASE) is not None
    if plain.endswith("()"):
        return re.search(rf"\b{re.escape(plain[:-2])}\b", prose, re.IGNORECASE) is not None
    before = r"(?<!\w)" if plain[:1].isalnum() else ""
    after = r"(?!\w)" if plain[-1:].isalnum() else ""
    signs = r"[\s$]*".join(re.escape(sign) for sign in normalised.split())
    return re.search(before + signs + after, prose) is not None


def _rarer(one: _Counts, kind: str, original: str, form: str) -> Difference | None:
    """Return what is said of something that the source repeats and the translation says less often."""
    found = one.all_found[form]
    if not found:
        return None
    wanted = found + one.expected[form]
    message = f"found {original} {found} of the {wanted} times that the source has it, expected it as often where the words need it: compare them"
    return Difference(one.pair.target_line, kind, message, original, severity=Severity.INFO)


def _lost(pair: Pair, kind: str, original: str, noun: str, count: int) -> Difference:
    plain = original.strip("`$ ")
    is_code = kind == "parity.code"
    for block in pair.target if is_code or _MAY_BE_WORD.fullmatch(plain) is None else ():
        if at := re.search(rf"(?<![A-Za-z0-9_\\{{$]){re.escape(plain)}(?![A-Za-z0-9_}}$])", block.text):
            message = f"found {plain} as text, expected {original} as in the source: {'mark it as code' if is_code else 'put dollars around it'}"
            return Difference(block.line + block.text.count("\n", 0, at.start()), kind, message, original)
    often = "" if count == 1 else f" {count} more times"
    message = f"found no {original} here, expected {noun}{often} as in the source: add it"
    return Difference(pair.target_line, kind, message, original)


def _distance(left: str, right: str) -> float:
    one, other = Counter(left.split()), Counter(right.split())
    return (one - other).total() + (other - one).total()


def _is_alike(left: str, right: str) -> bool:
    """Tell whether one formula may stand for another: both are one sign, or they share most of theirs."""
    signs = len(left.split()) + len(right.split())
    return signs == 2 or 2 * _distance(left, right) < signs


def _broken_tex(pair: Pair, course: Course) -> Iterator[Difference]:
    """Yield what cannot be TeX at all: dollars, braces and macros."""
    for block in pair.target:
        if block.kind in FENCED:
            continue
        math = find_in_block(block.text)
        for flaw in _first_cause(flaws(block.text, math)):
            line = block.line + block.text.count("\n", 0, flaw.offset)
            kind = "parity.math" if flaw.severity is Severity.ERROR else f"math.{flaw.kind}"
            fix = (replacement(block, flaw.offset, flaw.end, flaw.suggestion or ""),) if flaw.end else ()
            yield Difference(line, kind, flaw.message, flaw.suggestion, fix, flaw.severity)
        for offset in unbalanced_backticks(block.text):
            line = block.line + block.text.count("\n", 0, offset)
            yield Difference(line, "parity.code", "found ` without a partner, expected `code`: add the missing `")
        for formula in math.formulas:
            yield from _broken_formula(pair, block, formula, course)


def _first_cause(found: Iterable[Flaw]) -> Iterator[Flaw]:
    """Yield the flaws of a text but those that another one brings along: each dollar after a lone one means another."""
    is_broken = False
    for flaw in found:
        if not is_broken or flaw.kind not in ("unbalanced", "outside"):
            yield flaw
        is_broken = is_broken or flaw.kind == "unbalanced"


def _mended(broken: list[Difference], pair: Pair, course: Course) -> list[Difference]:
    """Return what is broken, of which the first has the fix of all where the source tells it."""
    unknown = [at for at, one in enumerate(broken) if one.kind == "parity.math" and not one.fix]
    if unknown and (fix := carrying.mended(pair, course.langs)):
        broken[unknown[0]] = replace(broken[unknown[0]], fix=fix)
    return broken


def _broken_formula(pair: Pair, block: Block, formula: Formula, course: Course) -> Iterator[Difference]:
    line = block.line + block.text.count("\n", 0, formula.start)
    shown = " ".join(block.text[formula.start : formula.end].split())
    ours = _formulas(pair.source)
    if normal_form.unbalanced_brace(formula.tex) and not any(normal_form.unbalanced_brace(one.tex) for one in ours):
        yield Difference(
            line, "parity.math", f"found {shown}, expected a partner for each {{ and }}: add or remove one"
        )
        return
    stop = formula.tex_end
    tex = block.text[formula.tex_start : stop]
    bare = _BARE_PERCENT.search(tex)
    if (
        bare
        and not any(flaw.kind == "comment" for flaw in flaws(block.text, find_in_block(block.text)))
        and not any(_BARE_PERCENT.search(one.tex) for one in ours)
    ):
        message = f"found % in {shown}, after which TeX reads nothing on the line, expected a percent sign: write \\%"
        at = formula.tex_start + bare.end() - 1
        yield Difference(line, "parity.math", message, "\\%", (replacement(block, at, at + 1, "\\%"),))
    for macro in sorted(normal_form.macros(formula.tex) - course.macros):
        if not course.is_known(macro):
            meant = _meant(macro, pair)
            remedy = f": write {meant}" if meant else ": write it as in the source"
            message = f"found {macro} in {shown}, expected a TeX command{remedy}"
            right = re.sub(rf"{re.escape(macro)}(?![A-Za-z])", (meant or "").replace("\\", r"\\"), tex)
            is_right = (
                normal_form.normalise(right, mirrored=course.langs.mirrored) in _features(pair.source, course).tex
            )
            fix = (replacement(block, formula.tex_start, stop, right),) if is_right else ()
            yield Difference(line, "parity.math", message, meant, fix)
    if not pair.source and (why := course.refusal(formula)):
        # Nothing else to compare it with.
        yield Difference(line, "parity.math", f"found {shown}, expected TeX that KaTeX reads: {why}")


def _formulas(blocks: Iterable[Block]) -> list[Formula]:
    return [one for block in blocks for one in find_in_block(block.text).formulas]


def _meant(macro: str, pair: Pair) -> str | None:
    """Return the command of the source that a misspelt or translated one most likely stands for."""
    theirs, ours = (
        {macro for one in _formulas(side) for macro in normal_form.macros(one.tex)}
        for side in (pair.target, pair.source)
    )
    return max(sorted(ours - theirs), key=lambda other: common_start(macro, other), default=None)
