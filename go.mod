module kubeid

go 1.26.0
