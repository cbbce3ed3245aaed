'''One blade, one file: a page of the portal. How to write one:

    class Locks(Blade):
        """Locks on a resource and what they refuse."""

        LABEL = "Locks"                      # title: "contosocert - Locks"; "" for an overview
        KIND_LABEL = "App Service Certificate"
        RESOURCE = CertificateOrder          # the page closes when its resource is deleted
        COPIES = "Copy name"                 # what `c` does; `copy_text` gives the text

        @verb("a", "Add")                    # pressing runs the method
        def add_lock(self) -> None:
            fill_in(self.host, LockForm(self.resource, name_of(self.resource)), "Add lock")

        @add_lock.operation                  # and is possible while the cloud would do this
        def probe(self) -> AddLock:
            return AddLock(scope=self.resource, name="lock")

        refresh_world = refresh_verb         # a verb that pages share, from `tui.blades.base`

        @performs("v", "Read-only")          # pressing performs what the method gives
        def harden(self) -> EditLock | None:
            chosen = self.query_one(Table).cursor_key
            return EditLock(lock=chosen, level="ReadOnly") if chosen else None    # None: nothing selected

        def content(self) -> ComposeResult:
            with Section("Locks"):
                yield Table(Column("LOCK NAME", 24), Column("NOTES", 20, leaves=1, grow=True))

        def refresh_view(self, world: World) -> None:
            locks = locks_over(world, self.resource)
            rows = {lock.id: (cell(lock.name), muted(lock.properties.notes)) for lock in locks}
            self.query_one(Table).show(rows, empty=muted("No locks."))

        def on_table_moved(self) -> None:
            self.update_chrome()             # the selection changes what the verbs may do

        def copy_text(self) -> str:
            return name_of(self.query_one(Table).cursor_key)

Then add its line to `tui.navigation.routes.ROUTES`; the resource menu, go to and the breadcrumb follow from
there.

The rules:

- `refresh_view(world)` is called when the page appears and for every new world while it is in front. It
  updates widgets in place. The blade keeps no copy of the world: `self.world` is always the present one.
- Verbs stand in the command bar in the order they are written in. Where a key is pressed for the user, write
  `self.press(self.delete_lock)`. `tui.navigation.verbs` has all forms: a reason of the page's own
  (`@add_lock.why_not`), a label of the era (`.labelled`), a verb of some states only (`.shown`), and `opens`
  for a route.
- A verb with an operation needs nothing else: `Portal.why_not` disables it and gives the reason, pressing
  performs it in a thread, success makes a toast, refusal a toast, a bell entry and `Blade.refused` (a banner
  on top unless overridden). To ask first, make it a `verb` that calls
  `confirm(self.host, "Delete lock", self.deletion(), …)`, and give its operation beside it.
- A label that begins with a word of `tui.navigation.vocabulary` has the key of that word: Add is `a`
  everywhere. Where the page itself shows a key, it shows `self.add_lock.key`: the user may have changed it.
- A verb with `bar=False` has its key shown on the page (a `Setting`, a tile), not in the command bar.
- Every other key is a `Binding` with an id, dotted as a verb's is: a keymap changes keys by their ids.
- When a selection changes what verbs may do (`Table.Moved`, a field), call `self.update_chrome()`.
- Go elsewhere with `self.host.go("order.rekey", order.id)`; `esc` comes back.
- Outside text is drawn through `tui.text.cells` (`cell`, `line`) and `tui.text.status`; no f-string goes
  into markup.
- Colours are tokens (`$text-warning`, `$time`, …) inside `Content`; a status is glyph, word and tone
  (`status.status`).
- Blades import no blade of another folder; what two folders need goes to `tui.widgets` or `tui.dialogs`.
- What a blade may ask of the program is `self.host`, a `tui.host.PortalHost`.

Pieces: `widgets.table` (Table, Column, Rows), `widgets.section` (Section, Essentials, Banner, Paragraph,
Notes), `widgets.linked` (linked certificates, thumbprint pair), `widgets.wires` (hop line, stage line),
`widgets.entries` (rows of several lines), `widgets.form` (fields with a note column), `widgets.radio` (one
of several), `widgets.checks` (several of many), `widgets.pick` (one of a list, asked over the page),
`widgets.actions` (buttons, ActionRow), `widgets.tabs` (pages under tabs), `widgets.setting` (a value that
one key changes), `dialogs` (Confirm and `confirm`, TypeName, ReadText, Password, and OperationForm: fields
that make one operation).
'''
