"""What an integrator's script does, through the client that openapi-python-client generates: drive.py ADDRESS CATEGORY.
Checked with every strictness of mypy; says "ok" or fails."""
import io
import sys
from typing import TypeVar
from uuid import UUID

from jobboard import AuthenticatedClient, Client
from jobboard.api.applications import apply, fetch_resume, update_application
from jobboard.api.auth import login, register
from jobboard.api.jobs import add_job, list_jobs, read_job, replace_job
from jobboard.models import (Application, ApplicationStatus, Decision, Error, Invalid, JobContent, JobDetail, JobPage, JobStatus,
                             Login, NewApplication, Registered, Registration, SignedIn, SignUpRole)
from jobboard.types import File

ADDRESS, CATEGORY = sys.argv[1], UUID(sys.argv[2])
PASSWORD = "violet-harbour-74"
T = TypeVar("T")


def got(kind: type[T], answer: object) -> T:
    assert isinstance(answer, kind), answer
    return answer


def someone(username: str, role: SignUpRole) -> AuthenticatedClient:
    anonymous = Client(base_url=ADDRESS)
    got(Registered, register.sync(client=anonymous, body=Registration(
        username=username, email=f"{username}@example.com", password=PASSWORD, password2=PASSWORD, first_name="Ann",
        last_name="Lee", role=role)))
    signed_in = got(SignedIn, login.sync(client=anonymous, body=Login(username=username, password=PASSWORD)))
    return AuthenticatedClient(base_url=ADDRESS, token=signed_in.access)


def main() -> None:
    employer, applicant = someone("py_employer", SignUpRole.EMPLOYER), someone("py_applicant", SignUpRole.USER)

    draft = got(JobDetail, add_job.sync(client=employer, body=JobContent(
        title="Gardener", description="You plant trees.", requirements="Boots.", location="Graz", category=CATEGORY,
        salary_min=60000, salary_max="80000.50")))
    drafts = got(JobPage, list_jobs.sync(client=employer, status=JobStatus.DRAFT, min_salary=60000))
    assert [job.id for job in drafts.results] == [draft.id]

    content = JobContent.from_dict(got(JobDetail, read_job.sync(id=draft.id, client=employer)).to_dict())
    content.status = JobStatus.ACTIVE
    opened = got(JobDetail, replace_job.sync(id=draft.id, client=employer, body=content))
    assert opened.status == JobStatus.ACTIVE and opened.salary_max == "80000.50" and opened.category.id == CATEGORY

    data = b"%PDF-1.4\n" + b"x" * (2 << 20) + b"\n%%EOF\n"

    def application() -> NewApplication:
        return NewApplication(job_id=draft.id, cover_letter="I would like to.",
                                  resume=File(payload=io.BytesIO(data), file_name="cv.pdf", mime_type="application/pdf"))

    applied = got(Application, apply.sync(client=applicant, body=application()))
    again = got(Invalid, apply.sync(client=applicant, body=application()))
    assert "job" in again.additional_properties
    assert got(Error, fetch_resume.sync(id=draft.id, client=employer)).code == "not_found"

    resume = got(File, fetch_resume.sync(id=applied.id, client=employer))
    assert resume.payload.read() == data
    decided = got(Application, update_application.sync(id=applied.id, client=employer,
                                                       body=Decision(status=ApplicationStatus.ACCEPTED, notes="Invite her.")))
    assert decided.status == ApplicationStatus.ACCEPTED and decided.notes == "Invite her."
    print("ok the Python client registers, signs in, posts, lists drafts, applies, fetches and decides")


main()
