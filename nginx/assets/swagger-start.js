// Opens Swagger UI on our document. The page has no inline script, so that its Content-Security-Policy can forbid them.
SwaggerUIBundle({
    url: "/api/v1/openapi.json",
    dom_id: "#page",
    deepLinking: true,
    displayRequestDuration: true,
    validatorUrl: null,
});
