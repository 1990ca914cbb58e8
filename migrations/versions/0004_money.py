"""Money: sources with accounts of their own, rules with every parameter, agreements, closed years.

Going up, each funder of a year becomes a source, and each project keeps one source from its grant to its report, so
that no entry of the ledger is rewritten: former entries keep their digest (layout 1). Where no source alone could pay a
project, the money cannot be told apart afterwards: the year has one source that bears the name of all its funders.

Going down, the postings of an entry are added up over its sources, and the digests computed anew. What revision 0003
has no account for (a waiver, a year closed, a training paid, a funding taken back) stops the way down.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from app.append_only import protect, unprotect
from app.chain import START, digest
from app.clock import PARIS
from app.columns import UtcDateTime
from app.funds import closed_years
from app.funds.payment_seal import guard_payments, release_payments
from app.funds.sealing import seal, unseal
from app.reshaping import Change, Index, narrow, tighten, widen

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CHANGES = {
    "fund": Change(
        columns=[
            sa.Column("granter", sa.String(length=120), nullable=False),
            sa.Column("siret", sa.String(length=14), nullable=False),
        ],
    ),
    "fund_rules": Change(
        columns=[
            sa.Column("is_draft", sa.Boolean(), nullable=False),
            sa.Column("made_by_id", sa.Integer(), nullable=True),
            sa.Column("exclusions", sa.JSON(), nullable=False),
            sa.Column("min_amount_cents", sa.BigInteger(), nullable=False),
            sa.Column("above_cap_allowed", sa.Boolean(), nullable=False),
            sa.Column("own_share_pct", sa.Integer(), nullable=False),
            sa.Column("own_in_kind_counts", sa.Boolean(), nullable=False),
            sa.Column("own_money_pct", sa.Integer(), nullable=False),
            sa.Column("deposit_lead_days", sa.Integer(), nullable=False),
            sa.Column("second_call_waives_quorum", sa.Boolean(), nullable=False),
            sa.Column("second_call_days", sa.Integer(), nullable=False),
            sa.Column("residents_majority_pct", sa.Integer(), nullable=False),
            sa.Column("funders_vote", sa.Boolean(), nullable=False),
            sa.Column("vote_modes", sa.JSON(), nullable=False),
            sa.Column("payment_modes", sa.JSON(), nullable=False),
            sa.Column("advance_to_person", sa.Boolean(), nullable=False),
            sa.Column("advance_rate_person_pct", sa.Integer(), nullable=False),
            sa.Column("report_days", sa.Integer(), nullable=False),
            sa.Column("refund_days", sa.Integer(), nullable=False),
            sa.Column("carry_over_pct", sa.Integer(), nullable=False),
        ],
        checks={
            "ck_fund_rules_advance_share_person": "advance_rate_person_pct BETWEEN 0 AND 100",
            "ck_fund_rules_carry_over_share": "carry_over_pct BETWEEN 0 AND 100",
            "ck_fund_rules_days_positive": "report_days > 0 AND refund_days > 0 AND deposit_lead_days >= 0",
            "ck_fund_rules_minimum_below_cap": "min_amount_cents >= 0 AND min_amount_cents <= cap_cents",
            "ck_fund_rules_own_share": "own_share_pct BETWEEN 0 AND 100 AND own_money_pct BETWEEN 0 AND 100",
            "ck_fund_rules_residents_majority": "residents_majority_pct BETWEEN 50 AND 99",
        },
        keys={"made_by_id": "person"},
        indexes=[
            Index("uq_fund_rules_draft", ["fund_id"], "is_draft"),
        ],
    ),
    "fund_year": Change(
        columns=[
            sa.Column("closing_asked_by_id", sa.Integer(), nullable=True),
            sa.Column("closing_asked_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("closed_by_id", sa.Integer(), nullable=True),
            sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        ],
        checks={
            "ck_fund_year_asked_by_someone": "(closing_asked_at IS NULL) = (closing_asked_by_id IS NULL)",
            "ck_fund_year_closed_by_someone": "(closed_at IS NULL) = (closed_by_id IS NULL)",
            "ck_fund_year_closed_by_two": "closed_at IS NULL OR (closing_asked_by_id IS NOT NULL AND closing_asked_by_id <> closed_by_id)",
        },
        keys={"closed_by_id": "person", "closing_asked_by_id": "person"},
    ),
    "ledger_entry": Change(
        columns=[
            sa.Column("action_id", sa.Integer(), nullable=True),
            sa.Column("payment_id", sa.Integer(), nullable=True),
            sa.Column("funding_id", sa.Integer(), nullable=True),
            sa.Column("decision_id", sa.Integer(), nullable=True),
            sa.Column("layout", sa.Integer(), nullable=False),
        ],
        checks={
            "ck_ledger_entry_cause": "cause IN ('funding', 'funding_correction', 'grant', 'correction', 'signature', 'cancellation', 'advance', 'purchase', 'reimbursement', 'balance', 'justification', 'refund', 'waiver', 'release', 'closing', 'opening', 'return', 'training')",
        },
        gone={
            "ck_ledger_entry_cause": "cause IN ('funding', 'grant', 'correction', 'signature', 'cancellation', 'advance', 'balance', 'justification', 'refund', 'release')",
        },
        keys={"funding_id": "funding", "payment_id": "payment"},
        indexes=[
            Index("ix_ledger_entry_action_id", ["action_id"]),
            Index("ix_ledger_entry_funding_id", ["funding_id"]),
            Index("ix_ledger_entry_payment_id", ["payment_id"]),
        ],
    ),
    "posting": Change(
        columns=[
            sa.Column("source_id", sa.Integer(), nullable=False),
            sa.Column("action_id", sa.Integer(), nullable=False),
        ],
        checks={
            "ck_posting_account": "account IN ('source', 'opening', 'available', 'reserved', 'committed', 'paid', 'justified', 'waived', 'to_return', 'returned', 'carried_over')",
            "ck_posting_one_holder": "project_id = 0 OR action_id = 0",
        },
        gone={
            "ck_posting_account": "account IN ('source', 'available', 'reserved', 'committed', 'paid', 'justified')",
        },
        keys={"source_id": "funding_source"},
        indexes=[
            Index("ix_posting_source_id", ["source_id"]),
        ],
    ),
    "payment": Change(
        columns=[
            sa.Column("label", sa.String(length=120), nullable=False),
            sa.Column("attachment_id", sa.Integer(), nullable=True),
            sa.Column("voided_by_id", sa.Integer(), nullable=True),
            sa.Column("void_reason", sa.String(length=300), nullable=False),
        ],
        checks={
            "ck_payment_payment_kind": "kind IN ('advance', 'purchase', 'reimbursement', 'balance', 'refund')",
            "ck_payment_purchase_is_direct": "kind <> 'purchase' OR mode = 'direct_purchase'",
            "ck_payment_refusal_has_a_reason": "voided_by_id IS NULL OR voided_by_id = ordered_by_id OR void_reason <> ''",
        },
        gone={
            "ck_payment_payment_kind": "kind IN ('advance', 'balance', 'refund')",
        },
        keys={"attachment_id": "attachment", "voided_by_id": "person"},
    ),
    "expense": Change(
        columns=[
            sa.Column("payment_id", sa.Integer(), nullable=True),
            sa.Column("sworn", sa.Boolean(), nullable=False),
            sa.Column("statement", sa.String(length=300), nullable=False),
            sa.Column("asked_again", sa.String(length=200), nullable=False),
            sa.Column("accepted_cents", sa.BigInteger(), nullable=True),
            sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        ],
        checks={
            "ck_expense_part_has_a_reason": "accepted_cents IS NULL OR accepted_cents = amount_cents OR reason <> ''",
            "ck_expense_part_within_whole": "accepted_cents IS NULL OR (accepted_cents > 0 AND accepted_cents <= amount_cents)",
            "ck_expense_sworn_says_why": "NOT sworn OR statement <> ''",
        },
        keys={"payment_id": "payment", "recorded_by_id": "person"},
        uniques=["payment_id"],
        indexes=[
            Index("ix_expense_attachment_id", ["attachment_id"]),
        ],
    ),
    "report": Change(
        columns=[
            sa.Column("voice_id", sa.Integer(), nullable=True),
            sa.Column("transcript", sa.Text(), nullable=False),
            sa.Column("transcribed_by_id", sa.Integer(), nullable=True),
            sa.Column("photo_consent", sa.Boolean(), nullable=False),
        ],
        checks={
            "ck_report_told_or_said": "story <> '' OR voice_id IS NOT NULL",
        },
        keys={"transcribed_by_id": "person", "voice_id": "attachment"},
    ),
}

ENTRY = sa.table(
    "ledger_entry",
    sa.column("id", sa.Integer),
    sa.column("fund_year_id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("cause", sa.String),
    sa.column("project_id", sa.Integer),
    sa.column("memo", sa.String),
    sa.column("actor_id", sa.Integer),
    sa.column("at", UtcDateTime),
    sa.column("digest", sa.String),
    sa.column("funding_id", sa.Integer),
    sa.column("layout", sa.Integer),
)
POSTING = sa.table(
    "posting",
    sa.column("id", sa.Integer),
    sa.column("entry_id", sa.Integer),
    sa.column("source_id", sa.Integer),
    sa.column("account", sa.String),
    sa.column("project_id", sa.Integer),
    sa.column("action_id", sa.Integer),
    sa.column("amount_cents", sa.BigInteger),
)
SOURCE = sa.table(
    "funding_source",
    sa.column("id", sa.Integer),
    sa.column("fund_year_id", sa.Integer),
    sa.column("organisation", sa.String),
    sa.column("kind", sa.String),
    sa.column("earmark", sa.String),
)
FUNDING = sa.table(
    "funding",
    sa.column("id", sa.Integer),
    sa.column("source_id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("amount_cents", sa.BigInteger),
    sa.column("happened_on", sa.Date),
    sa.column("reference", sa.String),
    sa.column("written_by_id", sa.Integer),
    sa.column("written_at", UtcDateTime),
)
BALANCE = sa.table(
    "balance",
    sa.column("source_id", sa.Integer),
    sa.column("fund_year_id", sa.Integer),
    sa.column("account", sa.String),
    sa.column("project_id", sa.Integer),
    sa.column("action_id", sa.Integer),
    sa.column("amount_cents", sa.BigInteger),
)
AGREEMENT = sa.table(
    "agreement",
    sa.column("project_id", sa.Integer),
    sa.column("number", sa.String),
    sa.column("plan", sa.String),
    sa.column("recipient_kind", sa.String),
    sa.column("recipient", sa.String),
    sa.column("rate_pct", sa.Integer),
    sa.column("prepared_by_id", sa.Integer),
    sa.column("prepared_at", UtcDateTime),
    sa.column("signed_on", sa.Date),
    sa.column("signed_by", sa.String),
    sa.column("kept_at", sa.String),
)

UNNAMED = "Origine non précisée"
KINDS = {
    "état": "state",
    "préfecture": "state",
    "anct": "state",
    "ville": "city",
    "commune": "city",
    "métropole": "metropolis",
    "bailleur": "landlord",
    "habitat": "landlord",
    "caf": "caf",
    "département": "department",
    "région": "region",
    "don": "donation",
}
"""What a word in the name of a funder says of its kind."""

FORMER_RULES = """
UPDATE fund_rules SET is_draft = false, exclusions = '[]', min_amount_cents = 0, above_cap_allowed = false,
 own_share_pct = 0, own_in_kind_counts = true, own_money_pct = 0, deposit_lead_days = 0,
 second_call_waives_quorum = true, second_call_days = 3, residents_majority_pct = 50, funders_vote = false,
 vote_modes = '["show_of_hands"]', payment_modes = '["transfer", "cheque", "direct_purchase", "reimbursement"]',
 advance_to_person = advance_rate_pct > 0, advance_rate_person_pct = advance_rate_pct, report_days = 45,
 refund_days = 30, carry_over_pct = 100
