"""The views: each fills the window, answers one kind of question, and goes away with Escape."""
