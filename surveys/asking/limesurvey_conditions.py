"""Conditions as LimeSurvey's expressions, and back: the few that we write, and no others."""

import re
from decimal import Decimal, InvalidOperation

from .conditions import Comparison, Condition, Join, Operator
from .items import Content, Kind
from .writing import number

SIGNS = {
    Operator.IS: "==",
    Operator.IS_NOT: "!=",
    Operator.BELOW: "<",
    Operator.AT_MOST: "<=",
    Operator.ABOVE: ">",
    Operator.AT_LEAST: ">=",
}
NAME = r"([A-Za-z][A-Za-z0-9]*?)(?:_([A-Za-z0-9]+))?(?:\.NAOK)?"
EMPTY = re.compile(rf"!\s*is_empty\(\s*{NAME}\s*\)")
COMPARED = re.compile(rf"{NAME}\s*(==|!=|<=|>=|<|>)\s*\"?([A-Za-z0-9.\-]+)\"?")
OPERATORS = {sign: operator for operator, sign in SIGNS.items()}
CODE = re.compile(r"([A-Z]{1,4}[0-9]{2,3}[a-z]?)(?:p([0-9]{1,2}))?")


def code_out(code: str) -> str:
    """LimeSurvey takes letters and digits only: B11.1 is B11p1."""
    return code.replace(".", "p")


def relevance(when: Condition | None, content: Content) -> str:
    if when is None:
        return "1"
    joined = " and " if when.join == Join.ALL else " or "
    return joined.join(f"({_expression(each, content)})" for each in when.comparisons)


def _expression(comparison: Comparison, content: Content) -> str:
    """Without an answer a comparison is false here; in LimeSurvey only when it says so."""
    name = _name(comparison.code, content)
    filled = f"!is_empty({name}.NAOK)"
    if comparison.operator == Operator.ANSWERED:
        return filled
    value = number(comparison.value)
    if comparison.operator == Operator.INCLUDES:
        return f'{name}_{value}.NAOK == "Y"'
    return f'{filled} and {name}.NAOK {SIGNS[comparison.operator]} "{value}"'


def _name(code: str, content: Content) -> str:
    """Of a row of a table: B08_c."""
    if content.find(code) is None and content.find(code[:-1]):
        return f"{code_out(code[:-1])}_{code[-1]}"
    return code_out(code)


def parsed(text: str, content: Content) -> Condition | None:
    """Of an expression in the form that we write; None of any other."""
    text = _unwrapped(text)
    is_any = re.search(r"\)\s*or\s*\(", text) is not None
    parts = re.split(r"(?<=\))\s*or\s*(?=\()" if is_any else r"(?<=\))\s*and\s*(?=\()", text)
    comparisons = [_comparison(_unwrapped(part), content) for part in parts]
    if any(each is None for each in comparisons):
        return None
    return Condition(Join.ANY if is_any else Join.ALL, tuple(each for each in comparisons if each))


def _unwrapped(text: str) -> str:
    """Without brackets around the whole of it."""
    text = text.strip()
    while text.startswith("(") and _closes_at(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closes_at(text: str) -> int:
    """Where the bracket closes with which the text begins; -1: nowhere."""
    depth = 0
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return place
    return -1


def _comparison(text: str, content: Content) -> Comparison | None:
    filled, _, rest = text.partition(" and ")
    if empty := EMPTY.fullmatch(filled.strip()):
        code = _referred(empty[1], empty[2], content)
        if not rest:
            return Comparison(code, Operator.ANSWERED) if code else None
        found = _compared(rest.strip(), content)
        return found if found and found.code == code else None
    found = None if rest else _compared(text, content)
    # without an answer these are true in LimeSurvey, and false here
    return None if found and found.operator in (Operator.IS_NOT, Operator.BELOW, Operator.AT_MOST) else found


def _compared(text: str, content: Content) -> Comparison | None:
    found = COMPARED.fullmatch(text)
    if not found:
        return None
    name, part, sign, value = found.groups()
    item = content.find(code_in(name))
    if item and item.kind == Kind.MULTIPLE and part and part.isdigit():
        is_chosen = (sign, value) == ("==", "Y")
        return Comparison(item.code, Operator.INCLUDES, Decimal(part)) if is_chosen else None
    code = _referred(name, part, content)
    try:
        return Comparison(code, OPERATORS[sign], Decimal(value)) if code else None
    except InvalidOperation:
        return None


def _referred(name: str, part: str | None, content: Content) -> str:
    """Our code of what an expression names; "" where there is no such thing."""
    item = content.find(code_in(name))
    if item is None or (part and item.kind != Kind.TABLE):
        return ""
    return f"{item.code}{part}" if part else item.code


def code_in(name: str) -> str:
    found = CODE.fullmatch(name)
    return f"{found[1]}.{found[2]}" if found and found[2] else name
