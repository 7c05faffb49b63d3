#include "modules.hpp"

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
namespace status {
Module module();
}

std::span<const Module> modules()
{
    static const Module all[] = {
        categories::module(),
        documentation::module(),
        health::module(),
        jobs::module(),
        status::module(),
    };
    return all;
}
