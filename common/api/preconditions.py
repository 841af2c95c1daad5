"""ETag and If-Match: nobody overwrites what they have not seen.

An ETag is `"<version>-<checksum of the body>"`. Only the version guards a write, so a client may
also send the `version` it read in the body; the checksum lets `If-None-Match` notice what changes
without a new version (a renamed target, another nickname).
"""

from typing import Any
from zlib import crc32

from django.utils.translation import gettext as _

from common.api.media import JsonAnswer
from common.errors import Invalid, Outdated


def expected_version(if_match: str | None) -> int | None:
    """The version that `If-Match` names; `None` without it or for `*`."""
    if if_match is None or if_match.strip() == "*":
        return None
    if "," in if_match:
        raise Invalid.at("If-Match", "several", _("Give one ETag: that of the version you read."))
    version = if_match.strip().removeprefix("W/").strip('"').partition("-")[0]
    if not (version.isascii() and version.isdigit() and len(version) < 19):
        raise Outdated()
    return int(version)


def versioned(data: dict[str, Any], status: int = 200, **headers: str) -> JsonAnswer:
    """The answer for one object with its ETag."""
    answer = JsonAnswer(data, status=status, headers=headers)
    answer["ETag"] = f'"{data["version"]}-{crc32(answer.content):08x}"'
    return answer


def unless_known(answer: JsonAnswer, if_none_match: str | None) -> JsonAnswer:
    """304 without body when the client already holds exactly this answer."""
    if not if_none_match:
        return answer
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    if "*" in known or answer["ETag"] in known:
        etag = answer["ETag"]
        answer = JsonAnswer(None, status=304, headers={"ETag": etag})
        answer.content = b""
        del answer["Content-Type"]
    return answer
