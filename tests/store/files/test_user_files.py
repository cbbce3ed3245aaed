"""Only regular files of a bounded size are read, and nothing makes the reader wait."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.errors import AzureError
from store.files.user_files import LARGEST, read_bounded


def code(path: str | Path) -> str:
    with pytest.raises(AzureError) as caught:
        read_bounded(path)
    return caught.value.code


def test_a_file_and_a_link_to_it_are_read(tmp_path: Path) -> None:
    file = tmp_path / "größe.pfx"
    file.write_bytes(bytes(LARGEST))
    assert len(read_bounded(file)) == LARGEST
    link = tmp_path / "link"
    link.symlink_to(file)
    assert len(read_bounded(str(link))) == LARGEST


def test_everything_else_is_refused_at_once(tmp_path: Path) -> None:
    big, pipe, loop = tmp_path / "big", tmp_path / "pipe", tmp_path / "loop"
    big.write_bytes(bytes(LARGEST + 1))
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    assert code(big) == "FileTooLarge"
    assert code(pipe) == code(tmp_path) == code("/dev/null") == code("/dev/zero") == "FileNotRegular"
    assert code(tmp_path / "none") == code(big / "below") == "FileNotFound"
    assert code(loop) == code("a\0b") == code("x" * 5000) == "FileUnreadable"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_files_that_claim_to_be_empty_are_bounded_too() -> None:
    assert len(read_bounded("/proc/self/stat")) > 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_of_somebody_else(tmp_path: Path) -> None:
    file = tmp_path / "closed"
    file.write_bytes(b"x")
    file.chmod(0)
    assert code(file) == "FileUnreadable"
