"""Two instances of one state do what they like; after each step the file opens to the world they agree on."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from store.errors import StateError
from store.journal import generations
from store.journal.in_memory import MemoryJournal
from store.journal.journal import Journal
from store.journal.state_paths import StatePaths
from tests.support.small_states import add_mail, contents, small_world, state
from tests.support.syscalls import Disk, broken, full

WHO = st.integers(0, 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


class TwoInstances(RuleBasedStateMachine):
    """The model is a journal without files that makes the same commits."""

    def __init__(self) -> None:
        super().__init__()
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(generations, "LEAST_DUE", 1500)
        self.folder = Path(tempfile.mkdtemp(prefix="certblade-model-"))
        self.path = state(self.folder)
        self.model = MemoryJournal(small_world())
        self.instances = [Journal.open(self.path), Journal.open(self.path)]

    @rule(who=WHO, subject=TEXT)
    def commit(self, who: int, subject: str) -> None:
        add_mail(self.instances[who], subject)
        add_mail(self.model, subject)

    @rule(who=WHO)
    def follow(self, who: int) -> None:
        instance = self.instances[who]
        before = instance.world.revision
        assert instance.follow() == (before != self.model.world.revision)
        assert contents(instance.world) == contents(self.model.world)

    @rule(who=WHO)
    def checkpoint(self, who: int) -> None:
        self.instances[who].checkpoint()
        assert contents(self.instances[who].world) == contents(self.model.world)

    @rule(who=WHO, checkpoint=st.booleans())
    def close_and_open(self, who: int, checkpoint: bool) -> None:
        self.instances[who].close(checkpoint=checkpoint)
        self.instances[who] = Journal.open(self.path)

    @rule(who=WHO, at=st.integers(1, 12), worst=st.booleans(), checkpoint=st.booleans())
    def fail(self, who: int, at: int, worst: bool, checkpoint: bool) -> None:
        """The disk refuses one call: the step is done whole, or not at all."""
        instance, disk = self.instances[who], Disk(at, broken if worst else full, lasting=False)
        try:
            with disk.in_place():
                if checkpoint:
                    instance.checkpoint()
                else:
                    add_mail(instance, "perhaps")
        except StateError:
            return
        if not checkpoint:
            add_mail(self.model, "perhaps")

    @rule(part=st.integers(1, 40))
    def tear(self, part: int) -> None:
        """A writer died in the middle of a line."""
        with StatePaths(self.path).journal.open("ab") as file:
            file.write(b'{"revision":99,"id":"unfinished line of some writer"'[:part])

    @rule(data=st.binary(max_size=40))
    def spoil(self, data: bytes) -> None:
        """Somebody writes over the checkpoint."""
        self.path.write_bytes(data)

    @rule(who=WHO, back=st.integers(0, 10))
    def rewind(self, who: int, back: int) -> None:
        self.instances[who].follow()
        revision = max(0, self.model.world.revision - back)
        assert contents(self.instances[who].at(revision)) == contents(self.model.at(revision))

    @invariant()
    def the_file_opens_to_the_world(self) -> None:
        journal = Journal.open(self.path)
        assert contents(journal.world) == contents(self.model.world)
        journal.close(checkpoint=False)

    def teardown(self) -> None:
        for instance in self.instances:
            instance.close(checkpoint=False)
        shutil.rmtree(self.folder)
        self._patch.undo()


TestTwoInstances = TwoInstances.TestCase
TestTwoInstances.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
