// Uses the admin pages of a running demo board in Debian's chromium as an operator does, and says as "ok" lines what
// works. Every page is checked with axe, and nothing may be refused, missing or wrong.
//   node admin.js http://127.0.0.1:8080 USER PASSWORD
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [base, user, password] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const chromiumFlags = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
];
const canary = `<img src=x onerror="window.ran=1"><script>window.ran=2</script>"'>{{7*7}}`;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: chromiumFlags });
let faults = [], good = true;

// A page that writes down whatever goes wrong in it.
async function newPage(options = {}) {
    const context = await browser.newContext({ bypassCSP: false, viewport: { width: 1280, height: 900 }, ...options });
    await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) =>
            console.error(`policy: ${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`));
    });
    const page = await context.newPage();
    page.on("console", (message) => {
        const expected = /status of 4(00|01|04|09) /.test(message.text()); // a form that is refused on purpose
        if (message.type() === "error" && !expected) faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
    page.questions = 0; // asked before something typed is lost
    page.on("dialog", (dialog) => {
        if (dialog.type() === "beforeunload") page.questions += 1;
        else faults.push(`dialog: ${dialog.message()}`);
        dialog.accept();
    });
    page.on("request", (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(base + "/"))
            faults.push(`foreign request: ${request.url()}`);
    });
    return page;
}

// axe reads the page from a context of its own, past the page's policy.
async function accessible(page, what) {
    const session = await page.context().newCDPSession(page);
    const { frameTree } = await session.send("Page.getFrameTree");
    const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
    await session.send("Runtime.evaluate", { contextId, expression: axe });
    const { result } = await session.send("Runtime.evaluate", {
        contextId, awaitPromise: true, returnByValue: true,
        expression: `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] }).then((r) =>
            r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(", ")))`,
    });
    if (!Array.isArray(result.value)) faults.push(`${what}: axe did not run`);
    else for (const violation of result.value) faults.push(`${what}: ${violation}`);
    await session.detach();
    if (await page.evaluate(() => window.ran)) faults.push(`${what}: markup of the data ran`);
}

async function step(what, act) {
    try {
        await act();
    } catch (error) {
        faults.push(error.message.split("\n").slice(0, 4).join(" "));
    }
    console.log(`${faults.length ? "not ok" : "ok"} in a browser: ${what}`);
    for (const fault of faults) console.log(`   ${fault}`);
    good = good && faults.length === 0;
    faults = [];
}

async function signIn(page) {
    await page.goto(`${base}/admin/`);
    await page.getByLabel("User name or e-mail address").fill(user);
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Dashboard" }).waitFor();
}

function shot(page, name) {
    if (process.env.SCREENSHOTS) return page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true });
}

function expectText(page, text) {
    return page.getByText(text, { exact: false }).first().waitFor();
}

const page = await newPage();
page.setDefaultTimeout(10000);
const stamp = Date.now().toString(36);

await step("signing in leads to the dashboard", async () => {
    await page.goto(`${base}/admin/`);
    await accessible(page, "sign-in");
    await page.getByLabel("User name or e-mail address").fill(user);
    await page.getByLabel("Password").fill("wrong " + stamp);
    await page.keyboard.press("Enter");
    await expectText(page, "The user name or the password is wrong.");
    await signIn(page);
    await accessible(page, "dashboard");
    if (await page.locator("svg rect").count() < 100) faults.push("charts are missing");
    if (await page.locator(".latest li a").count() < 10) faults.push("what happened last is missing");
    await expectText(page, "the thirty days before");
    const cookies = await page.context().cookies();
    const cookie = cookies.find((c) => c.name === "admin");
    if (!cookie?.httpOnly || cookie.sameSite !== "Lax") faults.push("the cookie is not as it should be");
});

