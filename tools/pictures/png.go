package main

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"

	"github.com/go-fonts/dejavu/dejavusansmono"
	"github.com/go-fonts/dejavu/dejavusansmonobold"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The size of a cell in pixels.
const (
	pixelW = 10
	pixelH = 20
	border = 10
)

// A painter draws cells as pixels.
type painter struct{ regular, bold font.Face }

func newPainter() (painter, error) {
	var p painter
	for _, f := range []struct {
		data []byte
		face *font.Face
	}{
		{dejavusansmono.TTF, &p.regular},
		{dejavusansmonobold.TTF, &p.bold},
	} {
		parsed, err := opentype.Parse(f.data)
		if err != nil {
			return p, err
		}
		if *f.face, err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: 16.5, DPI: 72, Hinting: font.HintingFull}); err != nil {
			return p, err
		}
	}
	return p, nil
}

// paint draws a whole picture.
func (p painter) paint(rows [][]cell, l look) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, l.width*pixelW+2*border, l.height*pixelH+2*border))
	draw.Draw(img, img.Bounds(), image.NewUniform(l.colors().back), image.Point{}, draw.Src)
	for y, row := range rows {
		for x, c := range row {
			p.cell(img, c, border+x*pixelW, border+y*pixelH)
		}
	}
	return img
}

func (p painter) cell(img *image.RGBA, c cell, x, y int) {
	w := pixelW
	if c.wide {
		w *= 2
	}
	if c.text == "" {
		return
	}
	draw.Draw(img, image.Rect(x, y, x+w, y+pixelH), image.NewUniform(c.back), image.Point{}, draw.Src)
	if bars := shape(c.text); bars != nil {
		for _, b := range bars {
			r := image.Rect(x+int(b.x*pixelW+0.5), y+int(b.y*pixelH+0.5), x+int((b.x+b.w)*pixelW+0.5), y+int((b.y+b.h)*pixelH+0.5))
			ink := color.NRGBAModel.Convert(c.fore).(color.NRGBA)
			ink.A = uint8(255 * b.ink)
			draw.Draw(img, r, image.NewUniform(ink), image.Point{}, draw.Over)
		}
		return
	}
	face := p.regular
	if c.bold {
		face = p.bold
	}
	d := font.Drawer{Dst: img, Src: image.NewUniform(c.fore), Face: face, Dot: fixed.P(x, y+15)}
	d.DrawString(c.text)
	if c.underline {
		draw.Draw(img, image.Rect(x, y+17, x+w, y+18), image.NewUniform(c.fore), image.Point{}, draw.Src)
	}
}

func writePNG(path string, rows [][]cell, l look) error {
	p, err := newPainter()
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, p.paint(rows, l)); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
