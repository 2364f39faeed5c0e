// Runs in the page: compares every text with every other, and with the frame that it is in.
const texts = [...document.querySelectorAll("text")];
const boxes = texts.map((text) => [text.firstChild.data, text.getBoundingClientRect()]);
const boxesOf = (selector) =>
  [...document.querySelectorAll(selector)].map((each) => each.getBoundingClientRect());
const frames = boxesOf("rect.frame, rect.card");
const cards = boxesOf("rect.card");
const ground = document.querySelector("rect.ground").getBoundingClientRect();

const inside = (a, b) =>
  a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
const meets = (a, b) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;

const faults = [];
boxes.forEach(([text, box], i) => {
  if (!inside(box, ground)) faults.push(`${text} leaves the picture`);
  frames.forEach((frame) => {
    if (meets(box, frame) && !inside(box, frame)) faults.push(`${text} leaves its frame`);
  });
  boxes.slice(i + 1).forEach(([other, otherBox]) => {
    if (meets(box, otherBox)) faults.push(`${text} overlaps ${other}`);
  });
});
cards.forEach((card, i) =>
  cards.slice(i + 1).forEach((other) => {
    if (meets(card, other)) faults.push("two cards overlap");
  }),
);
document.title = JSON.stringify({ texts: boxes.length, cards: cards.length, faults });
