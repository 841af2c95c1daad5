"""Translations without gettext's programs: `compile` makes the .mo files, `missing` lists what is not translated."""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_messages() -> None:
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


def missing_messages() -> list[str]:
    return [
        f"{source.parent.parent.name}: {entry.msgid!r} is {'unsure' if entry.fuzzy else 'not translated'}"
        for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
        for entry in polib.pofile(str(source))
        if not entry.obsolete and not entry.translated()
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["compile"]:
        compile_messages()
    elif missing := missing_messages():
        sys.exit("\n".join(missing))
