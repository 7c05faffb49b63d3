// What the admin pages do better with scripts: a slug as one types the name, ticking all rows, keys. They work without.
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
    all.hidden = false;
    all.addEventListener("change", () => ticks.forEach((tick) => { tick.checked = all.checked; }));
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
