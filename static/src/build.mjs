// Builds static/vendor/ from static/src/ and the pinned packages. The result is committed: only a change of style needs Node.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { compile } from "sass";

const ICONS = [
  "alert:circle-alert", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "arrows:chevrons-up-down", "building:building-2",
  "calendar", "check", "check-circle:circle-check", "chevron-down", "circle", "clock", "copy", "download",
  "external:external-link", "eye", "file:file-text", "filter:sliders-horizontal", "info", "link", "lock", "mail", "map-pin", "menu",
  "pencil", "people:users", "plus", "printer", "route", "school:graduation-cap", "search", "seal:badge-check", "send",
  "signature", "trash:trash-2", "turn:circle-arrow-right", "upload", "user", "warning:triangle-alert", "work:briefcase", "x",
];
const NOTICES = ["@fontsource/atkinson-hyperlegible-next", "bootstrap", "htmx.org", "lucide-static"];

const here = new URL(".", import.meta.url).pathname;
const vendor = new URL("../vendor/", import.meta.url).pathname;
const modules = new URL("../../node_modules/", import.meta.url).pathname;

const read = (path) => readFileSync(path, "utf8");
const write = (name, text) => writeFileSync(vendor + name, text.endsWith("\n") ? text : text + "\n");

function sprite() {
  const symbols = ICONS.map((entry) => {
    const [name, file = name] = entry.split(":");
    const shapes = read(`${modules}lucide-static/icons/${file}.svg`).match(/<svg[^>]*>(.*)<\/svg>/s)[1];
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s+/g, " ").replace(/> </g, "><").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>`;
}

function licence(name) {
  return `${name} ${JSON.parse(read(`${modules}${name}/package.json`)).version}\n\n${read(`${modules}${name}/LICENSE`)}`;
}

function style(source) {
  const options = { style: "compressed", loadPaths: [modules], quietDeps: true, silenceDeprecations: ["import"] };
  return compile(here + source, options).css;
}

const styles = { "portal.css": style("portal.scss"), "pdf.css": style("pdf.scss") };
rmSync(vendor, { recursive: true, force: true });
for (const folder of ["fonts", "icons"]) mkdirSync(vendor + folder, { recursive: true });
write("portal.css", styles["portal.css"]);
// A document fetches nothing: its mark is in the style sheet.
const mark = readFileSync(new URL("../img/mark.png", import.meta.url)).toString("base64");
write("pdf.css", styles["pdf.css"].replace("mark.png", `data:image/png;base64,${mark}`));
write("icons.svg", sprite());
cpSync(`${here}icons/`, `${vendor}icons/`, { recursive: true });
cpSync(`${here}portal.js`, `${vendor}portal.js`);
write("htmx.js", read(`${modules}htmx.org/dist/htmx.min.js`));
const family = "atkinson-hyperlegible-next";
cpSync(`${modules}@fontsource-variable/${family}/files/${family}-latin-wght-normal.woff2`, `${vendor}fonts/text.woff2`);
cpSync(`${modules}@fontsource-variable/${family}/files/${family}-latin-ext-wght-normal.woff2`, `${vendor}fonts/text-extended.woff2`);
for (const weight of [400, 700]) {
  const files = `${modules}@fontsource/${family}/files/${family}`;
  cpSync(`${files}-latin-${weight}-normal.woff2`, `${vendor}fonts/document-${weight}.woff2`);
  cpSync(`${files}-latin-ext-${weight}-normal.woff2`, `${vendor}fonts/document-extended-${weight}.woff2`);
}
write("LICENCES.txt", NOTICES.map(licence).join(`\n\n${"-".repeat(80)}\n\n`));
const axe = new URL("../../tests/browser/vendor/", import.meta.url).pathname;
mkdirSync(axe, { recursive: true });
cpSync(`${modules}axe-core/axe.min.js`, `${axe}axe.min.js`);

// So that a test without Node can tell whether somebody changed a source and forgot to build.
const digest = createHash("sha256");
const sources = readdirSync(here, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
for (const path of sources.map((entry) => `${entry.parentPath}/${entry.name}`.replace("//", "/")).sort()) digest.update(readFileSync(path));
write("built-from.sha256", digest.digest("hex"));
