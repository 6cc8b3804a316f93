"""Export: closing entries on their way to the bookkeeping program."""

from dashboard import context, export_destination, export_files, export_fortnox, navigation, panels
from dashboard.language import _
from lib.store.tables import Source

view = context.header(_("Export"), "entry.view")
match view.client.source:
    case None:
        panels.empty(_("No data source is chosen."), _("The start guide asks where the books come from."))
        navigation.link("start_guide")
    case Source.MANUAL:
        panels.empty(
            _("This client's balances are entered by hand, so there is no bookkeeping program to export to."),
            _("Closing entries of the client count here only."),
        )
    case _source if view.year is None:
        panels.empty(_("This client has no books yet."), _("They come in by an import."))
        navigation.link("import_data")
    case source:
        match export_destination.choose(source):
            case export_destination.FORTNOX:
                export_fortnox.show(view)
            case export_destination.SI:
                export_files.show_si(view)
            case _year:
                export_files.show_year(view)
