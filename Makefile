# What a developer does, by name. `make check` is what has to pass before a commit.
GO    ?= go
TOOL   = $(GO) tool -modfile=tools/go.mod
FLAGS  = -trimpath -ldflags "-s -w"

.PHONY: build test cluster-test cluster golden docs pictures targets lint check bench kit soak

build: ## the program, as it is released
	CGO_ENABLED=0 $(GO) build $(FLAGS) -o bin/kubeid .

test: ## the README's test command
	$(GO) test ./...

cluster-test: ## what needs a real control plane; the first time it is built, which takes minutes
	$(GO) run ./testdata/cluster/run $(GO) test -count=1 -timeout 30m -run '^TestReal' ./...
	cd testdata/controlplane/oracle && $(GO) test ./...

cluster: ## a real control plane to play with, until ctrl+c
	$(GO) run ./testdata/cluster/run

golden: ## rewrite the golden screens; read the diff afterwards
	$(GO) test ./ui -update

docs: ## rewrite what is made of the program: glossary, man pages, completions
	$(GO) test . -run TestTheGlossary -update
	$(GO) test ./cli -run TestManPages -update

pictures: ## rewrite the pictures of the documents, from the running program
	cd tools/pictures && $(GO) run . -out ../../docs/pictures

targets: ## compile for every system that a release is for
	@for os in linux darwin windows; do for arch in amd64 arm64; do \
	  echo "$$os/$$arch"; CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch $(GO) build $(FLAGS) -o /dev/null . || exit 1; done; done

lint: ## form and vet
	@unformatted=$$($(TOOL) gofumpt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "gofumpt: $$unformatted"; exit 1; }
	$(GO) vet ./... ./testdata/cluster/... ./testdata/contract
	$(TOOL) staticcheck ./... ./testdata/cluster/... ./testdata/contract

check: lint ## everything that a commit has to pass
	$(GO) test -run TestImports .
	$(GO) test -race -timeout 40m ./...
	$(GO) mod tidy -diff
	cd tools && $(GO) mod tidy -diff
	cd crypto/testdata/zlint && $(GO) mod tidy -diff && $(GO) test ./...
	cd bench && $(GO) mod tidy -diff && $(GO) vet ./...
	cd testdata/controlplane && $(GO) mod tidy -diff
	cd testdata/controlplane/oracle && $(GO) mod tidy -diff && $(GO) vet ./...
	cd tools/pictures && $(GO) mod tidy -diff && $(GO) vet ./...
	GOOS=windows $(GO) vet ./... && GOOS=darwin $(GO) vet ./...
	$(MAKE) targets

bench: ## speed beside the peers, to docs/benchmarks.md (about 15 minutes)
	cd bench && $(GO) run . -out ../docs/benchmarks.md

SOAK ?= 10m
soak: ## the long tests: writers and readers for SOAK, kills at every system call, sequences and every fuzzer for SOAK each
	KUBEID_SOAK=$(SOAK) $(GO) test . -count=1 -v -timeout 0 -run 'TestOursBeside|TestFifty|TestAChangeKilled'
	KUBEID_SOAK=$(SOAK) $(GO) test ./kube -count=1 -v -timeout 0 -run 'TestEverySequence|TestUndoIs'
	@for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$f"; $(GO) test $$pkg -run '^$$' -fuzz "^$$f$$" -fuzztime $(SOAK) -fuzzminimizetime 1s || exit 1; \
	  done; done

kit: ## the edit kit through kubeid and its peers, to docs/editing.md (about 10 minutes)
	cd bench && $(GO) run . -kit ../docs/editing.md
