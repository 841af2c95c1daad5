"""A rule as a sentence, in the reader's language: “email is filled in.” Pure.

Names of fields and values are the workshop's own words; in quotes, so that they cannot be read as part of ours.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quality.choices import Measure, Operator, RuleType
from quality.documents import RuleParametersDocument

VALUES_SHOWN = 8
MINUTES_PER_HOUR, MINUTES_PER_DAY = 60, 24 * 60


def sentence(type_: str, parameters: RuleParametersDocument, target: str = "") -> str:
    """What the rule says, ending with a point; `target` is the title of the other asset."""
    return _SENTENCES[RuleType(type_)](parameters, target)


def quoted(name: str) -> str:
    return _("“%(name)s”") % {"name": name}


def _names(names: Iterable[str]) -> str:
    """“a”, “b” and “c”."""
    said = [quoted(name) for name in names]
    if len(said) < 2:
        return "".join(said)
    return _("%(several)s and %(last)s") % {"several": ", ".join(said[:-1]), "last": said[-1]}


def _not_null(p: RuleParametersDocument, _target: str) -> str:
    return _("%(field)s is filled in.") % {"field": _names(p.fields)}


def _unique(p: RuleParametersDocument, _target: str) -> str:
    return _("No two bricks have the same %(fields)s.") % {"fields": _names(p.fields)}


def _type(p: RuleParametersDocument, _target: str) -> str:
    return _("%(field)s is written in the form of its type.") % {"field": _names(p.fields)}


def _allowed(p: RuleParametersDocument, _target: str) -> str:
    values = [quoted(value) for value in p.values[:VALUES_SHOWN]]
    if len(p.values) > VALUES_SHOWN:
        more = len(p.values) - VALUES_SHOWN
        values.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    return _("%(field)s is one of: %(values)s.") % {"field": _names(p.fields), "values": ", ".join(values)}


def _range(p: RuleParametersDocument, _target: str) -> str:
    said = {"field": _names(p.fields), "min": p.minimum, "max": p.maximum}
    if p.minimum and p.maximum:
        return _("%(field)s lies between %(min)s and %(max)s.") % said
    return (_("%(field)s is at least %(min)s.") if p.minimum else _("%(field)s is at most %(max)s.")) % said


def _pattern(p: RuleParametersDocument, _target: str) -> str:
    return _("%(field)s has the form %(pattern)s.") % {"field": _names(p.fields), "pattern": p.pattern}


def _length(p: RuleParametersDocument, _target: str) -> str:
    said = {"field": _names(p.fields), "min": p.length_min, "max": p.length_max}
    if p.length_min is not None and p.length_max is not None:
        return _("%(field)s has between %(min)s and %(max)s characters.") % said
    if p.length_min is not None:
        return _("%(field)s has at least %(min)s characters.") % said
    return _("%(field)s has at most %(max)s characters.") % said


def _foreign_key(p: RuleParametersDocument, target: str) -> str:
    return _("%(fields)s points to an existing brick of %(target)s.") % {
        "fields": _names(p.fields),
        "target": quoted(target),
    }


_OPERATORS = {
    Operator.EQ: lambda said: _("%(one)s is equal to %(other)s.") % said,
    Operator.NE: lambda said: _("%(one)s is different from %(other)s.") % said,
    Operator.LT: lambda said: _("%(one)s is less than %(other)s.") % said,
    Operator.LE: lambda said: _("%(one)s is at most %(other)s.") % said,
    Operator.GT: lambda said: _("%(one)s is greater than %(other)s.") % said,
    Operator.GE: lambda said: _("%(one)s is at least %(other)s.") % said,
}


def _comparison(p: RuleParametersDocument, _target: str) -> str:
    one, other = (quoted(name) for name in p.fields)
    return _OPERATORS[Operator(p.operator)]({"one": one, "other": other})


def _freshness(p: RuleParametersDocument, _target: str) -> str:
    age = duration(p.max_age_minutes or 0)
    if not p.fields:
        return _("The latest brick came at most %(age)s ago.") % {"age": age}
    return _("The latest %(field)s is at most %(age)s old.") % {"field": _names(p.fields), "age": age}


def duration(minutes: int) -> str:
    """90 is “90 minutes”, 120 “2 hours”, 2880 “2 days”: the largest unit that divides it."""
    if minutes % MINUTES_PER_DAY == 0:
        count = minutes // MINUTES_PER_DAY
        said = ngettext("%(count)s day", "%(count)s days", count)
    elif minutes % MINUTES_PER_HOUR == 0:
        count = minutes // MINUTES_PER_HOUR
        said = ngettext("%(count)s hour", "%(count)s hours", count)
    else:
        count = minutes
        said = ngettext("%(count)s minute", "%(count)s minutes", count)
    return said % {"count": number(count)}


def number(value: int | Decimal | float) -> str:
    """With the separators of the reader's language."""
    return number_format(value, use_l10n=True, force_grouping=True)


def _volume(p: RuleParametersDocument, _target: str) -> str:
    low, high = p.count_min, p.count_max
    if low is not None and high is not None:
        return _("There are between %(min)s and %(max)s bricks.") % {"min": number(low), "max": number(high)}
    if low is not None:
        return ngettext("There is at least %(min)s brick.", "There are at least %(min)s bricks.", low) % {
            "min": number(low)
        }
    assert high is not None
    return ngettext("There is at most %(max)s brick.", "There are at most %(max)s bricks.", high) % {
        "max": number(high)
    }


def _reconciliation(p: RuleParametersDocument, target: str) -> str:
    said = {
        "fields": _names(p.fields),
        "compared": _names(pair.field for pair in p.compared),
        "target": quoted(target),
        "percent": p.tolerance_percent,
    }
    if p.measure == Measure.VALUES:
        return _("%(compared)s says the same as in %(target)s, where %(fields)s is the same.") % said
    exact, about = {
        Measure.COUNT: (
            _("There are as many bricks as in %(target)s."),
            _("There are as many bricks as in %(target)s, give or take %(percent)s%%."),
        ),
        Measure.SUM: (
            _("The sum of %(fields)s is that of %(target)s."),
            _("The sum of %(fields)s is that of %(target)s, give or take %(percent)s%%."),
        ),
        Measure.DISTINCT: (
            _("%(fields)s has as many different values as in %(target)s."),
            _("%(fields)s has as many different values as in %(target)s, give or take %(percent)s%%."),
        ),
    }[Measure(p.measure)]
    return (about if p.tolerance_percent else exact) % said


def _sql(p: RuleParametersDocument, _target: str) -> str:
    return _("This holds for each brick: %(predicate)s") % {"predicate": " ".join(p.predicate.split())}


_SENTENCES = {
    RuleType.NOT_NULL: _not_null,
    RuleType.UNIQUE: _unique,
    RuleType.TYPE: _type,
    RuleType.ALLOWED: _allowed,
    RuleType.RANGE: _range,
    RuleType.PATTERN: _pattern,
    RuleType.LENGTH: _length,
    RuleType.FOREIGN_KEY: _foreign_key,
    RuleType.COMPARISON: _comparison,
    RuleType.FRESHNESS: _freshness,
    RuleType.VOLUME: _volume,
    RuleType.RECONCILIATION: _reconciliation,
    RuleType.SQL: _sql,
}
