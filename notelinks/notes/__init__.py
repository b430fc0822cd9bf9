"""From a folder of Markdown files to text, links, tags and words."""
