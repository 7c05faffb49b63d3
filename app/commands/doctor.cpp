// `jobboard doctor`: looks the installation over.
#include "command.hpp"

#include "app/doctor/doctor.hpp"

namespace {

struct DoctorOptions {
    bool json = false;

    static constexpr auto options =
        std::tuple{option("json", &DoctorOptions::json, {.about = "For programs"})};
};

int examine(const Settings& settings, const DoctorOptions& options)
{
    return doctor(settings, options.json);
}

} // namespace

namespace command {

extern constexpr Command doctor{
    .name = "doctor",
    .about = "What is wrong with this installation, and what to do about it",
    .call = calling<examine>,
};

} // namespace command
