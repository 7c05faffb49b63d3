// Listening sockets: opened here, or passed by whoever started the process.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

// A sentence that names the address and says what is wrong with it.
struct CannotListen : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A listening socket on unix:/path or host:port, closed on exec. A Unix socket is made 0660, its directory
// 0750 when it has to be made; what a dead process left at that path is replaced. Throws CannotListen, also
// when a living process listens there.
int listen_on(std::string_view address, int backlog);

// The socket of that name among those a service manager passed (sd_listen_fds(3)). Unnamed ones count by
// their position. Nothing when none was passed to this process; throws CannotListen when some were passed
// but not this one, or it is no listening socket.
std::optional<int> passed_socket(std::string_view name, int position);

bool is_listening(int descriptor);

// Lets no new connection in, for whoever holds the socket, while those already waiting can still be accepted.
// Not for a passed socket, which serves on when this process is gone.
void close_door(int listener);
