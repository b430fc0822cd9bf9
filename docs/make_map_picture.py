"""Makes a picture of the map of a vault, as Chromium shows it.

usage: .venv/bin/python docs/make_map_picture.py VAULT NOTE PICTURE.webp

A copy of the notes in a temporary folder is indexed; NOTE (a title) is the note in question. The picture in
`docs/pictures/map.webp` is that of a public digital garden, jackyzha0/quartz.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from make_pictures import ROOT, IndexedCopy

sys.path.insert(0, str(ROOT))

from tests.map.browser import Browser

SIZE = (1360, 760)
"""Of the window, in pixels."""


def main() -> None:
    vault, title, picture = sys.argv[1:]
    with IndexedCopy(Path(vault)) as copy, tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "map.html"
        subprocess.run([sys.executable, "-m", "notelinks", "map", str(copy), "-o", str(page)], check=True)
        with Browser(SIZE) as browser:
            browser.open(page)
            browser.evaluate(f"choose(TITLES.indexOf({json.dumps(title)}))")
            browser.draw()
            browser.take_picture(Path(picture))


if __name__ == "__main__":
    main()
