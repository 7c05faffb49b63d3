// Opens ReDoc on our document. The page has no inline script, so that its Content-Security-Policy can forbid them.
const dark = matchMedia("(prefers-color-scheme: dark)");
const text = "#e4e6e6", quiet = "#a9b1b5", raised = "#272c2f";
const theme = {
    colors: {
        primary: { main: "#8ab4f8" },
        success: { main: "#7bd88f" },
        error: { main: "#ff8a80" },
        text: { primary: text, secondary: quiet },
        border: { dark: "#49545a", light: "#3a4347" },
        responses: {
            success: { color: "#7bd88f", backgroundColor: "#1f3326", tabTextColor: "#7bd88f" },
            error: { color: "#ff8a80", backgroundColor: "#3a2321", tabTextColor: "#ff8a80" },
            redirect: { color: "#ffd479", backgroundColor: "#382f1c", tabTextColor: "#ffd479" },
            info: { color: "#8ab4f8", backgroundColor: "#1f2a3a", tabTextColor: "#8ab4f8" },
        },
    },
    schema: { nestedBackground: raised, typeNameColor: quiet, typeTitleColor: quiet, linesColor: "#49545a" },
    sidebar: { backgroundColor: raised, textColor: text },
    rightPanel: { backgroundColor: "#15181a", textColor: text },
    typography: { links: { color: "#8ab4f8", visited: "#8ab4f8", hover: "#b9d3ff" }, code: { color: "#ffb4a9", backgroundColor: raised } },
    codeBlock: { backgroundColor: "#101214" },
};
Redoc.init("/api/v1/openapi.json", dark.matches ? { theme } : {}, document.getElementById("page"));
dark.addEventListener("change", () => location.reload());
