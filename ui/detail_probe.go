package ui

import "kubeid/model"

func probeLines(env Env, d *detail, p model.Probe, full bool) {}
