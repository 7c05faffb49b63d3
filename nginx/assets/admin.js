// What the admin pages do better with scripts: a slug as one types the name, ticking all rows and counting them, a
// question before something typed is lost, keys. They work without.
const name = document.getElementById("field-name");
const slug = document.getElementById("field-slug");
if (name && slug && slug.value === "") {
    let own = false;
    slug.addEventListener("input", () => { own = slug.value !== ""; });
    name.addEventListener("input", () => {
        if (!own) slug.value = name.value.normalize("NFKD").replace(/ß/g, "ss").replace(/[\u0300-\u036f]/g, "").toLowerCase()
            .replace(/[^a-z0-9]+/g, "-").slice(0, 100).replace(/^-+|-+$/g, "");
    });
}

const all = document.querySelector("[data-all]");
if (all) {
    const ticks = [...document.querySelectorAll('tbody input[type="checkbox"]')];
    const everything = document.querySelector('[name="everything"]');
    const count = document.querySelector("[data-chosen]");
    const show = () => {
        const ticked = ticks.filter((tick) => tick.checked).length;
        all.checked = ticked === ticks.length;
        all.indeterminate = ticked > 0 && !all.checked;
        if (everything) everything.closest("label").hidden = !all.checked;
        if (everything && !all.checked) everything.checked = false;
        count.textContent = ticked ? count.dataset.chosen.replace("{n}", ticked) : "";
    };
    all.hidden = false;
    all.addEventListener("change", () => { ticks.forEach((tick) => { tick.checked = all.checked; }); show(); });
    ticks.forEach((tick) => tick.addEventListener("change", show));
    show();
}

// Whoever leaves with something typed and not sent is asked first.
const form = document.querySelector("form[data-kept]");
if (form) {
    const content = () => new URLSearchParams(new FormData(form)).toString();
    const seen = content();
    const faulty = document.querySelector(".faults"); // what was typed is not saved yet
    let sent = false;
    form.addEventListener("submit", () => { sent = true; });
    addEventListener("beforeunload", (event) => { if (!sent && (faulty || content() !== seen)) event.preventDefault(); });
    if (faulty) document.getElementById(faulty.querySelector("a")?.hash.slice(1))?.focus();
}

document.querySelector("input.secret")?.addEventListener("focus", (event) => event.target.select());

// "/" searches, "n" begins a new one, "j" and "k" turn pages; Ctrl+S (⌘S) saves.
document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const saves = event.key === "s" && (event.ctrlKey || event.metaKey);
    if (!saves && (typing || event.ctrlKey || event.metaKey || event.altKey)) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target || (event.key === "s" && !saves)) return;
    event.preventDefault();
    if (target.tagName === "INPUT") target.focus();
    else target.click();
});
