package main

import (
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"os"
)

// A film is pictures one after the other.
type film struct {
	painter painter
	look    look
	frames  []*image.RGBA
	delays  []int // in hundredths of a second
}

func (f *film) add(rows [][]cell, delay int) {
	f.frames = append(f.frames, f.painter.paint(rows, f.look))
	f.delays = append(f.delays, delay)
}

// write writes the film with one palette for all frames, each frame only where it
// differs from the one before.
func (f *film) write(path string) error {
	colors := f.palette()
	out := &gif.GIF{}
	var before *image.Paletted
	for i, img := range f.frames {
		p := image.NewPaletted(img.Bounds(), colors)
		draw.Draw(p, p.Bounds(), img, image.Point{}, draw.Src)
		part := p
		if before != nil {
			r := changed(before, p)
			part = image.NewPaletted(r, colors)
			draw.Draw(part, r, p, r.Min, draw.Src)
		}
		out.Image = append(out.Image, part)
		out.Delay = append(out.Delay, f.delays[i])
		out.Disposal = append(out.Disposal, gif.DisposalNone)
		before = p
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := gif.EncodeAll(file, out); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

// palette gathers the colours that are used most.
func (f *film) palette() color.Palette {
	count := map[color.RGBA]int{}
	for _, img := range f.frames {
		for i := 0; i < len(img.Pix); i += 4 {
			c := color.RGBA{img.Pix[i] &^ 7, img.Pix[i+1] &^ 7, img.Pix[i+2] &^ 7, 255}
			count[c]++
		}
	}
	return mostUsed(count, 256)
}

// changed is the part of a frame that differs from the one before.
func changed(a, b *image.Paletted) image.Rectangle {
	var r image.Rectangle
	for y := b.Rect.Min.Y; y < b.Rect.Max.Y; y++ {
		for x := b.Rect.Min.X; x < b.Rect.Max.X; x++ {
			if a.ColorIndexAt(x, y) != b.ColorIndexAt(x, y) {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if r.Empty() {
		return image.Rect(0, 0, 1, 1)
	}
	return r
}
