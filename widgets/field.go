package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const fieldHeight float32 = 36

var (
	_ fyne.Widget     = (*Field)(nil)
	_ desktop.Keyable = (*Field)(nil)
)

// Field is a line of text. Return submits, once however long it is held.
type Field struct {
	widget.Entry

	// OnReturn is called with the text; when it is nil, Return is handed on.
	OnReturn func(string)
	// OnShortcut is asked about every shortcut that is not the field's own: a focused
	// entry would swallow the window's. A paste comes here when the clipboard holds no
	// text: it may hold a picture.
	OnShortcut func(fyne.Shortcut)

	// Clears has Escape clear what is typed before it means anything else.
	Clears bool

	width float32
	keys  Press
}

// NewField is an empty field, at least so many units wide.
func NewField(placeholder string, width float32) *Field {
	f := &Field{width: width}
	f.Wrapping = fyne.TextWrapOff
	f.Scroll = fyne.ScrollHorizontalOnly
	f.ExtendBaseWidget(f)
	f.PlaceHolder = placeholder
	return f
}

// NewSecretField hides what is typed.
func NewSecretField(placeholder string, width float32) *Field {
	f := NewField(placeholder, width)
	f.Password = true
	return f
}

// MinSize is called by Fyne.
func (f *Field) MinSize() fyne.Size {
	return fyne.NewSize(f.width, max(fieldHeight, f.Entry.MinSize().Height))
}

// FocusGained is called by Fyne.
func (f *Field) FocusGained() {
	f.keys = Press{}
	f.Entry.FocusGained()
}

// KeyDown is called by Fyne.
func (f *Field) KeyDown(key *fyne.KeyEvent) {
	f.keys.Down(key.Name)
	f.Entry.KeyDown(key)
	PassDown(f, key)
}

// TypedKey submits, clears, or edits.
func (f *Field) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape:
		if f.keys.Take(key.Name) {
			f.pressed(key)
		}
	default:
		f.Entry.TypedKey(key)
	}
}

// pressed is for the keys that edit nothing.
func (f *Field) pressed(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape && f.Clears && f.Text != "":
		f.SetText("")
	case key.Name != fyne.KeyEscape && f.OnReturn != nil:
		f.OnReturn(f.Text)
	default:
		PassKey(f, key)
	}
}

// TypedShortcut keeps what edits text and hands on the rest.
func (f *Field) TypedShortcut(shortcut fyne.Shortcut) {
	if f.OnShortcut == nil || owns(shortcut) {
		f.Entry.TypedShortcut(shortcut)
		return
	}
	f.OnShortcut(shortcut)
}

// owns reports whether a shortcut edits the text of a field.
func owns(shortcut fyne.Shortcut) bool {
	switch s := shortcut.(type) {
	case *fyne.ShortcutPaste:
		return s.Clipboard == nil || s.Clipboard.Content() != ""
	case *fyne.ShortcutCopy, *fyne.ShortcutCut, *fyne.ShortcutSelectAll, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		return true
	case *desktop.CustomShortcut:
		return slices.Contains([]fyne.KeyName{
			fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd,
			fyne.KeyBackspace, fyne.KeyDelete,
		}, s.KeyName)
	}
	return false
}
