"""Mails two records through Python's SMTPHandler, over TLS and logged in, to the port in argv[1]."""
import logging
import logging.handlers
import sys

handler = logging.handlers.SMTPHandler(('localhost', int(sys.argv[1])), 'shop@open.example', ['ops@open.example', 'boss@open.example'],
                                       'The shop has a problem', ('shop', 'a secret'), ())
log = logging.getLogger('shop')
log.addHandler(handler)
log.error('no such item: %s', 'hat')
log.error('.\n..two\n.three\nlast')
