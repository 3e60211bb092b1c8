# SPDX-License-Identifier: EUPL-1.2
"""The dialog that asks which subjects a topic stands for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look, button_row, label
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox


class SubjectsDialog(FittingDialog):
    """A box for each subject; one that belongs to another topic already (``taken``) cannot be chosen."""

    def __init__(
        self,
        look: Look,
        word: str,
        catalogue: Catalogue,
        present: Sequence[str],
        taken: Collection[str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(look.theme.px(460), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("Subjects of “{word}”").format(word=word) if word else self.tr("Subjects of the topic")
        self.setWindowTitle(title)
        self.column.addWidget(label(title, "section"))
        text = self.tr(
            "Whoever writes this word after Attiva gets notices on these subjects. Each belongs to one topic only."
        )
        self.column.addWidget(label(text, "muted"))
        self.boxes: dict[str, WrappingCheckBox] = {}
        for category in catalogue.current:
            box = WrappingCheckBox(category.name.replace("&", "&&"))
            box.setChecked(category.id in present)
            box.setEnabled(category.id not in taken)
            self.column.addWidget(box)
            self.boxes[category.id] = box
        self.column.addStretch(1)
        back = look.button(self.tr("&Cancel"))
        back.clicked.connect(self.reject)
        take = look.button(self.tr("&Take these"), "primary")
        take.clicked.connect(self.accept)
        take.setDefault(True)
        self.set_foot(button_row(back, take))

    def chosen(self) -> tuple[str, ...]:
        """The ids of the subjects that are chosen."""
        return tuple(id for id, box in self.boxes.items() if box.isChecked())
