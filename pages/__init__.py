"""One thin script for each screen: it reads the widgets, calls one action and renders through `dashboard`."""
