#include "cli/interrupt.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace tripline::cli {
namespace {

volatile std::sig_atomic_t came = 0;

// A read that waits on standard input would go on waiting: it is made to find the input's end. Only calls that POSIX
// allows in a handler.
extern "C" void remember(int signal) {
  came = signal;
  const int error = errno;
  const int nothing = ::open("/dev/null", O_RDONLY);
  if (nothing >= 0) {
    ::dup2(nothing, STDIN_FILENO);
    ::close(nothing);
  }
  errno = error;
}

}  // namespace

void ignore_closed_pipes() {
  struct sigaction action {};
  sigemptyset(&action.sa_mask);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
}

void catch_interrupts() {
  struct sigaction action {};
  sigemptyset(&action.sa_mask);
  // No SA_RESTART: a read that waits must come back.
  action.sa_handler = remember;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

int interrupted() { return came; }

}  // namespace tripline::cli
