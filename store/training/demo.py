"""A demo on its stage: scenes one after the other, and back; each is marked to be returned to."""

from __future__ import annotations

from pathlib import Path

from store.errors import AzureError
from store.operations.simulator.bookmarks import ReturnToBookmark, SetBookmark
from store.operations.training.run import run_of
from store.portal import Portal
from store.training.deeds import ShowScene
from store.training.format import Scene
from store.training.play import scenario_of
from store.training.start import files_folder
from store.training.steps import perform


class Stage:
    """The scenes of the world's demo, and where the presenter is; kept in the world."""

    def __init__(self, portal: Portal, folder: Path | None = None) -> None:
        """`folder` holds the demo's files.

        Raises `AzureError` NoDemo, and those of a file that cannot be read.
        """
        run = run_of(portal.world)
        self.scenes: tuple[Scene, ...] = scenario_of(run.source).scenes if run else ()
        if not self.scenes:
            raise AzureError("NoDemo", "This world is no demo's.", "Begin one: Training on the first screen.")
        self._portal = portal
        self._folder = folder or files_folder(portal.path)

    @property
    def place(self) -> int:
        """The scene that is shown, from 0; -1 before the first."""
        run = run_of(self._portal.world)
        return run.scene if run else -1

    @property
    def scene(self) -> Scene | None:
        """The scene that is shown."""
        return self.scenes[self.place] if 0 <= self.place < len(self.scenes) else None

    def forward(self) -> bool:
        """Let the next scene happen; False after the last. Raises `StepRefused`, `StateError`."""
        wanted = self.place + 1
        if wanted >= len(self.scenes):
            return False
        self._portal.perform(SetBookmark(name=_mark(wanted)))
        perform(self._portal, self.scenes[wanted].steps, self._folder)
        self._portal.perform(ShowScene(scene=wanted))
        return True

    def back(self) -> bool:
        """Return to the scene before, the world as it was then; False at the first. Raises `AzureError`."""
        if self.place < 1:
            return False
        self._portal.perform(ReturnToBookmark(name=_mark(self.place)))
        self._portal.perform(ShowScene(scene=self.place - 1))
        return True


def _mark(scene: int) -> str:
    return f"Before scene {scene + 1}"
