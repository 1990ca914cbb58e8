"""The project file: who carries it, what it costs, what residents did and said at each stage, its documents."""

from __future__ import annotations

from app.projects.models.budget import BudgetLine, BudgetSide, ResourceKind
from app.projects.models.delivery import ChecklistLine, Delivered, DeliveryVoice, DeliveryWaiver, Milestone
from app.projects.models.documents import Attachment
from app.projects.models.involvement import Involvement, InvolvementKind, NoInvolvement
from app.projects.models.merging import MergeConsent, MergeProposal
from app.projects.models.opinions import Opinion, OpinionChannel, OpinionValue
from app.projects.models.project import AFTER_GRANT, CarrierKind, Origin, Pace, Project, ProjectCounter, Theme
from app.projects.models.revisions import ChangeCause, ChangeField, HiddenRevision, ProjectChange, ProjectRevision
from app.projects.models.talk import (
    Comment,
    CommentReport,
    ReportReason,
    ThreadMessage,
    ThreadNotice,
    ThreadReader,
    Voice,
)
from app.projects.models.team import Follower, TeamMember, TeamPart
from app.projects.models.voices import (
    ContributionLink,
    ContributionOutcome,
    Outcome,
    OutcomeReply,
    OutcomeTelling,
    ReasonCode,
)

__all__ = [
    "AFTER_GRANT",
    "Attachment",
    "BudgetLine",
    "BudgetSide",
    "CarrierKind",
    "ChangeCause",
    "ChangeField",
    "ChecklistLine",
    "Comment",
    "CommentReport",
    "ContributionLink",
    "ContributionOutcome",
    "Delivered",
    "DeliveryVoice",
    "DeliveryWaiver",
    "Follower",
    "HiddenRevision",
    "Involvement",
    "InvolvementKind",
    "MergeConsent",
    "MergeProposal",
    "Milestone",
    "NoInvolvement",
    "Opinion",
    "OpinionChannel",
    "OpinionValue",
    "Origin",
    "Outcome",
    "OutcomeReply",
    "OutcomeTelling",
    "Pace",
    "Project",
    "ProjectChange",
    "ProjectCounter",
    "ProjectRevision",
    "ReasonCode",
    "ReportReason",
    "ResourceKind",
    "TeamMember",
    "TeamPart",
    "Theme",
    "ThreadMessage",
    "ThreadNotice",
    "ThreadReader",
    "Voice",
]
