# SPDX-License-Identifier: EUPL-1.2
"""The office's own categories are laid over the shipped ones, and a wrong one is named with its line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from comunecast_gui.core.model import ChannelKind, Draft, Office
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import Catalogue, Origin
from comunecast_gui.core.notice.overlays.overlay_reader import MOST_BYTES, office_catalogue, read_overlays
from tests.core.moments import SENT, rome

SHIPPED = Path(__file__).parents[4] / "resources" / "categories"
WATER = """
name = "Acqua: lavori"

[whatsapp]
body = '''
💧 *Manca l'acqua {{dove}}*

*Quando:* {{quando}}. In questo orario {{gestore}} sospende l'acqua. Restano fuori: {{esclusi}}.

Messaggio del {{data_invio}}, {ente}'''

[[whatsapp.variables]]
name = "gestore"
source = "{gestore}"
fallback = "il gestore"

[[fields]]
id = "motivo"
hidden = true

[[fields]]
id = "cantiere"
label = "Cantiere"
type = "text"
"""
FAIR = """
name = "Fiera del paese"
template = '''
🎪 **Fiera:** {cosa}'''

[whatsapp]
body = '''
🎪 *Fiera del paese:* {{cosa}} in tutto il centro.

Messaggio del {{data_invio}}, {ente}'''

[[fields]]
id = "cosa"
label = "Che cosa"
type = "text"
required = true