await step("a category is created, its slug filled in as its name is typed", async () => {
    await page.getByRole("link", { name: "Categories" }).click();
    await page.getByRole("heading", { name: "Categories" }).waitFor();
    await page.waitForLoadState(); // the page's script knows the keys
    await page.keyboard.press("n");
    await page.getByLabel("Name").pressSequentially(`Crème & Brûlée ${stamp}`);
    const slug = await page.getByLabel("Slug").inputValue();
    if (slug !== `creme-brulee-${stamp}`) faults.push(`the slug is ${slug}`);
    await accessible(page, "new category");
    await page.getByRole("button", { name: "Add category" }).click();
    await expectText(page, "Added the category.");
});

await step("a job is posted, corrected where it was wrong, and featured", async () => {
    await page.goto(`${base}/admin/jobs/new/`);
    await page.getByLabel("Title").fill(`Pastry cook ${stamp} ${canary}`);
    await page.getByLabel("Description").fill(canary);
    await page.getByLabel("Requirements").fill("Butter.");
    await page.getByLabel("Category").selectOption({ label: `Crème & Brûlée ${stamp}` });
    await page.getByLabel("Location").fill("Lyon");
    await page.getByLabel("Type").selectOption("full-time");
    const save = await page.getByRole("button", { name: "Add job" }).boundingBox();
    if (!save || save.y + save.height > 900) faults.push("what saves the form is out of sight");
    await page.getByLabel("From").fill("900");
    await page.getByLabel("To").fill("100");
    await page.getByLabel("Status").selectOption("active");
    await page.getByRole("button", { name: "Add job" }).click();
    await expectText(page, "Must not be below");
    await expectText(page, "1 thing needs another look");
    if (await page.evaluate(() => document.activeElement.id) !== "field-salary_max") faults.push("the fault is not led to");
    await accessible(page, "a form with faults");
    await page.getByLabel("To").fill("1900");
    await page.getByRole("button", { name: "Add job" }).click();
    await expectText(page, "Added the job.");
    await accessible(page, "a job");
    await page.getByRole("button", { name: "Feature", exact: true }).click();
    await expectText(page, "is featured.");
    await accessible(page, "what was done and can be undone");
    await page.getByRole("button", { name: "Undo" }).click();
    await expectText(page, "is no longer featured.");
    await page.getByRole("button", { name: "Undo" }).click();
    await expectText(page, "is featured.");
    const red = await page.getByRole("link", { name: "Delete" }).evaluate((link) => getComputedStyle(link).color);
    const plain = await page.getByRole("button", { name: "Close" }).evaluate((button) => getComputedStyle(button).color);
    if (red === plain) faults.push("what cannot be undone looks like what can");
    await page.getByRole("link", { name: "Delete" }).click();
    await accessible(page, "a question");
    await page.getByRole("link", { name: "Cancel" }).click();
});

await step("nothing typed is lost without a question", async () => {
    await page.goto(`${base}/admin/categories/new/`);
    await page.getByLabel("Description").fill("Not saved.");
    await page.getByRole("link", { name: "Back without saving" }).click();
    await page.getByRole("heading", { name: "Categories", exact: true }).waitFor();
    if (page.questions !== 1) faults.push(`asked ${page.questions} times`);
});

await step("an application is reviewed", async () => {
    await page.goto(`${base}/admin/applications/?status=pending`);
    await accessible(page, "applications");
    await page.locator("tbody th a").first().click();
    await page.getByLabel("Status").selectOption("reviewed");
    await page.getByLabel("Notes").fill(canary);
    await page.getByRole("button", { name: "Save" }).click();
    await expectText(page, "pending → reviewed");
    await accessible(page, "an application");
});

