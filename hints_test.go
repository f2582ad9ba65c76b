package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryErrorOfOursSaysWhatToDo reads the source: whatever makes a model.Problem says
// what happened and what to do next. One that somebody has caused by saying no needs none.
func TestEveryErrorOfOursSaysWhatToDo(t *testing.T) {
	found := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "testdata" || name == "bench" || name == "tools" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		fills := false // the function says later what to do
		ast.Inspect(file, func(n ast.Node) bool {
			if f, ok := n.(*ast.FuncDecl); ok {
				fills = assignsTodo(f)
			}
			lit, ok := n.(*ast.CompositeLit)
			if !ok || !isProblem(lit.Type) {
				return true
			}
			found++
			keys := map[string]string{}
			for _, e := range lit.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					keys[words(kv.Key)] = words(kv.Value)
				}
			}
			if todo, ok := keys["Todo"]; (!ok || todo == `""`) && keys["Exit"] != "ExitInterrupted" && !fills {
				t.Errorf("%s: this Problem does not say what to do", set.Position(lit.Pos()))
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 100 {
		t.Errorf("only %d were found", found)
	}
}

// assignsTodo tells whether a function sets the Todo of something.
func assignsTodo(f *ast.FuncDecl) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok {
			for _, to := range a.Lhs {
				if s, ok := to.(*ast.SelectorExpr); ok {
					found = found || s.Sel.Name == "Todo"
				}
			}
		}
		return true
	})
	return found
}

func isProblem(e ast.Expr) bool { return words(e) == "Problem" }

// words is the last name of an expression, or its text.
func words(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.BasicLit:
		return e.Value
	}
	return ""
}
