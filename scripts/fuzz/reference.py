"""CPython's answers: reads cases as lines of JSON and writes one line of JSON for each.

A line is [kind, case], with cases as in vectors/README.md. What this library shows differently on purpose stands here as
classes with the names of Python's own, so that the answers can be compared as they are.
"""

import json
import string
import sys
import time

import config
import dictconfig
import tree


def constant(name, base, **members):
    return type(name, (base,), {"__repr__": lambda self: members["shown"], "__str__": lambda self: members["shown"]})


# Constants are written as in JavaScript.
TRUE = constant("bool", int, shown="true")(1)
FALSE = constant("bool", int, shown="false")(0)
NULL = constant("NoneType", object, shown="null")()

# Mappings and objects are shown as in JavaScript; a case where one was shown is not compared.
shown = []


def fields(name, base, find):
    """Properties are attributes and items alike, as far as there are any."""

    def missing(self, key):
        raise AttributeError(f"'{name}' object has no attribute '{key}'")

    def attribute(self, key):
        return find(self)[key] if key in find(self) else missing(self, key)

    def item(self, key):
        if key in find(self):
            return find(self)[key]
        if base is dict:
            raise KeyError(key)
        raise TypeError(f"'{name}' object is not subscriptable")

    def show(self):
        shown.append(self)
        return name

    return type(name, (base,), {"__getattr__": attribute, "__getitem__": item, "__repr__": show, "__str__": show})


Dict = fields("dict", dict, lambda self: dict.copy(self))
Obj = fields("Obj", object, lambda self: object.__getattribute__(self, "__dict__"))


class Decoder:
    """Makes values. A whole float is an integer in JavaScript, so each may be read either way."""

    def __init__(self, whole_is_int):
        self.whole_is_int = whole_is_int
        self.saw_whole = False

    def decode(self, value):
        if value is True or value is False:
            return TRUE if value else FALSE
        if value is None:
            return NULL
        if isinstance(value, list):
            return [self.decode(item) for item in value]
        if not isinstance(value, dict):
            return value
        ((kind, content),) = value.items()
        if kind == "int":
            return int(content)
        if kind == "float":
            return self.number(float(content))
        if kind == "tuple":
            return tuple(self.decode(item) for item in content)
        if kind == "dict":
            return Dict((self.decode(key), self.decode(item)) for key, item in content)
        instance = Obj()
        for name, item in content:
            object.__getattribute__(instance, "__dict__")[name] = self.decode(item)
        return instance

    def number(self, number):
        if not number.is_integer():
            return number
        self.saw_whole = True
        return int(number) if self.whole_is_int else number


def outcome(run):
    try:
        return {"result": run()}
    except Exception as error:
        return {"error": {"type": type(error).__name__, "message": str(error)}}


def readings(run):
    """The answers that count as right: two if the case has a whole float."""
    found = []
    shown.clear()
    for whole_is_int in (True, False):
        decoder = Decoder(whole_is_int)
        found.append(outcome(lambda: run(decoder.decode)))
        if not decoder.saw_whole:
            break
    # Fields that would fill the memory are refused here, and at a lower limit.
    too_large = any("MemoryError" in str(one.get("error")) or len(one.get("result", "")) > 2**24 for one in found)
    return None if shown or too_large else found


def strftime(case):
    import os

    os.environ["TZ"] = case["tz"]
    time.tzset()
    ((_, seconds),) = case["epoch"].items()
    moment = getattr(time, case["converter"])(float(seconds))
    return [[outcome(lambda: time.strftime(one, moment)) for one in case["formats"]]]


def brace(case, decode):
    return case["format"].format(*map(decode, case["args"]), **dict.copy(decode(case["kwargs"])))


def dollar(case, decode):
    return string.Template(case["template"]).substitute(dict.copy(decode(case["mapping"])))


KINDS = {
    "printf": lambda case: readings(lambda decode: case["format"] % decode(case["args"])),
    "strformat": lambda case: readings(lambda decode: brace(case, decode)),
    "template": lambda case: readings(lambda decode: dollar(case, decode)),
    "strftime": strftime,
    "dictconfig": lambda case: [dictconfig.run(case["steps"])],
    "tree": lambda case: [tree.run(case["ops"])],
    "ini": config.ini,
    "literal": config.literal,
}

if __name__ == "__main__":
    if "--version" in sys.argv:
        print("%d.%d" % sys.version_info[:2])
        sys.exit()
    for line in sys.stdin:
        kind, case = json.loads(line)
        try:
            answers = KINDS[kind](case)
        except Exception as error:  # a case that makes no sense, as making smaller ones gives
            answers = {"invalid": repr(error)}
        print(json.dumps(answers), flush=True)