await step("jobs are found by filter and closed together", async () => {
    await page.goto(`${base}/admin/jobs/`);
    await accessible(page, "jobs");
    await page.keyboard.press("/");
    await page.keyboard.type(stamp);
    await page.getByLabel("Featured").selectOption("true");
    await page.getByRole("button", { name: "Show" }).click();
    await expectText(page, "1 job");
    if (!page.url().includes("featured=true")) faults.push("the address does not say what is shown");
    await page.getByLabel("Tick all").check();
    await expectText(page, "1 ticked");
    await page.getByLabel("With the ticked ones").selectOption("close");
    await page.getByRole("button", { name: "Go" }).click();
    await expectText(page, "1 of 1 closed.");
    await accessible(page, "a list with what was done");
    await page.goto(`${base}/admin/jobs/?q=${stamp}&status=closed`);
    await page.getByRole("link", { name: `Pastry cook ${stamp}` }).waitFor();
    await page.goto(`${base}/admin/jobs/?q=nothing-${stamp}`);
    await expectText(page, "Nothing fits.");
    await accessible(page, "an empty list");
});

await step("people, the tree and the landing page can be read", async () => {
    for (const path of ["users/", "users/new/", "categories/", "categories/tree/"]) {
        await page.goto(`${base}/admin/${path}`);
        await accessible(page, path);
    }
    await page.goto(`${base}/admin/users/`);
    await page.locator("tbody th a").first().click();
    await accessible(page, "a user");
    await page.goto(`${base}/admin/nothing/at/all/`);
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    await accessible(page, "a page that is not there");
    await page.goto(`${base}/`);
    await accessible(page, "the landing page");
    await page.getByRole("link", { name: "Health" }).click();
    await expectText(page, "Everything works.");
    await accessible(page, "health");
    const stranger = await newPage();
    await stranger.goto(`${base}/admin/sign-in/`);
    await stranger.getByText("Forgotten your password?").click();
    await expectText(stranger, "Link to a new password");
    await expectText(stranger, password); // of a demo in development
    await accessible(stranger, "sign-in with its help");
    await stranger.getByRole("link", { name: "Job board" }).click();
    await stranger.getByRole("heading", { name: "Job board" }).waitFor();
    await stranger.context().close();
});

// What its own events have led to: the decision above is mailed to whoever applied.
await step("mails are seen as they look, and can do nothing", async () => {
    const sent = page.locator("tbody tr", { has: page.locator(".is-sent") }).locator("th a");
    for (let tries = 0; tries < 180; ++tries) {
        await page.goto(`${base}/admin/mails/`);
        if (await sent.count()) break;
        await page.waitForTimeout(500);
    }
    await accessible(page, "mails");
    await sent.first().click();
    const frame = page.frameLocator("iframe");
    await frame.locator("body").waitFor();
    await accessible(page, "a mail");
    const ground = await frame.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
    if (ground !== "rgb(242, 244, 247)") faults.push(`the mail has lost its looks: it is ${ground}`);
    await page.locator("iframe").scrollIntoViewIfNeeded();
    await shot(page, "mail");
    await page.getByRole("link", { name: "Send again" }).click();
    await accessible(page, "a question about a mail");
    await page.getByRole("button", { name: "Send again" }).click();
    await expectText(page, "is on its way again.");
});