"""
"""What the product did before these were parameters: a fund's adopted rules do not change by themselves."""

FILLED = (
    FORMER_RULES,
    "UPDATE fund SET granter = '', siret = ''",
    "UPDATE ledger_entry SET layout = 1",
    "UPDATE posting SET action_id = 0",
    "UPDATE payment SET label = '', void_reason = ''",
    "UPDATE expense SET sworn = false, statement = '', asked_again = ''",
    "UPDATE report SET transcript = '', photo_consent = false",
    "UPDATE report SET story = 'Sans récit.' WHERE story = ''",
)
FOLDED = (
    "DELETE FROM fund_rules WHERE is_draft",
    "UPDATE payment SET kind = 'balance' WHERE kind IN ('purchase', 'reimbursement')",
    "UPDATE ledger_entry SET cause = 'balance' WHERE cause IN ('purchase', 'reimbursement')",
)
KNOWN_ACCOUNTS = ("source", "available", "reserved", "committed", "paid", "justified")
KNOWN_CAUSES = ("funding", "grant", "correction", "signature", "cancellation", "advance", "balance", "justification",
                "refund", "release", "purchase", "reimbursement")  # fmt: skip


def upgrade() -> None:
    connection = op.get_bind()
    for table in ("ledger_entry", "posting"):
        unprotect(connection, table)
    for table, change in CHANGES.items():
        widen(table, change)
    for statement in FILLED:
        op.execute(statement)
    _tell_sources_apart(connection)
    _agree(connection)
    _remake_balances(connection)
    for table, change in CHANGES.items():
        tighten(table, change)
    for table in ("ledger_entry", "posting"):
        protect(connection, table)
    for table in ("ledger_entry", "fund_year"):
        closed_years.protect(connection, table)
    seal(connection)
    guard_payments(connection)


