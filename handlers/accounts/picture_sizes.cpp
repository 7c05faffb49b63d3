// Makes the smaller copies of a profile picture, soon after it has come.
#include "accounts.hpp"

#include "lib/files/pictures/pictures.hpp"
#include "lib/web/area.hpp"

namespace accounts {

extern constexpr TaskKind make_picture_sizes{
    .name = "make_picture_sizes",
    .about = "Make the smaller copies of a profile picture",
    .limit = std::chrono::seconds(60),
    .work = {in_steps,
        [](TaskRun& run, const PictureToSize& in) { make_smaller_copies(run.site.media, in.picture); }},
};

} // namespace accounts