await step("a webhook is pinged, and what it was told is replayed", async () => {
    const call = async (path, token, body) => (await fetch(`${base}/api/v1/${path}`, {
        method: "POST", body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
    })).json();
    const signed = await call("auth/login/", "", { username: user, password });
    const hook = await call("webhooks/", signed.tokens?.access ?? signed.access, { url: `https://hooks.example/${stamp}`, events: ["job.created"] });
    await page.goto(`${base}/admin/webhooks/`);
    await accessible(page, "webhooks");
    await page.getByRole("link", { name: `https://hooks.example/${stamp}` }).click();
    await accessible(page, "a webhook that was told nothing");
    await page.getByRole("button", { name: "Ping" }).click();
    await expectText(page, "about to be sent a ping");
    await page.getByRole("link", { name: "ping", exact: true }).waitFor();
    await accessible(page, "a webhook");
    await shot(page, "webhook");
    await page.getByRole("link", { name: "ping", exact: true }).first().click();
    await accessible(page, "a delivery");
    await page.getByRole("button", { name: "Replay" }).click();
    await expectText(page, "sent again");
    await page.goto(`${base}/admin/deliveries/?webhook=${hook.id}`);
    await expectText(page, "2 webhook deliveries");
    await accessible(page, "deliveries");
    await page.goto(`${base}/admin/webhooks/${hook.id}/`);
    await page.getByRole("button", { name: "Turn off" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await expectText(page, "is on.");
    await page.getByRole("button", { name: "Turn off" }).click();
    await expectText(page, "is off.");
});

await step("tasks and events can be read", async () => {
    await page.goto(`${base}/admin/tasks/?schedule=true`);
    await accessible(page, "tasks");
    await page.locator("tbody th a").first().click();
    await accessible(page, "a task");
    await shot(page, "task");
    await page.goto(`${base}/admin/events/?event=job.closed&q=${stamp}`);
    await accessible(page, "events");
    await page.locator("tbody th a").first().click();
    await expectText(page, "What was, and what became");
    await accessible(page, "an event");
    await shot(page, "event");
    await page.getByRole("link", { name: "The job" }).click();
    await page.getByRole("heading", { name: `Pastry cook ${stamp}` }).waitFor();
});

await step("it fits a phone, light and dark, and works without scripts", async () => {
    for (const [name, options] of Object.entries({
        "phone-light": { viewport: { width: 390, height: 844 } },
        "phone-dark": { viewport: { width: 390, height: 844 }, colorScheme: "dark", javaScriptEnabled: false },
        "desktop-light": {},
        "desktop-dark": { colorScheme: "dark" },
    })) {
        const scripts = options.javaScriptEnabled !== false;
        const other = await newPage(options);
        await other.goto(`${base}/admin/`);
        if (process.env.SCREENSHOTS) await other.screenshot({ path: `${process.env.SCREENSHOTS}/${name}-sign-in.png` });
        await signIn(other);
        for (const path of ["", "jobs/", "jobs/new/", "users/", "applications/", "categories/", "categories/tree/", "tasks/", "mails/",
            "webhooks/", "deliveries/", "events/", "nothing/"]) {
            await other.goto(`${base}/admin/${path}`);
            if (scripts) {
                await accessible(other, `${name} ${path}`);
                const wide = await other.evaluate(() => document.documentElement.scrollWidth - innerWidth);
                if (wide > 0) faults.push(`${name} ${path} is ${wide} pixels too wide`);
                const long = await other.evaluate(() => document.documentElement.scrollHeight);
                if (path === "jobs/" && long > 4200) faults.push(`${name} ${path} is ${long} pixels long`);
            }
            if (process.env.SCREENSHOTS)
                await other.screenshot({ path: `${process.env.SCREENSHOTS}/${name}-${path.replaceAll("/", "-")}.png`, fullPage: path === "" });
        }
        for (const path of ["mails/", "webhooks/", "deliveries/", "tasks/", "events/"]) {
            await other.goto(`${base}/admin/${path}`);
            await other.locator("tbody th a").first().click();
            if (scripts) {
                const wide = await other.evaluate(() => document.documentElement.scrollWidth - innerWidth);
                if (wide > 0) faults.push(`${name} a page of ${path} is ${wide} pixels too wide`);
            }
        }
        await other.goto(`${base}/admin/jobs/`);
        await other.locator("tbody th a").first().click();
        await other.getByRole("button", { name: "Save" }).waitFor();
        if (process.env.SCREENSHOTS) await other.screenshot({ path: `${process.env.SCREENSHOTS}/${name}-job.png`, fullPage: true });
        await other.context().close();
    }
});

await step("signing out ends it", async () => {
    await page.goto(`${base}/admin/`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goto(`${base}/admin/jobs/`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
});

await browser.close();
process.exit(good ? 0 : 1);
