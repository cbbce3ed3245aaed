"""The portal as a terminal program: blades, dialogs and widgets over the store's face."""
