"""Narrows the document to one environment: the values of the sandbox, the credentials that it accepts, and its operation
numbers, whose digits the service documents in words alone."""

import os

import schemathesis

VALUES = {
    "environment.audience": os.environ["AUDIENCE"],
    "credentials.client_id": os.environ["CLIENT_ID"],
    "credentials.client_secret": os.environ["CLIENT_SECRET"],
}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    narrow(raw_schema)


def narrow(node):
    if isinstance(node, list):
        for item in node:
            narrow(item)
    elif isinstance(node, dict):
        value = VALUES.get(node.get("x-alignet-from"))
        if value is not None and "type" in node:
            node["enum"] = [value]
        number = node.get("properties", {}).get("merchant_operation_number")
        if isinstance(number, dict) and number.get("type") == "string":
            number["pattern"] = "^[0-9]{6,12}$"
        for item in node.values():
            narrow(item)
