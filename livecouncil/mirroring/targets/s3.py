"""A mirror in a bucket of S3, of Amazon or any other maker: each object put whole, with its type and how long it keeps.

A whole PUT replaces an object at once for every reader. Nothing is sent packed: a reader that takes no gzip would get
it all the same. Other makers know buckets by path, not by host name.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

import obstore
from obstore.exceptions import BaseError, NotFoundError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from livecouncil.core.text.addresses import keeps_secrets
from livecouncil.errors import MirrorAway, MirrorRefused
from livecouncil.publishing.media_types import content_type

from ..order import cache_control

WAIT = timedelta(seconds=15)
REGION = "us-east-1"
"""What other makers take for a region."""


@dataclass(frozen=True)
class BucketAddress:
    """The bucket and the folder in it; `endpoint` '' for Amazon's own."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    key: str
    secret: str


class Bucket:
    """A `Target` in a bucket."""

    def __init__(self, store: S3Store) -> None:
        self._store = store

    async def list(self, folder: str) -> dict[str, int | None] | None:
        """See `Target`."""
        with _obeyed_s3():
            listed = await obstore.list_with_delimiter_async(self._store, folder or None)
        found: dict[str, int | None] = {
            str(one).rstrip("/").rpartition("/")[2]: None for one in listed["common_prefixes"]
        }
        found |= {one["path"].rpartition("/")[2]: one["size"] for one in listed["objects"]}
        return found

    async def put(self, path: str, data: bytes) -> None:
        """See `Target`."""
        told = {"Content-Type": content_type(PurePosixPath(path)), "Cache-Control": cache_control(path)}
        with _obeyed_s3():
            await obstore.put_async(self._store, path, data, attributes=told, use_multipart=False)

    async def delete(self, path: str) -> None:
        """See `Target`."""
        with _obeyed_s3(), contextlib.suppress(FileNotFoundError, NotFoundError):
            await obstore.delete_async(self._store, path)

    async def get(self, path: str) -> bytes | None:
        """See `Target`."""
        with _obeyed_s3():
            try:
                found = await obstore.get_async(self._store, path)
                return bytes(await found.bytes_async())
            except (FileNotFoundError, NotFoundError) as error:
                if "NoSuchBucket" in str(error):
                    raise
                return None


@contextlib.contextmanager
def _obeyed_s3() -> Iterator[None]:
    """What obstore raises, as what a mirror raises."""
    try:
        yield
    except (PermissionDeniedError, UnauthenticatedError, PermissionError) as error:
        if "RequestTimeTooSkewed" in str(error):
            raise MirrorRefused("mirroring.clock") from None
        raise MirrorRefused("mirroring.bucket_rights") from None
    except (NotFoundError, FileNotFoundError):
        raise MirrorRefused("mirroring.no_bucket") from None
    except (BaseError, OSError, TimeoutError):  # a whole tree of causes, none of them for people
        raise MirrorAway("mirroring.unreachable") from None


@contextlib.asynccontextmanager
async def bucket(address: BucketAddress) -> AsyncIterator[Bucket]:
    """The mirror at `address`. Raises MirrorRefused where a secret would go over plain http."""
    own: dict[str, str] = {}
    if address.endpoint:
        own["endpoint"] = address.endpoint
        if not keeps_secrets(address.endpoint):
            raise MirrorRefused("mirroring.plain_http")
    store = S3Store(
        address.bucket,
        prefix=address.prefix or None,
        access_key_id=address.key,
        secret_access_key=address.secret,
        region=address.region or REGION,
        virtual_hosted_style_request=False,
        client_options={"allow_http": address.endpoint.startswith("http:"), "timeout": WAIT, "connect_timeout": WAIT},
        retry_config={"max_retries": 1, "retry_timeout": WAIT},
        **own,  # type: ignore[arg-type]
    )
    yield Bucket(store)
