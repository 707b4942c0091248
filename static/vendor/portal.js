// Improves pages that work without it: menus, focus, sending once, choosing from a list. No state of its own.
"use strict";

const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const found = event.target instanceof Element && event.target.closest(selector);
    if (found) act(found, event);
  });

// -- menus ----------------------------------------------------------------------------------------------------------

function setMenu(button, open) {
  button.setAttribute("aria-expanded", String(open));
  document.getElementById(button.getAttribute("aria-controls")).classList.toggle("is-open", open);
}

on("click", "[data-menu]", (button) => setMenu(button, button.getAttribute("aria-expanded") !== "true"));

function closePopups(except) {
  for (const popup of document.querySelectorAll("details[data-popup][open]")) if (popup !== except) popup.open = false;
}

document.addEventListener("click", (event) => closePopups(event.target.closest("details[data-popup]")));
document.addEventListener("focusin", (event) => closePopups(event.target.closest("details[data-popup]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const popup = event.target.closest("details[data-popup][open]");
  const menu = document.querySelector("[data-menu][aria-expanded=true]");
  if (popup) {
    popup.open = false;
    popup.querySelector("summary").focus();
  } else if (menu) {
    setMenu(menu, false);
    menu.focus();
  }
});

// -- focus: to what went wrong, at first load and after a swap --------------------------------------------------------

const focusIn = (part) => part.querySelector("[data-focus]")?.focus();
document.addEventListener("DOMContentLoaded", () => focusIn(document));
document.addEventListener("htmx:afterSettle", (event) => focusIn(event.target));

// -- a filter keeps out of its address what was left open --------------------------------------------------------------

on("htmx:configRequest", ".filter-bar", (form, event) => {
  const asked = event.detail.formData;
  for (const [name, value] of [...asked]) if (value === "") asked.delete(name);
});

// -- a form is sent once ----------------------------------------------------------------------------------------------

on("submit", "form[data-once]", (form, event) => {
  const draft = form.querySelector("[data-draft]");
  if (draft && mayBeOffline(form, draft)) {
    event.preventDefault();
    sendIfReached(form, draft, event.submitter);
    return;
  }
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("[type=submit]")) button.setAttribute("aria-disabled", "true");
});

// Back in the browser shows the page as it was left: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    delete form.dataset.reached;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

// -- a signature that is drawn: strokes between points, for who would rather not type ------------------------------------

const MOST_DRAWN = 24000;

function point(pad, event) {
  const box = pad.getBoundingClientRect();
  const [, , width, height] = pad.getAttribute("viewBox").split(" ").map(Number);
  const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
  const x = within(((event.clientX - box.left) / box.width) * width, width);
  return `${x} ${within(((event.clientY - box.top) / box.height) * height, height)}`;
}

function keepDrawing(frame, drawn) {
  document.getElementById(frame.dataset.draw).value = drawn;
  frame.querySelector("path").setAttribute("d", drawn || "M0 0");
}

const drawnIn = (frame) => document.getElementById(frame.dataset.draw).value;

document.addEventListener("DOMContentLoaded", () => {
  for (const frame of document.querySelectorAll("[data-draw]")) {
    frame.hidden = false;
    if (drawnIn(frame)) setDrawing(frame.querySelector("[data-draw-open]"), true);
    keepDrawing(frame, drawnIn(frame));
    follow(frame, frame.querySelector("svg"));
  }
});

function setDrawing(button, open) {
  button.setAttribute("aria-expanded", String(open));
  document.getElementById(button.getAttribute("aria-controls")).hidden = !open;
  if (!open) keepDrawing(button.closest("[data-draw]"), "");
}

on("click", "[data-draw-open]", (button) => setDrawing(button, button.getAttribute("aria-expanded") !== "true"));
on("click", "[data-draw-clear]", (button) => keepDrawing(button.closest("[data-draw]"), ""));

function follow(frame, pad) {
  let last = "";
  pad.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    last = point(pad, event);
    keepDrawing(frame, `${drawnIn(frame)}M${last}L${last}`);
  });
  pad.addEventListener("pointermove", (event) => {
    const next = point(pad, event);
    if (!last || next === last || drawnIn(frame).length > MOST_DRAWN - 20) return;
    keepDrawing(frame, `${drawnIn(frame)}L${next}`);
    last = next;
  });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => (last = ""));
}

// -- a draft survives a lost connection and a page that is left ---------------------------------------------------------

const drafts = (state = "") => document.querySelectorAll(`[data-draft]${state}`);

function sayNotKept(draft) {
  draft.setAttribute("role", "alert");
  draft.textContent = draft.dataset.draft;
}

// Sent without a connection, the browser would put its own page in the place of the form, and what was typed is gone. A
// browser may also think itself offline while it reaches a portal on the same machine: so the portal is asked.
const mayBeOffline = (form, draft) =>
  !form.dataset.reached && (!navigator.onLine || draft.getAttribute("role") === "alert");

