"""A contract for import-linter: a room is entered by its doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from importlinter import Contract, ContractCheck, fields, output

if TYPE_CHECKING:
    import grimp


class Doors(Contract):
    """Forbid imports of another room's inner modules.

    A room is a module or folder right below the root package. From other rooms only its face (the ``__init__``) and
    the modules listed as doors may be imported; a door that nobody uses is refused as well, so that the list stays
    true.
    """

    type_name = "doors"

    doors = fields.SetField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001  # the signature of import-linter
        """Find imports that pass by the doors.

        Parameters
        ----------
        graph
            Every import of the root package.
        verbose
            Not used: each offending import is one line.

        Returns
        -------
        ContractCheck
            Kept if no import passes by a door and every door is used.
        """
        doors = set(self.doors)  # type: ignore[call-overload]  # fields become values when the contract is made
        used, offending = set(), []
        for importer in sorted(graph.modules):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                inner = imported.split(".")[1:]
                if len(inner) < 2 or importer.split(".")[1:2] == inner[:1]:  # noqa: PLR2004  # root, room, module
                    continue
                used.add(imported)
                if imported not in doors:
                    offending.append((importer, imported))
        idle = sorted(doors - used)
        return ContractCheck(kept=not offending and not idle, metadata={"offending": offending, "idle": idle})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print a line for each offending import and each idle door.

        Parameters
        ----------
        check
            What `check` has found.
        """
        for importer, imported in check.metadata["offending"]:
            output.print_error(f"{importer} imports {imported}, which is no door of its room")
        for door in check.metadata["idle"]:
            output.print_error(f"{door} is listed as a door, and nobody comes in by it")