def downgrade() -> None:
    connection = op.get_bind()
    _refuse_what_has_no_place(connection)
    for table in ("ledger_entry", "posting"):
        unprotect(connection, table)
    for table in ("ledger_entry", "fund_year"):
        closed_years.unprotect(connection, table)
    unseal(connection)
    release_payments(connection)
    for statement in FOLDED:
        op.execute(statement)
    _add_sources_up(connection)
    _former_balances(connection)
    for table, change in reversed(CHANGES.items()):
        narrow(table, change)
    for table in ("ledger_entry", "posting"):
        protect(connection, table)
    if connection.dialect.name == "postgresql":
        for name in ("refuse_reopening", "refuse_closed_year", "refuse_changing_rules", "refuse_payment"):
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


# ── Up ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tell_sources_apart(connection: sa.Connection) -> None:
    for year, entries in _entries_by_year(connection).items():
        names = list(dict.fromkeys(_organisation(entry) for entry in entries if entry.cause == "funding"))
        whose = _kept_apart(entries, names)
        if whose is None:
            whose, names = dict.fromkeys((entry.id for entry in entries), 0), [" + ".join(names)]
        ids = [_new(connection, SOURCE, fund_year_id=year, organisation=name[:120], kind=_kind(name),
                    earmark="general") for name in names]  # fmt: skip
        for entry in entries:
            source_id = ids[whose[entry.id]]
            connection.execute(sa.update(POSTING).where(POSTING.c.entry_id == entry.id).values(source_id=source_id))
            if entry.cause == "funding":
                _write_funding(connection, entry, source_id)


