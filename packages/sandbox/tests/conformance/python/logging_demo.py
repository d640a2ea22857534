import io
import logging
import sys

stream = io.StringIO()
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter("%(levelname)-8s %(name)s:%(lineno)d %(message)s"))
log = logging.getLogger("app")
log.setLevel(logging.INFO)
log.addHandler(handler)
log.propagate = False
child = log.getChild("db")

log.debug("not shown")
log.info("started with %d workers and %s", 3, {"a": 1})
child.warning("slow query: %.2f s", 1.234)
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
print(stream.getvalue().count("Traceback"), stream.getvalue().splitlines()[:3], sep="\n")
print(log.isEnabledFor(logging.DEBUG), logging.getLevelName(30), child.getEffectiveLevel())


class Sensitive(logging.Filter):
    def filter(self, record):
        record.msg = str(record.msg).replace("secret", "******")
        return "drop" not in record.msg


class ListHandler(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


memory = ListHandler()
memory.addFilter(Sensitive())
memory.setFormatter(logging.Formatter("{levelname[0]}|{message}", style="{"))
log.addHandler(memory)
log.error("the secret is out")
log.critical("drop this")
logging.LoggerAdapter(log, {"user": "ann"}).info("adapted")
print(memory.lines)
logging.basicConfig(stream=sys.stdout, level=logging.WARNING, format="%(levelname)s %(message)s", force=True)
logging.warning("root on stdout")
logging.getLogger("other").info("quiet")
log.removeHandler(handler)
print(len(log.handlers))
