"""Prints the mails in the files that argv names as a JSON list of headers and texts."""
import email
import email.policy
import json
import sys

mails = []
for path in sys.argv[1:]:
    with open(path, 'rb') as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    mails.append({'headers': {name: str(value) for name, value in mail.items()}, 'body': mail.get_content()})
print(json.dumps(mails))
