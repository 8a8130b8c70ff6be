"""What CPython makes of INI files, and of the literals in them."""

import ast
import configparser
import io
import struct
import warnings

warnings.simplefilter("ignore")  # of escapes that are none


def attempt(run):
    try:
        return run()
    except configparser.Error as error:
        kind, message = type(error).__name__, error.message
        # fileConfig wraps these two.
        if isinstance(error, configparser.ParsingError):
            kind, message = "RuntimeError", f"x is invalid: {message}"
        return {"error": {"type": kind, "message": message}}


def ini(case):
    parser = configparser.ConfigParser(case["defaults"])
    source = io.StringIO(case["text"], newline=None)

    def read():
        parser.read_file(source, "x")
        return {"sections": [[name, options(parser[name])] for name in parser.sections()]}

    def options(section):
        return [attempt(lambda: section.get(option)) for option in ("a", "b", "z")]

    return [attempt(read)]


def literal(case):
    try:
        return [{"value": value(ast.parse(case["text"], mode="eval").body)}]
    except (SyntaxError, ValueError):
        return [{"error": True}]


def value(node, sign=None):
    """The value of a node that is data; operators, calls, sets and names are none."""
    match node:
        case ast.UnaryOp(op=ast.UAdd() | ast.USub()):
            return value(node.operand, (sign or 1) * (-1 if isinstance(node.op, ast.USub) else 1))
        case ast.Constant(value=bool() | None | str() as found) if sign is None:
            return found
        case ast.Constant(value=bytes() as found) if sign is None:
            return {"bytes": list(found)}
        case ast.Constant(value=int() | float() as found) if type(found) is not bool:
            return {"number": number(found * (sign or 1))}
        case ast.Tuple() | ast.List() if sign is None:
            return [value(one) for one in node.elts]
        case ast.Dict() if sign is None and all(isinstance(key, ast.Constant) and type(key.value) is str for key in node.keys):
            found = {key.value: value(one) for key, one in zip(node.keys, node.values)}
            return {"dict": [[key, one] for key, one in found.items()]}
    raise ValueError(ast.dump(node))


def number(found):
    """A whole number by its digits, and a float beyond those that are exact by its bytes."""
    if isinstance(found, int) or abs(found) < 2**53 and found == int(found):
        return str(int(found))
    return list(struct.pack("<d", found))
