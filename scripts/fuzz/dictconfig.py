"""Runs the scripts of vectors/dictconfig.json on a logging module as it is just after import."""

import importlib
import sys

import tree

# What their messages quote is the interpreter's own affair.
LOOSE = {"TypeError", "AttributeError", "ModuleNotFoundError", "RecursionError"}


ARGUMENTS = {
    "getLogger": [str],
    "addLevelName": [int, str],
    "setLevel": [str, int],
    "setPropagate": [str, bool],
    "setDisabled": [str, bool],
    "addNullHandler": [str],
    "addFilter": [str, str],
    "dictConfig": [dict],
}


class Script:
    def __init__(self):
        for name in ("logging.config", "logging.handlers"):
            sys.modules.pop(name, None)
        self.logging = tree.fresh()
        self.config = importlib.import_module("logging.config")

    def step(self, name, *args):
        get = self.logging.getLogger
        if name == "getLogger":
            get(*args)
        elif name == "addLevelName":
            self.logging.addLevelName(*args)
        elif name == "setLevel":
            get(args[0]).setLevel(args[1])
        elif name == "setPropagate":
            get(args[0]).propagate = args[1]
        elif name == "setDisabled":
            get(args[0]).disabled = args[1]
        elif name == "addNullHandler":
            get(args[0]).addHandler(self.logging.NullHandler())
        elif name == "addFilter":
            get(args[0]).addFilter(self.logging.Filter(args[1]))
        else:
            self.config.dictConfig(*args)

    def run(self, step):
        try:
            self.step(*step)
            return None
        except Exception as error:
            return {"error": {"type": type(error).__name__, **described(error), "causes": causes_of(error)}}

    def state(self):
        root = self.logging.root
        entries = sorted(root.manager.loggerDict.items())
        loggers = [entry for _, entry in entries if isinstance(entry, self.logging.Logger)]
        return {
            "loggers": [self.logger(one) for one in [root, *loggers]],
            "placeHolders": [name for name, entry in entries if isinstance(entry, self.logging.PlaceHolder)],
        }

    def logger(self, one):
        return {
            "name": one.name,
            "level": one.level,
            "propagate": bool(one.propagate),
            "disabled": bool(one.disabled),
            "filters": [filter_state(one) for one in one.filters],
            "handlers": [self.handler(one) for one in one.handlers],
        }

    def handler(self, one):
        state = {
            "class": type(one).__name__,
            "name": one.name,
            "level": one.level,
            "formatter": one.formatter and self.written(one.formatter),
            "filters": [filter_state(one) for one in one.filters],
        }
        if isinstance(one, self.logging.StreamHandler):
            state["stream"] = "stdout" if one.stream is sys.stdout else "stderr"
            if one.terminator != "\n":
                state["terminator"] = one.terminator
        for key in ("capacity", "flushLevel", "flushOnClose"):
            if hasattr(one, key):
                state[key] = getattr(one, key)
        if hasattr(one, "target"):
            state["target"] = one.target and self.handler(one.target)
        return state

    def written(self, formatter):
        record = self.logging.makeLogRecord({"name": "n", "levelname": "L", "msg": "m", "created": 1e9, "msecs": 0})
        try:
            return formatter.format(record)
        except Exception as error:
            return type(error).__name__


def filter_state(one):
    return {"class": type(one).__name__, "name": getattr(one, "name", None)}


def described(error):
    return {"message": None if type(error).__name__ in LOOSE or "Cannot resolve" in str(error) else str(error)}


def causes_of(error):
    causes = []
    while (error := error.__cause__) is not None:
        causes.append({"type": type(error).__name__, **described(error)})
    return causes


def run(steps):
    if not isinstance(steps, list):
        raise LookupError(steps)
    for name, *args in steps:
        # What making a case smaller may have come to.
        if [type(arg) for arg in args] != ARGUMENTS[name]:
            raise LookupError(name)
    script = Script()
    results = [script.run(step) for step in steps]
    # The half of a configuration that an error leaves behind does not count, nor what comes of it.
    failed = next((i for i, result in enumerate(results) if result is not None), None)
    if failed is not None:
        return {"results": results[: failed + 1], "state": None}
    return {"results": results, "state": script.state()}
