"""Prints an access token of the sandbox, with every scope."""

import json
import os
import urllib.request

with open(os.environ["DOCUMENT"]) as file:
    document = json.load(file)
operation = document["paths"]["/token"]["post"]
body = operation["requestBody"]["content"]["application/json"]["example"]
body["audience"] = os.environ["AUDIENCE"]
body["client_id"] = os.environ["CLIENT_ID"]
body["client_secret"] = os.environ["CLIENT_SECRET"]
body["scope"] = " ".join(document["components"]["securitySchemes"]["bearer"]["x-alignet-scopes"])
version = document["x-alignet-environments"]["PREPROD"]["api_version"]
request = urllib.request.Request(
    os.environ["URL"] + "/token",
    json.dumps(body).encode(),
    {"Content-Type": "application/json", "ALG-API-VERSION": version},
)
with urllib.request.urlopen(request, timeout=10) as reply:
    print(json.load(reply)["access_token"])
