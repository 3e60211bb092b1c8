# SPDX-License-Identifier: EUPL-1.2
"""``comunecast papers`` writes four papers once, and refuses to replace them or to write them without settings."""

from __future__ import annotations

from tests.e2e.conftest import Town


def test_the_papers_command_writes_once_and_never_replaces(town: Town) -> None:
    folder = town.folder / "documenti"
    made = town.run("papers", str(folder), "--json").json
    assert made["papers"] == ["informativa.md", "registro-trattamenti.md", "dpia.md", "nomina-responsabile.md"]
    assert made["pages"] == [name.replace(".md", ".html") for name in made["papers"]]
    assert "Comune di Calcinaia" in (folder / "informativa.md").read_text(encoding="utf-8")
    (folder / "dpia.md").write_text("completata", encoding="utf-8")
    assert town.run("papers", str(folder), "--json", code=1).json["error"]["code"] == "papers_taken"
    assert (folder / "dpia.md").read_text(encoding="utf-8") == "completata"


def test_the_papers_command_needs_settings(town: Town) -> None:
    (town.data_dir / "office.toml").unlink()
    assert (
        town.run("papers", str(town.folder / "documenti"), "--json", code=2).json["error"]["code"] == "not_configured"
    )
    assert not (town.folder / "documenti").exists()