def _organisation(entry: sa.Row) -> str:
    return entry.memo.strip() or UNNAMED


def _kind(name: str) -> str:
    said = name.lower()
    found = {kind for word, kind in KINDS.items() if any(part.startswith(word) for part in said.split())}
    return found.pop() if len(found) == 1 else "other"


def _kept_apart(entries: Sequence, names: Sequence[str]) -> Mapping[int, int] | None:
    """Give each entry one source: that of its project since its grant, else the first that can pay; None if none can."""
    left, held, owner, whose = Counter(), Counter(), {}, {}
    for entry in entries:
        into = sum(line.amount_cents for line in entry.postings if line.account == "available")
        if entry.cause == "funding":
            source = names.index(_organisation(entry))
        else:
            able = (number for number in range(len(names)) if left[number] + into >= 0)
            source = owner.get(entry.project_id, next(able, None))
        if source is None or left[source] + into < 0:
            return None
        whose[entry.id] = source
        left[source] += into
        if entry.project_id:
            held[entry.project_id] -= into
            owner[entry.project_id] = source
            if not held[entry.project_id]:
                del owner[entry.project_id]
    return whose


def _write_funding(connection: sa.Connection, entry: sa.Row, source_id: int) -> None:
    cents = sum(line.amount_cents for line in entry.postings if line.amount_cents > 0)
    funding_id = _new(connection, FUNDING, source_id=source_id, kind="received", amount_cents=cents,
                      happened_on=_day(entry.at), reference="", written_by_id=entry.actor_id,
                      written_at=entry.at)  # fmt: skip
    connection.execute(sa.update(ENTRY).where(ENTRY.c.id == entry.id).values(funding_id=funding_id))


