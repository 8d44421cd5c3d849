"""Whose session a request of the fuzzer carries: what ends a session is tried with one of its own each time."""

import json

import schemathesis

with open("sessions.json", encoding="utf-8") as file:
    SESSIONS = json.load(file)


@schemathesis.auth(refresh_interval=None)
class Sessions:
    def get(self, case, context):
        operation = context.operation.definition.raw["operationId"]
        spare = SESSIONS["spare"].get(operation)
        # One too few is an error of the run, not a request without a session.
        return SESSIONS["own"] if spare is None else spare.pop()

    def set(self, case, token, context):
        case.headers["Authorization"] = f"Bearer {token}"
