// Package widgets holds the controls of Masthead's window: values in, callbacks out,
// nothing known of accounts or services. Every Set and SetX is silent (only the user's
// own actions call back), compares with what is shown, and costs nothing when nothing
// changed. All of it belongs on the interface goroutine.
//
//	look    the theme: palette, measures, typeface
//	pixel   View, a picture at exact device pixels
//	widgets Words, Button, Link, Segmented, TabStrip, Chip, Field, StatusBar, and what
//	        holds them: Pane, Dock, Column, Row
//	panel   the inspector and its pieces: DropZone, Facts, Checks, Steps, Notice; Modal,
//	        Welcome
//	wall    Frame, one size; and Wall, every size on common baselines
//
// Focusable controls hand the keys that they do not use to the overlay in front, or to
// the canvas, so that Escape and the window's own keys work wherever the focus is.
//
// A window's content belongs on a Pane of look.Ground: Fyne 2.7 clears the window to a
// colour slightly brighter than the theme's.
package widgets
