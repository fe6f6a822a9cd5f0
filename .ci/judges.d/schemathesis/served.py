"""Fails unless the sandbox served every operation: a run without a valid token would find nothing wrong."""

import json
import sys

with open(sys.argv[1]) as file:
    paths = json.load(file)["paths"]
with open(sys.argv[2]) as file:
    calls = file.read()
operations = [f"{method.upper()} {path} 200 " for path, item in paths.items() for method in item]
lacking = [operation for operation in operations if operation not in calls]
if lacking:
    sys.exit(f"never served: {lacking}")
print(f"served each of {len(operations)} operations, in {calls.count(' 200 ')} of {calls.count(chr(10))} calls")