[example]
cosa = "bancarelle"
"""


def laid(catalogue: Catalogue, folder: Path, **files: str) -> Catalogue:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_overlays(catalogue, SHIPPED, folder)


def test_without_files_the_categories_are_those_of_the_program(catalogue: Catalogue, tmp_path: Path) -> None:
    assert read_overlays(catalogue, SHIPPED, tmp_path) == catalogue
    assert read_overlays(catalogue, SHIPPED, tmp_path / "none") == catalogue


def test_only_what_differs_is_written(catalogue: Catalogue, tmp_path: Path) -> None:
    shipped, own = catalogue.get("acqua_programmata"), laid(catalogue, tmp_path, acqua_programmata=WATER)
    water = own.get("acqua_programmata")
    assert not own.faults
    assert (water.name, water.origin) == ("Acqua: lavori", Origin.ADAPTED)
    assert (water.template, water.hours, water.example["gestore"]) == (shipped.template, shipped.hours, "Acque SpA")
    assert [one.name for one in water.whatsapp.variables] == ["dove", "quando", "gestore", "esclusi", "data_invio"]
    assert water.whatsapp.variables[2].fallback == "il gestore"
    assert water.field("motivo") is None
    assert water.fields[-1].label == "Cantiere"
    assert [one for one in own if one.id != water.id] == [one for one in catalogue if one.id != water.id]


def test_another_text_has_another_name_at_meta_and_the_former_one_stays(catalogue: Catalogue, tmp_path: Path) -> None:
    water = laid(catalogue, tmp_path, acqua_programmata=WATER).get("acqua_programmata")
    first = water.whatsapp.template_name
    assert first.startswith("acqua_programmata_v")
    assert first != "acqua_programmata_v1"
    assert [one.template_name for one in water.former] == ["acqua_programmata_v1"]
    again = laid(catalogue, tmp_path, acqua_programmata=WATER.replace("Restano fuori", "Esclusi"))
    assert again.get("acqua_programmata").whatsapp.template_name not in (first, "acqua_programmata_v1")
    back = laid(catalogue, tmp_path, acqua_programmata=WATER.replace('name = "Acqua: lavori"', 'name = "Altro"'))
    assert back.get("acqua_programmata").whatsapp.template_name == first


def test_what_meta_does_not_see_needs_no_new_template(catalogue: Catalogue, tmp_path: Path) -> None:
    text = 'name = "Acqua"\n[[whatsapp.variables]]\nname = "scorta"\nfallback = "nessuno"\n'
    water = laid(catalogue, tmp_path, acqua_programmata=text).get("acqua_programmata")
    assert water.whatsapp.template_name == "acqua_programmata_v1"
    assert not water.former


def test_a_hidden_field_leaves_its_part_of_the_text_out(catalogue: Catalogue, tmp_path: Path, office: Office) -> None:
    water = laid(catalogue, tmp_path, acqua_programmata=WATER).get("acqua_programmata")
    draft = Draft("u", water.id, water.example)
    written = render.read(water, draft, office, rome(SENT[water.id]))
    assert not written.faults
    assert "sospende l'acqua.\n" in written.text
    assert "Restano fuori: -" in getattr(render.render(written, ChannelKind.WHATSAPP), "text", "")


def test_a_category_of_the_office_s_own(catalogue: Catalogue, tmp_path: Path, office: Office) -> None:
    own = laid(catalogue, tmp_path, fiera_paese=FAIR, evento="hidden = true")
    fair = own.get("fiera_paese")
    assert not own.faults
    assert (fair.origin, len(own)) == (Origin.OWN, len(catalogue) + 1)
    assert {one.id for one in catalogue} - {one.id for one in own.offered} == {"evento"}
    assert own.name_of("evento") == catalogue.name_of("evento")
    written = render.read(fair, Draft("u", fair.id, fair.example), office, rome(SENT["evento"]))
    assert written.text == "🎪 Fiera: bancarelle"
    assert own.categories[-1] == fair


@pytest.mark.parametrize(
    ("id", "text", "code", "line", "entry"),
    [
        ("evento", 'name = "Feste"\n\nhours = 5\n', "overlay_entry", 3, "hours"),
        ("evento", "name = 3\n", "overlay_entry", 1, "name"),
        ("evento", 'nome = "Feste"\n', "overlay_entry", 1, "nome"),
        ("evento", "\n[whatsapp]\nversion = 7\n", "overlay_entry", 3, "whatsapp.version"),
        ("evento", '[[fields]]\nid = "cosa"\n\n[[fields]]\nlabel = "x"\n', "overlay_entry", 4, "fields.2"),
        ("evento", '[[fields]]\nid = "a"\n\n[[fields]]\nid = "b"\ntype = "x"\n', "overlay_entry", 6, "fields.2.type"),
        ("evento", 'icon = "nessuna"\n', "overlay_entry", 1, "icon"),
        ("evento", 'id = "altro"\n', "overlay_id", 1, "altro"),
        ("evento", "a = 1\nb == 2\n", "overlay_syntax", 2, None),
        ("evento", "template = '''\nx {pippo}\n'''\nname = 'x'\n", "overlay_fits_not", 1, "template"),
        ("evento", "name = 'x'\ntemplate = '''\n[[x\n'''\n", "overlay_fits_not", 2, "template"),
        ("evento", "name = 'x'\n[whatsapp]\nbody = 'Ciao {{pippo}} ciao'\n", "overlay_fits_not", 3, "whatsapp.body"),
        ("evento", "[whatsapp]\nlifetime_hours = 1\n", "overlay_fits_not", 2, "whatsapp.lifetime_hours"),
        ("nuovo", 'name = "Nuovo"\n', "overlay_fits_not", 0, "nuovo"),
        ("Nuovo", "", "overlay_name", 0, None),
        ("evento", "#" * (MOST_BYTES + 1), "overlay_unreadable", 0, None),
    ],
)
def test_a_wrong_file_is_named_with_its_line_and_left_out(
    catalogue: Catalogue, tmp_path: Path, id: str, text: str, code: str, line: int, entry: str | None
) -> None:
    own = laid(catalogue, tmp_path, **{id: text, "acqua_programmata": WATER})
    assert [(one.file, one.code, one.line) for one in own.faults] == [(f"{id}.toml", code, line)]
    assert own.faults[0].values.get("entry") == entry
    assert own.get("evento") == catalogue.get("evento")
    assert own.get("acqua_programmata").origin is Origin.ADAPTED


def test_what_is_no_text_is_named_too(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "bandi.toml").write_bytes(b'name = "x"\n\n# \xff\n')
    (tmp_path / "evento.toml").mkdir()
    (tmp_path / "tributi.toml").symlink_to(tmp_path / "nothing")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "uffici.toml")
    own = read_overlays(catalogue, SHIPPED, tmp_path)
    assert [one.file for one in own.faults][:3] == ["bandi.toml", "evento.toml", "tributi.toml"]
    assert (own.faults[0].code, own.faults[0].line) == ("overlay_encoding", 3)
    assert own.categories == catalogue.categories


def test_a_follow_up_that_leads_nowhere_is_left_out(catalogue: Catalogue, tmp_path: Path) -> None:
    text = '[[follow_ups]]\ncategory = "fantasma"\nwhen = "mai"\n'
    own = laid(catalogue, tmp_path, acqua_programmata=text)
    assert [one.category for one in own.get("acqua_programmata").follow_ups] == ["servizio_ripristinato"]


def test_a_change_on_the_disk_is_seen(tmp_path: Path) -> None:
    before = office_catalogue(SHIPPED, tmp_path)
    assert office_catalogue(SHIPPED, tmp_path) is before
    (tmp_path / "evento.toml").write_text("hidden = true")
    assert office_catalogue(SHIPPED, tmp_path).get("evento").hidden
    (tmp_path / "evento.toml").unlink()
    assert office_catalogue(SHIPPED, tmp_path) == before
