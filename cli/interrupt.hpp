// Signals that would end the process at once: Ctrl-C is remembered, so that a run can end in order; a closed pipe is an
// error of write().
//
// Input: SIGINT, SIGTERM, SIGPIPE. Output: which of the first two came; the second time it ends the process. Standard
// input is at its end from then on: what came of it last may be half an element and must not be judged. Called by the
// main thread.
#pragma once

namespace tripline::cli {

void ignore_closed_pipes();
void catch_interrupts();

// The signal that came, 0: none.
int interrupted();

}  // namespace tripline::cli
