"""What X's API asks of the few requests the product makes; its own OpenAPI document, where it is at
hand, replaces this."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30Validator

_NUMBER = {"type": "string", "pattern": "^[0-9]{1,19}$"}
OWN: dict[str, Any] = {
    "components": {
        "schemas": {
            "PostId": _NUMBER,
            "CreatePostsRequest": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "text": {"type": "string"},
                    "made_with_ai": {"type": "boolean"},
                    "quote_tweet_id": _NUMBER,
                    "reply": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["in_reply_to_tweet_id"],
                        "properties": {"in_reply_to_tweet_id": _NUMBER},
                    },
                    "reply_settings": {"enum": ["following", "mentionedUsers", "subscribers", "verified"]},
                },
            },
            "CreatePostsResponse": {
                "type": "object",
                "properties": {
                    "data": {
                        "type": "object",
                        "required": ["id", "text"],
                        "properties": {"id": _NUMBER, "text": {"type": "string"}},
                    },
                },
            },
            "DeletePostsResponse": {
                "type": "object",
                "properties": {
                    "data": {
                        "type": "object",
                        "required": ["deleted"],
                        "properties": {"deleted": {"type": "boolean"}},
                    },
                },
            },
        }
    }
}


def document(path: Path | None) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path else OWN


def faults(openapi: dict[str, Any], schema: str, value: Any) -> list[str]:
    """What is wrong with a value, by a named schema of the document."""
    validator = OAS30Validator({"$ref": f"#/components/schemas/{schema}", "components": openapi["components"]})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
