# SPDX-License-Identifier: EUPL-1.2
"""The public files about the program (publiccode, workflows, README, manual) are complete and true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from comunecast_gui import __version__
from comunecast_gui.cli.parser import build_parser
from comunecast_gui.system.paths import PAPERS

_PINNED = re.compile(r"^[\w-]+/[\w./-]+@[0-9a-f]{40}$")


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_publiccode_has_its_mandatory_keys(root: Path) -> None:
    """publiccode.yml 0.7, "The Standard (core)": the keys that are required, and their limits."""
    data = loaded(root / "publiccode.yml")
    assert data["publiccodeYmlVersion"] == "0.7"
    for key in ("name", "url", "platforms", "developmentStatus", "softwareType"):
        assert data[key], key
    assert data["softwareType"] == "standalone/desktop"
    assert data["softwareVersion"] == __version__
    assert data["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert {"linux", "mac", "windows"} == set(data["platforms"])
    assert data["legal"]["license"] == "EUPL-1.2"
    assert data["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert all(contact["name"] for contact in data["maintenance"]["contacts"])
    assert isinstance(data["localisation"]["localisationReady"], bool)
    assert set(data["localisation"]["availableLanguages"]) == {"en", "it"}
    assert data["supports"] == [{"id": "alias:gdpr"}]
    assert not {"IT", "it"} & data.keys(), "deprecated since 0.7"
    for language in ("en", "it"):
        described = data["description"][language]
        assert len(described["shortDescription"]) <= 150
        assert 150 <= len(described["longDescription"]) <= 10_000
        assert described["features"]


def workflows(root: Path) -> dict[str, Any]:
    return {file.name: loaded(file) for file in sorted((root / ".github" / "workflows").glob("*.yml"))}


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job.get("steps", ())]


def test_the_workflows_use_nothing_that_can_change_under_them(root: Path) -> None:
    used = [step["uses"] for workflow in workflows(root).values() for step in steps(workflow) if "uses" in step]
    assert not [action for action in used if not _PINNED.match(action)]
    assert len(used) > 5


MAY_WRITE = {
    ("release.yml", "publish"): {"contents", "id-token", "attestations"},
    ("announce.yml", "publish"): {"contents"},
}
"""What a job of a workflow may write, and all others nothing."""


def test_the_workflows_may_do_no_more_than_they_must(root: Path) -> None:
    for name, workflow in workflows(root).items():
        assert workflow["permissions"] == {}, name
        for job, settings in workflow["jobs"].items():
            writes = {key for key, value in settings["permissions"].items() if value == "write"}
            assert writes == MAY_WRITE.get((name, job), set()), (name, job)
            assert "timeout-minutes" in settings, (name, job)
        for step in steps(workflow):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            assert "${{" not in step.get("run", ""), f"{name}: a value from outside inside a script"


def test_a_job_with_a_secret_writes_nothing_and_runs_no_foreign_code(root: Path) -> None:
    for name, workflow in workflows(root).items():
        for job, settings in workflow["jobs"].items():
            if "secrets." not in json.dumps(settings):
                continue
            assert settings.get("environment"), f"{name}, {job}: a secret outside a protected environment"
            assert "write" not in settings["permissions"].values(), (name, job)
            script = "\n".join(step.get("run", "") for step in settings["steps"])
            assert "dev.py" not in script, f"{name}, {job}: it builds or tests"
            assert "pip" not in re.sub(r"pip\S* install --quiet --require-hashes", "", script), (name, job)


def test_the_bundles_are_signed_in_a_job_that_only_signs(root: Path) -> None:
    jobs = workflows(root)["release.yml"]["jobs"]
    assert "secrets." not in json.dumps(jobs["bundle"])
    assert "secrets." in json.dumps(jobs["sign"])
    assert jobs["sign"]["environment"] == "signing"
    assert set(jobs["publish"]["needs"]) == {"bundle", "sign"}


def test_dependencies_are_audited_and_versions_announced_every_week(root: Path) -> None:
    for name, command in (("audit.yml", "dev.py audit"), ("announce.yml", "announce.py sign")):
        workflow = workflows(root)[name]
        assert [one["cron"].split()[-1] for one in workflow[True]["schedule"]] == ["1"], "not once a week"
        assert any(command in step.get("run", "") for step in steps(workflow))


def test_ci_judges_a_change_by_the_same_command_as_a_developer(root: Path) -> None:
    assert any(step.get("run") == ".ci/run" for step in steps(workflows(root)["ci.yml"]))
    assert (root / ".ci" / "run").is_file()


def test_a_release_is_a_draft_of_four_tried_bundles(root: Path) -> None:
    workflow = workflows(root)["release.yml"]
    systems = [row["system"] for row in workflow["jobs"]["bundle"]["strategy"]["matrix"]["include"]]
    assert sorted(systems) == ["linux", "macos", "macos", "windows"]
    script = "\n".join(step.get("run", "") for step in steps(workflow))
    assert "dev.py package" in script
    assert "--draft" in script
    assert "SHA256SUMS" in script


def test_the_manual_page_names_only_commands_that_there_are(root: Path) -> None:
    page = (root / "packaging" / "linux" / "comunecast.1").read_text(encoding="utf-8")
    section = page.partition(".SH DESCRIZIONE")[2].partition(".SH STATO")[0]
    verbs = re.findall(r"^\.TP\n\.BI? (\w+)", section, re.MULTILINE)
    assert len(verbs) >= 5
    help_text = build_parser().format_help()
    assert not [verb for verb in verbs if not re.search(rf"\b{verb}\b", help_text)]


def test_each_decision_has_a_number_of_its_own(root: Path) -> None:
    files = sorted((root / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert re.match(rf"# (ADR )?0*{int(file.name[:4])}[.: ]", first), (file.name, first)


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "SECURITY.md",
        "PRIVACY.md",
        "docs/installazione.md",
        "docs/command-line.md",
        *(f"docs/{name}" for name in PAPERS),
    ],
)
def test_the_papers_name_only_files_that_there_are(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!http|#)([^)#]+)", text)
    assert not [link for link in links if not (root / name).parent.joinpath(link).exists()]
    commands = re.findall(r"`comunecast (\w+)", text)
    help_text = build_parser().format_help()
    assert not [verb for verb in commands if not re.search(rf"\b{verb}\b", help_text)]
