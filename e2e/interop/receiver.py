"""The receiver of Python's logging cookbook: prints its port, then each record as a line of JSON."""
import json
import logging
import pickle
import socketserver
import struct


class LogRecordStreamHandler(socketserver.StreamRequestHandler):
    def handle(self):
        while True:
            chunk = self.connection.recv(4)
            if len(chunk) < 4:
                break
            slen = struct.unpack('>L', chunk)[0]
            chunk = self.connection.recv(slen)
            while len(chunk) < slen:
                chunk = chunk + self.connection.recv(slen - len(chunk))
            record = logging.makeLogRecord(pickle.loads(chunk))
            logging.getLogger(record.name).handle(record)


class Lines(logging.Handler):
    def emit(self, record):
        attributes = {k: v if isinstance(v, (str, int, float, list, dict, type(None))) and v == v else repr(v)
                      for k, v in vars(record).items()}
        types = {k: type(v).__name__ for k, v in vars(record).items()}
        print(json.dumps({'text': self.format(record), 'attributes': attributes, 'types': types}), flush=True)


handler = Lines()
handler.setFormatter(logging.Formatter('%(name)s %(levelname)s %(asctime)s.%(msecs)03d %(process)d %(message)s'))
logging.getLogger().addHandler(handler)
with socketserver.ThreadingTCPServer(('127.0.0.1', 0), LogRecordStreamHandler) as server:
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()
