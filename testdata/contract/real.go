package contract

// A RealCase is what only a real control plane can show.
type RealCase struct {
	Test string // that shows it
	Why  string // the embedded server cannot
}

// RealCases are all of them; everything else is a Row.
func RealCases() []RealCase {
	const (
		signs   = "it signs by itself: there is no controller that could be missing"
		young   = "it makes its authorities when it starts, so none of them has ended"
		memory  = "it keeps everything in memory, so it cannot go away and come back as the same cluster"
		another = "its authorities for servers and for clients are always two"
	)
	return []RealCase{
		{"TestRealWithoutASignerThatIsSaid", signs},
		{"TestRealRequestsThatNobodySigns", signs},
		{"TestRealTheSignerHasExpired", young},
		{"TestRealServerThatGoesAwayAndComesBack", memory},
		{"TestRealTheServerGoesAwayInTheMiddle", memory},
		{"TestRealTwoClustersAndOneThatDies", memory},
		{"TestRealOneAuthorityForBothSides", another},
	}
}
