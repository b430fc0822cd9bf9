"""The terminal interface: what the index knows, beside the editor; panes post messages, the main screen decides."""
