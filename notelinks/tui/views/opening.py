"""From the name of a view to a new one. A view is imported when it is first opened, so that the first paint waits for
none of them."""

from pathlib import Path

from notelinks.tui.before import ListsBefore
from notelinks.tui.views.view import View


def make_view(name: str, vault: Path, folder: Path, before: ListsBefore) -> View:
    """A view that was not opened yet.

    Args:
        name: as the keys know it.
        folder: of the vault's index.
        before: the lists of notes before their last save.
    """
    match name:
        case "search":
            from notelinks.tui.views.search import SearchView

            return SearchView()
        case "suggestions":
            from notelinks.tui.views.suggestions import SuggestionsView

            return SuggestionsView()
        case "concept":
            from notelinks.tui.views.concept import ConceptView

            return ConceptView()
        case "graph":
            from notelinks.tui.views.graph import GraphView

            return GraphView()
        case "changes":
            from notelinks.tui.views.changes import ChangesView

            return ChangesView(before)
        case "status":
            from notelinks.tui.views.status import StatusView

            return StatusView(vault, folder)
    raise ValueError(f"there is no view {name}")
