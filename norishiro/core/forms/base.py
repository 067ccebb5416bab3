"""The form base: what every form page carries besides its fields.

* ``form_token``: one submission is done once (``core.submissions.once``);
* ``version``: which state of the record the person saw (``is_stale`` → the merge page);
* ``seen``: a short fingerprint per field of what the person saw, so that the merge page can tell who changed what;
* ``draft_form`` and ``draft_subject``: under which name the half-written form is kept.

They are no fields: ``cleaned_data`` holds only what an operation needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from norishiro.core import withheld
from norishiro.core.addresses import complete_address
from norishiro.core.forms.fields import FILE_FOR_TEXT
from norishiro.core.forms.merge import MergeRow, merge_view
from norishiro.core.forms.widgets import LEVELS, FindInput, PostalInput

FILL = "fill_address"
FIND = "find"
CONTROLS = ("csrfmiddlewaretoken", "form_token", "draft_form", "draft_subject", FILL, FIND)
SEEN = "seen"
MERGE_PREFIX = "merge-"


@dataclass(frozen=True)
class Section:
    """Fields that belong together. ``on_demand`` ones stay folded until somebody needs them: until one of them holds
    something, those aside that the form itself always ``fills``."""

    title: str
    fields: tuple[str, ...]
    on_demand: bool = False
    fills: tuple[str, ...] = ()


WITHHELD = (
    "非開示の住所・電話・避難先にあたる言葉がありました。まだ登録していません。伏せた形（〔非開示〕）に直しましたので、"
    "このままでよければ、もう一度登録してください。伏せた内容を残したいときは、人の頁の「非開示の情報を足す」に書いてください。"
)


class Form(forms.Form):
    """A form of the house.

    ``form_key`` names it for drafts (``outreach.record_contact``); without a name nothing is kept.
    ``sections`` lays out a long form; without it all fields stand in one row of sight.
    """

    form_key: ClassVar[str] = ""
    sections: ClassVar[Sequence[Section]] = ()
    # Fields that are neither compared with what is withheld nor shown again after a mistake, whatever stood in them: where
    # what is withheld is itself written, and where somebody is only looked for (the page must not tell a right guess).
    typed_once: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        version: int | None = None,
        subject: UUID | str = "",
        today: date | None = None,
        restored: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.version = version
        self.subject = str(subject)
        self.restored = restored
        self.draft: object | None = None
        self.rebased = False
        self.sent_before = (
            ""  # where an earlier sending of this page led, when it comes again with other words
        )
        self.token = as_uuid(self._posted("form_token")) or uuid4()
        self._guesses: list[str] = []
        self._tell: Callable[[list[str]], None] | None = None
        for field in self.fields.values():
            if hasattr(field, "today"):
                field.today = today
        self.sought = self._looks_for()
        self.is_filling = self._fill_address() or self.sought is not None
        if self.is_filling:
            self._covered_in_data()
        if restored or self.is_filling:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}

    def tell_guesses(self, tell: Callable[[list[str]], None]) -> None:
        """Whoever opens the form hears what was typed that is withheld, now or when it is read."""
        self._tell = tell
        if self._guesses:
            tell(self._guesses)

    def is_valid(self) -> bool:
        """Never while the address is only being filled in, or somebody looked for: nothing is to be done yet."""
        return not self.is_filling and super().is_valid()

    def _looks_for(self) -> str | None:
        """What somebody looks for before the form is done: the word left in a box to look with, or nothing where only its
        button was pressed. It is not shown again (the page must not tell a right guess)."""
        name = next((key for key, field in self.fields.items() if isinstance(field.widget, FindInput)), None)
        if name is None or self.restored:
            return None
        word = self._posted(self.add_prefix(name)).strip()
        if not word and self._posted(FIND) != self.add_prefix(name):
            return None
        filled: Any = self.data
        self.data = filled = filled.copy()
        filled[self.add_prefix(name)] = ""
        return word

    def _fill_address(self) -> bool:
        """Where 住所を入れる was pressed: write the address of the postal code, if none was typed."""
        name = self._posted(FILL)
        field = next((key for key in self.fields if self.add_prefix(key) == name), None) if name else None
        widget = self.fields[field].widget if field else None
        if not isinstance(widget, PostalInput) or self.restored:
            return False
        target = self.add_prefix(widget.fills)
        found = complete_address(self._posted(name), typed=self._posted(target))
        widget.said = found.message
        if found.address:
            filled: Any = self.data
            self.data = filled = filled.copy()
            filled[target] = found.address
        return True

    # --- two people at once -------------------------------------------------------------------------

    @property
    def posted_version(self) -> int | None:
        """The version the person had before their eyes; None when the page did not say."""
        posted = self._posted("version")
        return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 10 else None

    @property
    def shown_version(self) -> int | None:
        """What the page carries: the version it was first written on, until a merge page has shown the present one."""
        if self.rebased:
            return self.version
        return self.posted_version if self.posted_version is not None else self.version

    @property
    def is_stale(self) -> bool:
        """Whether somebody else changed the record since the page was opened."""
        return self.is_bound and self.version is not None and self.posted_version != self.version

    def merge_choice(self, name: str) -> str:
        """``mine`` or ``theirs`` as chosen on the merge page, or empty."""
        choice = self._posted(f"{MERGE_PREFIX}{self.add_prefix(name)}")
        return choice if choice in ("mine", "theirs") else ""

    @property
    def fingerprints(self) -> str:
        """``name:fingerprint`` of every field as the person first saw it, for the page to carry."""
        posted = self._posted(SEEN)
        if posted and not self.rebased:
            return posted
        return " ".join(f"{name}:{_fingerprint(words)}" for name, words in self._words_saved().items())

    def merge_rows(self) -> list[MergeRow]:
        """My input beside the record as it is now (``initial``), and who changed what since the page was opened."""
        mine, theirs = self.words_typed(), self._words_saved()
        seen = dict(pair.split(":", 1) for pair in self._posted(SEEN).split() if ":" in pair)
        base = {}
        for name, print_seen in seen.items():
            for words in (theirs.get(name, ""), mine.get(name, "")):
                if _fingerprint(words) == print_seen:
                    base[name] = words
        labels = [(bound.name, str(bound.label)) for bound in self.visible_fields()]
        return merge_view(labels, mine=mine, theirs=theirs, base=base)

    def _words_saved(self) -> dict[str, str]:
        return {
            bound.name: describe(bound.field, self.get_initial_for_field(bound.field, bound.name))
            for bound in self.visible_fields()
        }

    def words_typed(self) -> dict[str, str]:
        """Each visible field as a person reads it: labels for codes, files by their names."""
        typed: dict[str, Any] = getattr(self, "cleaned_data", {})
        return {
            bound.name: describe(bound.field, typed.get(bound.name, bound.data))
            for bound in self.visible_fields()
        }

    # --- reading ------------------------------------------------------------------------------------

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        self._refuse_files_for_text()
        self._take_theirs()
        self._forget_typed_once()
        self._cover_withheld()

    def _refuse_files_for_text(self) -> None:
        for name, field in self.fields.items():
            if self.add_prefix(name) in self.files and not isinstance(field, forms.FileField):
                self.errors.pop(name, None)
                self.add_error(name, FILE_FOR_TEXT)

    def _take_theirs(self) -> None:
        """Where the person chose the other's text on the merge page, the record's own value stands."""
        for name in self.fields:
            if self.merge_choice(name) == "theirs":
                self.errors.pop(name, None)
                self.cleaned_data[name] = self.get_initial_for_field(self.fields[name], name)

    def _forget_typed_once(self) -> None:
        if not self.typed_once:
            return
        filled: Any = self.data
        self.data = filled = filled.copy()
        for name in self.typed_once:
            filled[self.add_prefix(name)] = ""

    def _cover_withheld(self) -> None:
        """What must not stand in a text is covered in what comes back, and the form is asked for again (所沢: block)."""
        known = sorted(self.fields, key=len, reverse=True)
        for key in self._covered_in_data():
            name = next((one for one in known if key.startswith(self.add_prefix(one))), None)
            if name is not None:
                self.errors.pop(name, None)
                self.cleaned_data.pop(name, None)
                self.add_error(name, WITHHELD)

    def _covered_in_data(self) -> list[str]:
        """Cover it in what was sent, wherever the page would show it again; answers under which names it stood."""
        typed = [(key, text) for key in self.data if key not in CONTROLS for text in self._all_posted(key)]
        covers = dict(zip(typed, withheld.covered([text for _key, text in typed]), strict=True))
        found = list(dict.fromkeys(key for (key, _text), cover in covers.items() if cover is not None))
        self._guesses = list(
            dict.fromkeys(text for (_key, text), cover in covers.items() if cover is not None)
        )
        if self._guesses and self._tell:
            self._tell(self._guesses)
        for key in found:
            texts = [covers[key, text] or text for text in self._all_posted(key)]
            filled: Any = self.data
            self.data = filled = filled.copy()
            if isinstance(filled, QueryDict):
                filled.setlist(key, texts)
            else:
                filled[key] = texts[-1]
        return found

    @property
    def remarks(self) -> list[str]:
        """Remarks on accepted input, for a notice after saving."""
        warned = ((bound.label, getattr(bound, "warning", "")) for bound in self)
        return [f"{label}：{warning}" for label, warning in warned if warning]

    # --- drawing ------------------------------------------------------------------------------------

    def as_page(self) -> SafeString:
        """Everything inside ``<form>`` but the CSRF token and the buttons: hidden controls, summary, fields."""
        return render_to_string(
            "core/forms/page.html",
            {"form": self, "sections": self._drawn_sections(), "hidden_fields": self.hidden_fields()},
        )

    def as_controls(self) -> SafeString:
        """Only the hidden controls, for templates that place each field themselves."""
        return render_to_string("core/forms/controls.html", {"form": self})

    def laid_out(self) -> Sequence[Section]:
        """The sections; a form whose fields are not the same each time it is opened says here where they stand."""
        return self.sections

    def _drawn_sections(self) -> list[dict[str, Any]]:
        sections = self.laid_out()
        placed = {name for section in sections for name in section.fields}
        rest = [bound for bound in self.visible_fields() if bound.name not in placed]
        drawn = [{"title": "", "fields": rest, "on_demand": False, "open": True}] if rest else []
        for section in sections:
            fields = [self[name] for name in section.fields if name in self.fields]
            if not fields:
                continue
            wanted = any(
                bound.errors or (bound.name not in section.fills and bound.value() not in (None, "", [], {}))
                for bound in fields
            )
            wanted |= self.sought is not None and any(
                isinstance(one.field.widget, FindInput) for one in fields
            )
            drawn.append(
                {"title": section.title, "fields": fields, "on_demand": section.on_demand, "open": wanted}
            )
        return drawn

    def _posted(self, name: str) -> str:
        value = self.data.get(name, "") if isinstance(self.data, Mapping) else ""
        return value if isinstance(value, str) else ""

    def _all_posted(self, name: str) -> list[str]:
        """Every text sent under this name; a name may come more than once."""
        values = self.data.getlist(name) if isinstance(self.data, QueryDict) else [self._posted(name)]
        return [value for value in values if value]


def describe(field: forms.Field, value: Any) -> str:
    """A value in the words a person reads: labels for codes, 和暦 for dates, はい for a ticked box."""
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "はい"
    if isinstance(value, Mapping):
        labels = dict(getattr(field, "choices", ()))
        marks = {level: mark for level, mark, _words in LEVELS}
        return "、".join(
            f"{labels.get(code, code)} {marks.get(level, level)}" for code, level in value.items() if level
        )
    if isinstance(value, (list, tuple, set, frozenset)):
        return "、".join(sorted(_label(field, item) for item in value))
    return _label(field, value)


def _label(field: forms.Field, value: Any) -> str:
    labels: dict[str, str] = {}
    for code, label in getattr(field, "choices", ()):
        labels |= (
            {str(key): str(words) for key, words in label}
            if isinstance(label, (list, tuple))
            else {str(code): str(label)}
        )
    prepared = field.prepare_value(value)
    return labels.get(str(prepared), str(prepared)).replace("\r\n", "\n")


def _fingerprint(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: where it is, and what is wrong."""

    label: str
    message: str
    target: str


def problems_of(form: forms.BaseForm) -> list[Problem]:
    """All errors of a form in the order of its fields, those of the whole form first."""
    listed = [Problem("", str(message), "") for message in form.non_field_errors()]
    for bound in form:
        target = getattr(bound, "first_id", bound.auto_id)
        listed += [Problem(str(bound.label), str(message), target) for message in bound.errors]
    return listed


def as_uuid(text: str) -> UUID | None:
    """The id written there, or nothing when it is no id."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
