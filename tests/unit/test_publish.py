"""Publishing: to a folder and to a real S3-compatible server on loopback, killed in the middle, resumed, read back."""

import json
import socket
import threading
import urllib.request

import boto3
import polars as pl
import pytest
import uvicorn
from moto.server import ThreadedMotoServer

from assets.server import application
from warehouse.release import publish
from warehouse.release.verify import verify

BUCKET = "releases"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true"}


@pytest.fixture
def s3(monkeypatch):
    """A running server, its address and a client that does not share our code."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    yield endpoint, client
    server.stop()


def keys(client):
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    return {one["Key"] for page in pages for one in page.get("Contents", [])}


def files(folder):
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_a_folder_gets_every_file_and_publishing_again_copies_nothing(two_releases, tmp_path):
    target = publish.target_store(str(tmp_path / "out"))
    first = publish.publish(two_releases, target)
    assert files(tmp_path / "out") == files(two_releases)
    assert all(one.holds for one in verify(tmp_path / "out" / "v2026.3.1"))
    again = publish.publish(two_releases, target)
    assert (again.copied, again.present) == (0, first.copied)


def test_a_killed_run_leaves_no_pointer_and_the_next_one_goes_on(two_releases, s3):
    endpoint, client = s3
    remote = publish.target_store(f"s3://{BUCKET}/ae", endpoint)
    seen = 0

    def kill(_):
        nonlocal seen
        seen += 1
        if seen == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish.publish(two_releases, remote, kill)
    assert len(keys(client)) == 20
    assert not any(key.endswith("latest.json") for key in keys(client))
    done = publish.publish(two_releases, remote)
    assert done.present == 20
    assert {key.removeprefix("ae/") for key in keys(client)} == files(two_releases)
    body = client.get_object(Bucket=BUCKET, Key="ae/latest.json")["Body"].read()
    assert json.loads(body)["version"] == "v2026.3.0"


def test_a_target_that_stores_other_bytes_is_refused(two_releases, tmp_path, monkeypatch):
    target = publish.target_store(str(tmp_path / "out"))
    monkeypatch.setattr(publish.obstore, "put", lambda remote, path, data: (tmp_path / "out" / "x").write_bytes(b""))
    with pytest.raises(publish.PublishError, match="reads back otherwise"):
        publish.publish(two_releases, target)


def test_the_server_answers_range_requests_and_remote_readers(two_releases):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(two_releases), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        pass
    try:
        url = f"http://127.0.0.1:{port}/v2026.3.1/data/events.parquet"
        asked = urllib.request.Request(url, headers={"Range": "bytes=0-3"})
        with urllib.request.urlopen(asked) as answer:
            assert (answer.status, answer.read()) == (206, b"PAR1")
        with urllib.request.urlopen(url) as answer:
            assert pl.read_parquet(answer.read()).height > 0
    finally:
        server.should_exit = True
        thread.join(timeout=10)
