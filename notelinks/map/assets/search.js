// The box for search with the list of what was found, and the list of groups.

const MAX_FOUND = 60;

class Search {
  constructor({ onFound, onNote, onLeave }) {
    Object.assign(this, { onFound, onNote, onLeave });
    this.input = document.getElementById("search");
    this.list = document.getElementById("found");
    this.legend = document.getElementById("legend");
    this.found = [];
    this.chosen = 0;
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.press(event));
  }

  searchFor(text) {
    this.input.value = text;
    this.search();
    this.input.focus();
  }

  search() {
    const isOn = Boolean(this.input.value.trim());
    this.found = findNotes(this.input.value);
    this.chosen = 0;
    this.list.hidden = !this.found.length;
    this.legend.hidden = isOn;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    document.getElementById("n-found").textContent = isOn ? countNotes(this.found.length) : "";
    this.list.replaceChildren(...this.found.slice(0, MAX_FOUND).map((note, place) => this.makeRow(note, place)));
    this.mark();
    this.onFound(isOn ? new Set(this.found) : null);
  }

  makeRow(note, place) {
    const row = document.createElement("li");
    row.id = `found-${place}`;
    row.setAttribute("role", "option");
    row.append(makePiece("span", "", TITLES[note]));
    if (folderOf(note)) row.append(makePiece("small", "", folderOf(note)));
    row.addEventListener("click", () => this.choose(place));
    return row;
  }

  mark() {
    [...this.list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === this.chosen)));
    this.list.children[this.chosen]?.scrollIntoView({ block: "nearest" });
    if (this.list.hidden) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `found-${this.chosen}`);
  }

  choose(place) {
    this.chosen = place;
    this.mark();
    if (place < this.found.length) this.onNote(this.found[place]);
  }

  press(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.found.length) {
      const n = this.list.children.length;
      this.chosen = (this.chosen + steps[event.key] + n) % n;
      this.mark();
    } else if (event.key === "Enter") this.choose(this.chosen);
    else if (event.key === "Escape") this.leave();
    else return;
    event.preventDefault();
  }

  leave() {
    this.input.value = "";
    this.search();
    this.onLeave();
  }
}

// Buttons for the ways to group notes, and below them the groups with colour, name and count.
class Legend {
  constructor(drawing, { onGrouping, onGroup, onPoint }) {
    Object.assign(this, { drawing, onGroup, onPoint });
    this.list = document.getElementById("groups");
    this.buttons = DATA.groupings.map((grouping) => makeButton([["", grouping.name]], () => onGrouping(grouping)));
    document.getElementById("groupings").append(...this.buttons);
  }

  show() {
    const { grouping } = this.drawing;
    this.buttons.forEach((button, place) => button.setAttribute("aria-pressed", String(DATA.groupings[place] === grouping)));
    this.list.replaceChildren(...grouping.groups.map((group, label) => this.makeRow(group, label)));
  }

  makeRow(group, label) {
    const button = makeButton([["dot", ""], ["group", `${group.name} `], ["n", group.n.toLocaleString("en")]], () => this.onGroup(label));
    button.children[0].style.background = this.drawing.colourOf(label);
    button.children[1].append(makePiece("small", "", group.words.join(" · ")));
    button.title = [group.name, ...group.words].join(" · ");
    for (const name of ["pointerenter", "focus"]) button.addEventListener(name, () => this.onPoint(label));
    for (const name of ["pointerleave", "blur"]) button.addEventListener(name, () => this.onPoint(-1));
    const row = document.createElement("li");
    row.append(button);
    return row;
  }
}

function countNotes(n) {
  return n === 1 ? "1 note" : `${n.toLocaleString("en")} notes`;
}
