// Opens the documentation pages of a running board in Debian's chromium and says, as "ok" lines, whether every operation
// of the OpenAPI document is shown and nothing was refused, missing or wrong.   node pages.js http://127.0.0.1:8080
import { chromium } from "playwright-core";

const base = process.argv[2];
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const chromiumFlags = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
];
const pages = [
    { path: "/api/docs/", operation: ".opblock", heading: ".info .title", use: tryOperation },
    { path: "/api/redoc/", operation: '[id*="operation/"]', heading: "h1", use: search },
];

function operationsOf(document) {
    return Object.values(document.paths).flatMap((item) => methods.filter((m) => item[m]).map((m) => item[m]));
}

// A first click and a first search bring up code that showing the page alone does not.
async function tryOperation(page) {
    await page.locator(".opblock-get").first().click();
    await page.getByRole("button", { name: "Try it out" }).click();
    await page.getByRole("button", { name: "Execute" }).waitFor();
}

async function search(page, title) {
    await page.getByPlaceholder("Search...").fill(title);
    await page.locator('[data-role="search:results"] li').first().waitFor();
}

// What a page did wrong while it was shown.
function watch(page, faults) {
    page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
    page.on("requestfailed", (request) => faults.push(`request failed: ${request.url()}`));
    page.on("response", (answer) => answer.status() >= 400 && faults.push(`${answer.status()}: ${answer.url()}`));
    page.on("request", (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(base + "/"))
            faults.push(`foreign request: ${request.url()}`);
    });
}

async function check(browser, { path, operation, use }, expected, title) {
    const faults = [];
    const page = await browser.newPage();
    watch(page, faults);
    await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) =>
            console.error(`policy: ${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`));
    });
    const answer = await page.goto(base + path);
    if (!/default-src 'none'/.test(answer.headers()["content-security-policy"] ?? ""))
        faults.push("the page has no strict Content-Security-Policy");
    const shown = page.locator(operation);
    await shown.nth(expected - 1).waitFor({ state: "attached", timeout: 30000 })
        .catch(async () => faults.push(`${await shown.count()} of ${expected} operations are shown`));
    await use(page, title).catch((error) => faults.push(`it cannot be used: ${error.message}`));
    await page.waitForLoadState("networkidle");
    if (process.env.SCREENSHOTS)
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/${path.split("/")[2]}.png` });
    await page.close();
    console.log(`${faults.length ? "not ok" : "ok"} ${path} shows ${expected} operations under its policy`);
    for (const fault of faults) console.log(`   ${fault}`);
    return faults.length === 0;
}

// On a dark screen the ground is dark, and what stands on it is light.
async function checkDark(browser, { path, operation, heading }) {
    const page = await browser.newPage({ colorScheme: "dark" });
    await page.goto(base + path);
    await page.locator(operation).first().waitFor({ state: "attached", timeout: 30000 });
    const light = await page.evaluate((heading) => {
        const lightness = (color) => color.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part) / 765, 0);
        const style = (element) => getComputedStyle(element);
        return { ground: lightness(style(document.body).backgroundColor), text: lightness(style(document.querySelector(heading)).color) };
    }, heading);
    if (process.env.SCREENSHOTS)
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/${path.split("/")[2]}-dark.png` });
    await page.close();
    const good = light.ground < 0.2 && light.text > 0.6;
    console.log(`${good ? "ok" : "not ok"} ${path} is dark on a dark screen`);
    if (!good) console.log(`   ${JSON.stringify(light)}`);
    return good;
}

const document = await (await fetch(`${base}/api/v1/openapi.json`)).json();
const operations = operationsOf(document);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: chromiumFlags });
let good = operations.length > 0;
for (const page of pages) good = (await check(browser, page, operations.length, operations[0]?.summary)) && good;
for (const page of pages) good = (await checkDark(browser, page)) && good;
await browser.close();
process.exit(good ? 0 : 1);