async function sendIfReached(form, draft, button) {
  try {
    await fetch(location.href, { method: "HEAD", cache: "no-store" });
  } catch {
    sayNotKept(draft);
    draft.scrollIntoView({ block: "center" });
    return;
  }
  form.dataset.reached = "yes";
  form.requestSubmit(button);
}

for (const type of ["input", "change"])
  on(type, "form", (form) => form.querySelector("[data-draft][hx-post]")?.setAttribute("data-unkept", ""));

for (const failure of ["htmx:sendError", "htmx:responseError"]) on(failure, "[data-draft]", sayNotKept);

document.addEventListener("htmx:beforeRequest", (event) => event.target.removeAttribute?.("data-unkept"));
on("htmx:afterRequest", "[data-draft]", (draft, event) => {
  if (event.detail.successful) draft.removeAttribute("role");
  else draft.setAttribute("data-unkept", "");
});

window.addEventListener("online", () => {
  for (const draft of drafts("[data-unkept]")) htmx.trigger(draft, "keep");
  for (const draft of drafts("[role=alert]:not([hx-post])")) draft.replaceChildren();
});

// A moment of typing that no request has carried yet goes along as the page is left; not when the form itself is sent.
window.addEventListener("pagehide", () => {
  if (document.querySelector("form[data-drops-draft][data-sent]")) return;
  for (const draft of drafts("[data-unkept]")) {
    const form = draft.closest("form");
    if (form.dataset.sent) continue;
    fetch(draft.getAttribute("hx-post"), { method: "POST", body: new FormData(form), keepalive: true });
    draft.removeAttribute("data-unkept");
  }
});

// -- small buttons ----------------------------------------------------------------------------------------------------

on("click", "[data-print]", () => window.print());

on("click", "[data-copy]", async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  button.parentElement.querySelector("[role=status]").textContent = "Gekopieerd";
  button.querySelector("[data-copy-label]").textContent = "Gekopieerd";
});

// -- a variable into the text that was last typed in ---------------------------------------------------------------------

let lastTyped = null;
on("focusin", "textarea", (text) => (lastTyped = text));
on("click", "[data-insert]", (button) => {
  const form = button.closest("form");
  const text = form.contains(lastTyped) ? lastTyped : form.querySelector("textarea");
  text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

// -- combobox (ARIA 1.2, list with manual selection) --------------------------------------------------------------------

function parts(element) {
  const box = element.closest("[data-combobox]");
  return {
    input: box.querySelector("[role=combobox]"),
    list: box.querySelector("[role=listbox]"),
    value: box.querySelector("input[type=hidden]"),
    count: box.querySelector("[data-combobox-count]"),
  };
}

function show({ input, list }, open) {
  list.hidden = !open;
  input.setAttribute("aria-expanded", String(open));
  if (!open) input.removeAttribute("aria-activedescendant");
}

function activate({ input, list }, option) {
  list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

function setValue({ value }, key) {
  value.value = key;
  value.dispatchEvent(new Event("change", { bubbles: true }));
}

function choose(box, option) {
  box.input.value = option.textContent.trim();
  setValue(box, option.dataset.value);
  box.count.textContent = `${box.input.value} gekozen`;
  show(box, false);
}

function move(box, step) {
  const options = [...box.list.querySelectorAll("[data-value]")];
  if (!options.length) return;
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  show(box, true);
  activate(box, options[at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length]);
}

on("input", "[role=combobox]", (input) => {
  const box = parts(input);
  if (input.value) box.value.value = "";
  else setValue(box, "");
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.target.matches("[data-combobox] [role=listbox]")) return;
  const box = parts(event.target);
  const found = box.list.querySelectorAll("[data-value]").length;
  box.count.textContent = found === 1 ? "1 voorstel" : `${found} voorstellen`;
  show(box, document.activeElement === box.input);
});

on("keydown", "[role=combobox]", (input, event) => {
  const box = parts(input);
  const active = box.list.querySelector("[aria-selected=true]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(box, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && active && !box.list.hidden) {
    event.preventDefault();
    choose(box, active);
  } else if (event.key === "Escape" && !box.list.hidden) {
    event.stopPropagation();
    show(box, false);
  }
});

on("mousedown", "[data-combobox] [data-value]", (option, event) => {
  event.preventDefault();
  choose(parts(option), option);
});

on("focusout", "[role=combobox]", (input) => show(parts(input), false));

// -- coding answers: a number chooses a theme; what is selected in a text goes into a field ------------------------------

document.addEventListener("keydown", (event) => {
  const form = document.querySelector("form[data-number-keys]");
  if (!form || event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  if (event.target.closest("textarea, select, input:not([type=checkbox])")) return;
  const box = form.querySelectorAll("input[type=checkbox]")[Number(event.key) - 1];
  if (!box) return;
  box.click();
  box.focus();
});

on("click", "[data-take-selection]", (button) => {
  const selection = getSelection();
  const text = document.getElementById(button.dataset.takeSelection);
  const taken = selection.toString().trim();
  if (!taken || !text.contains(selection.anchorNode)) return;
  const field = document.getElementById(button.dataset.into);
  field.value = [...field.value.split("\n").filter(Boolean), ...taken.split("\n")].join("\n");
  field.focus();
});
