"""Runs the scripts of vectors/hierarchy.json on a logging module as it is just after import."""

import atexit
import importlib
import io
import sys


def fresh():
    sys.modules.pop("logging", None)
    register, atexit.register = atexit.register, lambda *args: None
    try:
        return importlib.import_module("logging")
    finally:
        atexit.register = register


def decode(value):
    if isinstance(value, list):
        return [decode(item) for item in value]
    if isinstance(value, dict):
        ((kind, content),) = value.items()
        if kind == "tuple":
            return tuple(decode(item) for item in content)
        return {decode(key): decode(item) for key, item in content}
    return value


class Script:
    def __init__(self):
        self.logging = fresh()
        self.handlers = {}
        self.filters = {}
        self.emitted = []
        self.logging.lastResort = self.handler("lastResort", 30)

    def handler(self, identity, level=0):
        emitted = self.emitted

        class Noting(self.logging.Handler):
            def emit(self, record):
                emitted.append([identity, record.name, record.levelname, record.getMessage()])

        made = Noting(level)
        made.identity = identity
        return made

    def owner(self, kind, name):
        return self.logging.getLogger(name) if kind == "logger" else self.handlers[name]

    def filter(self, spec):
        ((kind, value),) = spec.items()
        if kind == "name":
            return self.logging.Filter(value)
        if kind == "object":
            return type("Object", (), {"filter": staticmethod(self.filter(value))})()

        def prefix(record):
            record.msg = f"{value}{record.msg}"
            return True

        def replace(record):
            return self.logging.makeLogRecord({**vars(record), "msg": f"{value}{record.msg}"})

        return {
            "filterMinLevel": lambda record: record.levelno >= value,
            "filterMaxLevel": lambda record: record.levelno <= value,
            "filterName": lambda record: record.name == value,
            "filterContains": lambda record: value in record.getMessage(),
            "returns": lambda record: value,
            "prefix": prefix,
            "replace": replace,
        }[kind]

    def step(self, name, *args):
        logging, get = self.logging, self.logging.getLogger
        own = getattr(self, f"do_{name}", None)
        if own is not None:
            return own(*args)
        if name in ("getLevelName", "addLevelName", "getLevelNamesMapping", "disable"):
            return getattr(logging, name)(*args)
        if name in ("setLevel", "getEffectiveLevel", "isEnabledFor", "hasHandlers"):
            return getattr(get(args[0]), name)(*args[1:])
        if name in ("level", "disabled"):
            return getattr(get(args[0]), name)
        if name in ("setDisabled", "setPropagate"):
            return setattr(get(args[0]), name[3:].lower(), args[1])
        if name in ("addHandler", "removeHandler"):
            return getattr(get(args[0]), name)(self.handlers[args[1]])
        if name in ("addFilter", "removeFilter"):
            return getattr(self.owner(*args[:2]), name)(self.filters[args[2]])
        raise LookupError(name)

    def do_getLogger(self, name):
        return self.logging.getLogger(name).name

    def do_getChild(self, name, suffix):
        return self.logging.getLogger(name).getChild(suffix).name

    def do_getChildren(self, name):
        return sorted(child.name for child in self.logging.getLogger(name).getChildren())

    def do_parent(self, name):
        parent = self.logging.getLogger(name).parent
        return parent and parent.name

    def do_managerDisable(self):
        return self.logging.root.manager.disable

    def do_repr(self, name):
        return repr(self.logging.getLogger(name))

    def do_loggerDict(self):
        entries = self.logging.root.manager.loggerDict.items()
        return sorted([name, type(entry).__name__] for name, entry in entries)

    def do_handlers(self, name):
        return [handler.identity for handler in self.logging.getLogger(name).handlers]

    def do_newHandler(self, identity, level):
        self.handlers[identity] = self.handler(identity, level)

    def do_handlerSetLevel(self, identity, level):
        return self.handlers[identity].setLevel(level)

    def do_handlerLevel(self, identity):
        return self.handlers[identity].level

    def do_newFilter(self, identity, spec):
        self.filters[identity] = self.filter(spec)

    def do_setLastResort(self, identity):
        default = self.handler("lastResort", 30)
        self.logging.lastResort = default if identity == "default" else self.handlers.get(identity)

    def do_setRaiseExceptions(self, on):
        self.logging.raiseExceptions = on

    def do_log(self, name, level, msg, args=(), extra=None):
        return self.noted(lambda: self.logging.getLogger(name).log(level, msg, *args, extra=extra))

    def do_call(self, name, method, msg, args=(), extra=None):
        # Without an exception to speak of, as the other side has none.
        more = {"exc_info": False} if method == "exception" else {}
        logger = self.logging.getLogger(name)
        return self.noted(lambda: getattr(logger, method)(msg, *args, extra=extra, **more))

    def do_handle(self, name, attributes):
        record = self.logging.makeLogRecord(attributes)
        return self.noted(lambda: self.logging.getLogger(name).handle(record))

    def noted(self, body):
        self.emitted.clear()
        stderr, sys.stderr = sys.stderr, io.StringIO()
        try:
            body()
            text = sys.stderr.getvalue()
        finally:
            sys.stderr = stderr
        return [*self.emitted, *([["stderr", text]] if text else [])]

    def run(self, op):
        name, *args = op
        try:
            return self.step(name, *(args if name == "newFilter" else map(decode, args)))
        except LookupError:
            raise
        except Exception as error:
            # None is written null here.
            message = str(error).replace("None", "null")
            return {"error": {"type": type(error).__name__, "message": message}}


def run(ops):
    script = Script()
    return [script.run(op) for op in ops]
