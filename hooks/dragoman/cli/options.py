"""The options and arguments that commands share."""

from __future__ import annotations

from pathlib import Path

import click

docs_option = click.option("--docs", type=click.Path(path_type=Path), default=Path("docs"), help="The docs folder.")
source_option = click.option("--source", default="en", help="The language that the others are translated from.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
form_option = click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to print it."
)
paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False))
required_paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
language_option = click.option(
    "--language", "languages", metavar="LANG", multiple=True, help="Only in this language; may be given again."
)
