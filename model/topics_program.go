package model

func topicsOfTheProgram() []Topic {
	return []Topic{
		{
			Name: "plan", Also: []string{"dry-run", "diff"}, Title: "Plan",
			Short: "What would be written, with the lines that change; nothing is written without one.",
			Text: []string{
				"--dry-run shows it and stops. A change alters the bytes of one value: comments, order and unknown fields stay. Secrets are masked in what is shown.",
			},
			See: []string{"journal"},
		},
		{
			Name: "journal", Also: []string{"undo", "redo", "history"}, Title: "Journal and undo",
			Short: "What was written, so that it can be taken back: u, ctrl+r, kubeid undo.",
			Text: []string{
				"It is kept below $XDG_STATE_HOME/kubeid, for you alone, the last 50 changes or 30 days. It holds what was changed, secrets too. Undo concerns files: what was done in a cluster is not taken back by it, and it says so.",
			},
			See: []string{"plan"},
		},
		{
			Name: "ledger", Also: []string{"issued"}, Title: "Ledger",
			Short: "What kubeid has issued: to whom, until when, with which rights. Never a key or a token.",
			Text: []string{
				"A cluster forgets to whom certificates were given. The ledger keeps the fingerprint of each, so that it is known what is still good when somebody leaves.",
			},
			See: []string{"request", "revoke"},
		},
		{
			Name: "proof", Also: []string{"prove"}, Title: "Proof",
			Short: "Logging in with what was just made, and comparing the answer with what was meant.",
			Text: []string{
				"The server is asked who this is (SelfSubjectReview). It must answer with exactly this name, these groups, and the fingerprint of exactly this certificate, or the number of exactly this token. Until then nothing is handed over.",
			},
			See: []string{"identity", "certificate"},
		},
	}
}
