"""What people type: panels, verdicts, questionnaires, answers, levels, waves."""
