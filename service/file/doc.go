// Package file reads files that people name: on the command line, in a window, or by
// putting them where the program keeps its own. Only regular files are read. A pipe, a
// device or a socket is refused, for it may wait for ever or have no end. What gives
// nothing for seconds is given up, as on a network that is gone. And however long the
// kernel takes, a caller waits only while its context lives.
package file