def _agree(connection: sa.Connection) -> None:
    """Write the agreement of each project that was signed; who was paid first is who receives."""
    rows = connection.execute(
        sa.text(
            "SELECT p.id, p.ref, p.carrier_kind, p.association_name, r.advance_rate_pct,"
            " (SELECT MAX(id) FROM ledger_entry WHERE project_id = p.id AND cause = 'signature') AS entry_id,"
            " (SELECT payee FROM payment WHERE project_id = p.id AND kind <> 'refund' ORDER BY id LIMIT 1) AS payee,"
            " (SELECT name FROM team_member WHERE project_id = p.id ORDER BY is_main DESC, id LIMIT 1) AS carrier"
            " FROM project p JOIN fund_rules r ON r.id = p.rules_id WHERE EXISTS"
            " (SELECT 1 FROM balance b WHERE b.project_id = p.id AND b.amount_cents > 0"
            "  AND b.account IN ('committed', 'paid', 'justified')) ORDER BY p.id"
        )
    )
    for row in rows.all():
        signed = connection.execute(sa.select(ENTRY).where(ENTRY.c.id == row.entry_id)).one_or_none()
        if signed is None:
            continue
        is_association = row.carrier_kind == "association"
        connection.execute(
            sa.insert(AGREEMENT).values(
                project_id=row.id,
                number=f"{row.ref}-A",
                plan="advance" if row.advance_rate_pct else "reimbursement",
                recipient_kind="association" if is_association else "person",
                recipient=row.payee or row.association_name or row.carrier or row.ref,
                rate_pct=row.advance_rate_pct,
                prepared_by_id=signed.actor_id,
                prepared_at=signed.at,
                signed_on=_day(signed.at),
                signed_by=row.carrier or row.ref,
                kept_at="",
            )
        )


def _remake_balances(connection: sa.Connection) -> None:
    """Give each account of each source its own row: the key of the table changes, so the table is made anew."""
    op.drop_table("balance")
    op.create_table("balance", *_balance_columns())
    op.create_index(op.f("ix_balance_project_id"), "balance", ["project_id"])
    op.create_index(op.f("ix_balance_year"), "balance", ["fund_year_id", "account"])
    total = sa.func.sum(POSTING.c.amount_cents)
    keys = (POSTING.c.source_id, ENTRY.c.fund_year_id, POSTING.c.account, POSTING.c.project_id, POSTING.c.action_id)
    sums = sa.select(*keys, total).join(ENTRY, ENTRY.c.id == POSTING.c.entry_id).group_by(*keys)
    connection.execute(sa.insert(BALANCE).from_select([column.name for column in BALANCE.c], sums))


def _balance_columns() -> list[sa.schema.SchemaItem]:
    held = "(account IN ('reserved', 'committed', 'paid', 'justified', 'waived')) = (project_id + action_id > 0)"
    return [
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fund_year_id", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "account", "project_id", "action_id", name=op.f("pk_balance")),
        sa.ForeignKeyConstraint(
            ["source_id", "fund_year_id"],
            ["funding_source.id", "funding_source.fund_year_id"],
            name=op.f("fk_balance_source_id_fund_year_id"),
        ),
        sa.CheckConstraint(CHANGES["posting"].checks["ck_posting_account"], name=op.f("ck_balance_account")),
        sa.CheckConstraint(
            "account IN ('source', 'opening') OR amount_cents >= 0", name=op.f("ck_balance_not_overdrawn")
        ),
        sa.CheckConstraint(
            "account NOT IN ('source', 'opening') OR amount_cents <= 0", name=op.f("ck_balance_origin_gives")
        ),
        sa.CheckConstraint(held, name=op.f("ck_balance_held_by_someone")),
        sa.CheckConstraint("project_id >= 0 AND action_id >= 0", name=op.f("ck_balance_holders_not_negative")),
        sa.CheckConstraint("project_id = 0 OR action_id = 0", name=op.f("ck_balance_one_holder")),
    ]


