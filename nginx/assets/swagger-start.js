// Opens Swagger UI on our document. The page has no inline script, so that its Content-Security-Policy can forbid them.
SwaggerUIBundle({
    url: "/api/v1/openapi.json",
    dom_id: "#page",
    deepLinking: true,
    displayRequestDuration: true,
    validatorUrl: null,
    // Calls go to where this page is from, by whatever name, and not to the public address in the document.
    requestInterceptor: (request) => {
        const { pathname, search } = new URL(request.url, location.origin);
        return Object.assign(request, { url: location.origin + pathname + search });
    },
});

// Swagger UI has a dark face, by a class of the page.
const dark = matchMedia("(prefers-color-scheme: dark)");
const wear = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", wear);
wear();
