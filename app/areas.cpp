#include "areas.hpp"

namespace accounts {
Module module();
}
namespace admin {
Module module();
Module sign_in_module();
} // namespace admin
namespace applications {
Module module();
}
namespace categories {
Module module();
}
namespace documentation {
Module module();
}
namespace health {
Module module();
}
namespace jobs {
Module module();
}
namespace metrics {
Module module();
}
namespace sessions {
Module module();
}
namespace status {
Module module();
}
namespace users {
Module module();
}

std::span<const Module> modules()
{
    static const Module all[] = {
        accounts::module(),
        applications::module(),
        categories::module(),
        documentation::module(),
        health::module(),
        jobs::module(),
        metrics::module(),
        sessions::module(),
        status::module(),
        users::module(),
    };
    return all;
}

std::span<const Module> pages()
{
    static const Module all[] = {
        admin::module(),
        admin::sign_in_module(),
    };
    return all;
}
