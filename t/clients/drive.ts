// What a front end does, through the client that hey-api generates: `node drive.js ADDRESS CATEGORY`. Compiled with every
// strictness; says "ok" or fails.
import { File } from "node:buffer";
import {
    addJob, apply, fetchResume, listJobs, login, readApplication, readJob, register, replaceJob, updateApplication, updateJob,
} from "./jobboard";
import type { JobContent, JobDetail, SignedIn } from "./jobboard";
import { client } from "./jobboard/client.gen";

const [address = "", category = ""] = process.argv.slice(2);
const password = "violet-harbour-74";
let token: string | undefined;
client.setConfig({ baseUrl: address, auth: () => token });

function expect(good: boolean, what: string): void {
    if (!good) throw new Error(what);
}

async function someone(username: string, role: "user" | "employer"): Promise<SignedIn> {
    await register({
        body: { username, email: `${username}@example.com`, password, password2: password, first_name: "Ann", last_name: "Lee", role },
        throwOnError: true,
    });
    return (await login({ body: { username, password }, throwOnError: true })).data;
}

async function postDraft(): Promise<JobDetail> {
    const content: JobContent = {
        title: "C++ developer", description: "You build boards.", requirements: "Five years.", location: "Berlin", category,
        salary_min: 60000, salary_max: "80000.50", job_type: "contract",
    };
    return (await addJob({ body: content, throwOnError: true })).data;
}

// A job that was read is a job that can be sent.
async function open(id: string): Promise<JobDetail> {
    const { data: job } = await readJob({ path: { id }, throwOnError: true });
    job.title = "Senior C++ developer";
    job.status = "active";
    const { data: replaced } = await replaceJob({ path: { id }, body: job, throwOnError: true });
    expect(replaced.salary_max === "80000.50" && replaced.category.id === category, "what was sent back is as it was");
    const { data: changed } = await updateJob({ path: { id }, body: { ...replaced, location: "Graz" }, throwOnError: true });
    return changed;
}

async function main(): Promise<void> {
    const employer = await someone("ts_employer", "employer"), applicant = await someone("ts_applicant", "user");

    token = employer.access;
    const draft = await postDraft();
    const { data: drafts } = await listJobs({ query: { status: "draft", min_salary: 60000, ordering: "-created_at" }, throwOnError: true });
    expect(drafts.results.some((job) => job.id === draft.id), "an employer sees the own drafts");
    expect((await open(draft.id)).status === "active", "a draft is opened");

    token = undefined;
    const { data: board } = await listJobs({ query: { search: "senior" }, throwOnError: true });
    expect(board.count === 1 && board.results[0]?.employer.username === "ts_employer", "anybody reads an active job");

    token = applicant.access;
    const bytes = `%PDF-1.4\n${"x".repeat(2 << 20)}\n%%EOF\n`;
    const resume = new File([bytes], "cv.pdf", { type: "application/pdf" }) as unknown as Blob;
    const { data: application } = await apply({ body: { job_id: draft.id, cover_letter: "I would like to.", resume }, throwOnError: true });
    const again = await apply({ body: { job_id: draft.id, cover_letter: "Again.", resume } });
    expect(again.response?.status === 400 && again.error !== undefined && "job" in again.error, "nobody applies twice");

    token = employer.access;
    const { data: file, response } = await fetchResume({ path: { id: application.id }, throwOnError: true });
    expect(response?.headers.get("content-type") === "application/pdf", "a résumé says what it is");
    expect(file instanceof Blob && (await file.text()) === bytes, "the résumé is what was sent");
    const { data: decided } = await updateApplication({ path: { id: application.id }, body: { status: "accepted", notes: "Invite her." }, throwOnError: true });
    const { data: seen } = await readApplication({ path: { id: application.id }, throwOnError: true });
    expect(decided.status === "accepted" && seen.notes === "Invite her.", "an employer decides");
    console.log("ok the TypeScript client registers, signs in, posts, lists drafts, applies, fetches and decides");
}

main().catch((error) => {
    console.log("not ok the TypeScript client:", error);
    process.exitCode = 1;
});
