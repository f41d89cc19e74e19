"""Every test has a folder for saves of its own."""

from pathlib import Path

import pytest

from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.places import HOME_VARIABLE
from tests.storage.small import load


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home" / "saves"


@pytest.fixture(scope="session")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return load(tmp_path_factory.mktemp("scenario"))
