package main

import (
	"fmt"
	"image/color"
)

// A look is a window: its size, and whether it is light or dark.
type look struct {
	width, height int
	light         bool
}

// palette is what the terminal itself paints with.
type palette struct{ text, back, frame color.Color }

func (l look) colors() palette {
	if l.light {
		return palette{color.RGBA{0x24, 0x29, 0x2f, 255}, color.RGBA{0xff, 0xff, 0xff, 255}, color.RGBA{0xd0, 0xd7, 0xde, 255}}
	}
	return palette{color.RGBA{0xd6, 0xd9, 0xe0, 255}, color.RGBA{0x16, 0x19, 0x21, 255}, color.RGBA{0x30, 0x36, 0x3d, 255}}
}

// file is the name of a picture's file.
func (l look) file(name string, all bool) string {
	if !all {
		return name + ".svg"
	}
	shade := "dark"
	if l.light {
		shade = "light"
	}
	return fmt.Sprintf("%s-%s-%dx%d.png", name, shade, l.width, l.height)
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
