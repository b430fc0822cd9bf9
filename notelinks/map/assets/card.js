// What is known of the note in question. Texts become text nodes, whatever they hold.

const MAX_LINKS = 12;
const CARD_PIXELS = 340; // its width, and what lies around it

class Card {
  constructor({ onNote, onConcept }) {
    this.onNote = onNote;
    this.onConcept = onConcept;
    this.element = document.getElementById("card");
    this.link = document.getElementById("open");
  }

  show(note) {
    this.element.hidden = note < 0;
    if (note < 0) return;
    document.getElementById("title").textContent = TITLES[note];
    document.getElementById("folder").textContent = folderOf(note) || "not in a folder";
    this.fill("concepts", conceptsOf(note), (word) => makeButton([["", word]], () => this.onConcept(word)));
    this.fill("nearest", DATA.nearest[note], ([other, score]) => this.noteButton(other, `${score}`));
    this.fill("links", this.linksOf(note), ([other, mark]) => this.noteButton(other, mark));
    this.link.href = addressOf(note);
    this.link.textContent = DATA.program ? `Open in ${DATA.program}` : "Open the file";
  }

  // Moves to the other side of the window if it would hide a point, such as the one where the mouse is.
  place(left, top) {
    this.element.classList.toggle("at-left", left > innerWidth - CARD_PIXELS);
    this.element.classList.toggle("at-top", top > innerHeight / 2);
  }

  // Opens a note in the program that the notes belong to.
  open(note) {
    this.show(note);
    this.link.click();
  }

  // [note, mark] of what is linked with a note: both ways, there, here.
  linksOf(note) {
    const there = new Set(LINKS[note]);
    const here = new Set(BACKLINKS[note]);
    const markOf = (other) => (there.has(other) ? (here.has(other) ? "⇄" : "→") : "←");
    const all = [...new Set([...there, ...here])].map((other) => [other, markOf(other)]);
    const order = "⇄→←";
    all.sort((one, other) => order.indexOf(one[1]) - order.indexOf(other[1]) || DEGREES[other[0]] - DEGREES[one[0]]);
    document.getElementById("links-heading").textContent = all.length > MAX_LINKS ? `Links, ${MAX_LINKS} of ${all.length}` : "Links";
    document.getElementById("links-heading").hidden = !all.length;
    return all.slice(0, MAX_LINKS);
  }

  noteButton(note, mark) {
    return makeButton([["score", mark], ["", TITLES[note]]], () => this.onNote(note));
  }

  fill(id, values, makeContent) {
    document.getElementById(id).replaceChildren(
      ...values.map((value) => {
        const item = document.createElement("li");
        item.append(makeContent(value));
        return item;
      }),
    );
  }
}

// A button of some pieces of text, each with a class or none.
function makeButton(pieces, onClick) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...pieces.map(([name, text]) => makePiece("span", name, text)));
  button.addEventListener("click", onClick);
  return button;
}

function makePiece(tag, name, text) {
  const piece = document.createElement(tag);
  piece.className = name;
  piece.dir = "auto";
  piece.textContent = text;
  return piece;
}
