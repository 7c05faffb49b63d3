// Opens ReDoc on our document. The page has no inline script, so that its Content-Security-Policy can forbid them.
Redoc.init("/api/v1/openapi.json", { disableSearch: false, hideDownloadButton: false }, document.getElementById("page"));
