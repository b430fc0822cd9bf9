"use strict";
// The notes of the map: what stands in the page's block of JSON (made by page.py), and what follows from it.

const DATA = JSON.parse(document.getElementById("data").textContent);

const N_NOTES = DATA.titles.length;
const TITLES = DATA.titles;
const PATHS = DATA.paths;
const XS = Float64Array.from({ length: N_NOTES }, (_, note) => DATA.points[2 * note] / DATA.grid);
const YS = Float64Array.from({ length: N_NOTES }, (_, note) => DATA.points[2 * note + 1] / DATA.grid);
const BOUNDS = boundsOf(XS.keys());
const LINKS = DATA.links;
const BACKLINKS = invert(LINKS);

// Distinct linked notes, whatever the direction.
const DEGREES = LINKS.map((links, note) => new Set([...links, ...BACKLINKS[note]]).size);

// Notes with the most links first: whose title is drawn where there is not room for all.
const BY_DEGREE = [...DEGREES.keys()].sort((one, other) => DEGREES[other] - DEGREES[one] || one - other);

// The smallest rectangle of the map that holds some notes.
function boundsOf(notes) {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const note of notes) {
    bounds.left = Math.min(bounds.left, XS[note]);
    bounds.right = Math.max(bounds.right, XS[note]);
    bounds.top = Math.min(bounds.top, YS[note]);
    bounds.bottom = Math.max(bounds.bottom, YS[note]);
  }
  return bounds;
}

function invert(links) {
  const inverted = links.map(() => []);
  links.forEach((targets, source) => targets.forEach((target) => inverted[target].push(source)));
  return inverted;
}

function folderOf(note) {
  return PATHS[note].slice(0, Math.max(0, PATHS[note].lastIndexOf("/")));
}

function conceptsOf(note) {
  return DATA.concepts[note].map((place) => DATA.words[place]);
}

function addressOf(note) {
  return DATA.address + DATA.addresses[note];
}

// The form in which texts are compared: without case and accents.
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const FOLDED_TITLES = TITLES.map(fold);
const FOLDED_PATHS = PATHS.map(fold);
const FOLDED_CONCEPTS = DATA.concepts.map((_, note) => fold(conceptsOf(note).join(" ")));

// Notes that hold every word of a text, in title, path or concepts; those whose title begins with it come first.
function findNotes(text) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  const words = wanted.split(/\s+/);
  const found = [];
  for (let note = 0; note < N_NOTES; note++) {
    const title = FOLDED_TITLES[note];
    const named = `${title}\n${FOLDED_PATHS[note]}`;
    const isIn = (where) => words.every((word) => where.includes(word));
    if (title.startsWith(wanted)) found.push([0, note]);
    else if (isIn(title)) found.push([1, note]);
    else if (isIn(named)) found.push([2, note]);
    else if (isIn(`${named}\n${FOLDED_CONCEPTS[note]}`)) found.push([3, note]);
  }
  found.sort((one, other) => one[0] - other[0] || DEGREES[other[1]] - DEGREES[one[1]] || one[1] - other[1]);
  return found.map(([, note]) => note);
}