# ── Down ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _refuse_what_has_no_place(connection: sa.Connection) -> None:
    unknown = sa.or_(
        ENTRY.c.cause.not_in(KNOWN_CAUSES), POSTING.c.account.not_in(KNOWN_ACCOUNTS), POSTING.c.action_id > 0
    )
    found = sa.select(sa.func.count(ENTRY.c.id.distinct())).join(POSTING, POSTING.c.entry_id == ENTRY.c.id)
    entries = connection.scalar(found.where(unknown))
    closed = connection.scalar(sa.text("SELECT COUNT(*) FROM fund_year WHERE closed_at IS NOT NULL"))
    if entries or closed:
        raise RuntimeError(f"revision 0003 has no place for {entries} entries of the ledger, {closed} closed years")


def _add_sources_up(connection: sa.Connection) -> None:
    for entries in _entries_by_year(connection).values():
        head = START
        for entry in entries:
            sums = Counter()
            for line in entry.postings:
                sums[line.account, line.project_id] += line.amount_cents
            if len(sums) < len(entry.postings):
                _rewrite(connection, entry, sums)
            head = digest(head, _former_fields(entry, sums))
            connection.execute(sa.update(ENTRY).where(ENTRY.c.id == entry.id).values(digest=head))
        connection.execute(
            sa.text("UPDATE fund_year SET ledger_head = :head WHERE id = :id"),
            {"head": head, "id": entries[0].fund_year_id},
        )


def _rewrite(connection: sa.Connection, entry: sa.Row, sums: Mapping[tuple[str, int], int]) -> None:
    connection.execute(sa.delete(POSTING).where(POSTING.c.entry_id == entry.id))
    for (account, project_id), cents in sums.items():
        if cents:
            _new(connection, POSTING, entry_id=entry.id, source_id=entry.postings[0].source_id, account=account,
                 project_id=project_id, action_id=0, amount_cents=cents)  # fmt: skip


def _former_fields(entry: sa.Row, sums: Mapping[tuple[str, int], int]) -> dict[str, object]:
    columns = ("fund_year_id", "number", "cause", "project_id", "memo", "actor_id", "at")
    fields = {name: getattr(entry, name) for name in columns}
    return fields | {
        "postings": [[account, project_id, cents] for (account, project_id), cents in sums.items() if cents]
    }


def _former_balances(connection: sa.Connection) -> None:
    former = CHANGES["posting"].gone["ck_posting_account"]
    op.drop_table("balance")
    op.create_table(
        "balance",
        sa.Column("fund_year_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("account = 'source' OR amount_cents >= 0", name=op.f("ck_balance_not_overdrawn")),
        sa.CheckConstraint(former, name=op.f("ck_balance_account")),
        sa.ForeignKeyConstraint(["fund_year_id"], ["fund_year.id"], name=op.f("fk_balance_fund_year_id")),
        sa.PrimaryKeyConstraint("fund_year_id", "account", "project_id", name=op.f("pk_balance")),
    )
    op.create_index(op.f("ix_balance_project_id"), "balance", ["project_id"])
    keys = (ENTRY.c.fund_year_id, POSTING.c.account, POSTING.c.project_id)
    total = sa.func.sum(POSTING.c.amount_cents)
    sums = sa.select(*keys, total).join(ENTRY, ENTRY.c.id == POSTING.c.entry_id).group_by(*keys)
    connection.execute(sa.insert(BALANCE).from_select(["fund_year_id", "account", "project_id", "amount_cents"], sums))


# ── Both ways ────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Entry:
    """An entry with its postings, in order."""

    def __init__(self, row: sa.Row, postings: Sequence[sa.Row]) -> None:
        self.postings = postings
        self.__dict__.update(row._asdict())


def _entries_by_year(connection: sa.Connection) -> dict[int, list[_Entry]]:
    lines = defaultdict(list)
    for line in connection.execute(sa.select(POSTING).order_by(POSTING.c.id)):
        lines[line.entry_id].append(line)
    years = defaultdict(list)
    for row in connection.execute(sa.select(ENTRY).order_by(ENTRY.c.fund_year_id, ENTRY.c.number)):
        years[row.fund_year_id].append(_Entry(row, lines[row.id]))
    return years


def _new(connection: sa.Connection, table: sa.TableClause, **values: object) -> int:
    """Insert a row and return its number, the next one."""
    connection.execute(sa.insert(table).values(**values))
    return connection.scalar(sa.select(sa.func.max(table.c.id)))


def _day(at: datetime) -> object:
    return at.astimezone(PARIS).date()
