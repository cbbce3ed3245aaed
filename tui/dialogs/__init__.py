"""Modal questions: each is a `ModalScreen` that is pushed with `app.ask` and dismissed with its answer."""
