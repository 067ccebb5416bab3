"""Receiving somebody who came to an event."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.consultations.forms import ReceiveForm
from norishiro.core import forms


class AtGatheringForm(ReceiveForm):
    """The usual form, after the person was asked."""

    form_key: ClassVar[str] = "casework.receive_at_gathering"
    sections: ClassVar[Any] = (forms.Section("本人の希望", ("wished",)), *ReceiveForm.sections)

    wished = forms.CheckField(
        label="本人が「相談したい」と言いました",
        required=True,
        error_messages={
            "required": "本人が望んだときだけ、相談として受け付けます。望んでいないときは、人数だけを数えてください。"
        },
    )
