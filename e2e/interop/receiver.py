"""Receives what argv[1] names: tcp (as Python's logging cookbook does), unix (at the path in argv[2]), udp or http.
Prints the port, then each record, or the fields of each request, as a line of JSON."""
import http.server
import json
import logging
import pickle
import socketserver
import struct
import sys
import urllib.parse


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


class LogRecordDatagramHandler(socketserver.DatagramRequestHandler):
    def handle(self):
        record = logging.makeLogRecord(pickle.loads(self.packet[4:]))
        logging.getLogger(record.name).handle(record)


class Form(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(urllib.parse.urlsplit(self.path).query)

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers['Content-Length'])).decode())

    def answer(self, query):
        fields = urllib.parse.parse_qs(query, keep_blank_values=True, strict_parsing=True)
        path = urllib.parse.urlsplit(self.path).path
        print(json.dumps({'method': self.command, 'path': path, 'fields': fields}), flush=True)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


class Lines(logging.Handler):
    def emit(self, record):
        attributes = {k: v if isinstance(v, (str, int, float, list, dict, type(None))) and v == v else repr(v)
                      for k, v in vars(record).items()}
        types = {k: type(v).__name__ for k, v in vars(record).items()}
        print(json.dumps({'text': self.format(record), 'attributes': attributes, 'types': types}), flush=True)


handler = Lines()
handler.setFormatter(logging.Formatter('%(name)s %(levelname)s %(asctime)s.%(msecs)03d %(process)d %(message)s'))
logging.getLogger().addHandler(handler)

kind = sys.argv[1]
anywhere = ('127.0.0.1', 0)
if kind == 'tcp':
    server = socketserver.ThreadingTCPServer(anywhere, LogRecordStreamHandler)
elif kind == 'unix':
    server = socketserver.ThreadingUnixStreamServer(sys.argv[2], LogRecordStreamHandler)
elif kind == 'udp':
    server = socketserver.ThreadingUDPServer(anywhere, LogRecordDatagramHandler)
else:
    server = http.server.ThreadingHTTPServer(anywhere, Form)
with server:
    server.daemon_threads = True
    print(0 if kind == 'unix' else server.server_address[1], flush=True)
    server.serve_forever()
