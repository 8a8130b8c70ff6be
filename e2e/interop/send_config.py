"""Sends a file to a server for configurations, in the way of Python's documents: the length, the bytes, and no wait."""

import socket
import struct
import sys

with open(sys.argv[2], 'rb') as file:
    data = file.read()
with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
    sock.connect(('localhost', int(sys.argv[1])))
    sock.send(struct.pack('>L', len(data)))
    sock.send(data)
