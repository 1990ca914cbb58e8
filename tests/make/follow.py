"""What surrounds the work on a project: an opinion asked, a message of the thread, a comment, a milestone."""

from typing import Any

from app import clock
from app.db import session, transaction
from app.projects.models import Comment, Delivered, DeliveryVoice, Milestone, Opinion, Project, ThreadMessage


@transaction()
def followed(project: Project, message: str = "On se voit jeudi ?") -> dict[str, Any]:
    """Store one of each on a project; return their numbers by the name that routes give them."""
    asked = Opinion(
        project_id=project.id, partner="Le jardinier", question="Le sol est-il bon ?", due_on=clock.today(),
        asked_at=clock.now(),
    )  # fmt: skip
    said = Comment(project_id=project.id, author_id=project.created_by_id, body="Bravo", at=clock.now())
    step = Milestone(project_id=project.id, label="Les bacs sont posés", due_on=clock.today())
    written = ThreadMessage(project_id=project.id, author_id=project.created_by_id, body=message, at=clock.now())
    seen = DeliveryVoice(
        project_id=project.id, person_id=project.created_by_id, said=Delivered.YES, text="Vu.", at=clock.now()
    )
    session().add_all([asked, said, step, written, seen])
    session().flush()
    return {
        "opinion_id": asked.id, "comment_id": said.id, "milestone_id": step.id, "act": "reach", "line": "insurance",
        "voice_id": seen.id,
    }  # fmt: skip
