"""Logs through Python's own handler, named by argv[1] (Socket or Datagram), to the port in argv[2] (a path if not digits)."""
import logging
import logging.handlers
import sys

kind, where = sys.argv[1:3]
address = ('127.0.0.1', int(where)) if where.isdigit() else (where, None)
handler = getattr(logging.handlers, f'{kind}Handler')(*address)
log = logging.getLogger('from.python')
log.setLevel(1)
log.addHandler(handler)

log.info('%s has %d items', 'Zoë 😀', 3)
try:
    {}['missing']
except KeyError:
    log.exception('it failed', extra={'request': {'id': 7, 'tags': ['a', ('b', 1)]}, 'constructor': 1, 'ratio': 0.5})
log.warning('big', extra={'big': 2**80, 'stack_level': None}, stack_info=True)
log.error('an object', extra={'value': object()} if '--object' in sys.argv else {})
log.critical('last')
logging.shutdown()
