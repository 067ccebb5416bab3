"""What: programmes by year, and the windows with what they are granted."""

from __future__ import annotations

from datetime import date
from typing import Any

from norishiro.agencies.choices import ContractForm, Programme, SupportGroup, WindowSetting
from norishiro.agencies.models import ProgrammeOperator, Window, WindowOperator, WindowTable
from norishiro.agencies.operations.adopting.run import Adoption, Wanted
from norishiro.profiles import choices as written

CONTRACTS = {written.Contract.PARTLY_ENTRUSTED: ContractForm.PART_ENTRUSTED}


def adopt_programmes(run: Adoption) -> None:
    """Who runs which programme, year by year."""
    wanted: Wanted = {}
    for row in run.profile.programmes:
        for year in row.fiscal_years:
            for order, code in enumerate(row.operators):
                key = (year, Programme(row.programme.value), run.agencies[code].id, "")
                wanted[key] = _operator(run, key, row.contract, note=row.summary, order=order)
    for order, service in enumerate(run.profile.services):
        for year in run.profile.municipality.fiscal_years:
            if not service.holds_on(date(year, 4, 1)):
                continue
            for table in service.tables:
                for code in service.operators:
                    key = (year, Programme(table.programme.value), run.agencies[code].id, service.name)
                    wanted[key] = _operator(
                        run, key, service.contract, note=service.note, order=order,
                        granted=table.starred, staff_count=service.staff,
                    )  # fmt: skip
    live = ProgrammeOperator.objects.all()
    there = {(row.fiscal_year, row.programme, row.agency_id, row.name): row for row in live}
    for key, (new, values) in wanted.items():
        run.put(there.pop(key, None), ProgrammeOperator, new=new, values=values)
    run.close([row for row in there.values() if row.until_on is None])


def _operator(
    run: Adoption, key: tuple[Any, ...], contract: written.Contract, *, note: str, order: int,
    granted: bool = False, staff_count: int | None = None,
) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    year, programme, agency_id, name = key
    group = run.profile.group_of(written.Programme(programme.value))
    new = {"fiscal_year": year, "programme": programme, "agency_id": agency_id, "name": name}
    values = {
        "contract_form": _contract(contract), "granted": granted, "group": SupportGroup(group.value),
        "staff_count": staff_count, "note": note[:200], "order": order, "until_on": None,
    }  # fmt: skip
    return new, values


def _contract(contract: written.Contract) -> ContractForm:
    return CONTRACTS.get(contract) or ContractForm(contract.value)


def adopt_windows(run: Adoption) -> None:
    """Windows and what they are granted."""
    rows = run.coded(Window, run.profile.windows)
    for order, entry in enumerate(run.profile.windows):
        values = {
            "name": entry.name, "contract_form": _contract(entry.contract), "places_count": entry.count,
            "setting": WindowSetting(entry.setting.value), "order": order,
            "area_layer": run.layer_name(entry.area_layer), "note": entry.note[:200], "until_on": entry.valid_until,
            **({"place": entry.place} if entry.place else {}),  # else what was written on screen stays
        }  # fmt: skip
        run.windows[entry.code] = run.put(
        rows.get(entry.code), Window,
            new={"code": entry.code, "from_on": run.begins(entry)}, values=values,
        )  # fmt: skip
    for entry in run.profile.windows:
        window = run.windows[entry.code]
        parent = run.windows[entry.parent] if entry.parent else None
        run.put(window, Window, new={}, values={"parent": parent})
        _window_parts(run, entry, window)


def _window_parts(run: Adoption, entry: Any, window: Window) -> None:
    begins = run.part_begins(entry)
    operators: Wanted = {
        (run.agencies[code].id,): (
            {"window": window, "agency": run.agencies[code], "from_on": begins}, {"order": order},
        )
        for order, code in enumerate(entry.operators)
    }  # fmt: skip
    run.children(WindowOperator.objects.filter(window=window), operators, key=("agency_id",))
    tables: Wanted = {
        (Programme(row.programme.value), row.starred): (
            {"window": window, "programme": row.programme.value, "starred": row.starred, "from_on": begins}, {},
        )
        for row in entry.tables
    }  # fmt: skip
    run.children(WindowTable.objects.filter(window=window), tables, key=("programme", "starred"))
