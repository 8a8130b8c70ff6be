"""Logs through Python's own handler, named by argv[1] (Socket, Datagram or HTTP), to the port in argv[2] (a path if not
digits), with HTTP by the method in argv[3]."""
import logging
import logging.handlers
import sys

kind, where = sys.argv[1:3]
if kind == 'HTTP':
    address = (f'127.0.0.1:{where}', '/log', sys.argv[3])
else:
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
try:
    try:
        {}['deeper']
    except KeyError as cause:
        raise RuntimeError('the outer one') from cause
except RuntimeError:
    log.critical('last', exc_info=True)
logging.shutdown()
