// Package ui is the terminal program: an Elm-style update and view over
// model.State. App routes, screens are values, and only the commands call out.
package ui
